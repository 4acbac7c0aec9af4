"""Institutions, providers and the settings of the room."""

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
from hafen.core.ui.conflict import Refusals, edited
from hafen.exchange.allowances.models import Tariff
from hafen.exchange.allowances.words import money
from hafen.exchange.interpreting import queries, services, words
from hafen.exchange.interpreting.doors import FEATURE
from hafen.exchange.interpreting.errors import NameTaken
from hafen.exchange.interpreting.forms import (
    DeskInstitutionForm,
    ProviderForm,
    SettingsForm,
    initial_of_institution,
    initial_of_provider,
)
from hafen.exchange.interpreting.models import Institution, Service
from hafen.exchange.interpreting.rules import (
    APPROVE_INSTITUTION,
    ASSIGN,
    EXPORT,
    VIEW_INTERPRETERS,
)
from hafen.exchange.interpreting.sheets import INSTITUTIONS
from hafen.exchange.interpreting.views._common import (
    MOST_EXPORTED,
    PAGE,
    districts,
    institution_of,
    of_messages,
    today,
    tried,
)
from hafen.exchange.interpreting.views._refusals import refusal
from hafen.mechanisms.todos.queries import receivers_for

_SET = (
    "tariff", "buffer_minutes", "answer_hours", "urgent_hours", "kilometres_per_hour",
    "invoice_note", "taxed", "tax_rule", "tax_percent", "tax_number", "iban",
)  # fmt: skip


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def institutions(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.institutions_visible_to(request.user).order_by("-state", "sort_key")
    if file := answer(request, INSTITUTIONS, rows[:MOST_EXPORTED], right=EXPORT):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_approve": APPROVE_INSTITUTION.held_by(request.user),
        "may_export": EXPORT.held_by(request.user),
    }
    return render(request, "interpreting/institutions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(APPROVE_INSTITUTION)
@of_feature(FEATURE)
def add_institution(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = _form(request, initial={"language": "de"})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_institution(
                municipality=request.municipality,
                data=form.institution,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error("name", refusal(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("interpreting:institution", municipality, made.pk)
    return _form_page(request, form)


def _form(request: SignedInRequest, **options: Any) -> DeskInstitutionForm:
    return DeskInstitutionForm(
        request.POST or None,
        districts=districts(request),
        of_messages=of_messages(request.municipality),
        **options,
    )


def _form_page(
    request: SignedInRequest,
    form: DeskInstitutionForm,
    found: Institution | None = None,
) -> HttpResponse:
    context = {"form": form, "institution": found}
    status = 422 if form.errors else 200
    return render(request, "interpreting/institution_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(APPROVE_INSTITUTION)
@of_feature(FEATURE)
def edit_institution(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    found = institution_of(request, pk)
    current = initial_of_institution(found)
    form = _form(request, initial=current, version=found.version)

    def save(*, expected: int) -> None:
        services.edit_institution(
            institution=found,
            data=form.institution,
            expected=expected,
            by=request.user,
        )

    taken: Refusals = {NameTaken: ("name", refusal(NameTaken()))}
    done = edited(request, form, found, save, current=current, refusals=taken)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("interpreting:institution", municipality, pk)
    return done or _form_page(request, form, found)


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def institution(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """An institution, its bookings, and what is left of its budget."""
    del municipality
    found = institution_of(request, pk)
    left = [row["left"] for row in queries.spent_by([found.pk], year=today().year)]
    context = {
        "institution": found,
        "bookings": queries.bookings_of(found)[:PAGE],
        "names": words.language_names(today()),
        "budget": money(found.budget_cents) if found.budget_cents else "",
        "left": money(left[0]) if left else "",
        "is_spent": bool(left) and left[0] < 0,
        "may_approve": APPROVE_INSTITUTION.held_by(request.user),
    }
    return render(request, "interpreting/institution.html", context)


@require_POST
@requires(APPROVE_INSTITUTION)
@of_feature(FEATURE)
def institution_step(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Approve, close, or send a new link."""
    found = institution_of(request, pk)
    steps: dict[str, tuple[Any, str]] = {
        "approve": (
            services.approve_institution,
            _("The institution can book; its address was mailed."),
        ),
        "close": (services.close_institution, _("The institution books no more.")),
        "link": (services.renew_link, _("A new address was mailed.")),
    }
    if request.POST.get("step") not in steps:
        raise Http404
    step, done = steps[request.POST["step"]]

    def run() -> None:
        step(institution=found, by=request.user, now=timezone.now())

    tried(request, run, done)
    return redirect("interpreting:institution", municipality, pk)


@require_safe
@requires(VIEW_INTERPRETERS)
@of_feature(FEATURE)
def providers(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    context = {
        "providers": queries.providers_visible_to(request.user),
        "names": words.language_names(today()),
        "may_assign": ASSIGN.held_by(request.user),
    }
    return render(request, "interpreting/providers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ASSIGN)
@of_feature(FEATURE)
def provider(
    request: SignedInRequest, municipality: str, pk: UUID | None = None
) -> HttpResponse:
    """Enter or change a provider."""
    rows = queries.providers_visible_to(request.user)
    found = get_object_or_404(rows, pk=pk) if pk else None
    form = ProviderForm(
        request.POST or None,
        languages=words.language_choices(today()),
        initial=initial_of_provider(found) if found else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_provider(
                municipality=request.municipality,
                provider=found,
                data=form.content,
                by=request.user,
            )
        except DomainError as refused:
            form.add_error("name", refusal(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("interpreting:providers", municipality)
    status = 422 if form.errors else 200
    context = {"form": form, "provider": found}
    return render(request, "interpreting/provider_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ASSIGN)
@of_feature(FEATURE)
def settings(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who looks after interpreting, by which tariff, with which periods."""
    town = request.municipality
    row = queries.service_of(town) or Service(municipality=town)
    people, _teams = receivers_for(request.user)
    tariffs = Tariff.objects.filter(municipality=town).on(today()).order_by("sort_key")
    initial = {name: getattr(row, name) for name in _SET}
    initial["owner"] = row.owner_id or request.user.pk
    form = SettingsForm(
        request.POST or None, people=people, tariffs=tariffs, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        services.save_service(municipality=town, data=form.content, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("interpreting:settings", municipality)
    status = 422 if form.errors else 200
    context = {"form": form, "missing": queries.missing_for_offices(row)}
    return render(request, "interpreting/settings.html", context, status=status)
