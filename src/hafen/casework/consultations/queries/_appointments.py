"""What was arranged: by day, with whom, and whether an interpreter comes."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from hafen.casework.cases import queries as cases
from hafen.casework.consultations.models import Appointment, DeskHour, Visitor
from hafen.casework.consultations.rules import RECEIVE
from hafen.core.accounts.models import User


def appointments_visible_to(user: User, *, today: date) -> QuerySet[Appointment]:
    """Return the appointments of the point, each with a name where one may be read."""
    if not RECEIVE.held_by(user):
        return Appointment.objects.none()
    seen = cases.households_visible_to(user, today=today).values("pk")
    who = Visitor.objects.filter(appointment=OuterRef("pk"), household__in=seen)
    return (
        Appointment.objects.filter(municipality=user.municipality_id)
        # What waits for its mail to be confirmed is nothing for the desk yet.
        .exclude(state=Appointment.State.HELD)
        .select_related("municipality", "site", "adviser", "interpreting")
        .annotate(
            client_name=Subquery(who.values("client__name")),
            household_name=Subquery(who.values("household__name")),
        )
        .order_by("starts_at", "id")
    )


def arranged(user: User, *, part: str, today: date) -> QuerySet[Appointment]:
    """Return what was asked for, what is to come, of oneself, or what is over."""
    rows = appointments_visible_to(user, today=today)
    if part == "past":
        return rows.filter(starts_at__date__lt=today).order_by("-starts_at", "id")
    coming = rows.filter(starts_at__date__gte=today)
    if part == "asked":
        return coming.filter(state=Appointment.State.ASKED)
    return coming.filter(adviser=user) if part == "mine" else coming


def spoken_by(advisers: Collection[UUID], *, today: date) -> dict[UUID, set[str]]:
    """Return the languages in which each advises, as the plan has them."""
    spoken: dict[UUID, set[str]] = {}
    rows = DeskHour.objects.valid(today).filter(adviser__in=advisers)
    for adviser, languages in rows.values_list("adviser", "languages"):
        spoken.setdefault(adviser, set()).update(languages)
    return spoken
