"""Information sheets: what can be handed out, and the counter that does it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.casework.outreach import queries, services, words
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.forms import chosen_sheet, sheet_key
from hafen.casework.outreach.models import SheetGiven
from hafen.casework.outreach.rules import GIVE_SHEETS
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature


def sheet_choices(
    request: SignedInRequest, names: dict[str, str]
) -> tuple[list[Any], dict[str, Any]]:
    """Return what can be handed out, in words, and the papers by their keys.

    :param names: of languages, by their tags
    """
    on_offer = queries.sheets_on_offer(request.user)
    choices = [
        (sheet_key(paper.pk, into), f"{paper.title} · {names.get(into, into)}")
        for paper, into in on_offer
    ]
    return choices, {str(paper.pk): paper for paper, _into in on_offer}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(GIVE_SHEETS)
@of_feature(FEATURE)
def counter(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Print a sheet for somebody at the counter: one button per language, no name."""
    choices, papers = sheet_choices(request, words.language_names())
    if request.method == "POST":
        found = chosen_sheet(request.POST.get("sheet", ""), papers)
        if found is None:
            raise Http404
        paper, language = found
        services.give_sheet(
            municipality=request.municipality,
            paper=paper,
            language=language,
            occasion=SheetGiven.Occasion.REGISTRATION,
            arrival=None,
            on=timezone.localdate(),
            by=request.user,
        )
        messages.success(request, _("Counted."))
        return redirect("knowledge:paper_pdf", municipality, paper.pk, language)
    given = queries.sheets_by_month(request.user.municipality_id)
    context = {"choices": choices, "given": given}
    return render(request, "outreach/counter.html", context)
