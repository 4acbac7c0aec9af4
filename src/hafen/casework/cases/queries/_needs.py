"""Needs: of one case over time, and the open ones among all that one sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import DateField, ExpressionWrapper, F, Model, Q, QuerySet
from django.db.models.functions import Coalesce

from hafen.casework.cases.models import Case, NeedRating, NeedTopic
from hafen.casework.cases.queries._visible import cases_visible_to, worked_on_by
from hafen.core.accounts.models import User
from hafen.core.taxonomy.models import Term

OFFER_DAYS = 14
# As many sheets stand side by side on the page of a case, the newest of them.
SHEETS = 6
SPECIAL = Term.Flag.SPECIAL


_Row = TypeVar("_Row", bound=Model)


def seen_by(rows: QuerySet[_Row], user: User, *, today: date) -> QuerySet[_Row]:
    """Keep what stands in cases that somebody reads; a special category only where
    they own the case or stand in."""
    cases = cases_visible_to(user, today=today)
    own = Case.objects.filter(worked_on_by(user, today))
    return rows.filter(
        Q(is_special=False) | Q(case__in=own.values("pk")), case__in=cases.values("pk")
    )


def needs_visible_to(user: User, *, today: date) -> QuerySet[NeedTopic]:
    rows = seen_by(NeedTopic.objects.all(), user, today=today)
    return rows.select_related("case__household__district", "case__owner")


@dataclass(frozen=True)
class NeedFilter:
    """Which needs are meant; what is empty does not narrow."""

    part: str = "open"
    domain: str = ""
    urgency: str = ""
    district: UUID | None = None

    @property
    def count(self) -> int:
        return sum(map(bool, (self.domain, self.urgency, self.district)))


def filtered_needs(
    rows: QuerySet[NeedTopic], chosen: NeedFilter, *, today: date
) -> QuerySet[NeedTopic]:
    """Keep what the filter names, who waits longest for an offer first."""
    living = Q(ended_on__isnull=True, case__closed_on__isnull=True)
    last_day = ExpressionWrapper(
        F("since") + Coalesce(F("case__programme__offer_days"), OFFER_DAYS),
        output_field=DateField(),
    )
    rows = rows.annotate(last_day=last_day)
    late = living & Q(offered_on__isnull=True, last_day__lt=today)
    parts = {"open": living, "late": late, "ended": Q(ended_on__isnull=False)}
    exact = {
        "domain": chosen.domain,
        "urgency": chosen.urgency,
        "case__household__district": chosen.district,
    }
    found = rows.filter(
        parts.get(chosen.part, living),
        **{name: value for name, value in exact.items() if value},
    )
    return found.order_by("last_day", "domain", "id")


@dataclass(frozen=True)
class Area:
    """An area of life in a case: how urgent it was on each day, and what is done."""

    code: str
    name: Any
    is_special: bool
    topic: NeedTopic | None
    ratings: list[NeedRating | None]


@dataclass(frozen=True)
class Comparison:
    """The areas of life of a case that were ever talked about, side by side."""

    days: list[date]
    areas: list[Area]


def comparison(
    case: Case, domains: Iterable[Any], user: User, *, today: date
) -> Comparison:
    """
    Return the last sheets of a case side by side, and where each need stands.

    :param domains: labels of the needs domains, in their order
    """
    rows = seen_by(NeedRating.objects.filter(case=case), user, today=today)
    by_place = {(row.domain, row.on): row for row in rows.select_related("author")}
    days = sorted({on for _domain, on in by_place})[-SHEETS:]
    topics = seen_by(NeedTopic.objects.filter(case=case), user, today=today)
    # The living one comes last, and stands for the area.
    latest = {row.domain: row for row in topics.order_by("since", "-ended_on")}
    rated = {domain for domain, _on in by_place} | latest.keys()
    return Comparison(
        days,
        [
            Area(
                label.code,
                label.name,
                is_special(label),
                latest.get(label.code),
                [by_place.get((label.code, day)) for day in days],
            )
            for label in domains
            if label.code in rated
        ],
    )


def is_special(label: Any) -> bool:
    """Return whether a domain is of a special category of personal data."""
    return SPECIAL in label.flags


def last_ratings(case: Case, user: User, *, today: date) -> dict[str, NeedRating]:
    """Return the newest rating of each area of life in a case."""
    rows = seen_by(NeedRating.objects.filter(case=case), user, today=today)
    return {row.domain: row for row in rows.order_by("on")}
