"""Places, partners and profiles at the desk."""

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
from hafen.core.places.models import Site
from hafen.core.ui.conflict import edited
from hafen.core.ui.pages import render_page
from hafen.exchange.pool.words import language_choices
from hafen.exchange.training.queries import modules_of
from hafen.exchange.volunteers import distribution, queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.places import PartnerForm, PlaceForm, ProfileForm
from hafen.exchange.volunteers.models import Place
from hafen.exchange.volunteers.rules import (
    EDIT_VOLUNTEER,
    EXPORT_VOLUNTEERS,
    VIEW_VOLUNTEERS,
)
from hafen.exchange.volunteers.sheets import DISTRIBUTION, PLACES
from hafen.exchange.volunteers.views._common import (
    MOST_EXPORTED,
    PAGE,
    districts,
    organisations,
    receivers,
    today,
)
from hafen.exchange.volunteers.views._current import current_of
from hafen.exchange.volunteers.views._refusals import refusal


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def places(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Where volunteers are needed, and how many are there."""
    del municipality
    rows = queries.places_visible_to(request.user)
    if file := answer(request, PLACES, rows[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render_page(request, "volunteers/places.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_place(
    request: SignedInRequest, municipality: str, partner: UUID
) -> HttpResponse:
    found = get_object_or_404(queries.partners_visible_to(request.user), pk=partner)
    form = place_form(request, initial={"owner": request.user})
    if request.method == "POST" and form.is_valid():
        made = services.enter_place(
            partner=found, data=form.place, by=request.user, now=timezone.now()
        )
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:place", municipality, made.pk)
    context = {"form": form, "partner": found}
    status = 422 if form.errors else 200
    return render(request, "volunteers/place_form.html", context, status=status)


def place_form(request: Any, *, at_desk: bool = True, **options: Any) -> PlaceForm:
    town = request.municipality
    rows = {
        "profile": services.profiles_in_use(town),
        "site": Site.objects.filter(municipality=town).in_order(),
        "district": districts(request),
    }
    if at_desk:
        rows |= receivers(request)
    return PlaceForm(
        request.POST or None,
        rows=rows,
        languages=language_choices(today()),
        **options,
    )


def found_place(request: SignedInRequest, pk: UUID) -> Place:
    rows = queries.places_visible_to(request.user)
    return get_object_or_404(
        rows.select_related(
            "need__municipality",
            "need__owner",
            "need__team",
            "need__district",
            "need__seeker",
            "profile",
            "partner__organisation",
            "site",
            "municipality",
        ),
        pk=pk,
    )


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def place(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One place: who fits best and why, who has said yes, who is there."""
    del municipality
    row = found_place(request, pk)
    names = dict(language_choices(today()))
    is_looking = row.is_open and row.need.is_open
    fitting, asked = (
        queries.candidates(row, today=today(), names=names) if is_looking else ([], [])
    )
    context = {
        "place": row,
        "fitting": fitting,
        "asked": asked,
        "referrals": queries.referrals_visible_to(request.user).filter(place=row)[:50],
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
    }
    return render(request, "volunteers/place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def edit_place(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = found_place(request, pk)
    current = PlaceForm.initial_of(row)
    form = place_form(request, initial=current, version=row.version)

    def save(expected: int | None) -> None:
        services.edit_place(
            place=row,
            data=form.place,
            expected=expected,
            by=request.user,
            now=timezone.now(),
        )

    done = edited(request, form, row, save, current=current)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:place", municipality, pk)
    context = {"form": form, "partner": row.partner, "place": row}
    status = 422 if form.errors else 200
    return render(request, "volunteers/place_form.html", context, status=status)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def place_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Open or close a place."""
    row = found_place(request, pk)
    steps = {"open": services.open_place, "close": services.close_place}
    if name not in steps:
        raise Http404
    try:
        steps[name](place=row, by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("volunteers:place", municipality, pk)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def partners(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who takes volunteers, what the rule would do, and what is free in town."""
    del municipality
    now, agreed = timezone.now(), services.settings_of(request.municipality)
    rows = list(queries.partners_visible_to(request.user))
    counted = distribution.standing(request.municipality, now)
    table = [(row, counted.got[row.pk], counted.has[row.pk]) for row in rows]
    if file := answer(request, DISTRIBUTION, table, right=EXPORT_VOLUNTEERS):
        return file
    waiting = queries.listed(
        queries.volunteers_visible_to(request.user).filter(stage="READY")
    )[:20]
    overrides = queries.referrals_visible_to(request.user).exclude(override_reason="")
    context = {
        "table": table,
        "rule": agreed.get_distribution_display(),
        "simulated": distribution.simulate(
            waiting,
            partners=rows,
            counted=counted,
            rule=agreed.distribution,
            now=now,
        ),
        "overrides": overrides[:20],
        "resources": queries.resources(request.user),
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render(request, "volunteers/partners.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_partner(request: SignedInRequest, municipality: str) -> HttpResponse:
    return _partner(request, municipality, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def edit_partner(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.partners_visible_to(request.user), pk=pk)
    return _partner(request, municipality, row)


def _partner(request: SignedInRequest, municipality: str, row: Any) -> HttpResponse:
    current = current_of(row, PartnerForm)
    form = PartnerForm(
        request.POST or None,
        initial=current,
        version=row.version if row else None,
        rows={"organisation": organisations(request), "districts": districts(request)},
    )

    def save(expected: int | None) -> None:
        services.save_partner(
            municipality=request.municipality,
            data=form.partner,
            by=request.user,
            partner=row,
            expected=expected,
        )

    done = edited(request, form, row, save, current=current)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:partners", municipality)
    context = {"form": form, "partner": row}
    status = 422 if form.errors else 200
    return render(request, "volunteers/partner_form.html", context, status=status)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def partner_link(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Mail a partner the link to its page."""
    row = get_object_or_404(queries.partners_visible_to(request.user), pk=pk)
    try:
        services.send_partner_link(partner=row, by=request.user, now=timezone.now())
    except DomainError:
        messages.error(request, _("This partner has no e-mail address."))
    else:
        messages.success(request, _("The link is on its way."))
    return redirect("volunteers:partners", municipality)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def profiles(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The catalogue of deployment profiles, and who has not read a standard."""
    del municipality
    context = {
        "profiles": queries.profiles_visible_to(request.user),
        "missing": queries.unacknowledged(request.user)[:50],
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
    }
    return render(request, "volunteers/profiles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_profile(request: SignedInRequest, municipality: str) -> HttpResponse:
    return _profile(request, municipality, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def edit_profile(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.profiles_visible_to(request.user), pk=pk)
    return _profile(request, municipality, row)


def _profile(request: SignedInRequest, municipality: str, row: Any) -> HttpResponse:
    current = current_of(row, ProfileForm)
    form = ProfileForm(
        request.POST or None,
        initial=current,
        version=row.version if row else None,
        rows={"training": modules_of(request.municipality)},
    )

    def save(expected: int | None) -> None:
        services.save_profile(
            municipality=request.municipality,
            data=form.content,
            by=request.user,
            profile=row,
            expected=expected,
        )

    done = edited(request, form, row, save, current=current)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:profiles", municipality)
    status = 422 if form.errors else 200
    context = {"form": form, "profile": row}
    return render(request, "volunteers/profile_form.html", context, status=status)
