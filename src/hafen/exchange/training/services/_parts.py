"""A run whose event has lost dates: whoever looks after it is asked for others."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.exchange.training.models import Run
from hafen.mechanisms.todos import services as todos

LACKS = "training.lacks"
LACKS_TITLE = gettext_noop("“%(title)s” has fewer dates than the training has parts")
_TIME = timedelta(days=3)


def watch_parts(*, run: Run, by: User | None, now: datetime) -> None:
    """Ask the owner for another date as long as the run has too few."""
    if not run.missing_parts:
        relieve(run, by=by, now=now)
        return
    today = timezone.localdate(now)
    ahead = [timezone.localdate(at) for at in run.parts_at if at > now]
    todos.create_todo(
        municipality=run.municipality,
        kind=LACKS,
        title=LACKS_TITLE,
        params={"title": run.event.title},
        owner=run.owner,
        subject_type="training.Run",
        subject_id=run.pk,
        due_on=min([today + _TIME, *ahead]),
        today=today,
        by=by,
    )


def relieve(run: Run, *, by: User | None, now: datetime) -> None:
    todos.finish_about(
        kind=LACKS,
        subject_id=run.pk,
        municipality=run.municipality,
        by=by,
        now=now,
    )


@transaction.atomic
def watch_runs(*, municipality_id: UUID, now: datetime) -> None:
    """Look through what goes on: a training may have got another part meanwhile."""
    rows = Run.objects.filter(municipality=municipality_id, ends_at__gt=now)
    for run in rows.select_related("municipality", "module", "event", "owner"):
        watch_parts(run=run, by=None, now=now)
