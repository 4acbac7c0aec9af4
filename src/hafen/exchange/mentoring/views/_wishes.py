"""Who waits for a sponsor, and wishes that lie with associations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
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
from hafen.core.ui.pages import render_page
from hafen.exchange.mentoring import queries, services
from hafen.exchange.mentoring.doors import FEATURE
from hafen.exchange.mentoring.forms import HandOverForm, ReportForm
from hafen.exchange.mentoring.models import HandOver
from hafen.exchange.mentoring.rules import (
    ANSWER_WISH,
    EXPORT_MENTORING,
    RUN_MENTORING,
    VIEW_MENTORING,
)
from hafen.exchange.mentoring.sheets import WAITING, WISHES
from hafen.exchange.mentoring.views._refusals import refusal
from hafen.exchange.mentoring.views._sponsorships import MOST_EXPORTED, PAGE
from hafen.exchange.mentoring.words import told_of
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def waiting(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who waits for a sponsor, the longest waiting first."""
    del municipality
    rows = queries.waiting_visible_to(request.user)
    if file := answer(request, WAITING, rows[:MOST_EXPORTED], right=EXPORT_MENTORING):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_run": RUN_MENTORING.held_by(request.user),
        "may_export": EXPORT_MENTORING.held_by(request.user),
    }
    return render_page(request, "mentoring/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def hand_over(request: SignedInRequest, municipality: str, need: UUID) -> HttpResponse:
    """Give a wish to an association, as far as the family has agreed."""
    found = get_object_or_404(queries.waiting_visible_to(request.user), pk=need)
    people, _teams = receivers_for(request.user)
    organisations = organisations_visible_to(request.user)
    form = HandOverForm(
        request.POST or None,
        rows={
            "organisation": queries.organisations_to_ask(organisations),
            "owner": people,
        },
        languages=request.municipality.languages,
        today=timezone.localdate(),
        initial={
            "owner": request.user,
            "shares": HandOver.Share.values,
            "consent_language": found.seeker.language,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.hand_over(
                need=found, by=request.user, now=timezone.now(), **form.content
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The association has got a link by mail."))
            return redirect("mentoring:wish", municipality, made.pk)
    context = {"form": form, "need": found}
    status = 422 if form.errors else 200
    return render(request, "mentoring/hand_over.html", context, status=status)


@require_safe
@requires(ANSWER_WISH)
@of_feature(FEATURE)
def wishes(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Wishes that lie with associations; an association's editor sees their own."""
    del municipality
    part = request.GET.get("part", "handed")
    visible = queries.hand_overs_visible_to(request.user)
    rows = queries.wishes_of_part(visible, part, today=timezone.localdate())
    if file := answer(request, WISHES, rows[:MOST_EXPORTED], right=EXPORT_MENTORING):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [
            ("handed", pgettext("wishes", "without an answer")),
            ("late", pgettext("wishes", "late")),
            ("found", pgettext("wishes", "found")),
            ("not_found", pgettext("wishes", "nobody found")),
            ("all", pgettext("wishes", "all")),
        ],
        "today": timezone.localdate(),
        "is_desk": VIEW_MENTORING.held_by(request.user),
        "may_export": EXPORT_MENTORING.held_by(request.user),
    }
    return render_page(request, "mentoring/wishes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANSWER_WISH)
@of_feature(FEATURE)
def wish(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One wish: what was passed on, and what became of it."""
    row = get_object_or_404(queries.hand_overs_visible_to(request.user), pk=pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.report_wish(
                hand_over=row, by=request.user, now=timezone.now(), **form.report
            )
        except DomainError as refused:
            messages.error(request, refusal(refused))
        else:
            messages.success(request, _("Thank you. The family is told."))
        return redirect("mentoring:wish", municipality, pk)
    audit.seen(subject=row, what="mentoring.wish")
    is_desk = VIEW_MENTORING.held_by(request.user)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "told": told_of(row, today=timezone.localdate()),
        "is_desk": is_desk,
        "may_run": RUN_MENTORING.held_by(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "mentoring/wish.html", context, status=status)


@require_POST
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def take_back(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The family has withdrawn its consent: the association reads nothing more."""
    row = get_object_or_404(queries.hand_overs_visible_to(request.user), pk=pk)
    try:
        services.take_back_wish(hand_over=row, by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("Taken back. The wish is open again."))
    return redirect("mentoring:wish", municipality, pk)
