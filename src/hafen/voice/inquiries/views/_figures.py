from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.network.contacts.models import Channel
from hafen.voice.inquiries import queries, words
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.more import FiguresForm
from hafen.voice.inquiries.models import Inquiry
from hafen.voice.inquiries.queries import DIMENSIONS, SMALLEST_CELL
from hafen.voice.inquiries.rules import EXPORT_INQUIRY, VIEW_FIGURES
from hafen.voice.inquiries.sheets import figures_sheet
from hafen.voice.inquiries.views._common import known_words, today, visible


@require_safe
@requires(VIEW_FIGURES)
@of_feature(FEATURE)
def figures(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who asks, what about, how fast, with whom; small numbers are hidden."""
    del municipality
    form = FiguresForm(request.GET or None)
    first, last = form.period()
    smallest = SMALLEST_CELL
    if form.is_bound and form.is_valid():
        smallest = form.cleaned_data["smallest"] or SMALLEST_CELL
    rows = queries.of_period(visible(request), first=first, last=last)
    asked = request.GET.get("by", "")
    dimension = asked if asked in DIMENSIONS else "who"
    found = queries.table(rows, dimension=dimension, smallest=smallest)
    name = _namer(dimension)
    lines = [(name(cell.key) or _("not stated"), cell.number) for cell in found.cells]
    names = words.DIMENSION_NAMES
    sheet = figures_sheet(names[dimension])
    table = [*lines, (_("Total"), found.total)]
    if file := answer(request, sheet, table, right=EXPORT_INQUIRY):
        return file
    context = {
        "form": form,
        "figures": queries.figures(rows, today=today()),
        "lines": lines,
        "total": found.total,
        "smallest": smallest,
        "heading": names[dimension],
        "dimension": dimension,
        "dimensions": names.items(),
        "reactions": [label for _value, label in Inquiry.Reaction.choices],
        "satisfaction": zip(
            [label for _value, label in Inquiry.Success.choices],
            queries.satisfaction(rows, smallest=smallest),
            strict=True,
        ),
        "offices": queries.office_times(rows),
        "may_export": EXPORT_INQUIRY.held_by(request.user),
    }
    return render(request, "inquiries/figures.html", context)


def _namer(dimension: str) -> Any:
    """Return what gives a key of the table its name."""
    known = known_words()
    languages = dict(words.language_choices(today()))
    special: dict[str, Any] = {
        "topic": lambda key: known.topic_names([key])[0] if key else "",
        "subtopic": lambda key: known.topic_names([key])[0] if key else "",
        "legal_area": lambda key: known.legal_names([key])[0] if key else "",
        "demand": lambda key: _demand(key, known, languages),
        "month": lambda key: f"{key[5:]}/{key[:4]}",
    }
    if dimension in special:
        return special[dimension]
    tables: dict[str, dict[str, Any]] = {
        "who": dict(Inquiry.Who.choices),
        "kind": dict(Inquiry.Kind.choices),
        "channel": dict(Channel.choices),
        "language": languages,
    }
    return lambda key: str(tables.get(dimension, {}).get(key, key))


def _demand(key: str, known: words.Words, languages: dict[str, Any]) -> str:
    """Return what somebody asked for, and in which language."""
    topic, _mark, language = key.partition(queries.BESIDE)
    return " · ".join(
        str(name)
        for name in (
            known.topic_names([topic])[0] if topic else _("not stated"),
            languages.get(language, language),
        )
    )
