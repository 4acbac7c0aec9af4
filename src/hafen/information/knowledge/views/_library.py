"""The library as staff keep it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.library_forms import (
    FIELDS,
    DocumentForm,
    LibraryFilterForm,
    NewDocumentForm,
    VersionForm,
)
from hafen.information.knowledge.models import Document, DocumentVersion
from hafen.information.knowledge.rules import KEEP_LIBRARY, VIEW_PAGES
from hafen.information.knowledge.sheets import DOCUMENTS

PAGE = 40


@require_safe
@requires(VIEW_PAGES)
@of_feature(FEATURE)
def library(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Annexes, regulations, documentations; what holds today, and what ends."""
    del municipality
    today, form = timezone.localdate(), LibraryFilterForm(request.GET)
    rows = _wanted(request, form).order_by("title", "pk")
    if file := answer(request, DOCUMENTS, queries.papers(rows, today)):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": sum(map(bool, form.cleaned_data.values())),
        "page": page,
        "papers": queries.papers(page.object_list, today),
        "today": today,
        "may_keep": KEEP_LIBRARY.held_by(request.user),
    }
    return render(request, "knowledge/desk/library.html", context)


def _wanted(request: SignedInRequest, form: LibraryFilterForm) -> Any:
    form.is_valid()
    today, wanted = timezone.localdate(), form.cleaned_data
    rows = queries.documents_visible_to(request.user)
    rows = queries.searched(rows, wanted.get("q", ""), wanted.get("kind", ""))
    when = wanted.get("when", "")
    if when == "archived":
        return rows.filter(archived_at__isnull=False)
    if when == "ending":
        return rows.ending(today, within=services.AHEAD)
    return rows.kept().in_force(today) if when == "held" else rows.kept()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_PAGES)
@of_feature(FEATURE)
def document(request: SignedInRequest, municipality: str, address: str) -> HttpResponse:
    """A document with all its versions, and the pages that name it."""
    paper = _paper(request, address)
    may_keep = KEEP_LIBRARY.held_by(request.user)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not may_keep:
        raise Http404
    if form.is_bound and form.is_valid() and _version_added(request, paper, form):
        return redirect("knowledge:document", municipality, address)
    versions = paper.document.versions.select_related("file", "draft__approved_by")
    pages = queries.pages_visible_to(request.user)
    context = {
        "paper": paper,
        "document": paper.document,
        "versions": versions.order_by("-valid_from"),
        "form": form,
        "today": timezone.localdate(),
        "may_keep": may_keep,
        "used_on": queries.naming(pages, f"document:{paper.document.pk}"),
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/document.html", context, status=status)


def _version_added(
    request: SignedInRequest, paper: queries.Paper, form: VersionForm
) -> bool:
    try:
        services.add_version(
            document=paper.document,
            version=form.new_version,
            by=request.user,
            now=timezone.now(),
        )
    except services.VersionExists:
        form.add_error("label", _("There is a version of this name or from this day."))
        return False
    except DomainError:
        form.add_error("file", _("The file was not taken; please try another one."))
        return False
    messages.success(request, _("The new version was added."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@requires(KEEP_LIBRARY)
@of_feature(FEATURE)
def new_document(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = NewDocumentForm(
        request.POST or None,
        request.FILES or None,
        municipality=request.municipality,
        initial={"language": request.municipality.default_language},
    )
    if form.is_bound and form.is_valid():
        try:
            made = services.add_document(
                municipality=request.municipality,
                values=form.values,
                first=form.new_version,
                by=request.user,
            )
        except DomainError:
            form.add_error("file", _("The file was not taken; please try another one."))
        else:
            messages.success(request, _("The document is in the library."))
            return redirect("knowledge:document", municipality, made.address)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(KEEP_LIBRARY)
@of_feature(FEATURE)
def edit_document(
    request: SignedInRequest, municipality: str, address: str
) -> HttpResponse:
    found = _paper(request, address).document
    said = {name: getattr(found, name) for name in FIELDS}
    form = DocumentForm(
        request.POST or None,
        municipality=request.municipality,
        initial=said | {"event": found.event_id, "team": found.team_id},
        version=found.version,
    )

    def save(*, expected: int | None) -> None:
        services.edit_document(
            document=found, values=form.values, expected=expected, by=request.user
        )

    done = edited(request, form, found, save, current=said)
    if done is True:
        messages.success(request, _("The changes were saved."))
        found.refresh_from_db()
        return redirect("knowledge:document", municipality, found.address)
    return done or _form_page(request, form, found)


def _form_page(
    request: SignedInRequest, form: Any, found: Document | None
) -> HttpResponse:
    context = {"form": form, "document": found}
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/document_edit.html", context, status=status)


@require_POST
@requires(KEEP_LIBRARY)
@of_feature(FEATURE)
def archive_document(
    request: SignedInRequest, municipality: str, address: str
) -> HttpResponse:
    """Take a document out of the library, or put it back."""
    found = _paper(request, address).document
    if found.archived_at is None:
        services.archive_document(document=found, by=request.user, now=timezone.now())
    else:
        services.restore_document(document=found, by=request.user)
    return redirect("knowledge:document", municipality, address)


@require_POST
@requires(KEEP_LIBRARY)
@of_feature(FEATURE)
def drop_version(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Delete a version that was given by mistake."""
    rows = DocumentVersion.objects.filter(municipality=request.municipality)
    version = get_object_or_404(rows.select_related("document", "file"), pk=pk)
    address = version.document.address
    try:
        services.drop_version(version=version, by=request.user)
    except services.LastVersion:
        messages.error(
            request, _("It is the only version; please archive the document instead.")
        )
    return redirect("knowledge:document", municipality, address)


@require_safe
@requires(VIEW_PAGES)
@of_feature(FEATURE)
def document_file(
    request: SignedInRequest, municipality: str, address: str
) -> HttpResponse:
    """Open what holds today."""
    paper = _paper(request, address)
    if paper.held is None:
        raise Http404
    return redirect("files:file", municipality, paper.held.file.key)


def _paper(request: SignedInRequest, address: str) -> queries.Paper:
    rows = queries.documents_visible_to(request.user)
    found = queries.find_document(rows, address, timezone.localdate())
    if found is None:
        raise Http404
    return found
