from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import Team
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.information.events.models import Event, NeedKind, NeedTeam, ParticipantNeed
from hafen.information.events.registries import Wanted, providers
from hafen.information.events.services._review import editor_of
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.questions.services import forget_answers
from hafen.mechanisms.todos import services as todos

KIND = "events.need"
TITLES = {
    NeedKind.CHILDCARE: "Arrange childcare at “%(name)s”",
    NeedKind.INTERPRETER: "Arrange an interpreter at “%(name)s”",
    NeedKind.STEP_FREE: "Make sure of step-free access at “%(name)s”",
}
_DAYS_BEFORE = timedelta(days=5)


@transaction.atomic
def set_need_team(
    *, municipality: Municipality, kind: str, team: Team | None, by: Any
) -> None:
    """Say which team sees to a kind of need; None: an editor does."""
    NeedTeam.objects.filter(municipality=municipality, kind=kind).delete()
    if team is not None:
        NeedTeam.objects.create(municipality=municipality, kind=kind, team=team)
    audit.record(action="events.need_team.set", by=by, details={"kind": kind})


@transaction.atomic
def keep_needs(
    *,
    event: Event,
    registration: Registration,
    kinds: Iterable[str],
    detail: str,
    now: datetime,
) -> None:
    """Keep what somebody needs to come, and ask the right team at once."""
    for kind in kinds:
        ParticipantNeed.objects.create(
            municipality_id=event.municipality_id,
            event=event,
            registration=registration,
            kind=kind,
            detail=detail,
            forget_on=registration.registrant.shred_on,
        )
    follow_needs(registration, by=None, now=now)


def follow_needs(registration: Registration, *, by: Any, now: datetime) -> None:
    """Ask for what people with a place need; end it when they do not come.

    Where a room can see to it, that room is asked instead of a team.
    """
    for need in registration.needs.select_related("event__municipality"):
        is_provided = _provide(need, registration, by=by, now=now)
        if registration.is_confirmed and not is_provided:
            _ask(need, registration, by=by, now=now)
        elif is_provided or not registration.is_active:
            todos.finish_about(
                kind=KIND,
                subject_id=need.pk,
                municipality=need.event.municipality,
                by=by,
                now=now,
            )


def follow_move(bookable: Bookable, *, by: Any, now: datetime) -> None:
    """Arrange anew what is needed at a date that has another time or place."""
    needs = ParticipantNeed.objects.filter(
        registration__bookable=bookable,
        registration__state=Registration.State.CONFIRMED,
    ).select_related("event__municipality", "registration__bookable__municipality")
    is_provided: dict[tuple[str, str], bool] = {}
    for need in needs:
        registration = need.registration
        key = (need.kind, registration.language)
        if key not in is_provided:
            is_provided[key] = _provide(
                need, registration, has_moved=True, by=by, now=now
            )
        if not is_provided[key]:
            _ask(need, registration, by=by, now=now)


def _provide(
    need: ParticipantNeed,
    registration: Registration,
    *,
    by: Any,
    now: datetime,
    has_moved: bool = False,
) -> bool:
    """Tell the room for a kind of need how many need it; return whether it does."""
    if need.kind not in providers:
        return False
    people = Registration.objects.filter(
        bookable=registration.bookable_id,
        language=registration.language,
        needs__kind=need.kind,
        state=Registration.State.CONFIRMED,
    ).count()
    wanted = Wanted(
        registration.bookable, need.kind, registration.language, people, has_moved
    )
    return providers[need.kind].provide(wanted, by, now)


def _ask(
    need: ParticipantNeed, registration: Registration, *, by: Any, now: datetime
) -> None:
    event, today = need.event, timezone.localdate(now)
    chosen = NeedTeam.objects.filter(
        municipality=event.municipality_id, kind=need.kind
    ).select_related("team")
    row = chosen.first()
    owner = None if row else editor_of(event, today)
    if row is None and owner is None:
        return
    starts_on = timezone.localdate(registration.bookable.starts_at)
    todos.create_todo(
        municipality=event.municipality,
        kind=KIND,
        title=TITLES[NeedKind(need.kind)],
        params={"name": event.title},
        team=row.team if row else None,
        owner=owner,
        subject_type="events.need",
        subject_id=need.pk,
        due_on=max(today, starts_on - _DAYS_BEFORE),
        by=by,
        today=today,
    )


def follow_registration(registration: Registration, by: Any) -> None:
    """Hear of every step of a registration, see `bookings.registries.Follower`."""
    follow_needs(registration, by=by, now=timezone.now())
    if not registration.is_active:
        ParticipantNeed.objects.filter(registration=registration).delete()
        forget_answers(about=[registration.pk])
