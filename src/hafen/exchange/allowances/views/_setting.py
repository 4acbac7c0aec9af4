"""Tariffs and orders: what is paid, and for what."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.exchange.allowances import queries, services
from hafen.exchange.allowances.doors import FEATURE
from hafen.exchange.allowances.errors import TariffOverlaps, TariffUsed
from hafen.exchange.allowances.forms.claims import OrderForm
from hafen.exchange.allowances.forms.tariffs import TariffForm, initial_of
from hafen.exchange.allowances.models import Tariff
from hafen.exchange.allowances.rules import (
    EDIT_TARIFF,
    EXPORT_CLAIMS,
    ORDER_TASK,
    VIEW_CLAIMS,
)
from hafen.exchange.allowances.sheets import ORDERS, TARIFFS
from hafen.exchange.allowances.views._refusals import refusal
from hafen.mechanisms.todos.queries import receivers_for

PAGE = 25
MOST_EXPORTED = 10_000


@require_safe
@requires(EDIT_TARIFF)
@of_feature(FEATURE)
def tariffs(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All versions, by name, the newest first."""
    del municipality
    rows = queries.tariffs_visible_to(request.user)
    if file := answer(request, TARIFFS, rows[:MOST_EXPORTED], right=EDIT_TARIFF):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_export": True}
    return render(request, "allowances/tariffs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_TARIFF)
@of_feature(FEATURE)
def add_tariff(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = TariffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_tariff(
                municipality=request.municipality, data=form.tariff, by=request.user
            )
        except TariffOverlaps as refused:
            form.add_error("valid_from", refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("allowances:tariffs", municipality)
    return _tariff_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_TARIFF)
@of_feature(FEATURE)
def edit_tariff(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.tariffs_visible_to(request.user), pk=pk)
    current = initial_of(found)
    form = TariffForm(request.POST or None, initial=current, version=found.version)

    def save(*, expected: int) -> None:
        services.revise_tariff(
            tariff=found, data=form.tariff, expected=expected, by=request.user
        )

    refusals: Refusals = {
        each: ("valid_from", refusal(each())) for each in (TariffOverlaps, TariffUsed)
    }
    done = edited(request, form, found, save, current=current, refusals=refusals)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("allowances:tariffs", municipality)
    return done or _tariff_page(request, form, found)


def _tariff_page(
    request: SignedInRequest, form: TariffForm, found: Tariff | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "tariff": found,
        "is_used": found is not None and queries.is_used(found),
    }
    status = 422 if form.errors else 200
    return render(request, "allowances/tariff_form.html", context, status=status)


@require_safe
@requires(VIEW_CLAIMS)
@of_feature(FEATURE)
def orders(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What the municipality has ordered, the newest first."""
    del municipality
    rows = queries.orders_visible_to(request.user).order_by("-ordered_on", "-id")
    if file := answer(request, ORDERS, rows[:MOST_EXPORTED], right=EXPORT_CLAIMS):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_order": ORDER_TASK.held_by(request.user),
        "may_export": EXPORT_CLAIMS.held_by(request.user),
    }
    return render(request, "allowances/orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ORDER_TASK)
@of_feature(FEATURE)
def add_order(request: SignedInRequest, municipality: str) -> HttpResponse:
    people, _teams = receivers_for(request.user)
    today = timezone.localdate()
    rows = {
        "helper": queries.helpers_visible_to(request.user),
        "tariff": queries.tariffs_visible_to(request.user).on(today),
        "owner": people,
    }
    initial = {"owner": request.user, "ordered_on": today, "starts_on": today}
    form = OrderForm(request.POST or None, rows=rows, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.give_order(
            municipality=request.municipality,
            data=form.content,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The order is given; claims can be entered."))
        return redirect("allowances:orders", municipality)
    status = 422 if form.errors else 200
    return render(request, "allowances/order_form.html", {"form": form}, status=status)
