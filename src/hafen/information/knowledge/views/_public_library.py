"""The library as everybody reads it."""

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.information.knowledge import queries
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import Document
from hafen.information.knowledge.views._public import PublicRequest

PAGE = 40


@require_safe
@public
@of_feature(FEATURE)
def documents(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    """What holds today and is open to everybody."""
    del municipality, language
    today, town = timezone.localdate(), request.municipality
    words, kind = request.GET.get("q", "")[:100], request.GET.get("kind", "")
    rows = queries.searched(queries.public_documents(town, today), words, kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "papers": queries.papers(page.object_list, today),
        "kinds": Document.Category.choices,
        "words": words,
        "kind": kind,
    }
    response = render(request, "knowledge/documents.html", context)
    return same_for_everybody(response, town, until=_midnight())


@require_safe
@public
@of_feature(FEATURE)
def document(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """A document: what it is, since when and until when it holds."""
    paper = _paper(request, address)
    if paper.document.address != address:
        where = [municipality, language, paper.document.address]
        target = reverse("knowledge_public:document", args=where)
        return HttpResponseRedirect(target, status=301)
    response = render(request, "knowledge/document.html", {"paper": paper})
    return same_for_everybody(response, request.municipality, until=_midnight())


@require_safe
@public
@of_feature(FEATURE)
def document_file(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """Open what holds today: the address to cite."""
    held = _paper(request, address).held
    if held is None:
        raise Http404
    response = redirect("files_public:file", municipality, language, held.file.key)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _paper(request: PublicRequest, address: str) -> queries.Paper:
    today = timezone.localdate()
    rows = queries.public_documents(request.municipality, today)
    found = queries.find_document(rows, address, today)
    if found is None:
        raise Http404
    return found


def _midnight() -> datetime:
    """Return when another version may hold: the next day."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))
