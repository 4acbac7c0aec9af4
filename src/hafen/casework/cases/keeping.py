"""Since when a file is not needed any more, where nobody has ended it."""

from typing import Any

from django.db.models import (
    Case as Either,
)
from django.db.models import (
    DateField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Greatest

from hafen.casework.cases.models import Case, Client, Household, Membership
from hafen.casework.cases.models._households import KEEP_DAYS
from hafen.mechanisms.privacy.clocks import Clock, clocks


def register() -> None:
    clocks.register(Clock("cases.Household", _households))
    clocks.register(Clock("cases.Client", _clients, keep_for=KEEP_DAYS))


def _households(rows: QuerySet[Household]) -> QuerySet[Any]:
    """Say when a household ended: as somebody entered it, else with its last case."""
    cases = Case.objects.filter(household=OuterRef("pk"))
    return rows.annotate(
        ended=Either(
            When(ended_on__isnull=False, then=F("ended_on")),
            When(~Exists(cases.open()), then=_last(cases, "closed_on")),
            output_field=DateField(null=True),
        )
    )


def _clients(rows: QuerySet[Client]) -> QuerySet[Any]:
    """Say when somebody left or died whose household goes on."""
    cases = Case.objects.filter(client=OuterRef("pk"))
    stays = Membership.objects.filter(client=OuterRef("pk"), valid_until__isnull=True)
    stayed = Membership.objects.filter(client=OuterRef("pk"))
    left = rows.filter(~Exists(stays), ~Exists(cases.open()))
    return left.annotate(
        ended=Greatest(_last(stayed, "valid_until"), _last(cases, "closed_on"))
    )


def _last(rows: QuerySet[Any], name: str) -> Subquery:
    days = rows.filter(**{f"{name}__isnull": False}).order_by(f"-{name}")
    return Subquery(days.values(name)[:1])
