"""Letters and leaflets on paper: for the desk, and for everybody."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.names import short_id_in
from hafen.core.db.permissions import public, requires
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.changes import next_change
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import direction, fallback_chain, own_name
from hafen.core.translation.texts import text_in
from hafen.information.knowledge import printing, queries
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import Paper, PaperSheet
from hafen.information.knowledge.page_papers import page_paper
from hafen.information.knowledge.paper_forms import LetterForm
from hafen.information.knowledge.printing import Text
from hafen.information.knowledge.rules import VIEW_PAPERS
from hafen.information.knowledge.views._papers import paper_of
from hafen.information.knowledge.views._public import PublicRequest


@require_safe
@requires(VIEW_PAPERS)
@of_feature(FEATURE)
def paper_pdf(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    """The current edition in a language; `?draft` as it would be now,
    `?edition=` an older one.
    """
    del municipality
    paper = paper_of(request, pk)
    if "draft" in request.GET:
        return _draft(paper, into)
    sheets = PaperSheet.objects.filter(edition__paper=paper, language=into)
    if (number := request.GET.get("edition", "")).isdecimal():
        sheets = sheets.filter(edition__number=int(number))
    sheet = sheets.select_related("edition").order_by("-edition__number").first()
    if sheet is None:
        raise Http404
    response = _leaflet(paper, sheet)
    response.headers["Cache-Control"] = "no-store"
    return response


def _draft(paper: Paper, into: str) -> HttpResponse:
    now = timezone.now()
    found = queries.composed([paper], paper.municipality, now=now).get((paper.pk, into))
    if found is None:
        raise Http404
    content = found.content | {
        "parts": [part for part in found.content["parts"] if part]
    }
    body = printing.leaflet(
        paper, Text(into, content), number=paper.number + 1, at=now, is_draft=True
    )
    response = _pdf(body, f"{paper.slug}-{into}")
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(VIEW_PAPERS)
@of_feature(FEATURE)
def write_letter(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    """Fill a letter in and take it along; what is entered is kept nowhere."""
    del municipality
    rows = queries.papers_visible_to(request.user).select_related("municipality")
    paper = get_object_or_404(queries.with_parts(rows), pk=pk)
    sheets = queries.current_sheets([paper])
    own = paper.source_language
    if not paper.is_filled_in or (paper.pk, into) not in sheets:
        raise Http404
    form = LetterForm(
        request.POST or None,
        paper=paper,
        own=own,
        reader=into,
        order=queries.codes_of_paper(paper),
    )
    if request.method == "POST" and form.is_valid():
        texts = [
            Text(language, sheets[paper.pk, language].content)
            for language in form.languages
            if (paper.pk, language) in sheets
        ]
        return _letter(paper, texts, form)
    context = {
        "paper": paper,
        "form": form,
        "into": into,
        "languages": [
            (tag, own_name(tag)) for tag in paper.languages if (paper.pk, tag) in sheets
        ],
    }
    status = 422 if form.errors else 200
    response = render(request, "knowledge/papers/write.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _letter(paper: Paper, texts: list[Text], form: LetterForm) -> HttpResponse:
    how: dict[str, Any] = {
        "recipient": form.cleaned_data["recipient"],
        "entered": form.entered,
    }
    if form.cleaned_data["output"] == "text":
        body = printing.letter_text(paper, texts, **how)
        response = HttpResponse(body, content_type="text/plain; charset=utf-8")
        name = f'attachment; filename="{paper.slug}.txt"'
        response.headers["Content-Disposition"] = name
    else:
        today = timezone.localdate()
        body_pdf = printing.letter(paper, texts, today=today, **how)
        response = _pdf(body_pdf, paper.slug)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@public
@of_feature(FEATURE)
def leaflet(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """An announced leaflet on the web, in the language of the reader."""
    town = request.municipality
    paper, sheets = _announced(request, address)
    if paper.address != address:
        target = reverse(
            "knowledge_public:leaflet", args=[municipality, language, paper.address]
        )
        return HttpResponseRedirect(target, status=301)
    chain = [*fallback_chain(language), *paper.languages]
    tag = next(tag for tag in chain if tag in sheets)
    context = {
        "paper": paper,
        "title": text_in(paper, language, "title"),
        "tag": tag,
        "tag_name": own_name(tag),
        "tag_direction": direction(tag),
        "sheet": sheets[tag],
        "languages": [(each, own_name(each)) for each in sheets],
    }
    response = render(request, "knowledge/leaflet.html", context)
    return same_for_everybody(response, town)


@require_safe
@public
@of_feature(FEATURE)
def leaflet_pdf(
    request: PublicRequest, municipality: str, language: str, address: str, into: str
) -> HttpResponse:
    """The same leaflet to print; also in languages that the portal has not."""
    del municipality, language
    paper, sheets = _announced(request, address)
    if into not in sheets:
        raise Http404
    response = _leaflet(paper, sheets[into])
    return same_for_everybody(response, request.municipality)


@require_safe
@public
@of_feature(FEATURE)
def page_pdf(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """A released page to print, in the language of the reader."""
    del municipality
    town, now = request.municipality, timezone.now()
    original = queries.find_entry(town, address)
    if original is None or original.is_internal or not original.live:
        raise Http404
    view = queries.page_view(original, language=language, now=now)
    response = _pdf(page_paper(view, town, now=now), view.entry.address)
    return same_for_everybody(response, town, until=next_change(town, now))


def _announced(
    request: PublicRequest, address: str
) -> tuple[Paper, dict[str, PaperSheet]]:
    """Return a public paper with its sheets, in the order of its languages.

    :raises Http404: where there is none, or nothing of it was released
    """
    paper = queries.announced_leaflet(request.municipality, short_id_in(address))
    if paper is None:
        raise Http404
    found = queries.current_sheets([paper])
    sheets = {
        tag: found[paper.pk, tag] for tag in paper.languages if (paper.pk, tag) in found
    }
    if not sheets:
        raise Http404
    return paper, sheets


def _leaflet(paper: Paper, sheet: PaperSheet) -> HttpResponse:
    body = printing.leaflet(
        paper,
        Text(sheet.language, sheet.content),
        number=sheet.edition.number,
        at=sheet.edition.released_at,
    )
    return _pdf(body, f"{paper.slug}-{sheet.language}")


def _pdf(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
