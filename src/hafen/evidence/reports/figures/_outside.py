"""Figures of other offices, of our sites, and of how good our own data is."""

from collections.abc import Sequence

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.places.models import Site
from hafen.evidence.reports import lists
from hafen.evidence.reports.figures._cases import SOURCE, read
from hafen.evidence.reports.figures._reached import contacts
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Kind,
    Row,
    Table,
    figures,
    named,
    share,
)
from hafen.evidence.reports.models import OutsideFigure

_LATE_DAYS = 14


def _newest(frame: Frame, *, is_steering: bool = False) -> list[OutsideFigure]:
    """Return of each figure and region the newest that was known at the end."""
    rows = OutsideFigure.objects.filter(
        municipality=frame.municipality, as_of__lte=frame.last
    )
    if is_steering:
        rows = rows.filter(is_steering=True)
    ordered = rows.order_by("sort_key", "region", "-as_of")
    return list(ordered.distinct("sort_key", "region"))


def _table(rows: list[OutsideFigure]) -> list[Table]:
    heads = (
        _("Figure"), pgettext_lazy("figure", "Value"), _("Region"), _("As of"),
        _("Source"), _("What it counts"),
    )  # fmt: skip
    lines = [
        Row(
            row.name,
            (
                Cell(f"{_number(row)} {row.unit}"),
                Cell(row.region),
                Cell(date_format(row.as_of, "SHORT_DATE_FORMAT")),
                Cell(row.source),
                Cell(row.definition),
            ),
        )
        for row in rows
    ]
    return [Table(tuple(map(str, heads)), tuple(lines))] if lines else []


def _number(row: OutsideFigure) -> str:
    places = 0 if row.value == row.value.to_integral() else 2
    return number_format(row.value, places, use_l10n=True, force_grouping=True)


def _outside(frame: Frame) -> Sequence[Table]:
    return _table(_newest(frame))


def _steering(frame: Frame) -> Sequence[Table]:
    return _table(_newest(frame, is_steering=True))


def _sites(frame: Frame) -> Sequence[Table]:
    rows = Site.objects.filter(municipality=frame.municipality)
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    # Doors are no people: none of these counts has a name, so none is hidden.
    lines = tuple(
        Row(str(name), (Cell(counts.get(code, 0)),), code)
        for code, name in Site.Kind.choices
    )
    return [Table((str(_("Sites")), str(_("Number of sites"))), lines)]


def _quality(frame: Frame) -> Sequence[Table]:
    late = Q(created__gt=F("held_on") + _LATE_DAYS)
    found = (
        contacts(frame)
        .annotate(created=TruncDate("created_at"))
        .aggregate(
            all=Count("pk"),
            topics=Count("pk", filter=Q(topics=[], is_tally=False)),
            site=Count("pk", filter=Q(site__isnull=True)),
            setting=Count("pk", filter=Q(setting="", is_tally=False)),
            actor=Count(
                "pk",
                filter=Q(group="a", organisation__isnull=True, actor_key__isnull=True),
            ),
            late=Count("pk", filter=late),
        )
    )
    whole = Cell(found["all"], named("contacts"))
    names = (
        ("topics", _("without a topic")), ("site", _("without a site")),
        ("setting", _("without an occasion")),
        ("actor", _("with an actor who is not named")),
        ("late", _("recorded more than two weeks later")),
    )  # fmt: skip
    lines = []
    for key, name in names:
        cell = Cell(found[key], named("contacts", lacks=key))
        lines.append(Row(str(name), (cell, share(cell, whole))))
    lines.append(Row(str(_("All")), (whole, Cell(None))))
    heads = (_("Contacts"), pgettext_lazy("figure", "Number"), _("Per cent"))
    return [Table(tuple(map(str, heads)), tuple(lines))]


def _persons(frame: Frame) -> Sequence[Table]:
    found = read("reports_quality", frame.last)
    lacks = found.get("LACKS", {})
    whole = Cell(found.get("ALL", {}).get("", 0), named("persons.here"))
    names = (
        ("birth", _("without a day of birth")), ("gender", _("without a gender")),
        ("languages", _("without a language")),
        ("residence", _("without a residence status")),
        ("age", _("of an age that cannot be")),
        ("twice", _("with the name and day of birth of another entry")),
    )  # fmt: skip
    lines = []
    for key, name in names:
        cell = Cell(lacks.get(key, 0), named("persons.here", lacks=key))
        lines.append(Row(str(name), (cell, share(cell, whole))))
    lines.append(Row(str(_("All")), (whole, Cell(None))))
    heads = (_("Persons"), pgettext_lazy("figure", "Number"), _("Per cent"))
    return [Table(tuple(map(str, heads)), tuple(lines))]


_FIGURES = (
    Figure(
        "outside", _("Figures of other offices"), _("as the source says"), Kind.STOCK,
        _("The newest of each figure and region until the last day"),
        _("Publications of other offices, each named in its line"), _outside,
        rows=lists.outside(),
    ),
    Figure(
        "steering", _("On the overview"), _("as the source says"), Kind.STOCK,
        _("Figures of other offices that are marked for the overview"),
        _("Publications of other offices, each named in its line"), _steering,
        rows=lists.outside(),
    ),
    Figure(
        "sites", _("Sites by kind"), _("sites"), Kind.STOCK, _("All sites of today"),
        _("List of sites"), _sites, by=_("kind"),
        rows=lists.sites(),
    ),
    Figure(
        "quality", _("How complete the contacts are"), _("contacts"), Kind.FLOW,
        _("Contacts of the period that lack something, or were recorded late"),
        _("Contacts recorded by the contact point"), _quality, by=_("what is missing"),
        rows=lists.contacts(),
    ),
    Figure(
        "quality_persons", _("How complete the files are"), _("persons"), Kind.STOCK,
        _("Persons in households on the last day"), SOURCE, _persons,
        by=_("what is missing"),
        note=_("An age that cannot be: born after that day, or older than 110 years."),
        rows=lists.persons(),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(figure)
