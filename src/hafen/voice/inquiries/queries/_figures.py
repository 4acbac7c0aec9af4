"""Inquiries in figures: who asks, what about, how fast, with whom, with what end."""

from dataclasses import dataclass
from datetime import date
from statistics import mean, median
from typing import Any

from django.db.models import (
    Avg,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    TextField,
    Value,
)
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from hafen.core.db.cells import Cell, suppressed
from hafen.voice.inquiries.models import Inquiry, InquiryQuerySet, ThirdParty

# Below this a cell could tell of one person; each report may choose its own.
SMALLEST_CELL = 3
# Between the topic and the language of one line of "demand".
BESIDE = "|"
DIMENSIONS = (
    "who",
    "kind",
    "channel",
    "topic",
    "subtopic",
    "demand",
    "legal_area",
    "language",
    "site",
    "month",
)


@dataclass(frozen=True)
class Table:
    """Counts that cannot be reckoned back: one hidden cell never stands alone."""

    cells: list[Cell]
    total: int


@dataclass(frozen=True)
class Figures:
    """What the period says in one look; shares are whole percents."""

    total: int
    answered: int
    with_third_parties: int
    third_party_share: int
    mean_minutes: int | None
    median_minutes: int | None
    late: int
    closed: int
    median_days: int | None


@dataclass(frozen=True)
class OfficeTime:
    """How an office answers.

    :param minutes: mean working minutes; None while nothing has come back
    """

    name: str
    asked: int
    answered: int
    minutes: int | None


def of_period(
    rows: InquiryQuerySet, *, first: date | None, last: date | None
) -> InquiryQuerySet:
    """Return what came in within the period; merged ones count with their target."""
    found = rows.exclude(state=Inquiry.State.MERGED).exclude(
        closed_because=Inquiry.Reason.SPAM
    )
    if first:
        found = found.filter(received_at__date__gte=first)
    if last:
        found = found.filter(received_at__date__lte=last)
    return found


def figures(rows: InquiryQuerySet, *, today: date) -> Figures:
    """Return the figures of inquiries, in a fixed number of queries."""
    total = rows.count()
    parties = ThirdParty.objects.filter(inquiry=OuterRef("pk"))
    involved = rows.filter(
        Q(process_started_at__isnull=False) | Exists(parties)
    ).count()
    took = [
        minutes
        for minutes in rows.values_list("answer_minutes", flat=True)
        if minutes is not None
    ]
    lasted = _days_until_closed(rows)
    return Figures(
        total=total,
        answered=rows.filter(answered_at__isnull=False).count(),
        with_third_parties=involved,
        third_party_share=round(100 * involved / total) if total else 0,
        mean_minutes=round(mean(took)) if took else None,
        median_minutes=round(median(took)) if took else None,
        late=rows.late(today).count(),
        closed=len(lasted),
        median_days=round(median(lasted)) if lasted else None,
    )


def _days_until_closed(rows: InquiryQuerySet) -> list[int]:
    """Return how many days each inquiry took that is closed, the first as one."""
    closed = rows.filter(state=Inquiry.State.CLOSED)
    return [
        (localdate(end) - localdate(start)).days + 1
        for start, end in closed.values_list("received_at", "closed_at")
    ]


def table(
    rows: InquiryQuerySet, *, dimension: str, smallest: int = SMALLEST_CELL
) -> Table:
    """
    Return how many inquiries stand under each value; small cells are hidden.

    :raises KeyError: when there is no such dimension
    """
    subtopic = Func(F("topics"), function="unnest")
    expressions: dict[str, Any] = {
        "topic": _domain(subtopic),
        "subtopic": subtopic,
        # PostgreSQL lets rows out of a list stand in an operator, not in CONCAT.
        "demand": Func(
            *(_domain(subtopic), Value(BESIDE), F("language")),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=TextField(),
        ),
        "legal_area": Func(F("legal_areas"), function="unnest"),
        "site": F("point__name"),
        "month": Func(
            TruncMonth("received_at"),
            Value("YYYY-MM"),
            function="to_char",
            output_field=TextField(),
        ),
        **{name: F(name) for name in ("who", "kind", "channel", "language")},
    }
    # An inquiry with two sub-topics of one domain counts once for the domain.
    counted = (
        rows.order_by()
        .annotate(line=expressions[dimension])
        .values_list("line")
        .annotate(counted=Count("pk", distinct=True))
        .order_by(*(["line"] if dimension == "month" else ["-counted", "line"]))
    )
    counts = {str(key or ""): number for key, number in counted}
    return Table(cells=suppressed(counts, smallest=smallest), total=rows.count())


def _domain(subtopic: Any) -> Any:
    """Return the topic of the first level: what stands before the dot."""
    return Func(
        subtopic,
        Value("."),
        Value(1),
        function="split_part",
        output_field=TextField(),
    )


def satisfaction(rows: InquiryQuerySet, *, smallest: int) -> list[list[int | None]]:
    """Return reaction by result: how people took it apart from what came of it.

    A line tells no small number either; there is no total to reckon it back from.
    """
    counted = rows.order_by().values_list("success", "reaction")
    numbers: dict[tuple[str, str], int] = {
        (success, reaction): number
        for success, reaction, number in counted.annotate(counted=Count("pk"))
    }
    return [
        [
            _unless_small(numbers.get((success, reaction), 0), smallest)
            for reaction in Inquiry.Reaction.values
        ]
        for success in Inquiry.Success.values
    ]


def _unless_small(number: int, smallest: int) -> int | None:
    return None if 0 < number < smallest else number


def office_times(rows: InquiryQuerySet) -> list[OfficeTime]:
    """Return how long each third party took, and how often it was asked."""
    counted = (
        ThirdParty.objects.filter(inquiry__in=rows)
        .order_by()
        .values("name")
        .annotate(
            asked=Count("pk"),
            answered=Count("answered_at"),
            minutes=Avg("answer_minutes"),
        )
        .order_by("name")
    )
    return [
        OfficeTime(
            name=row["name"],
            asked=row["asked"],
            answered=row["answered"],
            minutes=None if row["minutes"] is None else round(row["minutes"]),
        )
        for row in counted
    ]
