"""The register of concepts, and the page on which a concept is worked out."""

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
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.concept_forms import (
    ApproveForm,
    CommentForm,
    DraftForm,
    NewConceptForm,
)
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import ConceptDraft, Document
from hafen.information.knowledge.outlines import missing, written
from hafen.information.knowledge.rules import (
    APPROVE_CONCEPTS,
    COMMENT_CONCEPTS,
    DRAFT_CONCEPTS,
)
from hafen.information.knowledge.sheets import CONCEPTS

PAGE = 40


@require_safe
@requires(COMMENT_CONCEPTS)
@of_feature(FEATURE)
def concepts(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What holds, and what is in the making."""
    del municipality
    visible = queries.concepts_visible_to(request.user)
    rows = queries.register_of(visible, timezone.localdate())
    if file := answer(request, CONCEPTS, rows):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_draft": DRAFT_CONCEPTS.held_by(request.user),
    }
    return render(request, "knowledge/desk/concepts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(DRAFT_CONCEPTS)
@of_feature(FEATURE)
def new_concept(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = NewConceptForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        town = request.municipality
        values = {
            "title": form.cleaned_data["title"],
            "description": form.cleaned_data["description"],
            "language": town.default_language,
        }
        try:
            made = services.begin_concept(
                municipality=town, values=values, first=form.draft, by=request.user
            )
        except DomainError:
            form.add_error("file", _("The file was not taken; please try another one."))
        else:
            messages.success(request, _("The draft is in the register."))
            return redirect("knowledge:concept", municipality, made.document_id)
    status = 422 if form.errors else 200
    context = {"form": form}
    return render(request, "knowledge/desk/concept_new.html", context, status=status)


def find_concept(request: SignedInRequest, pk: UUID) -> Document:
    return get_object_or_404(queries.concepts_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(COMMENT_CONCEPTS)
@of_feature(FEATURE)
def concept(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The drafts of a concept, what was said to each, and who approved which."""
    found = find_concept(request, pk)
    may_draft = DRAFT_CONCEPTS.held_by(request.user)
    if request.method == "POST" and not may_draft:
        raise Http404
    drafts = list(queries.drafts_of(found))
    form = DraftForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            services.give_draft(document=found, draft=form.draft, by=request.user)
        except services.VersionExists:
            form.add_error("label", _("There is one of this name."))
        except DomainError:
            form.add_error("file", _("The file was not taken; please try another one."))
        else:
            messages.success(request, _("The draft is in the register."))
            return redirect("knowledge:concept", municipality, pk)
    context = {
        "document": found,
        "drafts": [(draft, written(draft), missing(draft)) for draft in drafts],
        "is_written": any(draft.is_written for draft in drafts),
        "is_in_writing": any(
            draft.is_written and not draft.approved_at for draft in drafts
        ),
        "form": form,
        "comment": CommentForm(),
        "approve": ApproveForm(initial={"begins": timezone.localdate()}),
        "may_draft": may_draft,
        "may_approve": APPROVE_CONCEPTS.held_by(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/concept.html", context, status=status)


def find_draft(request: SignedInRequest, pk: UUID) -> ConceptDraft:
    rows = ConceptDraft.objects.filter(
        document__in=queries.concepts_visible_to(request.user)
    )
    related = rows.select_related("document__municipality", "municipality")
    return get_object_or_404(related, pk=pk)


@require_POST
@requires(COMMENT_CONCEPTS)
@of_feature(FEATURE)
def comment_draft(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    draft, form = find_draft(request, pk), CommentForm(request.POST)

    def step() -> None:
        services.comment_draft(
            draft=draft, text=form.cleaned_data["text"], by=request.user
        )

    _tried(request, form, step, _("Your comment stands with the draft."))
    return redirect("knowledge:concept", municipality, draft.document_id)


@require_POST
@requires(APPROVE_CONCEPTS)
@of_feature(FEATURE)
def approve_draft(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    draft, form = find_draft(request, pk), ApproveForm(request.POST)

    def step() -> None:
        services.approve_draft(
            draft=draft,
            begins=form.cleaned_data["begins"],
            by=request.user,
            now=timezone.now(),
        )

    _tried(request, form, step, _("Approved: it is a version of the library now."))
    return redirect("knowledge:concept", municipality, draft.document_id)


def _tried(request: SignedInRequest, form: Any, step: Any, done: str) -> None:
    if not form.is_valid():
        messages.error(request, _("Please fill in the field."))
        return
    try:
        step()
    except services.AlreadyApproved as late:
        said = _("%(who)s has approved it already.") % {"who": late.args[0] or "–"}
        messages.error(request, said)
    except services.PartsMissing as lacks:
        messages.error(request, parts_missing(lacks))
    except services.OwnDraft:
        messages.error(request, _("Somebody else approves a draft of yours."))
    except services.VersionExists:
        messages.error(request, _("There is a version of this name or from this day."))
    else:
        messages.success(request, done)


def parts_missing(lacks: services.PartsMissing) -> str:
    parts = ", ".join(map(str, lacks.args))
    if not parts:
        return _("It is not marked complete yet.")
    return _("This is still missing: %(parts)s.") % {"parts": parts}
