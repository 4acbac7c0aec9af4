"""How allauth works in this house: nobody signs up, everything leaves a trace."""

import hashlib
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts import mails, sealing, signing_in
from hafen.core.accounts.models import User
from hafen.core.accounts.services import has_second_factor, may_sign_in
from hafen.core.accounts.signing_in import FRESH
from hafen.core.audit import services as audit
from hafen.core.db import context

# A network from which somebody signed in counts as known for so long.
_KNOWN_FOR = 30 * 24 * 3600


def display(user: User) -> str:
    """Return how allauth's pages call somebody."""
    return user.name


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a password: traced, throttled, without locking the owner out."""

    # What the library says in its own words, formally and in all languages. The
    # last one is said by a form of it, in exactly these words.
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed"),
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "enter_current_password": _("Please enter your current password."),
        "incorrect_code": _("This code is wrong, or its time is over."),
        "incorrect_password": _("This password is wrong."),
        "invalid_login": _("This did not work."),
        "invalid_password_reset": _("This link no longer works"),
        "too_many_login_attempts": _("Too many tries. Please wait a few minutes."),
        "rate_limited": _("Too many tries. Please wait a few minutes."),
        "password_mismatch": _("You must type the same password each time."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def pre_login(
        self, request: HttpRequest, user: User, **options: Any
    ) -> HttpResponseBase | None:
        """Turn away before anything else is asked."""
        if not may_sign_in(user):
            audit.record(action="accounts.sign_in.refused")
            refusal: HttpResponseBase = self.respond_user_inactive(request, user)
            return refusal
        answer: HttpResponseBase | None = super().pre_login(request, user, **options)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        # Whatever way led here, also one that was begun before a restart.
        if not may_sign_in(user):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        signing_in.become(user)
        super().login(request, user)
        signing_in.start_session(request, timezone.now())
        signing_in.list_session(request, user, timezone.now())
        if user.email:
            cache.set(self._known_key(request, user.email), 1, _KNOWN_FOR)
        audit.record(action="accounts.signed_in", subject=user, by=user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            audit.record(action="accounts.signed_out", subject=request.user)
            signing_in.unlist_session(request)
        super().logout(request)

    def authentication_failed(self, _request: HttpRequest, **_credentials: Any) -> None:
        # Without the address: a wrong one is often another person's, or a password.
        audit.record(action="accounts.sign_in.refused")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        if isinstance(user, User) and user.is_staff_now:
            return f"/{user.municipality.slug}/desk/"
        return reverse("accounts_installation:me")

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("accounts_installation:me")

    def set_password(self, user: User, password: str) -> None:
        """Set it and end all other sessions, which carry the old fingerprint."""
        super().set_password(user, password)
        audit.record(action="accounts.password.changed", subject=user, by=user)

    def reauthenticate(self, user: User, password: str) -> bool:
        self.pre_authenticate(self.request, email=user.email or str(user.pk))
        if not user.check_password(password):
            return False
        self._rollback_login_failed_rl_usage()
        return True

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Offer the second factor before the password."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: method["id"] == "reauthenticate")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask again before keys are changed, unless the person just signed in."""
        if not super().is_reauthentication_required(app=app):
            return False
        request = self.request
        last = signing_in.factor_used_at(request)
        if last is None and not has_second_factor(request.user):
            last = signing_in.password_used_at(request)
        return last is None or time.time() - last > FRESH

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count the failures of an account apart for networks that it knows.

        Somebody who guesses from elsewhere uses up the attempts of strangers;
        the owner at their desk still gets in.
        """
        address = str(credentials.get("email", "")).lower()
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        known = self._known_key(request, address)
        return f"{key}:{known}" if cache.get(known) else key

    def _known_key(self, request: HttpRequest, address: str) -> str:
        network = f"{address.lower()} {self.get_client_ip(request)}"
        return f"accounts.known.{hashlib.sha256(network.encode()).hexdigest()}"

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        if user is None:
            return
        with _for_municipality_of(user):
            mails.send_from_library(user=user, prefix=template_prefix, context=context)

    def send_notification_mail(
        self, _template: str, user: User, *_context: Any, **_options: Any
    ) -> None:
        """Tell somebody that the way they sign in was changed: one mail for all."""
        with _for_municipality_of(user):
            mails.send_from_library(
                user=user, prefix="account/email/access_changed", context={}
            )


def _for_municipality_of(user: User) -> Any:
    now = context.current()
    return context.acting(
        context.Context(
            municipality=user.municipality_id,
            actor=now.actor,
            channel=now.channel,
            request_id=now.request_id,
        )
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names that people recognise in their authenticator and on their key."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Your last key cannot be removed."),
        "cannot_generate_recovery_codes": _("Set up a key or an app first."),
        "incorrect_code": _("This code is wrong, or its time is over."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Hafen"

    def _get_user_identifier(self, user: User) -> str:
        return user.email or user.name

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name}
