"""Who is kept apart from whom."""

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
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.exchange.pool import queries, services
from hafen.exchange.pool.doors import FEATURE
from hafen.exchange.pool.forms.placing import ApartForm, ApartSearchForm
from hafen.exchange.pool.rules import EXPORT_POOL, PLACE, VIEW_POOL
from hafen.exchange.pool.sheets import EXCLUSIONS
from hafen.exchange.pool.views._common import need_and_offer

SHOWN = 50


@require_POST
@requires(PLACE)
@of_feature(FEATURE)
def keep_apart(
    request: SignedInRequest, municipality: str, need: UUID, offer: UUID
) -> HttpResponse:
    """Never bring these two together again."""
    one, other = need_and_offer(request, need, offer)
    wish = request.POST.get("wished_by", "DESK")
    services.keep_apart(
        helper=other.helper,
        seeker=one.seeker,
        wished_by=wish if wish in {"HELPER", "SEEKER"} else "DESK",
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The two will not be brought together."))
    return redirect("pool:need", municipality, need)


@require_safe
@requires(VIEW_POOL)
@of_feature(FEATURE)
def exclusions(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who is kept apart from whom, and whose wish it is."""
    del municipality
    try:
        person = UUID(request.GET["person"]) if "person" in request.GET else None
    except ValueError as wrong:
        raise Http404 from wrong
    rows = queries.exclusions_visible_to(request.user, person)
    if file := answer(request, EXCLUSIONS, rows, right=EXPORT_POOL):
        return file
    context = {
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("page")),
        "may_place": PLACE.held_by(request.user),
        "may_export": EXPORT_POOL.held_by(request.user),
    }
    return render(request, "pool/exclusions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def add_exclusion(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Keep two apart who are known, whether or not anything fits them now."""
    sides = {
        name: queries.people_visible_to(request.user, side)
        for name, side in (("helper", "offer"), ("seeker", "need"))
    }
    asked = {name: request.GET.get(name, "") for name in sides}
    found = {n: queries.people_named(rows, asked[n]) for n, rows in sides.items()}
    form = ApartForm(request.POST or None, found=found, known=sides)
    if request.method == "POST" and form.is_valid():
        services.keep_apart(**form.content, by=request.user, now=timezone.now())
        messages.success(request, _("The two will not be brought together."))
        return redirect("pool:exclusions", municipality)
    context = {"form": form, "search": ApartSearchForm(asked), "asked": asked}
    status = 422 if form.errors else 200
    return render(request, "pool/exclusion_form.html", context, status=status)


@require_POST
@requires(PLACE)
@of_feature(FEATURE)
def lift(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Let two be brought together again."""
    row = get_object_or_404(queries.exclusions_visible_to(request.user), pk=pk)
    services.lift_exclusion(exclusion=row, by=request.user)
    messages.success(request, _("The two can be brought together again."))
    return redirect("pool:exclusions", municipality)
