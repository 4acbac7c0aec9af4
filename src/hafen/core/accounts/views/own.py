"""What everybody sees and changes about themselves."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hafen.core.accounts import queries, services, signing_in
from hafen.core.accounts.forms import LanguageForm
from hafen.core.accounts.models import OpenSession, RoleAssignment
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.languages import own_names
from hafen.core.db.permissions import signed_in


@never_cache
@signed_in
def me(request: SignedInRequest) -> HttpResponse:
    """Show one's own name, roles, keys and papers."""
    user, today = request.user, timezone.localdate()
    factors = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    return render(
        request,
        "accounts/own/me.html",
        {
            "place": user.municipality,
            "is_staff": user.is_staff_now,
            "assignments": RoleAssignment.objects.filter(user=user)
            .valid(today)
            .order_by("role"),
            "roles_now": user.roles_now,
            "factors": [
                factor for factor in factors if factor.type != "recovery_codes"
            ],
            "has_codes": any(factor.type == "recovery_codes" for factor in factors),
            "form": LanguageForm(
                initial={"language": user.language}, languages=own_names()
            ),
            "waiting": services.waiting_address(user, now=timezone.now()),
            "withdraw_at": reverse("accounts_installation:withdraw_own_address"),
            "sessions": services.open_sessions(
                user,
                now=timezone.now(),
                rests=signing_in.IDLE,
                lasts=signing_in.ABSOLUTE,
            ),
            "this_session": signing_in.listed_as(request),
            "undertakings": queries.undertakings_visible_to(user).filter(user=user),
            "texts": queries.texts_to_sign(user, today),
        },
    )


@require_POST
@signed_in
def change_language(request: SignedInRequest) -> HttpResponse:
    form = LanguageForm(request.POST, languages=own_names())
    if form.is_valid():
        language = form.cleaned_data["language"]
        services.change_language(user=request.user, language=language)
        signing_in.forget_language(request)
        with override(language):
            messages.success(request, _("Your language was saved."))
    return redirect("accounts_installation:me")


@require_POST
@signed_in
def end_sessions(request: SignedInRequest) -> HttpResponse:
    """End all sessions of this person, this one too."""
    services.end_sessions(user=request.user, by=request.user)
    request.session.flush()
    messages.success(request, _("All your sessions have ended."))
    return redirect("account_login")


@require_POST
@signed_in
def end_session(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End one session of this person, on a device that is not at hand."""
    session = get_object_or_404(OpenSession, pk=pk, user=request.user)
    is_this_one = str(session.pk) == signing_in.listed_as(request)
    services.end_session(session=session, by=request.user)
    if is_this_one:
        request.session.flush()
        return redirect("account_login")
    messages.success(request, _("The session has ended."))
    return redirect("accounts_installation:me")


@require_POST
@signed_in
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End all sessions of this person but this one."""
    services.end_other_sessions(user=request.user, keep=signing_in.listed_as(request))
    update_session_auth_hash(request, request.user)
    messages.success(request, _("All your other sessions have ended."))
    return redirect("accounts_installation:me")


@require_POST
@signed_in
def sign_undertaking(request: SignedInRequest) -> HttpResponse:
    """Sign the text on the screen, with one's own account."""
    today = timezone.localdate()
    texts = queries.texts_to_sign(request.user, today)
    text = get_object_or_404(texts, pk=request.POST.get("text"))
    services.record_undertaking(
        user=request.user,
        text=text,
        signed_on=today,
        is_on_paper=False,
        by=request.user,
    )
    messages.success(request, _("Thank you. Your undertaking was recorded."))
    return redirect("accounts_installation:me")


@never_cache
@signed_in
def enrol(request: SignedInRequest) -> HttpResponse:
    """Explain the ways to a second factor; staff come here before anything else."""
    return render(
        request,
        "accounts/own/enrol.html",
        {"place": request.user.municipality, "is_staff": request.user.is_staff_now},
    )
