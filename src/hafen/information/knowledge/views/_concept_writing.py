"""Concepts that are written here: part by part, and as a paper."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.information.knowledge import services
from hafen.information.knowledge.concept_forms import PartsForm
from hafen.information.knowledge.concept_papers import paper
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import ConceptDraft
from hafen.information.knowledge.outlines import missing, outline_of
from hafen.information.knowledge.rules import COMMENT_CONCEPTS, DRAFT_CONCEPTS
from hafen.information.knowledge.views._concepts import (
    find_concept,
    find_draft,
    parts_missing,
)


def _written(request: SignedInRequest, pk: UUID) -> ConceptDraft:
    found = find_draft(request, pk)
    if not found.is_written:
        raise Http404
    return found


@require_POST
@requires(DRAFT_CONCEPTS)
@of_feature(FEATURE)
def next_edition(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Begin the next edition with the words of the last one."""
    found = find_concept(request, pk)
    try:
        made = services.write_next(document=found, by=request.user)
    except services.StillOpen:
        said = _("An edition is worked on already. Approve that one first.")
        messages.error(request, said)
        return redirect("knowledge:concept", municipality, pk)
    return redirect("knowledge:write_draft", municipality, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(DRAFT_CONCEPTS)
@of_feature(FEATURE)
def write_draft(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write an edition, alone or in turn with others, until it is complete."""
    row = _written(request, pk)
    current = {f"part_{name}": text for name, text in row.parts.items()}
    current["contributors"] = row.contributors
    outline = outline_of(row)
    form = PartsForm(
        request.POST or None, outline=outline, initial=current, version=row.version
    )

    def save(expected: int | None) -> None:
        services.write_draft(
            draft=row,
            parts=form.parts,
            contributors=form.cleaned_data["contributors"],
            is_complete="complete" in request.POST,
            expected=expected,
            by=request.user,
        )

    try:
        done = edited(request, form, row, save, current=current)
    except services.PartsMissing as lacks:
        form.add_error(None, parts_missing(lacks))
        done = False
    except services.AlreadyApproved:
        form.add_error(None, _("An approved edition stays as it is."))
        done = False
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("knowledge:concept", municipality, row.document_id)
    context = {"form": form, "draft": row, "missing": missing(row)}
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/concept_write.html", context, status=status)


@require_safe
@requires(COMMENT_CONCEPTS)
@of_feature(FEATURE)
def draft_paper(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What is written as a paper, to go with an application for money."""
    del municipality
    response = HttpResponse(
        paper(_written(request, pk)), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'inline; filename="concept.pdf"'
    response["Cache-Control"] = "no-store"
    return response
