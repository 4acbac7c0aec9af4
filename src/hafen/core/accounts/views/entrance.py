"""Ways in for people who are not known yet: invitation, mailed link, card.

Opening an address changes nothing, since mail programs open links too; each
page has one button.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hafen.core.accounts import errors, rules, services, signing_in
from hafen.core.accounts.forms import LinkForm, PinForm, RedeemForm
from hafen.core.accounts.models import Invitation, User
from hafen.core.accounts.passwords import MINIMUM, MINIMUM_FOR_ADMINISTRATORS
from hafen.core.accounts.services import open_invitation
from hafen.core.db.permissions import public
from hafen.core.places.models import Municipality


@public
@never_cache
@sensitive_post_parameters()
def redeem_invitation(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """Show an invitation; its button makes the account and signs in."""
    _place(slug)
    invitation = open_invitation(token=token, now=timezone.now())
    if invitation is None:
        return _no_longer_valid(request)
    translation.activate(invitation.language)
    form = RedeemForm(
        request.POST or None,
        email=invitation.email,
        minimum=_minimum(invitation),
        initial={"name": invitation.name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = services.redeem_invitation(
                token=token,
                name=form.cleaned_data["name"],
                language=invitation.language,
                password=form.cleaned_data["password"],
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except errors.LinkNotValid:
            return _no_longer_valid(request)
        except errors.AddressTaken:
            form.add_error(
                None, _("Somebody already signs in with this e-mail address.")
            )
        else:
            return sign_in(request, user, method="invitation")
    return render(
        request,
        "accounts/entrance/invitation.html",
        {"form": form, "invitation": invitation},
        status=422 if form.errors else 200,
    )


def _minimum(invitation: Invitation) -> int:
    """Return how long the password must be for what the person will manage."""
    powerful = {invited.role for invited in invitation.roles.all()} & rules.MANAGERS
    return MINIMUM_FOR_ADMINISTRATORS if powerful else MINIMUM


@public
@never_cache
def ask_for_link(request: HttpRequest) -> HttpResponseBase:
    """Mail a link to helpers and residents; the answer is the same for all."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limited: HttpResponseBase | None = ratelimit.consume_or_429(
            request, action="request_login_code", key=form.cleaned_data["email"].lower()
        )
        if limited is not None:
            return limited
        _mail_link(form.cleaned_data["email"])
        return redirect("accounts_installation:link_sent")
    return render(
        request,
        "accounts/entrance/ask_for_link.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


def _mail_link(address: str) -> None:
    user = User.objects.filter(email=address.lower(), is_active=True).first()
    if user is None:
        return
    signing_in.become(user)
    try:
        services.send_sign_in_link(user=user, now=timezone.now())
    except errors.LinkNotValid:
        # Staff sign in with password or passkey; nobody is told who is staff.
        return


@public
@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/entrance/link_sent.html")


@public
@never_cache
def use_link(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """Show one button; pressing it signs in, once."""
    municipality = _place(slug)
    if request.method != "POST":
        return render(
            request, "accounts/entrance/use_link.html", {"place": municipality}
        )
    try:
        user, target = services.use_sign_in_link(token=token, now=timezone.now())
    except errors.LinkNotValid:
        return _no_longer_valid(request)
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return sign_in(
        request, user, method="link", target=target if target and is_ours else None
    )


@public
@never_cache
@sensitive_post_parameters()
def use_card(request: HttpRequest, slug: str, secret: str) -> HttpResponseBase:
    """Ask for the PIN of a scanned card; the right one signs in."""
    municipality = _place(slug)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limited: HttpResponseBase | None = ratelimit.consume_or_429(
            request, action="login"
        )
        if limited is not None:
            return limited
        try:
            user = services.use_card(
                secret=secret,
                pin=form.cleaned_data["pin"],
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except errors.CardNotValid:
            form.add_error(
                "pin",
                _(
                    "This did not work. After five wrong tries the card rests for a"
                    " quarter of an hour. If you lost your PIN, ask for a new card."
                ),
            )
        else:
            return sign_in(request, user, method="card")
    return render(
        request,
        "accounts/entrance/card.html",
        {"form": form, "place": municipality},
        status=422 if form.errors else 200,
    )


def _place(slug: str) -> Municipality:
    municipality = signing_in.enter_municipality(slug)
    if municipality is None:
        raise Http404
    return municipality


def _no_longer_valid(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/entrance/not_valid.html", status=410)


def sign_in(
    request: HttpRequest, user: User, *, method: str, target: str | None = None
) -> HttpResponseBase:
    """Go on as with a right password: a second factor follows where there is one."""
    signing_in.become(user)
    record_authentication(request, user, method=method)
    answer: HttpResponseBase = perform_login(
        request, user, email_verification="none", redirect_url=target
    )
    return answer
