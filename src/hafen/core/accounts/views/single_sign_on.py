"""The municipality's own sign-in: there and back, and its set-up at the desk."""

import secrets
import time
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hafen.core.accounts import errors, mails, oidc, rules, services, signing_in
from hafen.core.accounts.forms import ProviderForm
from hafen.core.accounts.models import SignInProvider
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.accounts.views.entrance import sign_in
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import public, requires

_KEPT = "hafen_own_sign_in"
_LASTS = 600
_REFUSALS = (
    errors.ProviderUnreachable,
    errors.SignInRefused,
    errors.NotInvited,
    errors.AddressTaken,
)


def _provider(slug: str) -> SignInProvider:
    municipality = signing_in.enter_municipality(slug)
    found = SignInProvider.objects.filter(municipality=municipality, is_active=True)
    provider = found.select_related("municipality").first()
    if municipality is None or provider is None:
        raise Http404
    return provider


@public
@never_cache
def leave_for_sign_in(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the browser to the municipality's own sign-in."""
    provider = _provider(slug)
    try:
        address, attempt = oidc.begin(services.service_of(provider))
    except (errors.ProviderUnreachable, errors.SignInRefused):
        return _failed(request, provider, is_away=True)
    request.session[_KEPT] = {
        **asdict(attempt),
        "slug": slug,
        "at": time.time(),
        "next": request.GET.get("next", ""),
    }
    return redirect(address)


@public
@never_cache
def sign_in_came_back(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Let in whom the own sign-in vouches for."""
    provider = _provider(slug)
    kept: dict[str, Any] = request.session.pop(_KEPT, None) or {}
    if not _fits(request, kept, slug):
        return _failed(request, provider)
    attempt = oidc.Attempt(kept["state"], kept["nonce"], kept["verifier"])
    try:
        claims = oidc.finish(
            services.service_of(provider),
            code=request.GET.get("code", ""),
            attempt=attempt,
        )
        user = services.identify(
            provider=provider,
            claims=claims,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except _REFUSALS as refusal:
        return _failed(
            request,
            provider,
            is_away=isinstance(refusal, errors.ProviderUnreachable),
            is_unknown=isinstance(refusal, errors.NotInvited | errors.AddressTaken),
        )
    target = str(kept["next"])
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return sign_in(
        request, user, method="own", target=target if target and is_ours else None
    )


def _fits(request: HttpRequest, kept: dict[str, Any], slug: str) -> bool:
    """Return whether this is the answer to what this browser asked for."""
    return (
        kept.get("slug") == slug
        and time.time() - kept["at"] < _LASTS
        and "\x00" not in request.GET.get("code", "")
        and secrets.compare_digest(
            request.GET.get("state", "").encode(), kept["state"].encode()
        )
    )


def _failed(
    request: HttpRequest, provider: SignInProvider, **why: bool
) -> HttpResponse:
    return render(
        request,
        "accounts/entrance/own_sign_in_failed.html",
        {"provider": provider, "place": provider.municipality, **why},
        status=503 if why.get("is_away") else 403,
    )


@requires(rules.EDIT_SIGN_IN)
def own_sign_in(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Set up the municipality's own sign-in."""
    found = SignInProvider.objects.filter(municipality=request.municipality).first()
    form = ProviderForm(
        request.POST or None, has_secret=found is not None, initial=_values(found)
    )
    if request.method == "POST" and form.is_valid() and _save(request, form):
        messages.success(request, _("The sign-in was saved."))
        return redirect("accounts:own_sign_in", municipality)
    return render(
        request,
        "accounts/papers/own_sign_in.html",
        {
            "form": form,
            "provider": found,
            "redirect_uri": mails.absolute("sign_in_came_back", slug=municipality),
        },
        status=422 if form.errors else 200,
    )


def _values(found: SignInProvider | None) -> dict[str, Any]:
    if found is None:
        return {"is_active": True}
    names = ("name", "issuer", "client_id", "vouches_for_addresses", "is_active")
    return {name: getattr(found, name) for name in (*names, "version")}


def _save(request: SignedInRequest, form: ProviderForm) -> bool:
    data = dict(form.cleaned_data)
    expected = data.pop("version")
    try:
        services.save_provider(
            municipality=request.municipality,
            expected=expected,
            by=request.user,
            **data,
        )
    except errors.AddressUnsafe:
        form.add_error("issuer", _("The address must begin with https://."))
    except (errors.ProviderUnreachable, errors.SignInRefused):
        form.add_error(
            "issuer", _("No sign-in service answers here. Please check the address.")
        )
    except LostUpdate:
        form.add_error(
            None, _("Somebody changed this meanwhile. Open it again and compare.")
        )
    else:
        return True
    return False


@require_POST
@requires(rules.EDIT_SIGN_IN)
def remove_own_sign_in(request: SignedInRequest, municipality: str) -> HttpResponse:
    found = get_object_or_404(SignInProvider, municipality=request.municipality)
    services.remove_provider(provider=found, by=request.user)
    messages.success(request, _("The sign-in was removed."))
    return redirect("accounts:own_sign_in", municipality)
