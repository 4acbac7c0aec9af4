"""Deadlines and papers that run out, of the households that one sees."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from hafen.casework.cases.models import Case, ClientPaper, Deadline, Household
from hafen.casework.cases.queries._visible import (
    clients_visible_to,
    households_visible_to,
    worked_on_by,
)
from hafen.core.accounts.models import User

# So long before its day a letter is on Today, and a paper.
LETTER_NOTICE = timedelta(days=14)
PAPER_NOTICE = timedelta(days=90)


def deadlines_visible_to(user: User, *, today: date) -> QuerySet[Deadline]:
    seen = households_visible_to(user, today=today)
    rows = Deadline.objects.filter(household__in=seen.values("pk"))
    return rows.select_related("household__owner", "client")


def papers_visible_to(user: User, *, today: date) -> QuerySet[ClientPaper]:
    seen = clients_visible_to(user, today=today)
    rows = ClientPaper.objects.filter(client__in=seen.values("pk"))
    return rows.select_related("client__household")


def filtered_deadlines(
    rows: QuerySet[Deadline], part: str, *, today: date
) -> QuerySet[Deadline]:
    """Keep the letters of a part: due soon or late, all open ones, done."""
    is_open = Q(done_on__isnull=True)
    parts = {
        "due": is_open & Q(due_on__lte=today + LETTER_NOTICE),
        "open": is_open,
        "done": ~is_open,
        # What has no letter stands in this part by itself.
        "coming": Q(pk__in=[]),
    }
    return rows.filter(parts.get(part, is_open)).order_by("due_on", "id")


def running_out(rows: QuerySet[ClientPaper], *, today: date) -> QuerySet[ClientPaper]:
    found = rows.filter(settled_on__isnull=True, valid_until__lte=today + PAPER_NOTICE)
    return found.order_by("valid_until", "id")


def responsible_for(path: str, user: User, *, today: date) -> Q:
    """Return that somebody looks after a household: as its owner, in a case of it, or
    as one of its team where nobody is named.

    :param path: leads from the row to the household
    """
    cases = Case.objects.filter(worked_on_by(user, today), closed_on__isnull=True)
    own = Household.objects.filter(
        Q(owner=user.pk) | Q(owner__isnull=True) | Q(pk__in=cases.values("household"))
    )
    return Q(**{f"{path}__in": own.values("pk")})
