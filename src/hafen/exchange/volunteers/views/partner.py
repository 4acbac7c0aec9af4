"""A partner's page: forwarded volunteers, own places; by link or signed in."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hafen.core.db.errors import DomainError
from hafen.core.places.models import Site
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link
from hafen.exchange.pool import queries as pool
from hafen.exchange.pool.models import Visibility
from hafen.exchange.pool.words import language_choices
from hafen.exchange.volunteers import keys, queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.places import DeclineForm, PlaceForm
from hafen.exchange.volunteers.models import Partner
from hafen.exchange.volunteers.views._common import districts, today
from hafen.exchange.volunteers.views._refusals import refusal


@by_link(FEATURE)
def partner(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """The page behind the mailed link; looking changes nothing."""
    row = queries.by_partner_link(request.municipality, pk)
    if row is None or not keys.is_partner_code(row, code):
        raise Http404
    return partner_page(
        request,
        row,
        back=request.path,
        template="volunteers/partner.html",
        by=None,
    )


def partner_page(
    request: Any, row: Partner, *, back: str, template: str, by: Any
) -> HttpResponse:
    """Show the page of a partner, or do what its form says."""
    step = request.POST.get("step", "")
    form = PlaceForm(
        request.POST if step == "place" else None,
        rows={
            "profile": services.profiles_in_use(request.municipality),
            "site": Site.objects.filter(municipality=request.municipality).in_order(),
            "district": districts(request),
        },
        languages=language_choices(today()),
    )
    refused = ""
    if request.method == "POST" and step != "place":
        refused = _answer(row, request.POST, step, by)
        if not refused:
            return redirect(back)
    elif form.is_bound and form.is_valid():
        services.enter_place(partner=row, data=form.place, by=None, now=timezone.now())
        return redirect(back)
    context = {
        "partner": row,
        "referrals": queries.referrals_of(partner=row)[:100],
        "places": queries.places_of(row),
        "form": form,
        "decline": DeclineForm(),
        "refused": refused,
        "wanted": pool.wanted_by(
            request.municipality,
            Visibility.NETWORK,
            Visibility.PUBLIC,
            today=today(),
        ),
    }
    status = 422 if form.errors or refused else 200
    return render(request, template, context, status=status)


def _answer(row: Partner, sent: Any, step: str, by: Any) -> str:
    """Do what a button says; return why it was refused, empty when done."""
    try:
        key = UUID(sent.get("referral", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    referral = queries.referrals_of(partner=row).filter(pk=key).first()
    if referral is None:
        raise Http404
    form = DeclineForm(sent)
    now = timezone.now()
    try:
        if step == "accept":
            services.accept(referral=referral, by=by, now=now)
        elif step == "decline" and form.is_valid():
            reason = form.cleaned_data["reason"]
            services.decline(referral=referral, reason=reason, by=by, now=now)
        elif step == "start":
            services.start(referral=referral, by=by, now=now)
        else:
            raise Http404
    except DomainError as wrong:
        return refusal(wrong)
    return ""
