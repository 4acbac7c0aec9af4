"""Applications to authorities, in the cases that one reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from hafen.casework.cases.models import Application, Case
from hafen.casework.cases.queries._deadlines import LETTER_NOTICE
from hafen.casework.cases.queries._needs import seen_by
from hafen.casework.cases.queries._visible import worked_on_by
from hafen.core.accounts.models import User


def applications_visible_to(user: User, *, today: date) -> QuerySet[Application]:
    rows = seen_by(Application.objects.all(), user, today=today)
    return rows.select_related("case__household", "case__owner", "client")


@dataclass(frozen=True)
class ApplicationFilter:
    """Which applications are meant; what is empty does not narrow."""

    part: str = "open"
    agency: str = ""
    is_own: bool = False

    @property
    def count(self) -> int:
        return sum(map(bool, (self.agency, self.is_own)))


def filtered_applications(
    rows: QuerySet[Application], chosen: ApplicationFilter, user: User, *, today: date
) -> QuerySet[Application]:
    """Keep what the filter names, what is due first in front."""
    is_open = Q(ended_on__isnull=True, case__closed_on__isnull=True)
    parts = {
        "due": is_open
        & Q(state__in=Application.WAITING, due_on__lte=today + LETTER_NOTICE),
        "open": is_open,
        "ended": ~is_open,
    }
    found = rows.filter(parts.get(chosen.part, is_open))
    if chosen.agency:
        found = found.filter(agency=chosen.agency)
    if chosen.is_own:
        own = Case.objects.filter(worked_on_by(user, today))
        found = found.filter(case__in=own.values("pk"))
    return found.prefetch_related("papers").order_by(
        F("due_on").asc(nulls_last=True), "since", "id"
    )


def agencies_of(rows: QuerySet[Application]) -> list[str]:
    """Return the authorities to which these applications go."""
    return list(rows.order_by("agency").values_list("agency", flat=True).distinct())
