"""Figures of access to programmes: who was not taken in, and by which criteria."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.models import AccessRefusal
from hafen.casework.cases.reference import Term, programme_templates
from hafen.evidence.reports import lists
from hafen.evidence.reports.figures._cases import SOURCE, read
from hafen.evidence.reports.figures._reached import spoken
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Kind,
    Label,
    Row,
    Table,
    figures,
    listed,
    named,
    total,
)
from hafen.network.organisations.models import Organisation

_ALL = _("All")
_UNKNOWN = _("not stated")
_REFUSED = _("Not taken in")


def _terms(frame: Frame, part: str) -> dict[str, str]:
    """Return the words of all shipped programmes for their codes of one kind."""
    known = programme_templates(frame.today).values()
    terms: Iterable[Term] = (term for each in known for term in getattr(each, part))
    return {term.code: term.name for term in terms}


def _refused(frame: Frame) -> Sequence[Table]:
    rows = AccessRefusal.objects.filter(
        municipality=frame.municipality, on__range=(frame.first, frame.last)
    )
    if frame.programme:
        rows = rows.filter(programme=UUID(frame.programme))
    found = list(rows.values_list("reason", "domain", "referred_to"))
    reasons, domains, offices = (
        Counter(row[place] for row in found) for place in range(3)
    )
    areas = {label.code: label.name for label in spoken(frame).topics}
    kinds = {code: str(name) for code, name in Organisation.Kind.choices}
    return [
        _by("reason", _("Reason"), reasons, _terms(frame, "refusals")),
        _by("domain", _("Area of life"), domains, areas),
        _by("referred_to", pgettext_lazy("figure", "Referred to"), offices, kinds),
    ]


def _by(
    dimension: str, head: Label, counts: Counter[str], names: dict[str, str]
) -> Table:
    """Return counts in the order of the names; what was not stated comes last."""
    codes = [code for code in names if counts[code]]
    codes += sorted(counts.keys() - set(names), reverse=True)
    lines = [
        (code, names.get(code) or code or _UNKNOWN, counts[code]) for code in codes
    ]
    return listed("refused", dimension, lines, heads=(head, _REFUSED), total=_ALL)


def _criteria(frame: Frame) -> Sequence[Table]:
    found = frame.once(
        "programmes",
        lambda f: read("reports_programmes", f.first, f.last, f.programme),
    )
    met, whole = found.get("CRITERIA", {}), found.get("CHECKED", {}).get("", 0)
    rows = []
    for code, name in _terms(frame, "criteria").items():
        cells = [
            Cell(number, named("criteria", criterion=code, met=is_met))
            for is_met, number in (
                ("true", met.get(code, 0)),
                ("false", whole - met.get(code, 0)),
            )
        ]
        row = (*cells, total(named("cases.checked"), cells))
        rows.append(Row(name, row, code))
    heads = (_("Criterion"), _("met"), _("not met"), _("Cases"))
    return [Table(tuple(map(str, heads)), tuple(rows))]


_FIGURES = (
    Figure(
        "refused", _("Not taken into a programme"), _("persons"), Kind.FLOW,
        _("Counted in the period, without a name; the same person can count twice"),
        _("List of those not taken in"), _refused,
        by=_("reason, area of life and office referred to"),
        note=_("Reasons are those that ship with the programme: compare them with the"
               " funder’s text."),
        rows=lists.refused(),
    ),
    Figure(
        "criteria", _("Cases by criterion of access"), _("cases"), Kind.FLOW,
        _("Cases that were open on at least one day of the period, and whose criteria"
          " were looked at"),
        SOURCE, _criteria, by=_("criterion"),
        note=_("One case stands in each line. Cases that began before criteria were"
               " asked for are not in it."),
        rows=lists.cases(),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(replace(figure, by_programme=True))
