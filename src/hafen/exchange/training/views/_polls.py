"""Polls: what would helpers like to learn, and how that changes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
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
from hafen.exchange.training import queries, services
from hafen.exchange.training.doors import FEATURE
from hafen.exchange.training.forms import PollForm
from hafen.exchange.training.models import Poll
from hafen.exchange.training.rules import (
    EXPORT_TRAINING,
    RUN_TRAINING,
    VIEW_TRAINING,
)
from hafen.exchange.training.services._polls import poll_address
from hafen.exchange.training.sheets import POLLS, TOPICS
from hafen.exchange.training.views._refusals import refusal

# More polls than these beside each other nobody reads.
COMPARED = 3


@require_safe
@requires(VIEW_TRAINING)
@of_feature(FEATURE)
def polls(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All polls, and how needs have changed over the last of them."""
    del municipality
    rows = queries.polls_visible_to(request.user)
    if file := answer(request, POLLS, rows, right=EXPORT_TRAINING):
        return file
    found = list(rows[:50])
    compared = list(reversed(found[:COMPARED]))
    context = {
        "rows": found,
        "compared": compared,
        "lines": queries.needs_over_time(compared, get_language() or "de")
        if len(compared) > 1
        else [],
        "may_run": RUN_TRAINING.held_by(request.user),
        "may_export": EXPORT_TRAINING.held_by(request.user),
    }
    return render(request, "training/polls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def add_poll(request: SignedInRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    form = PollForm(
        request.POST or None, languages=town.languages, today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        made = services.open_poll(
            municipality=town,
            title=form.cleaned_data["title"],
            topics=form.topics,
            closes_on=form.cleaned_data["closes_on"],
            by=request.user,
        )
        return redirect("training:poll", municipality, made.pk)
    context = {"form": form, "heading": _("New poll")}
    status = 422 if form.errors else 200
    return render(request, "training/form.html", context, status=status)


def _found(request: SignedInRequest, pk: UUID) -> Poll:
    rows = queries.polls_visible_to(request.user).select_related("questionnaire")
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(VIEW_TRAINING)
@of_feature(FEATURE)
def poll(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The topics by their votes; one click plans the training."""
    del municipality
    found = _found(request, pk)
    ranking = queries.ranking_of(found, get_language() or "de")
    if file := answer(request, TOPICS, ranking.topics, right=EXPORT_TRAINING):
        return file
    language = request.municipality.default_language
    context = {
        "poll": found,
        "ranking": ranking,
        "is_open": found.is_open(timezone.localdate()),
        "open_link": poll_address(found, found.pk, language),
        "may_run": RUN_TRAINING.held_by(request.user),
        "may_export": EXPORT_TRAINING.held_by(request.user),
    }
    return render(request, "training/poll.html", context)


@require_POST
@requires(RUN_TRAINING)
@of_feature(FEATURE)
def invite(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write to all helpers who can follow a link."""
    try:
        count = services.invite_to_poll(
            poll=_found(request, pk), by=request.user, now=timezone.now()
        )
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        said = ngettext("%(count)s person invited", "%(count)s people invited", count)
        messages.success(request, said % {"count": count})
    return redirect("training:poll", municipality, pk)
