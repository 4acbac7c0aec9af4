"""The plan for the whole town: preview, lock, forbid, use."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.pool import queries, services
from hafen.exchange.pool.doors import FEATURE
from hafen.exchange.pool.forms.placing import PlanForm, WishForm
from hafen.exchange.pool.gates import gate_names
from hafen.exchange.pool.models import CityPlan
from hafen.exchange.pool.rules import EXPORT_POOL, PLACE, VIEW_POOL
from hafen.exchange.pool.sheets import PLAN
from hafen.exchange.pool.views._common import need_and_offer
from hafen.exchange.pool.views._refusals import refusal

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def plans(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All plans, the override log, and the button that has one computed."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.request_plan(
            municipality=request.municipality,
            kind=form.cleaned_data["kind"],
            by=request.user,
        )
        messages.success(request, _("The plan is being computed."))
        return redirect("pool:plan", municipality, made.pk)
    context = {
        "form": form,
        "plans": queries.plans_visible_to(request.user)[:SHOWN],
        "overrides": queries.overrides_visible_to(request.user)[:SHOWN],
    }
    status = 422 if form.errors else 200
    return render(request, "pool/plans.html", context, status=status)


def _plan(request: SignedInRequest, pk: UUID) -> CityPlan:
    return get_object_or_404(queries.plans_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_POOL)
@of_feature(FEATURE)
def plan(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One plan beside what the simple rule would do, with its proof."""
    del municipality
    found = _plan(request, pk)
    rows = queries.pairs_of(found)
    if file := answer(request, PLAN, rows, right=EXPORT_POOL):
        return file
    context = {
        "plan": found,
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("page")),
        "rules": queries.RULE_NAMES | gate_names(),
        "may_place": PLACE.held_by(request.user),
        "may_export": EXPORT_POOL.held_by(request.user),
    }
    return render(request, "pool/plan.html", context)


@require_POST
@requires(PLACE)
@of_feature(FEATURE)
def use_plan(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Take the ticked pairs over: dated ones are asked, all others proposed."""
    found = _plan(request, pk)
    try:
        chosen = [UUID(text) for text in request.POST.getlist("pair")]
    except ValueError as wrong:
        raise Http404 from wrong
    pairs = queries.pairs_of(found).filter(pk__in=chosen)
    try:
        taken = services.use_pairs(
            plan=found, pairs=pairs, by=request.user, now=timezone.now()
        )
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        _tell(request, taken)
    return redirect("pool:plan", municipality, pk)


def _tell(request: SignedInRequest, taken: services.Taken) -> None:
    if taken.asked or taken.proposed:
        said = _("Asked: %(asked)s. Proposed, to be confirmed one by one: %(rest)s.")
        figures = {"asked": taken.asked, "rest": taken.proposed}
        messages.success(request, said % figures)
    for pair, refused in taken.refused:
        messages.error(request, f"{pair.need.title}: {refusal(refused)}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def wish(
    request: SignedInRequest, municipality: str, need: UUID, offer: UUID
) -> HttpResponse:
    """Keep a pair together or apart in the next plan, with the reason."""
    one, other = need_and_offer(request, need, offer)
    form = WishForm(request.POST or None, initial={"wish": request.GET.get("wish")})
    if request.method == "POST" and form.is_valid():
        services.wish_for_pair(
            need=one,
            offer=other,
            wish=form.cleaned_data["wish"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("The next plan keeps to it."))
        return redirect("pool:plans", municipality)
    context = {"form": form, "need": one, "offer": other}
    status = 422 if form.errors else 200
    return render(request, "pool/wish.html", context, status=status)
