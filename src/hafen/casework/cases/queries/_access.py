"""Who was not taken into a programme: how often and why, never who."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hafen.casework.cases.models import AccessRefusal, Programme
from hafen.casework.cases.rules import VIEW_CASES
from hafen.core.accounts.models import User


def refusals_visible_to(user: User) -> QuerySet[AccessRefusal]:
    if not VIEW_CASES.held_by(user):
        return AccessRefusal.objects.none()
    rows = AccessRefusal.objects.filter(municipality=user.municipality_id)
    return rows.select_related("programme").order_by("-on", "-id")


def filtered_refusals(
    rows: QuerySet[AccessRefusal],
    *,
    programme: UUID | None = None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[AccessRefusal]:
    exact = {"programme": programme, "on__gte": first, "on__lte": last}
    return rows.filter(**{name: value for name, value in exact.items() if value})


def refusing(programmes: Iterable[Programme]) -> list[Programme]:
    """Return the programmes that know reasons for taking somebody not in."""
    return [row for row in programmes if row.shipped and row.shipped.refusals]
