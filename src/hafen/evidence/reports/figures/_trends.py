"""How the load moves: by month of the period, or by quarter where it is long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.consultations.models import Appointment, Visit
from hafen.evidence.reports import lists
from hafen.evidence.reports.figures._cases import PARTS, SOURCE, Counts, read
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Kind,
    Label,
    Row,
    Table,
    figures,
    named,
    share,
    total,
)

# So many months are told one by one.
_MOST_MONTHS = 18
_ALL = _("All")
_QUARTERS = {1: "I", 4: "II", 7: "III", 10: "IV"}


@dataclass(frozen=True)
class Stretch:
    """A month, a quarter or a year of the period.

    :param dimension: what it is called in the name of a count, and its value there
    :param months: the months that it has
    """

    dimension: str
    value: str
    label: str
    months: Sequence[str]

    def named(self, measure: str, **more: str) -> str:
        return named(measure, **{self.dimension: self.value}, **more)


def months_of(frame: Frame) -> list[str]:
    found, day = [], frame.first.replace(day=1)
    while day <= frame.last:
        found.append(f"{day:%Y-%m}")
        day = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
    return found


def stretches(frame: Frame) -> list[Stretch]:
    """Return the months of a period; of a long one the quarters."""
    months = months_of(frame)
    if len(months) <= _MOST_MONTHS:
        return [
            Stretch("month", each, f"{each[5:]}/{each[:4]}", [each]) for each in months
        ]
    return _gathered(months, "quarter", _quarter)


def years(frame: Frame) -> list[Stretch]:
    return _gathered(months_of(frame), "year", lambda month: (month[:4], month[:4]))


def _quarter(month: str) -> tuple[str, str]:
    first = (int(month[5:]) - 1) // 3 * 3 + 1
    return f"{month[:4]}-{first:02}", f"{_QUARTERS[first]}/{month[:4]}"


def _gathered(months: Sequence[str], dimension: str, of: Any) -> list[Stretch]:
    found: dict[tuple[str, str], list[str]] = {}
    for month in months:
        found.setdefault(of(month), []).append(month)
    return [Stretch(dimension, *key, theirs) for key, theirs in found.items()]


def _trends(frame: Frame) -> Counts:
    return frame.once(
        "trends", lambda f: read("reports_trends", f.first, f.last, f.programme)
    )


def _in(stretch: Stretch, counts: Mapping[str, int]) -> int:
    return sum(counts.get(month, 0) for month in stretch.months)


def _cases(frame: Frame) -> Sequence[Table]:
    found = _trends(frame)
    rows = []
    for each in stretches(frame):
        opened = Cell(_in(each, found.get("OPENED", {})), each.named("cases.opened"))
        closed = Cell(_in(each, found.get("CLOSED", {})), each.named("cases.closed"))
        at_end = found.get("GOING", {}).get(each.months[-1], 0)
        going = Cell(at_end, each.named("cases.going"), is_stock=True)
        # Amounts: hidden with the cases that they may belong to.
        followed = Cell(
            _in(each, found.get("FOLLOWED", {})), of=(going.name, closed.name)
        )
        rows.append(Row(each.label, (opened, closed, followed, going), each.value))
    foot = [total(named(name), [row.cells[place] for row in rows])
            for place, name in enumerate(("cases.opened", "cases.closed"))]  # fmt: skip
    rows.append(Row(str(_ALL), (*foot, Cell(None), Cell(None))))
    heads = (
        _("Month or quarter"), _("Opened"), _("Closed"), _("Follow-ups"),
        _("Open at the end"),
    )  # fmt: skip
    return [_table(heads, rows)]


def _hours(frame: Frame) -> Sequence[Table]:
    spent = ExpressionWrapper(F("called_at") - F("came_at"), DurationField())
    days = {"municipality": frame.municipality}
    visits = Visit.objects.filter(**days, day__range=(frame.first, frame.last))
    waited: dict[str, list[float]] = {}
    came: dict[str, int] = {}
    for day, time in visits.annotate(spent=spent).values_list("day", "spent"):
        _count(came, day)
        if time is not None:
            waited.setdefault(f"{day:%Y-%m}", []).append(time.total_seconds() / 60)
    arranged: dict[str, int] = {}
    states = Appointment.State
    appointments = Appointment.objects.filter(
        **days,
        starts_at__date__range=(frame.first, frame.last),
        state__in=[states.ARRANGED, states.CAME, states.MISSED],
    )
    for day in appointments.values_list("starts_at__date", flat=True):
        _count(arranged, day)
    rows = []
    for each in stretches(frame):
        times = [time for month in each.months for time in waited.get(month, ())]
        called = Cell(len(times), each.named("hours.called"))
        half = Cell(int(median(times)) if times else None, of=(called.name,))
        rows.append(
            Row(
                each.label,
                (
                    Cell(_in(each, arranged), each.named("appointments")),
                    called,
                    half,
                    Cell(_in(each, came), each.named("hours")),
                ),
                each.value,
            )
        )
    names = {0: "appointments", 1: "hours.called", 3: "hours"}
    foot = {
        place: total(named(name), [row.cells[place] for row in rows])
        for place, name in names.items()
    }
    rows.append(
        Row(str(_ALL), tuple(foot.get(place, Cell(None)) for place in range(4)))
    )
    heads = (
        _("Month or quarter"), _("Appointments"), _("Called"),
        _("Half waited no longer than, minutes"), _("Visits"),
    )  # fmt: skip
    return [_table(heads, rows)]


def _count(counts: dict[str, int], day: date) -> None:
    counts[f"{day:%Y-%m}"] = counts.get(f"{day:%Y-%m}", 0) + 1


def _reached(frame: Frame) -> Sequence[Table]:
    found = _trends(frame)
    rows = []
    for each in years(frame):
        closed = Cell(_in(each, found.get("CLOSED", {})), each.named("cases.closed"))
        name = each.named("cases.closed", outcome="REACHED")
        reached = Cell(_in(each, found.get("REACHED", {})), name)
        cells = (closed, reached, share(reached, closed))
        rows.append(Row(each.label, cells, each.value))
    heads = (
        pgettext_lazy("period", "Year"), _("Closed"), _("Goals reached"),
        _("Reached, per cent"),
    )  # fmt: skip
    return [_table(heads, rows)]


def _table(heads: Sequence[Label], rows: Sequence[Row]) -> Table:
    return Table(tuple(map(str, heads)), tuple(rows))


_FIGURES = (
    Figure(
        "load_cases", _("Cases as they move"), _("cases"), Kind.FLOW,
        _("Cases opened and closed in the month, open on its last day, and the notes,"
          " talks and visits at home of its cases"),
        SOURCE, _cases, by=_("month or quarter"),
        note=_("A period of more than 18 months is told by quarters."),
        rows=lists.cases(measures=PARTS), by_programme=True,
    ),
    Figure(
        "load_hours", _("Consultation hours as they move"), _("visits"), Kind.FLOW,
        _("Numbers that were given in the month, those of them that were called, and"
          " appointments that were not called off"),
        _("Numbers of the consultation hours"), _hours, by=_("month or quarter"),
        note=_("A period of more than 18 months is told by quarters."),
        rows=lists.hours(),
    ),
    Figure(
        "reached_years", _("Share of goals reached by year"), _("cases"), Kind.FLOW,
        _("Cases closed in the year, as far as it lies in the period"), SOURCE,
        _reached, by=_("year"),
        rows=lists.cases("closed", of="cases.closed", measures=PARTS),
        by_programme=True,
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(figure)
