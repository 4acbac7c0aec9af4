from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hafen.core.accounts.models import User
from hafen.information.events.models import Event, EventQuerySet
from hafen.information.events.rules import EDIT_EVENT, EDIT_EVERY_EVENT, VIEW_EVENT
from hafen.network.organisations.queries import organisations_editable_by


@dataclass(frozen=True)
class StaffFilter:
    """What the list of the desk shows.

    :param when: "ahead", "past" or empty for all
    """

    words: str = ""
    state: str = ""
    kind: str = ""
    when: str = ""
    year: int | None = None


def events_visible_to(user: User) -> EventQuerySet:
    """Return what this user may see at the desk; an organisation sees its own."""
    if not VIEW_EVENT.held_by(user):
        return Event.objects.none()
    rows = Event.objects.filter(municipality=user.municipality_id)
    if user.roles_now <= {"R10"}:
        return rows.filter(organisation__in=organisations_editable_by(user))
    return rows


def events_editable_by(user: User) -> EventQuerySet:
    """Return what this user may change."""
    if EDIT_EVERY_EVENT.held_by(user):
        return events_visible_to(user)
    if EDIT_EVENT.held_by(user):
        own = organisations_editable_by(user)
        return Event.objects.filter(
            municipality=user.municipality_id, organisation__in=own
        )
    return Event.objects.none()


def filtered(
    rows: EventQuerySet, wanted: StaffFilter, *, now: datetime
) -> EventQuerySet:
    rows = rows.filter(state=wanted.state) if wanted.state else rows.present()
    if wanted.words:
        rows = rows.filter(
            Q(title__icontains=wanted.words)
            | Q(organisation__name__icontains=wanted.words)
            | Q(organiser__icontains=wanted.words)
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year:
        rows = rows.filter(dates__starts_at__year=wanted.year).distinct()
    if wanted.when == "ahead":
        rows = rows.filter(dates__ends_at__gt=now).distinct()
    if wanted.when == "past":
        rows = rows.exclude(dates__ends_at__gt=now)
    return rows
