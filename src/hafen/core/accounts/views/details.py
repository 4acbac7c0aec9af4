"""Who somebody is and how to reach them: changed at the desk, and by themselves."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hafen.core.accounts import doors, errors, queries, rules, services, signing_in
from hafen.core.accounts.forms import DetailsForm, said_of
from hafen.core.accounts.models import User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.conflict import conflict_page
from hafen.core.db.errors import LostUpdate
from hafen.core.db.languages import own_names
from hafen.core.db.permissions import public, requires, signed_in


@never_cache
@requires(rules.EDIT_PERSON)
def edit_person(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponseBase:
    """Change a colleague's name, address, language and way to be told."""
    found = _person(request, pk)
    form = _form(request, found)
    answer = _save(request, form, found, layout="layouts/staff.html")
    if answer is True:
        return redirect("accounts:person", municipality, pk)
    return answer or render(
        request,
        "accounts/people/edit.html",
        {
            "person": found,
            "form": form,
            "waiting": services.waiting_address(found, now=timezone.now()),
            "withdraw_at": reverse(
                "accounts:withdraw_address", args=[municipality, pk]
            ),
        },
        status=422 if form.errors else 200,
    )


@never_cache
@signed_in
def edit_me(request: SignedInRequest) -> HttpResponseBase:
    """Change one's own name, address, language and way to be told."""
    user = User.objects.get(pk=request.user.pk)
    # Whoever has neither password nor factor came by link or card just now.
    can_confirm = user.has_usable_password() or services.has_second_factor(user)
    if can_confirm and (refusal := doors.confirm_again(request)):
        return refusal
    form = _form(request, user)
    answer = _save(request, form, user, layout="allauth/layouts/base.html")
    if answer is True:
        signing_in.forget_language(request)
        return redirect("accounts_installation:me")
    return answer or render(
        request,
        "accounts/own/edit.html",
        {
            "place": user.municipality,
            "form": form,
            "waiting": services.waiting_address(user, now=timezone.now()),
            "withdraw_at": reverse("accounts_installation:withdraw_own_address"),
        },
        status=422 if form.errors else 200,
    )


def _person(request: SignedInRequest, pk: UUID) -> User:
    """Return whom one may change; all others are not there."""
    found = get_object_or_404(queries.people_visible_to(request.user), pk=pk)
    today = timezone.localdate()
    if not rules.may_edit_person(by=request.user, person=found, today=today):
        raise Http404
    return found


def _form(request: SignedInRequest, found: User) -> DetailsForm:
    return DetailsForm(
        request.POST or None,
        initial=said_of(found),
        version=found.version,
        languages=own_names(),
    )


def _save(
    request: SignedInRequest, form: DetailsForm, found: User, *, layout: str
) -> HttpResponseBase | bool | None:
    """Save what was sent; return True when it is, an answer, or None to ask."""
    if request.method != "POST" or not form.is_valid():
        return None
    limited: HttpResponseBase | None = ratelimit.consume_or_429(
        request, action="manage_email", user=request.user
    )
    return limited or _write(request, form, found, layout)


def _write(
    request: SignedInRequest, form: DetailsForm, found: User, layout: str
) -> HttpResponseBase | bool | None:
    try:
        is_mailed = services.edit_person(
            user=found,
            details=form.details,
            email=form.cleaned_data["email"],
            expected=form.read_version,
            now=timezone.now(),
            today=timezone.localdate(),
            by=request.user,
        )
    except errors.WayMissing:
        form.refuse_way()
        return None
    except LostUpdate:
        return conflict_page(
            request,
            form=form,
            current=said_of(found),
            version=found.version,
            back=request.path,
            layout=layout,
        )
    is_self = found.pk == request.user.pk
    with translation.override(
        form.cleaned_data["language"] if is_self else translation.get_language()
    ):
        _say(request, is_mailed=is_mailed)
    return True


def _say(request: SignedInRequest, *, is_mailed: bool) -> None:
    messages.success(request, _("The changes were saved."))
    if is_mailed:
        messages.info(
            request,
            _("We mailed a link to the new address. Until then the old one counts."),
        )


@require_POST
@requires(rules.EDIT_PERSON)
def withdraw_address(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Keep a colleague's old address."""
    _withdraw(request, _person(request, pk))
    return redirect("accounts:person", municipality, pk)


@require_POST
@signed_in
def withdraw_own_address(request: SignedInRequest) -> HttpResponse:
    _withdraw(request, request.user)
    return redirect("accounts_installation:me")


def _withdraw(request: SignedInRequest, found: User) -> None:
    services.withdraw_address(
        user=found, now=timezone.now(), today=timezone.localdate(), by=request.user
    )
    messages.success(request, _("The old address stays."))


@public
@never_cache
def confirm_address(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show one button; pressing it lets the new address count, once."""
    if signing_in.enter_municipality(slug) is None:
        raise Http404
    change = services.open_address_change(token=token, now=timezone.now())
    if change is None:
        return _no_longer_valid(request)
    translation.activate(change.user.language)
    is_taken = False
    if request.method == "POST":
        try:
            services.confirm_address(token=token, now=timezone.now())
        except errors.LinkNotValid:
            return _no_longer_valid(request)
        except errors.AddressTaken:
            is_taken = True
        else:
            return render(request, "accounts/entrance/address_confirmed.html")
    return render(
        request,
        "accounts/entrance/confirm_address.html",
        {"change": change, "is_taken": is_taken},
        status=409 if is_taken else 200,
    )


def _no_longer_valid(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/entrance/not_valid.html", status=410)
