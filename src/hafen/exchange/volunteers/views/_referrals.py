"""Forwarding somebody, and what becomes of it, at the desk."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.exchange.pool import queries as pool
from hafen.exchange.volunteers import distribution, queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.places import DeclineForm, EndForm, ForwardForm
from hafen.exchange.volunteers.models import DeploymentProfile, Referral
from hafen.exchange.volunteers.rules import (
    ANSWER_REFERRAL,
    EDIT_VOLUNTEER,
    OWN_PLACES,
)
from hafen.exchange.volunteers.views._common import found
from hafen.exchange.volunteers.views._places import found_place
from hafen.exchange.volunteers.views._refusals import refusal
from hafen.exchange.volunteers.views.partner import partner_page


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def forward_to_place(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Forward one volunteer to a place; the place is asked to accept."""
    place = found_place(request, pk)
    offer = get_object_or_404(
        pool.offers_visible_to(request.user).select_related("helper", "municipality"),
        pk=_key(request, "offer"),
    )
    row = get_object_or_404(
        queries.volunteers_visible_to(request.user), helper=offer.helper_id
    )
    _try(
        request,
        lambda: services.forward(
            volunteer=row,
            place=place,
            offer=offer,
            by=request.user,
            now=timezone.now(),
        ),
        _("Forwarded. The place is asked to accept."),
    )
    return redirect("volunteers:place", municipality, pk)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def ask_for_place(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Ask a volunteer whether a place is wanted; the answer comes by the link."""
    place = found_place(request, pk)
    offer = get_object_or_404(
        pool.offers_visible_to(request.user).select_related("helper", "municipality"),
        pk=_key(request, "offer"),
    )
    _try(
        request,
        lambda: services.ask_volunteer(
            place=place, offer=offer, by=request.user, now=timezone.now()
        ),
        _("The volunteer was asked."),
    )
    return redirect("volunteers:place", municipality, pk)


def _key(request: SignedInRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as wrong:
        raise Http404 from wrong


def _try(request: SignedInRequest, do: Callable[[], Any], said: str) -> None:
    try:
        do()
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, said)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def forward(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Forward somebody to a partner; the rule proposes one, a reason overrides it."""
    row = found(request, pk)
    proposed = distribution.proposed_for(row, now=timezone.now())
    form = ForwardForm(
        request.POST or None,
        partners=queries.partners_visible_to(request.user).filter(is_active=True),
        initial={"partner": proposed},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.forward(
                volunteer=row,
                partner=form.cleaned_data["partner"],
                override_reason=form.cleaned_data["override_reason"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Forwarded. The place is asked to accept."))
            return redirect("volunteers:volunteer", municipality, pk)
    context = {"form": form, "volunteer": row, "proposed": proposed}
    status = 422 if form.errors else 200
    return render(request, "volunteers/forward.html", context, status=status)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def acknowledge_for(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Note that somebody acknowledged a standard on paper or in a talk."""
    row = found(request, pk)
    rows: Any = DeploymentProfile.objects.filter(municipality=request.municipality)
    profile = get_object_or_404(rows, pk=_key(request, "profile"))
    services.acknowledge(
        volunteer=row, profile=profile, by=request.user, now=timezone.now()
    )
    messages.success(request, _("The changes were saved."))
    return redirect("volunteers:volunteer", municipality, pk)


@require_POST
@requires(ANSWER_REFERRAL)
@of_feature(FEATURE)
def referral_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Accept, decline, take back, begin or end a forwarding."""
    row = get_object_or_404(queries.referrals_visible_to(request.user), pk=pk)
    is_desk = EDIT_VOLUNTEER.held_by(request.user)
    if name not in _STEPS or (name in {"take-back", "end"} and not is_desk):
        raise Http404
    form_class, do = _STEPS[name]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        messages.error(request, _("Please say why."))
    else:
        values = form.content if form else {}
        said = _("The changes were saved.")
        _try(request, lambda: do(row, request.user, values), said)
    return redirect(_back(request, municipality, row))


def _back(request: SignedInRequest, municipality: str, row: Referral) -> Any:
    if not EDIT_VOLUNTEER.held_by(request.user):
        return reverse("volunteers:our_volunteers", args=[municipality])
    return reverse("volunteers:volunteer", args=[municipality, row.volunteer_id])


Do = Callable[[Referral, Any, dict[str, Any]], Any]
_STEPS: dict[str, tuple[Any, Do]] = {
    "accept": (
        None,
        lambda row, by, _said: services.accept(referral=row, by=by, now=timezone.now()),
    ),
    "decline": (
        DeclineForm,
        lambda row, by, said: services.decline(
            referral=row, reason=said["reason"], by=by, now=timezone.now()
        ),
    ),
    "take-back": (
        None,
        lambda row, by, _said: services.take_back(
            referral=row, by=by, now=timezone.now()
        ),
    ),
    "start": (
        None,
        lambda row, by, _said: services.start(referral=row, by=by, now=timezone.now()),
    ),
    "end": (
        EndForm,
        lambda row, by, said: services.end(
            referral=row, **said, by=by, now=timezone.now()
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(OWN_PLACES)
@of_feature(FEATURE)
def our_volunteers(request: SignedInRequest, municipality: str) -> HttpResponse:
    """An organisation's own page, signed in: who was forwarded, our places."""
    rows = queries.partners_visible_to(request.user)
    asked = request.GET.get("partner", "")
    row = next((each for each in rows if str(each.pk) == asked), rows.first())
    if row is None:
        return render(request, "volunteers/no_partner.html")
    return partner_page(
        request,
        row,
        back=f"{request.path}?partner={row.pk}",
        template="volunteers/our_volunteers.html",
        by=request.user,
    )
