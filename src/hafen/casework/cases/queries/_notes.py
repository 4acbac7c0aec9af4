"""What was written in a case, and who has read its file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hafen.casework.cases.models import (
    Case,
    Client,
    Household,
    Note,
    SecretNote,
    StandIn,
)
from hafen.core.accounts.models import RoleAssignment, TeamMembership, User
from hafen.core.audit.models import Event
from hafen.core.db.roles import Role

MOST_READINGS = 200


def notes_of(case: Case) -> QuerySet[Note]:
    rows = Note.objects.filter(case=case).select_related("author")
    return rows.order_by("-on", "-id")


def secrets_of(case: Case, user: User) -> QuerySet[SecretNote]:
    """Return what was entrusted to this person, and nothing of anybody else."""
    return SecretNote.objects.filter(case=case, author=user).order_by("-on", "-id")


def is_named(user: User, case: Case, *, today: date) -> bool:
    """Return whether somebody owns the case or stands in on it today."""
    deputies = StandIn.objects.valid(today).filter(case=case, user=user.pk)
    return case.owner_id == user.pk or deputies.exists()


@dataclass(frozen=True)
class Reading:
    """When a part of a file was read: by which function of which office."""

    at: datetime
    action: str
    function: str
    office: str


def readings_of(household: Household, cases: QuerySet[Case]) -> list[Reading]:
    """Return who read the file, the newest first; functions and offices, no names."""
    clients = Client.objects.filter(household=household)
    keys = [household.pk]
    keys += [
        key for rows in (clients, cases) for key in rows.values_list("pk", flat=True)
    ]
    events = Event.objects.filter(
        municipality_id=household.municipality_id,
        kind=Event.Kind.READ,
        subject_id__in=[str(key) for key in keys],
    ).order_by("-id")[:MOST_READINGS]
    found = list(events)
    people = {event.actor_id for event in found if event.actor_id}
    functions, offices = _functions(people), _offices(people)
    return [
        Reading(
            event.at,
            event.action,
            functions.get(event.actor_id, ""),
            offices.get(event.actor_id) or event.values.get("office", ""),
        )
        for event in found
    ]


def _functions(people: set[UUID]) -> dict[Any, str]:
    found: dict[Any, list[str]] = {}
    rows = RoleAssignment.objects.filter(user__in=people).order_by("role")
    for user, role in rows.values_list("user", "role").distinct():
        found.setdefault(user, []).append(str(Role(role).label))
    return {user: ", ".join(roles) for user, roles in found.items()}


def _offices(people: set[UUID]) -> dict[Any, str]:
    rows = TeamMembership.objects.filter(user__in=people).order_by("valid_from")
    return dict(rows.values_list("user", "team__name"))
