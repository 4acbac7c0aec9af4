"""What stands between a person and a page besides the role.

Registered with `hafen.core.db.permissions` and asked by every guarded view.
"""

import time
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hafen.core.accounts import signing_in
from hafen.core.accounts.models import User
from hafen.core.accounts.services import has_second_factor
from hafen.core.db import permissions
from hafen.core.db.permissions import Door, Permission


def enrolment(
    request: HttpRequest, _needed: Permission | None
) -> HttpResponseBase | None:
    """Lead staff whose session has no second factor to the enrolment.

    Somebody who enrolled one in another session proves it in this one.
    """
    user = request.user
    if not isinstance(user, User) or signing_in.factor_used_at(request) is not None:
        return None
    if not user.is_staff_now or _is_enrolment_page(request):
        return None
    if has_second_factor(user):
        return HttpResponseRedirect(_again(request))
    return HttpResponseRedirect(reverse("accounts_installation:enrol"))


def _is_enrolment_page(request: HttpRequest) -> bool:
    return bool(
        request.resolver_match
        and request.resolver_match.view_name == "accounts_installation:enrol"
    )


def step_up(request: HttpRequest, needed: Permission | None) -> HttpResponseBase | None:
    """Ask for the factor again before a sensitive step.

    People who need no second factor confirm with what they have.
    """
    if needed is None or not needed.sensitive:
        return None
    return confirm_again(request)


def confirm_again(request: HttpRequest) -> HttpResponseBase | None:
    """Lead somebody who proved themselves too long ago to do it again."""
    last = signing_in.factor_used_at(request) or signing_in.password_used_at(request)
    if last is not None and time.time() - last < signing_in.FRESH:
        return None
    if request.method != "GET":
        messages.info(
            request, _("Please confirm that it is you, then send the form once more.")
        )
    return HttpResponseRedirect(_again(request))


def new_id_at_new_roles(
    request: HttpRequest, _needed: Permission | None
) -> HttpResponseBase | None:
    """Give the session a new id when the roles of its person have changed."""
    user = request.user
    if isinstance(user, User):
        roles = sorted(user.roles_now)
        before = request.session.get("hafen_roles")
        if before is not None and before != roles:
            request.session.cycle_key()
        if before != roles:
            request.session["hafen_roles"] = roles
    return None


def _again(request: HttpRequest) -> str:
    """Return the page that asks for the factor, and leads back here."""
    back = request.get_full_path() if request.method == "GET" else _referer(request)
    return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"


def _referer(request: HttpRequest) -> str:
    """Return the own page that a form was sent from."""
    referer = request.headers.get("Referer", "")
    host = {request.get_host()}
    if not url_has_allowed_host_and_scheme(
        referer, host, require_https=request.is_secure()
    ):
        return reverse("accounts_installation:me")
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def register() -> None:
    """Put the doors before every guarded view, in this order."""
    for refusal in (enrolment, step_up, new_id_at_new_roles):
        permissions.doors.register(Door(name=refusal.__name__, refusal=refusal))
