"""Figures of contacts: by group, month, channel and topic, and who was reached."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, Sum
from django.db.models.functions import ExtractIsoWeekDay, TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.evidence.reports import lists
from hafen.evidence.reports.figures._cases import Counts, read
from hafen.evidence.reports.figures._reached import (
    contacts,
    expected,
    group_names,
    reached,
    spoken,
    state,
)
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Given,
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
)
from hafen.network.contacts.models import (
    GROUPS,
    Channel,
    Contact,
    Setting,
    UnrecordedEstimate,
)

_THURSDAY = 4
_SOURCE = _("Contacts recorded by the contact point")
_ALL = _("All")
EXPECTED = Given("households_expected", _("Households expected"), is_number=True)
_NUMBER = pgettext_lazy("figure", "Number")


def _by_group(frame: Frame) -> Sequence[Table]:
    counts = (
        Counter({group: n for (_g, group), n in _counted(frame, "group").items()})
        if frame.programme
        else reached(frame).by_group
    )
    lines = [(code, name, counts[code]) for code, name in group_names(frame)]
    heads = (_("Target group"), _NUMBER)
    return [listed("contacts", "group", lines, heads=heads, total=_ALL)]


def _by_month(frame: Frame) -> Sequence[Table]:
    counts = {
        (f"{month:%Y-%m}", group): number
        for (month, group), number in _counted(frame, "month").items()
    }
    months = [(key, f"{key[5:]}/{key[:4]}") for key in sorted({m for m, _g in counts})]
    return [_crossed(frame, counts, ("month", _("Month"), months))]


def _by_channel(frame: Frame) -> Sequence[Table]:
    counts = _counted(frame, "channel")
    return [_crossed(frame, counts, ("channel", _("Channel"), Channel.choices))]


def _by_setting(frame: Frame) -> Sequence[Table]:
    counts = _counted(frame, "setting")
    lines = [*Setting.choices, ("", _("not stated"))]
    return [_crossed(frame, counts, ("setting", _("Occasion"), lines))]


_SIDES = ("month", "channel", "setting", "weekday", "group")


def _cube(frame: Frame) -> list[dict[str, Any]]:
    """Count once by all sides that tables have; the tables add it up."""
    if frame.programme:
        return [_side(code, n) for code, n in _theirs(frame).get("CUBE", {}).items()]
    rows = contacts(frame).annotate(
        month=TruncMonth("held_on"), weekday=ExtractIsoWeekDay("held_on")
    )
    return list(rows.values(*_SIDES).annotate(n=Count("group")))


def _theirs(frame: Frame) -> Counts:
    """Return the contacts with people of a programme; casework alone knows them."""
    return frame.once(
        "contacts.theirs",
        lambda f: read("reports_contacts", f.first, f.last, f.programme),
    )


def _side(code: str, number: int) -> dict[str, Any]:
    month, channel, setting, weekday, group = code.split("|")
    return {
        "month": date.fromisoformat(f"{month}-01"),
        "channel": channel,
        "setting": setting,
        "weekday": int(weekday),
        "group": group,
        "n": number,
    }


def _counted(frame: Frame, side: str) -> dict[tuple[Any, str], int]:
    found: Counter[tuple[Any, str]] = Counter()
    for cell in frame.once("contacts.cube", _cube):
        found[cell[side], cell["group"]] += cell["n"]
    return found


def _crossed(
    frame: Frame,
    counts: Mapping[tuple[str, str], int],
    down: tuple[str, Label, Sequence[tuple[str, Label]]],
) -> Table:
    across = ("group", group_names(frame))
    return crossed("contacts", counts, down=down, across=across, total=_ALL)


def _by_weekday(frame: Frame) -> Sequence[Table]:
    found: Counter[int] = Counter()
    for cell in frame.once("contacts.cube", _cube):
        if (cell["setting"], cell["group"]) == (Setting.HOURS, "b"):
            found[cell["weekday"]] += cell["n"]
    days = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"),
        _("Saturday"), _("Sunday"),
    )  # fmt: skip
    lines = [
        (str(number), day, found[number]) for number, day in enumerate(days, start=1)
    ]
    heads = (_("Day of the week"), _("Visits"))
    return [listed("visits", "weekday", lines, heads=heads, total=_ALL)]


def _visits(frame: Frame) -> Sequence[Table]:
    found = reached(frame)
    visits = Cell(found.visits, named("visits"))
    thursdays = Cell(found.thursdays, named("visits", weekday=str(_THURSDAY)))
    heads = (_("Visits"), _("Different persons"), _("On Thursdays"), _("Per cent"))
    return [
        single(
            _("Consultation hours"),
            visits,
            Cell(found.persons, named("persons", setting="HOURS")),
            thursdays,
            share(thursdays, visits),
            heads=heads,
        )
    ]


def _first_visits(frame: Frame) -> Sequence[Table]:
    cell = Cell(reached(frame).first_visits, named("first_visits"))
    return [single(_("First visits at home"), cell, heads=[_NUMBER])]


def _households(frame: Frame) -> Sequence[Table]:
    there, wanted = reached(frame).households, expected(frame)
    met = Cell(there, named("households"))
    # How many there are is no count of ours; what is left of them tells ours.
    rest = Cell(wanted - there if wanted else None, of=(met.name,))
    part = Cell(round(100 * there / wanted, 1) if wanted else None, of=(met.name,))
    heads = (_("Reached"), _("Expected"), _("Not reached"), _("Per cent"))
    return [single(_("Households"), met, Cell(wanted), rest, part, heads=heads)]


def _people(name: str, label: Label) -> Any:
    def measure(frame: Frame) -> Sequence[Table]:
        cell = Cell(getattr(reached(frame), name), named(name))
        return [single(label, cell, heads=[_NUMBER])]

    return measure


def _named_topics(frame: Frame) -> Mapping[str, int]:
    rows = contacts(frame).filter(group="b")
    return dict(
        rows.annotate(topic=Func(F("topics"), function="unnest"))
        .values_list("topic")
        .annotate(n=Count("group"))
    )


def _topics(frame: Frame) -> Sequence[Table]:
    found = _theirs(frame).get("TOPIC", {}) if frame.programme else _named_topics(frame)
    domains: dict[str, int] = {}
    for code, number in found.items():
        domains[code.split(".")[0]] = domains.get(code.split(".")[0], 0) + number
    names = {label.code: label.name for label in spoken(frame).topics}
    ranked = sorted(domains.items(), key=lambda item: (-item[1], item[0]))
    lines = [(code, names.get(code, code), number) for code, number in ranked]
    return [listed("topics", "topic", lines, heads=(_("Topic"), _("Named")))]


def _unrecorded(frame: Frame) -> Sequence[Table]:
    rows = UnrecordedEstimate.objects.filter(
        municipality=frame.municipality,
        month__range=(frame.first.replace(day=1), frame.last),
    )
    guessed = dict(rows.values_list("group").annotate(n=Sum("number")).order_by())
    counts = reached(frame).by_group
    lines = []
    for code, name in group_names(frame):
        counted = Cell(counts[code], named("contacts", group=code))
        besides = guessed.get(code, 0)
        cells = (
            counted,
            Cell(besides),
            Cell(counts[code] + besides, of=(counted.name,)),
        )
        lines.append(Row(name, cells))
    names = tuple(named("contacts", group=code) for code in GROUPS)
    whole = Cell(sum(counts.values()), named("contacts"), names)
    total = whole.count + sum(guessed.values())
    cells = (whole, Cell(sum(guessed.values())), Cell(total, of=(whole.name,)))
    heads = (_("Target group"), _("Recorded"), _("Estimated besides"), _("Together"))
    return [Table(tuple(map(str, heads)), (*lines, Row(str(_ALL), cells)))]


_BY_PROGRAMME = {
    *("contacts", "contacts_month", "contacts_channel", "contacts_setting"),
    *("visits_weekday", "topics"),
}
_GROUP = {"group": "whom"}
_HOURS = lists.contacts("visits", whom="b", setting=str(Setting.HOURS))
_IN_PERIOD = _("Contacts whose day lies in the period, first and last day included")
_FIGURES = (
    Figure(
        "contacts", _("Contacts by target group"), _("contacts"), Kind.FLOW,
        _IN_PERIOD, _SOURCE, _by_group, by=_("target group"),
        rows=lists.contacts(by=_GROUP),
    ),
    Figure(
        "contacts_month", _("Contacts by month"), _("contacts"), Kind.FLOW,
        _IN_PERIOD, _SOURCE, _by_month, by=_("month and target group"),
        rows=lists.contacts(by=_GROUP),
    ),
    Figure(
        "contacts_channel", _("Contacts by channel"), _("contacts"), Kind.FLOW,
        _IN_PERIOD, _SOURCE, _by_channel, by=_("channel and target group"),
        rows=lists.contacts(by={**_GROUP, "channel": "channel"}),
    ),
    Figure(
        "contacts_setting", _("Contacts by occasion"), _("contacts"), Kind.FLOW,
        _IN_PERIOD, _SOURCE, _by_setting, by=_("occasion and target group"),
        rows=lists.contacts(by={**_GROUP, "setting": "setting"}),
    ),
    Figure(
        "consultation_visits", _("Visits to consultation hours"), _("visits"),
        Kind.FLOW,
        _("Contacts with newcomers in consultation hours; persons are counted once"),
        _SOURCE, _visits, rows=_HOURS,
    ),
    Figure(
        "visits_weekday", _("Visits by day of the week"), _("visits"), Kind.FLOW,
        _("Contacts with newcomers in consultation hours"), _SOURCE, _by_weekday,
        by=_("day of the week"), rows=_HOURS,
    ),
    Figure(
        "first_home_visits", _("First visits at home"), _("visits"), Kind.FLOW,
        _("Contacts on visits at home that are marked as the first"), _SOURCE,
        _first_visits,
        rows=lists.contacts(
            "first_visits", setting=str(Setting.HOME),
            occasion=str(Contact.Occasion.FIRST),
        ),
    ),
    Figure(
        "households_reached", _("Households reached"), _("benefit communities"),
        Kind.FLOW,
        _("Different numbers of benefit communities in all contacts of the period"),
        _SOURCE, _households,
        note=_("Counted are benefit communities; a household can have several."
               " How many are expected is set by hand."),
        rows=lists.contacts(""),
    ),
    Figure(
        "actors", _("Actors met"), _("actors"), Kind.FLOW,
        _("Different actors in contacts with actors and partners"), _SOURCE,
        _people("actors", _("Actors met")), rows=lists.contacts("", whom="a"),
    ),
    Figure(
        "citizens", _("Residents met"), _("persons"), Kind.FLOW,
        _("Different residents in contacts with the local society"), _SOURCE,
        _people("citizens", _("Residents met")), rows=lists.contacts("", whom="c"),
    ),
    Figure(
        "cooperations", _("Counselling cases with cooperation"), _("cases"), Kind.FLOW,
        _("Contacts in which an actor works with us on a case"), _SOURCE,
        _people("cooperations", _("Counselling cases with cooperation")),
        rows=lists.contacts("cooperations", cooperation="on"),
    ),
    Figure(
        "topics", _("What newcomers need most"), _("contacts"), Kind.FLOW,
        _("Contacts with newcomers; one with several topics stands in several lines"),
        _SOURCE, _topics, by=_("topic"),
        rows=lists.contacts("", by={"topic": "topic"}, whom="b"),
        note=_("The sum of the lines is more than the contacts."),
    ),
    Figure(
        "unrecorded", _("Recorded and estimated contacts"), _("contacts"), Kind.FLOW,
        _IN_PERIOD,
        _("Contacts recorded, and the estimate of the office for each month"),
        _unrecorded, by=_("target group"), rows=lists.contacts(by=_GROUP),
        note=_("Short enquiries are not all recorded. What is estimated stands apart."),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        by_programme = figure.key in _BY_PROGRAMME
        figures.register(replace(figure, state=state, by_programme=by_programme))
