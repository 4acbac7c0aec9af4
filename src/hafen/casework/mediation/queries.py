from datetime import date, timedelta

from django.db.models import Q, QuerySet

from hafen.casework.cases.models import Case
from hafen.casework.cases.queries import cases_visible_to
from hafen.casework.mediation.models import Matter, MatterStep, Party
from hafen.core.accounts.models import User

# So long before its day a matter is on Today.
NOTICE = timedelta(days=7)


def matters_visible_to(user: User, *, today: date) -> QuerySet[Matter]:
    """Return what stands in the cases that somebody reads."""
    cases = cases_visible_to(user, today=today)
    rows = Matter.objects.filter(case__in=cases.values("pk"))
    return rows.select_related("case__household", "case__owner", "case__team")


def filtered_matters(
    rows: QuerySet[Matter], part: str, *, today: date
) -> QuerySet[Matter]:
    is_open = Q(closed_on__isnull=True)
    parts = {
        "due": is_open & Q(again_on__lte=today + NOTICE),
        "open": is_open,
        "closed": ~is_open,
    }
    return rows.filter(parts.get(part, is_open)).order_by("again_on", "begun_on", "id")


def parties_visible_to(user: User, *, today: date) -> QuerySet[Party]:
    seen = matters_visible_to(user, today=today)
    rows = Party.objects.filter(matter__in=seen.values("pk"))
    return rows.select_related("matter__case__household", "matter__case__team")


def letters_visible_to(user: User, *, today: date) -> QuerySet[MatterStep]:
    seen = matters_visible_to(user, today=today)
    rows = MatterStep.objects.filter(
        matter__in=seen.values("pk"), how=MatterStep.How.LETTER
    )
    return rows.select_related("party", "matter__case__team", "author")


def keeps_open(case: Case) -> bool:
    """Return whether a matter of a case waits for what comes of it."""
    return Matter.objects.filter(case=case, closed_on__isnull=True).exists()
