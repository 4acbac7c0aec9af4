"""What of periods and deletions somebody may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.db.workbooks import Tab, workbook
from hafen.mechanisms.privacy import naming, retention, rights
from hafen.mechanisms.privacy.models import DeletionRun, Hold, KeepingPeriod
from hafen.mechanisms.privacy.periods import limits
from hafen.mechanisms.privacy.rules import DECIDE_KEEPING, RELEASE_DELETION

MOST = 200


def runs_visible_to(user: User) -> QuerySet[DeletionRun]:
    """Return the releases of deletions, the newest first."""
    if not RELEASE_DELETION.held_by(user):
        return DeletionRun.objects.none()
    rows = DeletionRun.objects.filter(municipality_id=user.municipality_id)
    return rows.select_related("first_by", "second_by").order_by("-created_at", "-id")


def runs_waiting_for(user: User) -> QuerySet[DeletionRun]:
    """Return the run that this person may release."""
    open_ones = (DeletionRun.State.LISTED, DeletionRun.State.FIRST)
    return runs_visible_to(user).filter(state__in=open_ones).exclude(first_by=user)


def holds_visible_to(user: User) -> QuerySet[Hold]:
    """Return the legal holds, those in force first."""
    if not DECIDE_KEEPING.held_by(user):
        return Hold.objects.none()
    rows = Hold.objects.filter(municipality_id=user.municipality_id)
    return rows.select_related("placed_by").order_by("-ended_on", "look_again_on", "id")


def holds_to_look_at(user: User, today: date) -> QuerySet[Hold]:
    """Return the holds whose day has come."""
    return holds_visible_to(user).filter(
        ended_on__isnull=True, look_again_on__lte=today
    )


def periods_visible_to(user: User) -> QuerySet[KeepingPeriod]:
    """Return the periods that the municipality has set for itself."""
    if not RELEASE_DELETION.held_by(user):
        return KeepingPeriod.objects.none()
    rows = KeepingPeriod.objects.filter(municipality_id=user.municipality_id)
    return rows.order_by("kind", "-valid_from")


@dataclass(frozen=True)
class Settable:
    """A kind of rows whose period the municipality may decide."""

    kind: retention.Kind
    least: int
    most: int


def settable(today: date) -> list[Settable]:
    """Return what may be decided, with the limits, sorted by name."""
    found = []
    for kind in retention.kinds(today):
        declared = retention.declared_days(kind.model, kind.found)
        least, most = limits(kind.found, declared)
        if least < most:
            found.append(Settable(kind, least, most))
    return sorted(found, key=lambda each: str(each.kind.name))


@dataclass(frozen=True)
class Line:
    """One row that is due, for whoever may read it."""

    name: str
    since: Any


def rows_due(user: User, kind: retention.Kind, now: Any) -> list[Line]:
    """Return the rows of a kind that are due soon, the oldest first."""
    if not rights.may_read(user, kind.found):
        return []
    rows = kind.waiting(now + retention.AHEAD).order_by(kind.start, "pk")[:MOST]
    return [Line(naming.called(row), getattr(row, kind.start)) for row in rows]


def archive_list(run: DeletionRun, today: date) -> bytes:
    """Return which files are offered to the archive: days and numbers, no names."""
    lines = []
    for kind in retention.kinds(today):
        keys = run.roots.get(kind.label, ()) if kind.found.to_archive else ()
        for row in kind.rows().filter(pk__in=keys).order_by(kind.start, "pk"):
            begun = timezone.localdate(row.created_at)
            ended = getattr(row, kind.start)
            lines.append([str(kind.name), str(row.pk), begun, ended, kind.days])
    heads = [_("Data"), _("Number"), _("Entered on"), _("Ended on"), _("Days kept")]
    return workbook(Tab(_("Offer to the archive"), heads, [30, 40, 16, 16, 16], lines))
