"""Figures of casework: numbers alone, from functions that give nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import Case, Circumstance, Client, Programme
from hafen.casework.cases.words import Words, words
from hafen.core.accounts.models import User
from hafen.core.places.models import District, Municipality
from hafen.evidence.reports import lists
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Given,
    Kind,
    Label,
    Table,
    figures,
    listed,
    named,
    share,
    single,
)

_NUMBER = pgettext_lazy("figure", "Number")
_ALL = _("All")
SOURCE = _("Files of casework, counted without names")
_UNKNOWN = _("not stated")
_MOST_FREQUENT = 12
Counts = Mapping[str, dict[str, int]]
_AGES: tuple[tuple[str, Label], ...] = (
    ("0", "0–2"), ("3", "3–6"), ("7", "7–17"), ("18", "18–27"), ("28", "28–64"),
    ("65", "65+"), ("", _UNKNOWN),
)  # fmt: skip


def read(function: str, *arguments: Any) -> Counts:
    """Return what a function of `fences` counts, by kind and code."""
    marks = ", ".join("%s" for _argument in arguments)
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", arguments)  # noqa: S608
        for kind, code, number in cursor.fetchall():
            found.setdefault(kind, {})[code] = number
    return found


def persons(frame: Frame) -> Counts:
    return frame.once("persons", lambda f: read("reports_persons", f.last, f.programme))


def households(frame: Frame) -> Counts:
    return frame.once(
        "households", lambda f: read("reports_households", f.last, f.programme)
    )


def cases(frame: Frame) -> Counts:
    return frame.once(
        "cases", lambda f: read("reports_cases", f.first, f.last, f.programme)
    )


def wording(frame: Frame) -> Words:
    """Return what codes of circumstances are called in the active language."""
    return frame.once("cases.words", lambda f: words(f.today))


def programmes(frame: Frame) -> list[tuple[str, str]]:
    rows = Programme.objects.filter(municipality=frame.municipality)
    found = frame.once(
        "cases.programmes", lambda _f: names_of(rows.order_by("sort_key"))
    )
    if frame.programme:
        return [(key, name) for key, name in found if key == frame.programme]
    return [*found, ("", str(_("without a programme")))]


def programme_names(municipality: Municipality) -> list[str]:
    rows = Programme.objects.filter(municipality=municipality)
    return list(rows.order_by("sort_key").values_list("name", flat=True))


PROGRAMME = Given("programme", _("Programme"), choices=programme_names)


def _counted(frame: Frame) -> Sequence[Table]:
    there = households(frame)
    cells = (
        Cell(persons(frame).get("ALL", {}).get("", 0), named("persons.here")),
        Cell(there.get("HOUSEHOLDS", {}).get("", 0), named("households.here")),
        Cell(there.get("COMMUNITIES", {}).get("", 0), named("communities.here")),
        Cell(there.get("MIXED", {}).get("", 0), named("communities.mixed")),
    )
    heads = (
        *(_("Persons"), _("Households"), _("Benefit communities")),
        _("of them mixed"),
    )
    return [single(_("Accompanied"), *cells, heads=heads)]


def _circumstance(kind: Any) -> Any:
    def measure(frame: Frame) -> Sequence[Table]:
        counts = dict(persons(frame).get(kind, {}))
        known = dict(wording(frame).by_kind[kind])
        codes = [code for code in known if code in counts]
        codes += sorted(counts.keys() - set(known))
        lines = [(code, known.get(code, code), counts[code]) for code in codes]
        rest = persons(frame).get("ALL", {}).get("", 0) - sum(counts.values())
        lines.append(("?", _UNKNOWN, rest))
        heads = (Circumstance.Kind(kind).label, _("Persons"))
        return [listed("persons.here", kind, lines, heads=heads, total=_ALL)]

    return measure


def _nationalities(frame: Frame) -> Sequence[Table]:
    """Return the most frequent ones; the rest is one count that knows what it is."""
    counts = persons(frame).get(Circumstance.Kind.NATIONALITY, {})
    names = dict(wording(frame).by_kind[Circumstance.Kind.NATIONALITY])
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    first, rest = ranked[:_MOST_FREQUENT], ranked[_MOST_FREQUENT:]
    lines = [(code, names.get(code, code), counts[code]) for code in first]
    others = sum(counts[code] for code in rest)
    lines.append((f"not:{','.join(sorted(first))}", _("all others"), others))
    unknown = persons(frame).get("ALL", {}).get("", 0) - sum(counts.values())
    lines.append(("?", _UNKNOWN, unknown))
    heads = (Circumstance.Kind.NATIONALITY.label, _("Persons"))
    return [listed("persons.here", "NATIONALITY", lines, heads=heads, total=_ALL)]


def _gender(frame: Frame) -> Sequence[Table]:
    counts = persons(frame).get("GENDER", {})
    lines = [(code, name, counts.get(code, 0)) for code, name in Client.Gender.choices]
    heads = (_("Gender"), _("Persons"))
    return [listed("persons.here", "gender", lines, heads=heads, total=_ALL)]


def _age(frame: Frame) -> Sequence[Table]:
    counts = persons(frame).get("AGE", {})
    lines = [(code, name, counts.get(code, 0)) for code, name in _AGES]
    heads = (_("Age in years"), _("Persons"))
    return [listed("persons.here", "age", lines, heads=heads, total=_ALL)]


def _districts(frame: Frame) -> Sequence[Table]:
    there = households(frame)
    return [
        _by_district(frame, "households.here", there.get("DISTRICT", {})),
        _by_district(frame, "communities.asylum", there.get("ASYLUM", {})),
    ]


def _by_district(frame: Frame, measure: str, counts: Mapping[str, int]) -> Table:
    rows = District.objects.filter(municipality=frame.municipality)
    names = dict(names_of(rows.order_by("sort_key")))
    keys = [key for key in (*names, "") if counts.get(key)]
    lines = [(key, names.get(key, _UNKNOWN), counts[key]) for key in keys]
    label = (
        _("Households") if measure == "households.here"
        else _("Benefit communities with somebody under the AsylbLG")
    )  # fmt: skip
    return listed(measure, "district", lines, heads=(_("District"), label), total=_ALL)


def names_of(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _flow(frame: Frame) -> Sequence[Table]:
    found = cases(frame)
    going = sum(found.get("STAGE", {}).values())
    closed = sum(found.get("OUTCOME", {}).values())
    cells = (
        Cell(found.get("OPENED", {}).get("", 0), named("cases.opened")),
        Cell(closed, named("cases.closed")),
        Cell(going, named("cases.going"), is_stock=True),
    )
    heads = (_("Opened"), _("Closed"), _("Open on the last day"))
    return [single(_("Cases"), *cells, heads=heads)]


def _choices(
    measure: str, kind: str, choices: Any, heads: tuple[Label, Label]
) -> Callable[[Frame], Sequence[Table]]:
    def count(frame: Frame) -> Sequence[Table]:
        counts = cases(frame).get(kind, {})
        lines = [(code, name, counts.get(code, 0)) for code, name in choices]
        return [listed(measure, kind.lower(), lines, heads=heads, total=_ALL)]

    return count


def _reached(frame: Frame) -> Sequence[Table]:
    counts = cases(frame).get("OUTCOME", {})
    reached = Cell(
        counts.get(Case.Outcome.REACHED, 0),
        named("cases.closed", outcome=str(Case.Outcome.REACHED)),
    )
    closed = Cell(sum(counts.values()), named("cases.closed"))
    heads = (_("Goals reached"), _("Closed"), _("Per cent"))
    return [single(_("Cases"), reached, closed, share(reached, closed), heads=heads)]


def _programmes(frame: Frame) -> Sequence[Table]:
    heads = (_("Programme"), _("Open cases"))
    lines = programmes(frame)
    return _choices("cases.going", "PROGRAMME", lines, heads)(frame)


def _stages(frame: Frame) -> Sequence[Table]:
    """Return open cases by stage, as the programme of the report calls these."""
    of_it = Programme.objects.filter(pk=frame.programme) if frame.programme else ()
    phases = next((row.phases() for row in of_it), {})
    lines = [(code, phases.get(code) or name) for code, name in Case.Stage.choices]
    return _choices("cases.going", "STAGE", lines, (_("Stage"), _OPEN_CASES))(frame)


def _employees(frame: Frame) -> Sequence[Table]:
    counts = cases(frame).get("OWNER", {})
    people = User.objects.filter(municipality=frame.municipality, pk__in=counts)
    names = names_of(people.order_by("name", "pk"))
    heads = (_("Responsible"), _("Open cases"))
    return _choices("cases.going", "OWNER", names, heads)(frame)


PARTS = {
    "cases.opened": {"part": "opened"},
    "cases.closed": {"part": "closed"},
    "cases.going": {"part": "open"},
}
_ON_DAY = _("Persons in households on the last day; entered twice counts once")
_GOING = _("Cases that are open on the last day")
_OPEN_CASES = _("Open cases")
_FIGURES = (
    Figure(
        "accompanied", _("Persons, households, benefit communities"), _("persons"),
        Kind.STOCK, _ON_DAY, SOURCE, _counted,
        note=_("The three are counted apart: a household can have several benefit"
               " communities or none. A mixed one has members under several laws;"
               " they count with each law as persons, and it counts once."),
        rows=lists.persons(),
    ),
    Figure(
        "persons_accommodation", _("Persons by accommodation"), _("persons"),
        Kind.STOCK, _ON_DAY, SOURCE, _circumstance(Circumstance.Kind.ACCOMMODATION),
        by=_("accommodation"),
        rows=lists.persons(),
    ),
    Figure(
        "persons_residence", _("Persons by residence"), _("persons"), Kind.STOCK,
        _ON_DAY, SOURCE, _circumstance(Circumstance.Kind.RESIDENCE), by=_("residence"),
        rows=lists.persons(),
    ),
    Figure(
        "persons_legal_area", _("Persons by legal area"), _("persons"), Kind.STOCK,
        _ON_DAY, SOURCE, _circumstance(Circumstance.Kind.LEGAL_AREA),
        by=_("legal area"),
        rows=lists.persons(),
    ),
    Figure(
        "persons_german", _("Persons by level of German"), _("persons"), Kind.STOCK,
        _ON_DAY, SOURCE, _circumstance(Circumstance.Kind.GERMAN),
        by=_("level of German"),
        rows=lists.persons(),
    ),
    Figure(
        "persons_nationality", _("Persons by nationality"), _("persons"), Kind.STOCK,
        _ON_DAY, SOURCE, _nationalities, by=_("nationality"),
        note=_("The twelve most frequent ones. Of each person one is written down."),
        rows=lists.persons(),
    ),
    Figure(
        "persons_gender", _("Persons by gender"), _("persons"), Kind.STOCK, _ON_DAY,
        SOURCE, _gender, by=_("gender"),
        rows=lists.persons(),
    ),
    Figure(
        "persons_age", _("Persons by age"), _("persons"), Kind.STOCK, _ON_DAY, SOURCE,
        _age, by=_("age"),
        rows=lists.persons(),
    ),
    Figure(
        "districts", _("Places of residence by district"), _("households"), Kind.STOCK,
        _("Households that live here on the last day; below, benefit communities with"
          " at least one person under the AsylbLG"),
        SOURCE, _districts, by=_("district"),
        note=_("Persons who get benefits under SGB II are not contained in the second"
               " table: they are not known by district. The district is that of"
               " today; an earlier one is not kept."),
        rows=lists.households(),
    ),
    Figure(
        "cases", _("Cases opened, closed and going on"), _("cases"), Kind.FLOW,
        _("Cases opened or closed in the period, and open on its last day"), SOURCE,
        _flow,
        rows=lists.cases(measures=PARTS),
    ),
    Figure(
        "cases_outcome", _("Cases closed by outcome"), _("cases"), Kind.FLOW,
        _("Cases closed in the period"), SOURCE,
        _choices("cases.closed", "OUTCOME", Case.Outcome.choices,
                 (pgettext_lazy("case", "Outcome"), _("Cases"))),
        by=_("outcome"),
        rows=lists.cases("closed", of="cases.closed"),
    ),
    Figure(
        "goals_reached", _("Share of cases with goals reached"), _("cases"), Kind.FLOW,
        _("Cases closed in the period"), SOURCE, _reached,
        rows=lists.cases("closed", of="cases.closed"),
    ),
    Figure(
        "cases_stage", _("Open cases by stage"), _("cases"), Kind.STOCK, _GOING,
        SOURCE, _stages, by=_("stage"),
        note=_("In the report of one programme the stages are called as there."),
        rows=lists.cases("open", of="cases.going"),
    ),
    Figure(
        "cases_programme", _("Open cases by programme"), _("cases"), Kind.STOCK,
        _GOING, SOURCE, _programmes, by=_("programme"),
        rows=lists.cases("open", of="cases.going"),
    ),
    Figure(
        "cases_employee", _("Open cases by employee"), _("cases"), Kind.STOCK, _GOING,
        SOURCE, _employees, by=_("employee"), is_staff=True,
        note=_("Shown by an agreement with the staff council."),
        rows=lists.cases("open", of="cases.going", by={"owner": "owner"}),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(replace(figure, by_programme=True))
