"""What was arranged: by day, with whom, and whether an interpreter comes."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from hafen.casework.cases import queries as cases
from hafen.casework.consultations.models import Appointment, Visitor
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
        .select_related("municipality", "site", "adviser", "interpreting")
        .annotate(
            client_name=Subquery(who.values("client__name")),
            household_name=Subquery(who.values("household__name")),
        )
        .order_by("starts_at", "id")
    )


def arranged(user: User, *, part: str, today: date) -> QuerySet[Appointment]:
    """Return the coming ones, one's own coming ones, or those that are over."""
    rows = appointments_visible_to(user, today=today)
    if part == "past":
        return rows.filter(starts_at__date__lt=today).order_by("-starts_at", "id")
    coming = rows.filter(starts_at__date__gte=today)
    return coming.filter(adviser=user) if part == "mine" else coming
