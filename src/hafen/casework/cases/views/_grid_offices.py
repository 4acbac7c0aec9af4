"""Offices in the grid of a case: let in at the desk, and what they see by a link."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import agreeing, queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import ShareGridForm
from hafen.casework.cases.models import GridEntry
from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.views._asking import asked, taken
from hafen.casework.cases.views._cases import found_case
from hafen.casework.cases.words import NOT_ASSESSED
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.reference import direction


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def share_grid(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Let an office take part that the people of the case agreed to."""
    row, today = found_case(request, pk), timezone.localdate()
    offices = queries.offices_agreed_to(row, today=today)
    form = ShareGridForm(request.POST or None, rows={"organisation": offices})
    return asked(
        request,
        form,
        lambda: services.share_grid(
            case=row, today=today, by=request.user, **form.content
        ),
        title=_("Let an office take part in the grid"),
        back=reverse("cases:grid", args=[municipality, pk]),
        lead=_(
            "It sees which offices do what and until when, under a number, and plans"
            " what it does itself. It gets a link by mail. Everybody whom the case is"
            " about has to agree; who is behind the number you say by telephone."
        ),
    )


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def end_grid(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Let an office take part no longer; its link is dead."""
    today = timezone.localdate()
    rows = queries.shares_visible_to(request.user, today=today)
    row = get_object_or_404(rows, pk=pk)
    return taken(
        request,
        None,
        lambda: services.end_grid(share=row, on=today, by=request.user),
        reverse("cases:grid", args=[municipality, row.case_id]),
    )


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def print_grid(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The grid on paper, in the language of the person and in German."""
    del municipality
    row, today = found_case(request, pk), timezone.localdate()
    audit.seen(subject=row, what="cases.case")
    entries = queries.entries_visible_to(request.user, today=today)
    found = entries.filter(case=row, is_special=False)
    people = [row.client] if row.client else queries.in_household(row, today=today)
    spoken = people[0].languages if people else []
    languages = agreeing.both(next(iter(spoken), "de"))
    return sheet(request, row.household.name, found, languages)


def sheet(
    request: Any, title: str, entries: Any, languages: tuple[str, ...]
) -> HttpResponse:
    """Print who does what in each area of life, in each of these languages."""
    today = timezone.localdate()
    named = [(tag, _words(tag, today)) for tag in languages]
    rows = entries.order_by("domain", "planned_on", "id")
    context = {
        "title": title,
        "today": today,
        "languages": [(tag, direction(tag), words) for tag, words in named],
        "lines": [
            (
                row,
                [
                    (tag, words["domains"].get(row.domain, row.domain))
                    for tag, words in named
                ],
                [(tag, words["states"][row.state]) for tag, words in named],
            )
            for row in rows
        ],
    }
    response = render(request, "cases/grid_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _words(language: str, today: date) -> dict[str, Any]:
    with translation.override(language):
        return {
            "title": _("Counselling grid"),
            "area": _("Area of life"),
            "measure": _("Measure"),
            "office": _("Office"),
            "until": _("Until"),
            "state": _("Where it stands"),
            "domains": plain_domains(language, today),
            "states": {state: str(state.label) for state in GridEntry.State},
        }


def plain_domains(language: str, today: date) -> dict[str, str]:
    """Return the areas of life that an office may read of, with their names."""
    return {
        label.code: str(label.name)
        for label in taxonomy.topics_tree(language=language, today=today)
        if label.code not in NOT_ASSESSED and not queries.is_special(label)
    }
