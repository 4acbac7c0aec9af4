"""Undertakings and cards: what is signed and printed."""

from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts import errors, mails, queries, rules, services
from hafen.core.accounts.forms import (
    ConditionForm,
    UndertakingForm,
    UndertakingTextForm,
)
from hafen.core.accounts.models import User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.languages import RIGHT_TO_LEFT, own_names
from hafen.core.db.permissions import requires


def _person(request: SignedInRequest, pk: UUID) -> User:
    return get_object_or_404(queries.people_visible_to(request.user), pk=pk)


@requires(rules.RECORD_UNDERTAKING)
def undertakings(request: SignedInRequest, municipality: str) -> HttpResponse:
    """List who signed, who is missing, and the texts; add a text."""
    form = UndertakingTextForm(request.POST or None, languages=own_names())
    if request.method == "POST" and form.is_valid():
        services.publish_undertaking_text(
            municipality=request.municipality,
            today=timezone.localdate(),
            by=request.user,
            **form.cleaned_data,
        )
        messages.success(request, _("The text was published."))
        return redirect("accounts:undertakings", municipality)
    today = timezone.localdate()
    return render(
        request,
        "accounts/papers/undertakings.html",
        {
            "form": form,
            "may_open": rules.VIEW_PEOPLE.held_by(request.user),
            "texts": queries.undertaking_texts(request.user),
            "missing": queries.people_without_undertaking(request.user, today),
            "signed": queries.undertakings_visible_to(request.user)
            .valid(today)
            .order_by("user__name", "-signed_on"),
            "conditions": ConditionForm(
                initial={"roles": queries.roles_with_undertaking(request.user)}
            ),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@requires(rules.EDIT_ROLES)
def set_conditions(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Say which roles begin only after an undertaking was signed."""
    form = ConditionForm(request.POST)
    if form.is_valid():
        before = queries.roles_with_undertaking(request.user)
        wanted = set(form.cleaned_data["roles"])
        for role in sorted(before ^ wanted):
            services.set_role_condition(
                municipality=request.municipality,
                role=role,
                needs_undertaking=role in wanted,
                by=request.user,
            )
        messages.success(request, _("This was saved."))
    return redirect("accounts:undertakings", municipality)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(rules.RECORD_UNDERTAKING)
def record_undertaking(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Record the signature under a paper, or print one to be signed."""
    found = _person(request, pk)
    texts = queries.undertaking_texts(request.user)
    sent = request.POST if request.method == "POST" else None
    form = UndertakingForm(sent, texts=texts)
    if form.is_bound and form.is_valid():
        try:
            services.record_undertaking(
                user=found, is_on_paper=True, by=request.user, **form.cleaned_data
            )
        except errors.PeriodRunsBackwards:
            form.add_error(None, _("The last day lies before the first one."))
        else:
            messages.success(request, _("The undertaking was recorded."))
            return _back(request, municipality, pk)
    context = {"form": form, "person": found, "texts": texts}
    status = 422 if form.errors else 200
    return render(request, "accounts/papers/record.html", context, status=status)


def _back(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Return to the person, or to the list for who may not look at people."""
    if rules.VIEW_PEOPLE.held_by(request.user):
        return redirect("accounts:person", municipality, pk)
    return redirect("accounts:undertakings", municipality)


@requires(rules.RECORD_UNDERTAKING)
def print_undertaking(
    request: SignedInRequest,
    /,
    pk: UUID,
    text: UUID,
    **_parts: str,
) -> HttpResponse:
    """Print a text for one person to sign by hand."""
    chosen = get_object_or_404(queries.undertaking_texts(request.user), pk=text)
    return render(
        request,
        "accounts/papers/undertaking_print.html",
        {
            "person": _person(request, pk),
            "text": chosen,
            "today": timezone.localdate(),
        },
    )


@never_cache
@require_POST
@requires(rules.ISSUE_CARD)
def issue_card(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Make a card and show it once, to be printed."""
    found = _person(request, pk)
    try:
        printed = services.issue_card(
            user=found, today=timezone.localdate(), now=timezone.now(), by=request.user
        )
    except errors.NotYourself:
        messages.error(request, _("Ask a colleague to do this for you."))
        return redirect("accounts:person", municipality, pk)
    address = mails.absolute(
        "use_card", slug=request.municipality.slug, secret=printed.secret
    )
    return render(
        request,
        "accounts/papers/card.html",
        {
            "person": found,
            "printed": printed,
            "code": segno.make(address, error="m").svg_data_uri(scale=4, border=2),
            "back": reverse("accounts:person", args=[municipality, pk]),
            # The card is read by whom it belongs to.
            "spoken": found.language,
            "spoken_dir": "rtl" if found.language in RIGHT_TO_LEFT else "ltr",
        },
    )


@require_POST
@requires(rules.ISSUE_CARD)
def revoke_card(
    request: SignedInRequest, municipality: str, pk: UUID, card: UUID
) -> HttpResponse:
    found = get_object_or_404(
        queries.cards_visible_to(request.user).select_related("user"),
        pk=card,
        user=_person(request, pk),
    )
    services.revoke_card(card=found, now=timezone.now(), by=request.user)
    messages.success(request, _("The card no longer opens anything."))
    return redirect("accounts:person", municipality, pk)


@requires(rules.VIEW_RIGHTS)
def rights(request: SignedInRequest, /, **_parts: str) -> HttpResponse:
    """Show which role holds which right: the sheet for the data protection officer."""
    today = timezone.localdate()
    return render(
        request,
        "accounts/papers/rights.html",
        {"sheet": queries.rights_sheet(request.user, today), "today": today},
    )
