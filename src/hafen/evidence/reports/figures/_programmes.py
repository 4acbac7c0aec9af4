"""Figures of programmes: how long cases last, what they reach, how they are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import AreaOutcome, Goal
from hafen.casework.obstacles.models import StructuralObstacle
from hafen.evidence.reports import lists
from hafen.evidence.reports.figures._cases import (
    PARTS,
    SOURCE,
    Counts,
    programmes,
    read,
    wording,
)
from hafen.evidence.reports.figures._reached import spoken
from hafen.evidence.reports.figures._ways import pairs
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Kind,
    Label,
    Row,
    Table,
    crossed,
    figures,
    listed,
    named,
    share,
    single,
    total,
)

_ALL = _("All")
_CASES = _("Cases")
_WRITTEN: tuple[tuple[str, Label], ...] = (
    ("CONTACT", _("Contacts")), ("CASE", _("Begin of a case")),
    ("NOTE", _("Notes")), ("SHEET", _("Sheets of needs")),
)  # fmt: skip
_LATE: tuple[tuple[str, Label], ...] = (
    ("0", _("on the same day")), ("1", _("1 to 3 days later")),
    ("4", _("4 to 14 days later")), ("15", _("later still")),
)  # fmt: skip
_RUNNING: tuple[tuple[str, Label], ...] = (
    ("0", _("less than 12 months")), ("12", _("12 to 29 months")),
    ("30", _("30 to 35 months")), ("36", _("36 to 47 months")),
    ("48", _("48 months and more")),
)  # fmt: skip
_FOLLOWED: tuple[tuple[str, Label], ...] = (
    ("0", _("none")), ("1", _("1 or 2")), ("3", _("3 to 5")), ("6", _("6 and more")),
)  # fmt: skip


def _counts(frame: Frame) -> Counts:
    return frame.once(
        "programmes",
        lambda f: read("reports_programmes", f.first, f.last, f.programme),
    )


def _programmes(frame: Frame) -> Sequence[Table]:
    """Advised is who was there before or came, and who was closed or goes on."""
    found = _counts(frame)
    there = {code for kind in ("CLOSED", "GOING") for code in found.get(kind, {})}
    lines = [(code, name) for code, name in programmes(frame) if code in there]
    came = _halves(
        found, lines, (("BEFORE", _("Open before")), ("OPENED", _("Opened")))
    )
    went = _halves(
        found, lines, (("CLOSED", _("Closed")), ("GOING", _("Open on the last day")))
    )
    return [came, _with_rates(went, found.get("DAYS", {}))]


def _halves(
    found: Counts,
    lines: Sequence[tuple[str, str]],
    halves: Sequence[tuple[str, Label]],
) -> Table:
    """Return the cases advised in each programme, split in two, with all sums."""
    words = [f"cases.{kind.lower()}" for kind, _label in halves]
    rows = []
    for code, name in lines:
        cells = [
            Cell(
                found.get(kind, {}).get(code, 0),
                named(word, programme=code),
                is_stock=kind == "GOING",
            )
            for (kind, _label), word in zip(halves, words, strict=True)
        ]
        whole = total(named("cases.advised", programme=code), cells)
        rows.append(Row(name, (*cells, whole), code or "–"))
    foot = [
        replace(
            total(named(word), [row.cells[place] for row in rows]),
            is_stock=word == "cases.going",
        )
        for place, word in enumerate(words)
    ]
    rows.append(Row(str(_ALL), (*foot, total(named("cases.advised"), foot))))
    heads = (_("Programme"), *(label for _kind, label in halves), _("Advised"))
    return Table(tuple(map(str, heads)), tuple(rows))


def _with_rates(table: Table, days: Mapping[str, int]) -> Table:
    rows = []
    for row in table.rows:
        closed, _going, advised = row.cells
        code = row.key.replace("–", "") if row.key else "ALL"
        half = Cell(days.get(code), of=(closed.name,))
        rows.append(Row(row.label, (*row.cells, share(closed, advised), half), row.key))
    heads = (_("Closed, per cent"), _("Half of them open no longer than, days"))
    return Table((*table.heads, *map(str, heads)), tuple(rows))


def _advised(frame: Frame) -> Sequence[Table]:
    found = _counts(frame)
    cells = (
        Cell(found.get("HOUSEHOLDS", {}).get("", 0), named("households.advised")),
        Cell(found.get("PERSONS", {}).get("", 0), named("persons.advised")),
    )
    heads = (_("Households"), _("Persons"))
    return [single(_("Advised"), *cells, heads=heads)]


def _by(
    kind: str, measure: str, bands: Sequence[tuple[str, Label]], head: Label, of: Label
) -> Any:
    def count(frame: Frame) -> Sequence[Table]:
        counts = _counts(frame).get(kind, {})
        lines = [(code, name, counts.get(code, 0)) for code, name in bands]
        heads = (head, of)
        return [listed(measure, kind.lower(), lines, heads=heads, total=_ALL)]

    return count


def _followed(frame: Frame) -> Sequence[Table]:
    table = _by("FOLLOWED", "cases.advised", _FOLLOWED, _("Follow-ups"), _CASES)(frame)
    whole = table[0].rows[-1].cells[0]
    number = _counts(frame).get("FOLLOW_UPS", {}).get("", 0)
    mean = round(number / whole.count, 1) if whole.count else None
    bands = tuple(row.cells[0].name for row in table[0].rows)
    cells = (Cell(number, of=bands), Cell(mean, of=bands))
    heads = (_("Follow-ups"), _("Per case"))
    return [*table, single(_("All cases"), *cells, heads=heads)]


def _domains(
    kind: str, measure: str, choices: Sequence[tuple[str, Any]], reached: str
) -> Any:
    """Return counts by area of life and state, with the share that was reached."""

    def count(frame: Frame) -> Sequence[Table]:
        found = pairs(_counts(frame).get(kind, {}))
        names = {label.code: label.name for label in spoken(frame).topics}
        there = sorted({domain for domain, _state in found})
        lines = [(code, names.get(code, code)) for code in there]
        table = crossed(
            measure,
            found,
            down=("domain", _("Area of life"), lines),
            across=("state", choices),
            total=_ALL,
        )
        place = [code for code, _name in choices].index(reached)
        rows = tuple(
            Row(
                row.label, (*row.cells, share(row.cells[place], row.cells[-1])), row.key
            )
            for row in table.rows
        )
        return [Table((*table.heads, str(_("Reached, per cent"))), rows)]

    return count


def _obstacles(frame: Frame) -> Sequence[Table]:
    """Structural obstacles hold no person, so none of these counts has a name."""
    rows = StructuralObstacle.objects.filter(
        municipality=frame.municipality, since__lte=frame.last
    )
    states = StructuralObstacle.State
    known = rows.values_list("legal_area", "domain", "state", "solved_on")
    found = [
        (area, domain, states.RAISED if day and day > frame.last else state)
        for area, domain, state, day in known
    ]
    areas = {code: str(name) for code, name in wording(frame).legal_areas}
    domains = {label.code: label.name for label in spoken(frame).topics}
    return [
        _plain(
            [(area, state) for area, _domain, state in found], areas, _("Legal area")
        ),
        _plain(
            [(domain, state) for _area, domain, state in found],
            domains,
            _("Area of life"),
        ),
    ]


def _plain(
    found: Sequence[tuple[str, str]], names: Mapping[str, str], head: Label
) -> Table:
    known = {**names, "": str(_("for all, or not stated"))}
    lines = [
        (label, [state for one, state in found if one == code], code or "–")
        for code, label in known.items()
    ]
    lines.append((str(_ALL), [state for _one, state in found], ""))
    states = StructuralObstacle.State.choices
    rows = []
    for label, told, key in lines:
        if told or not key:
            counts = [told.count(code) for code, _label in states]
            cells = tuple(Cell(count) for count in (*counts, len(told)))
            rows.append(Row(label, cells, key))
    heads = (head, *(label for _code, label in states), _ALL)
    return Table(tuple(map(str, heads)), tuple(rows))


def _delays(frame: Frame) -> Sequence[Table]:
    found = read("reports_delays", frame.first, frame.last, frame.programme)
    counts = {
        (kind, band): number
        for kind, bands in found.items()
        for band, number in bands.items()
    }
    down = ("kind", _("Written down"), _WRITTEN)
    return [crossed("written", counts, down=down, across=("delay", _LATE), total=_ALL)]


_OUTCOMES = [
    choice for choice in AreaOutcome.Outcome.choices if choice[0] != "NO_SUBJECT"
]
_ADVISED = _("Cases that were open on at least one day of the period")
_FIGURES = (
    Figure(
        "programmes", _("Cases of each programme"), _("cases"), Kind.FLOW, _ADVISED,
        SOURCE, _programmes, by=_("programme"),
        note=_("Closed, per cent: of those advised."),
        rows=lists.cases(of="cases.advised", measures=PARTS),
    ),
    Figure(
        "advised", _("Households and persons advised"), _("households"), Kind.FLOW,
        _("Households of these cases, and the people who belonged to them; each"
          " counts once"),
        SOURCE, _advised,
        rows=lists.cases(),
    ),
    Figure(
        "cases_running", _("How long open cases have lasted"), _("cases"), Kind.STOCK,
        _("Cases that are open on the last day"), SOURCE,
        _by("RUNNING", "cases.going", _RUNNING, _("Open since"), _CASES),
        by=_("months"),
        rows=lists.cases("open", of="cases.going"),
    ),
    Figure(
        "cases_plan", _("Cases with an integration agreement"), _("cases"), Kind.FLOW,
        _ADVISED, SOURCE,
        _by("PLAN", "cases.advised",
            (("true", _("with a signed agreement")), ("false", _("without"))),
            _("Agreement"), _CASES),
        by=_("agreement"),
        rows=lists.cases(of="cases.advised"),
    ),
    Figure(
        "agreements", _("Agreements signed"), _("agreements"), Kind.FLOW,
        _("Signed in the period"), SOURCE,
        _by("SIGNED", "agreements",
            (("false", _("first version")), ("true", _("later version"))),
            pgettext_lazy("agreement", "Version"), _("Agreements")),
        by=_("version"),
        rows=lists.cases(),
    ),
    Figure(
        "goals", _("Goals by area of life"), _("goals"), Kind.FLOW,
        _("Goals that were open on at least one day of the period, as they stood at"
          " its end"),
        SOURCE, _domains("GOALS", "goals", Goal.State.choices, "REACHED"),
        by=_("area of life and state"),
        rows=lists.cases(),
    ),
    Figure(
        "areas", _("Closed cases by area of life and outcome"), _("cases"), Kind.FLOW,
        _("Cases closed in the period, each in the areas that were a subject"), SOURCE,
        _domains("AREAS", "areas", _OUTCOMES, "REACHED"),
        by=_("area of life and outcome"),
        note=_("One case stands in several lines: the sum is more than the cases."),
        rows=lists.cases("closed"),
    ),
    Figure(
        "follow_ups", _("Follow-ups per case"), _("cases"), Kind.FLOW, _ADVISED,
        SOURCE, _followed, by=_("number of follow-ups"),
        note=_("A follow-up is a note, a talk or a visit at home in the period."),
        rows=lists.cases(of="cases.advised"),
    ),
    Figure(
        "obstacles", _("Structural obstacles"), _("obstacles"), Kind.STOCK,
        _("Known on the last day, without a person"), _("List of structural obstacles"),
        _obstacles, by=_("legal area, area of life and state"),
        note=_("The state is that of today; what was solved after the last day counts"
               " as brought before the office."),
        rows=lists.obstacles(),
    ),
    Figure(
        "delays", _("How late something was written down"), _("entries"), Kind.FLOW,
        _("Contacts, cases, notes and sheets whose day lies in the period"), SOURCE,
        _delays, by=_("kind and days"),
        no_rows=_("It counts entries of several lists at once."),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(replace(figure, by_programme=figure.key != "obstacles"))
