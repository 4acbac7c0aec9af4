"""Figures of the ways to people: consultation hours, outreach, referrals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count, DurationField, ExpressionWrapper, F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.consultations.models import Visit, VisitQuerySet
from hafen.casework.outreach.models import Arrival, HandOver, HomeVisit
from hafen.casework.referrals.models import Referral
from hafen.core.places.models import Site, Unit
from hafen.evidence.reports import lists
from hafen.evidence.reports.figures._cases import SOURCE, Counts, names_of, read
from hafen.evidence.reports.figures._reached import spoken
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
from hafen.network.organisations.models import Organisation

_ALL = _("All")
_NUMBER = pgettext_lazy("figure", "Number")
_UNKNOWN = _("not stated")
_WAITS: tuple[tuple[str, Label, int], ...] = (
    ("0", _("less than 15 minutes"), 15), ("15", _("15 to 29 minutes"), 30),
    ("30", _("30 to 59 minutes"), 60), ("60", _("an hour and more"), 24 * 60),
)  # fmt: skip
_ANSWERS: tuple[tuple[str, Label], ...] = (
    ("WAITING", _("no answer yet")), ("REFUSED", _("refused")),
    ("ACCEPTED", _("taken on")), ("ARRIVED", _("arrived")),
)  # fmt: skip
# How people get there, and as what it is counted.
_GONE = {"TOLD": "referrals.told", "SLIP": "referrals.slip"}
_HANDED: tuple[tuple[str, Label], ...] = (
    ("PENDING", _("under way")), ("ACCEPTED", _("taken over")),
    ("DECLINED", HandOver.State.DECLINED.label),
    ("EXPIRED", HandOver.State.EXPIRED.label),
    ("WITHDRAWN", HandOver.State.WITHDRAWN.label),
)  # fmt: skip


def _visits(frame: Frame) -> VisitQuerySet:
    rows = Visit.objects.filter(
        municipality=frame.municipality, day__range=(frame.first, frame.last)
    )
    return rows.order_by()


def _hours(frame: Frame) -> Sequence[Table]:
    counts = {
        (str(site), state): number
        for site, state, number in _visits(frame)
        .values_list("site", "state")
        .annotate(n=Count("pk"))
    }
    sites = Site.objects.filter(municipality=frame.municipality)
    there = {site for site, _state in counts}
    names = [(key, name) for key, name in names_of(sites.order_by("sort_key"))]
    lines = [(key, name) for key, name in names if key in there]
    across = ("state", Visit.State.choices)
    table = crossed(
        "hours", counts, down=("site", _("Site"), lines), across=across, total=_ALL
    )
    return [table, _known(frame, table.rows[-1].cells[-1])]


def _known(frame: Frame, whole: Cell) -> Table:
    """Of the visits: how many are known by name, and how many different persons."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT visits, persons FROM consultations_persons(%s, %s, NULL)",
            [frame.first, frame.last],
        )
        visits, persons = cursor.fetchone()
    rest = whole.count - visits
    known = Cell(visits, named("hours", known="yes"))
    unknown = Cell(rest, named("hours", known="no"))
    bound = total(whole.name, (known, unknown))
    days = _visits(frame).values("site", "day").distinct().count()
    heads = (
        _("Days with a consultation hour"), _("Visits"), _("Known by name"),
        _("Without a name"), _("Different persons"),
    )  # fmt: skip
    cells = (Cell(days), bound, known, unknown, Cell(persons, named("hours.persons")))
    return single(_("Consultation hours"), *cells, heads=heads)


def _waiting(frame: Frame) -> Sequence[Table]:
    spent = ExpressionWrapper(F("called_at") - F("came_at"), DurationField())
    rows = _visits(frame).filter(called_at__isnull=False).annotate(spent=spent)
    minutes = [
        int(found.total_seconds() // 60)
        for found in rows.values_list("spent", flat=True)
    ]
    lines, below = [], 0
    for code, name, until in _WAITS:
        number = sum(below <= each < until for each in minutes)
        lines.append((code, name, number))
        below = until
    heads = (_("Waited"), _("Visits"))
    table = listed("hours.called", "waited", lines, heads=heads, total=_ALL)
    middle = sorted(minutes)[len(minutes) // 2] if minutes else None
    bands = tuple(row.cells[0].name for row in table.rows)
    half = Cell(middle, of=bands)
    return [table, single(_("Half waited no longer than"), half, heads=[_("Minutes")])]


def _arrivals(frame: Frame) -> Counts:
    return frame.once("outreach", lambda f: read("reports_outreach", f.first, f.last))


def _coverage(frame: Frame) -> Sequence[Table]:
    found = _arrivals(frame)
    heads = (_("Expected"), _("Reached"), _("Still open"), _("Per cent"))
    lines = tuple(
        Row(str(label), _reached(found.get(kind, {}), kind.lower()), kind)
        for kind, label in (("PERSONS", _("Persons")), ("HOUSEHOLDS", _("Households")))
    )
    return [Table(("", *map(str, heads)), lines)]


def _reached(counts: Mapping[str, int], measure: str) -> tuple[Cell, ...]:
    measure = f"arrivals.{measure}"
    met = Cell(counts.get("true", 0), named(measure, reached="yes"))
    left = Cell(counts.get("false", 0), named(measure, reached="no"))
    whole = total(named(measure), (met, left))
    return whole, met, left, share(met, whole)


def _approached(frame: Frame) -> Sequence[Table]:
    whole, met, left, part = _reached(
        _arrivals(frame).get("APPROACHED", {}), "approached"
    )
    heads = (_("Due"), _("In time"), _("Late or not yet"), _("Per cent"))
    return [single(_("First approaches"), whole, met, left, part, heads=heads)]


def _kinds(
    kind: str, measure: str, choices: Sequence[tuple[str, Label]], head: Label
) -> Any:
    def count(frame: Frame) -> Sequence[Table]:
        counts = _arrivals(frame).get(kind, {})
        lines = [(code, name, counts.get(code, 0)) for code, name in choices]
        heads = (head, _NUMBER)
        return [listed(measure, kind.lower(), lines, heads=heads, total=_ALL)]

    return count


def _referrals(frame: Frame) -> Counts:
    return frame.once(
        "referrals", lambda f: read("reports_referrals", f.first, f.last, f.programme)
    )


def _offices(frame: Frame) -> Sequence[Table]:
    found = _referrals(frame)
    counts = pairs(found.get("OFFICE", {}))
    lines = _names_of_offices(frame, {office for office, _answer in counts})
    down, across = ("office", _("Office"), lines), ("answer", _ANSWERS)
    table = crossed("referrals.told", counts, down=down, across=across, total=_ALL)
    minutes = found.get("MINUTES", {})
    rows = []
    for row in table.rows:
        said = tuple(cell.name for cell in row.cells[1:-1])
        spent = minutes.get(row.key.replace("–", "") if row.key else "ALL")
        hours = None if spent is None else round(spent / 60, 1)
        rows.append(Row(row.label, (*row.cells, Cell(hours, of=said)), row.key))
    heads = (*table.heads, str(_("Half answered within, working hours")))
    return [Table(heads, tuple(rows))]


def _targets(frame: Frame) -> Sequence[Table]:
    """Return where people were referred to, by either way."""
    found = pairs(_referrals(frame).get("TARGET", {}))
    names = dict(_names_of_offices(frame, {office for office, _way in found}))
    ranked = sorted(
        names, key=lambda key: (-sum(found.get((key, way), 0) for way in _GONE), key)
    )
    rows = []
    for office in ranked:
        cells = [
            Cell(found.get((office, way), 0), named(measure, office=office))
            for way, measure in _GONE.items()
        ]
        whole = total(named("referrals", office=office), cells)
        rows.append(Row(str(names[office]), (*cells, whole), office or "–"))
    foot = [
        total(named(measure), [row.cells[place] for row in rows])
        for place, measure in enumerate(_GONE.values())
    ]
    rows.append(Row(str(_ALL), (*foot, total(named("referrals"), foot))))
    heads = (_("Office"), *(Referral.Way(way).label for way in _GONE), _ALL)
    return [Table(tuple(map(str, heads)), tuple(rows))]


def _refused(frame: Frame) -> Sequence[Table]:
    counts = _referrals(frame).get("REFUSED", {})
    measure = {"measure": "referrals.told", "answer": "REFUSED"}
    rows, cells = [], []
    for code, name in (*Referral.Refusal.choices, ("", _UNKNOWN)):
        label = named(**measure, reason=str(code))
        cells.append(Cell(counts.get(code, 0), label))
        rows.append(Row(str(name), (cells[-1],), code or "–"))
    rows.append(Row(str(_ALL), (total(named(**measure), cells),)))
    heads = (_("Why the office refused"), _("Referrals"))
    return [Table(tuple(map(str, heads)), tuple(rows))]


def pairs(counts: Mapping[str, int]) -> dict[tuple[str, str], int]:
    found = {}
    for code, number in counts.items():
        one, _bar, two = code.partition("|")
        found[one, two] = number
    return found


def _names_of_offices(frame: Frame, keys: set[str]) -> list[tuple[str, Label]]:
    here = {"municipality": frame.municipality, "pk__in": keys - {""}}
    names: list[tuple[str, Label]] = [
        *names_of(Organisation.objects.filter(**here).order_by("sort_key")),
        *names_of(Unit.objects.filter(**here).order_by("sort_key")),
    ]
    return [*names, ("", _("other offices"))] if "" in keys else names


def _ways(frame: Frame) -> Sequence[Table]:
    counts = _referrals(frame).get("WAY", {})
    cells = [
        Cell(counts.get("TOLD", 0), named("referrals.told")),
        Cell(counts.get("SLIP", 0), named("referrals.slip")),
    ]
    heads = (Referral.Way.TOLD.label, Referral.Way.SLIP.label, _ALL)
    whole = total(named("referrals"), cells)
    return [single(_("Referrals"), *cells, whole, heads=heads)]


def _topics(frame: Frame) -> Sequence[Table]:
    found = _referrals(frame).get("TOPIC", {})
    names = {label.code: label.name for label in spoken(frame).topics}
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    lines = [(code, names.get(code, code), number) for code, number in ranked]
    heads = (_("Topic"), _("Referrals"))
    return [listed("referrals", "topic", lines, heads=heads, total=_ALL)]


_SENT = _("Referrals that were offered in the period; without a file too")
_CAME = _("Arrivals of the period, each file once; without those who never came")
_VISITS_SOURCE = _("Numbers of the consultation hours")
_FIGURES = (
    Figure(
        "hours", _("Open consultation hours"), _("visits"), Kind.FLOW,
        _("Numbers that were given in the period"), _VISITS_SOURCE, _hours,
        by=_("site and state"),
        note=_("Different persons: of the visits of people who are known by name."),
        rows=lists.hours(site="site", state="state"),
    ),
    Figure(
        "waiting", _("Waiting in the consultation hours"), _("visits"), Kind.FLOW,
        _("Numbers that were given and called in the period"), _VISITS_SOURCE,
        _waiting, by=_("minutes waited"),
        rows=lists.hours(),
    ),
    Figure(
        "arrivals", _("Arrivals by kind"), _("arrivals"), Kind.FLOW, _CAME, SOURCE,
        _kinds("KIND", "arrivals", Arrival.Kind.choices, _("Kind")), by=_("kind"),
        rows=lists.arrivals(kind="kind"),
    ),
    Figure(
        "coverage", _("Reached of expected"), _("persons"), Kind.FLOW, _CAME, SOURCE,
        _coverage,
        note=_("Whoever was visited several times counts once. Of a household that was"
               " met in part, those count who were met."),
        rows=lists.arrivals(of=""),
    ),
    Figure(
        "approached", _("First approaches in time"), _("arrivals"), Kind.FLOW,
        _("Arrivals of the period whose first approach is due or done"), SOURCE,
        _approached,
        rows=lists.arrivals(of=""),
    ),
    Figure(
        "home_visits", _("Visits at home by result"), _("visits"), Kind.FLOW,
        _("Visits whose day lies in the period"), SOURCE,
        _kinds("VISITS", "home_visits", HomeVisit.Result.choices,
               pgettext_lazy("visit", "Result")),
        by=pgettext_lazy("visit", "result"),
        rows=lists.home_visits(),
    ),
    Figure(
        "handed_over", _("Hand-overs between teams"), _("hand-overs"), Kind.FLOW,
        _("Hand-overs that were begun in the period"), SOURCE,
        _kinds("HANDED", "handed_over", _HANDED, _("State")), by=_("state"),
        rows=lists.hand_overs(),
    ),
    Figure(
        "referrals", _("Referrals by way"), _("referrals"), Kind.FLOW, _SENT, SOURCE,
        _ways, by=_("way"),
        rows=lists.referrals(),
    ),
    Figure(
        "referrals_offices", _("How offices answer"), _("referrals"), Kind.FLOW,
        _("Referrals of the period that we told the office of"), SOURCE, _offices,
        by=_("office and answer"),
        note=_("The time counts working hours from our telling to the first answer."),
        rows=lists.referrals(of="referrals.told", query={"way": "TOLD"}),
    ),
    Figure(
        "referrals_targets", _("Referrals by where to"), _("referrals"), Kind.FLOW,
        _SENT, SOURCE, _targets, by=_("office and way"),
        rows=lists.referrals(),
    ),
    Figure(
        "referrals_refused", _("Why offices refused"), _("referrals"), Kind.FLOW,
        _("Referrals of the period that we told the office of"), SOURCE, _refused,
        by=_("reason"),
        rows=lists.referrals(of="", query={"way": "TOLD"}),
    ),
    Figure(
        "referrals_topics", _("Referrals by topic"), _("referrals"), Kind.FLOW, _SENT,
        SOURCE, _topics, by=_("topic"),
        rows=lists.referrals(topic="topic"),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        is_theirs = figure.key.startswith("referrals")
        figures.register(replace(figure, by_programme=is_theirs))
