"""Integration guides at the desk: who they are, and what they do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import names_in
from hafen.core.ui.pages import render_page
from hafen.exchange.mentoring import queries, services
from hafen.exchange.mentoring.doors import FEATURE
from hafen.exchange.mentoring.forms import GuideFilterForm, GuideForm
from hafen.exchange.mentoring.models import Guide
from hafen.exchange.mentoring.rules import (
    EXPORT_MENTORING,
    RUN_MENTORING,
    VIEW_MENTORING,
)
from hafen.exchange.mentoring.sheets import GUIDES
from hafen.exchange.mentoring.views._refusals import refusal
from hafen.exchange.pool.queries import spoken
from hafen.exchange.training.queries import qualifications_of

PAGE = 25
MOST_EXPORTED = 10_000
SHOWN = 50


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def guides(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who works as a guide, by how far each is."""
    del municipality
    form = GuideFilterForm(request.GET or None)
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    part = values.get("part") or "here"
    today = timezone.localdate()
    visible = queries.guides_visible_to(request.user, today=today)
    rows = queries.guides_of_part(visible, part, values.get("q", ""))
    if file := answer(request, GUIDES, rows[:MOST_EXPORTED], right=EXPORT_MENTORING):
        return file
    context = {
        "form": form,
        "filters": bool(values.get("q")),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [
            ("here", pgettext("guides", "All who work")),
            ("recruited", pgettext("guides", "Training is missing")),
            ("qualified", pgettext("guides", "Qualified and free")),
            ("assigned", pgettext("guides", "Assigned")),
            ("ended", pgettext("guides", "Ended")),
        ],
        "may_run": RUN_MENTORING.held_by(request.user),
        "may_export": EXPORT_MENTORING.held_by(request.user),
    }
    return render_page(request, "mentoring/guides.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def add_guide(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Take somebody who offers to be a sponsor in as a guide."""
    programmes = queries.programmes_visible_to(request.user).filter(is_for_guides=True)
    form = GuideForm(
        request.POST or None,
        rows={
            "offer": queries.offers_to_recruit(request.user),
            "programme": programmes,
        },
    )
    form.fields["offer"].label_from_instance = lambda row: row.helper.name  # type: ignore[attr-defined]  # of rows
    if request.method == "POST" and form.is_valid():
        try:
            made = services.recruit_guide(
                **form.content, by=request.user, now=timezone.now()
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("mentoring:guide", municipality, made.pk)
    context = {"form": form, "has_programmes": programmes.exists()}
    status = 422 if form.errors else 200
    return render(request, "mentoring/guide_form.html", context, status=status)


def _guide(request: SignedInRequest, pk: UUID) -> Guide:
    rows = queries.guides_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def guide(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One guide: languages, training, assignments, and what was written down."""
    del municipality
    row, today = _guide(request, pk), timezone.localdate()
    audit.seen(subject=row, what="mentoring.guide")
    context = {
        "guide": row,
        "spoken": spoken(row.offer.languages, names_in(get_language() or "de")),
        "trainings": qualifications_of(row.offer.helper, today),
        "assignments": queries.assignments_of(row, request.user)[:SHOWN],
        "reports": queries.reports_of(row)[:SHOWN],
        "may_run": RUN_MENTORING.held_by(request.user),
    }
    return render(request, "mentoring/guide.html", context)


@require_POST
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def end_guide(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = _guide(request, pk)
    try:
        services.end_guide(guide=row, by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("mentoring:guide", municipality, pk)
