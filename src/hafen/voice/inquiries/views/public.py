"""What people without an account do: ask, read the answer, write again."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db.permissions import public
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.errors import forbidden, too_many
from hafen.core.ui.visitors import by_link, comes_from_here, language_of, private
from hafen.mechanisms.feedback.services import (
    MOST_PER_MUNICIPALITY,
    MOST_PER_SENDER,
    WINDOW_SECONDS,
    TooManyMessages,
    count_sending,
)
from hafen.network.contacts.models import Channel
from hafen.voice.inquiries import keys, queries, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.public import (
    SLUGS,
    AskForm,
    OwnReplyForm,
    PinForm,
    new_token,
)
from hafen.voice.inquiries.models import ContactPoint, Inquiry

# More wrong PINs than a tired person types, far fewer than a machine needs.
MOST_PINS = 10


@require_safe
@public
@of_feature(FEATURE)
def ask(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Which kind of request it is; large targets, no form yet."""
    del municipality
    descriptions = {
        "question": _("You need information or help."),
        "offer": _("You would like to give time, things or rooms."),
        "encounter": _("You plan a meeting with people who are new here."),
        "complaint": _("Something went wrong; you can stay without a name."),
        "landlord": _("You let a flat to people who are new here."),
        "neighbour": _("You live next door and have something to say."),
    }
    kinds = [(slug, SLUGS[slug].label, descriptions[slug]) for slug in SLUGS]
    points = queries.public_points(request.municipality)
    context = {
        "kinds": kinds,
        "points": [_shown(point, language) for point in points],
        "agreements": queries.public_agreements(request.municipality)[:20],
    }
    return render(request, "inquiries/ask.html", context)


def _shown(point: ContactPoint, language: str) -> dict[str, Any]:
    return {
        "point": point,
        "name": point.name_in(language),
        "mandate": point.mandate_in(language),
    }


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def write(
    request: PlaceRequest, municipality: str, language: str, kind: str
) -> HttpResponse:
    del municipality
    if kind not in SLUGS:
        raise Http404
    if request.method == "POST":
        is_ours = comes_from_here(request)
        return _receive(request, language, kind) if is_ours else forbidden(request)
    form = AskForm(
        initial={"token": new_token()},
        kind=SLUGS[kind],
        points=queries.public_points(request.municipality),
    )
    return _form_page(request, form, kind)


def _receive(request: PlaceRequest, language: str, kind: str) -> HttpResponse:
    town = request.municipality
    data = request.POST.copy()
    form = AskForm(data, kind=SLUGS[kind], points=queries.public_points(town))
    if not form.is_valid():
        data["token"] = new_token(is_corrected=True)
        return _form_page(request, form, kind, status=422)
    if form.is_of_a_robot:
        # A robot is thanked too: it learns nothing.
        return redirect("inquiries_public:ask", town.slug, language)
    try:
        _count(request)
    except TooManyMessages:
        return too_many(request, wait=WINDOW_SECONDS)
    inquiry = services.receive_inquiry(
        municipality=town,
        new=form.new_inquiry(language=language, channel=Channel.WEB),
        now=timezone.now(),
    )
    mark = keys.sent_mark(inquiry)
    return redirect("inquiries_public:sent", town.slug, language, mark)


def _count(request: PlaceRequest) -> None:
    """Count the sender.

    :raises TooManyMessages: when somebody writes too often
    """
    now = timezone.now()
    # Behind a proxy, who it says; `HAFEN_PROXIES` tells whether to believe it.
    sender = get_adapter().get_client_ip(request)
    count_sending(request.municipality, f"inquiry:{sender}", MOST_PER_SENDER, now)
    count_sending(request.municipality, "inquiry:all", MOST_PER_MUNICIPALITY, now)


@by_link(FEATURE, writes=False)
def sent(request: PlaceRequest, mark: str) -> HttpResponse:
    """Number, PIN and way to the own page, for an hour after sending."""
    town, language = request.municipality, language_of(request)
    short_id = keys.sent_inquiry(mark)
    if short_id is None:
        return redirect("inquiries_public:mine", town.slug, language)
    inquiry = queries.by_short_id(town, short_id)
    if inquiry is None:
        raise Http404
    shown = {
        "inquiry": inquiry,
        "pin": keys.pin(inquiry),
        "address": _own_address(inquiry, language),
        "has_way": bool(inquiry.requester and inquiry.requester.reply_by),
    }
    return render(request, "inquiries/sent.html", shown)


@by_link(FEATURE)
def mine(request: PlaceRequest) -> HttpResponse:
    """The way to the own page with number and PIN, for who has no e-mail."""
    language = language_of(request)
    form = PinForm(request.POST or None, with_number=True)
    if request.method == "POST" and form.is_valid():
        number = keys.marked_number(f"[#{form.cleaned_data['number'].strip()}]")
        found = queries.by_number(request.municipality, *number) if number else None
        try:
            if found and _is_pin_right(request, found, form.cleaned_data["pin"]):
                return redirect(f"{_own_address(found, language)}?{_pass_query(found)}")
        except TooManyMessages:
            return too_many(request, wait=WINDOW_SECONDS)
        form.add_error(None, _("Number and PIN do not fit together."))
    status = 422 if form.errors else 200
    return render(request, "inquiries/mine.html", {"form": form}, status=status)


@by_link(FEATURE)
def own_page(request: PlaceRequest, short_id: str, code: str) -> HttpResponse:
    """The requester's page: what was asked, what was answered, a new word."""
    inquiry = queries.by_short_id(request.municipality, short_id)
    if inquiry is None or not keys.is_equal(code, keys.link_code(inquiry)):
        raise Http404
    if not inquiry.has_pin:
        given = keys.new_pass(inquiry)
    else:
        given = request.POST.get("pass", "") or request.GET.get("pass", "")
    is_open = keys.holds_pass(inquiry, given)
    return (_opened if is_open else _locked)(request, inquiry, language_of(request))


def _locked(request: PlaceRequest, inquiry: Inquiry, language: str) -> HttpResponse:
    form = PinForm(request.POST or None, with_number=False)
    if request.method == "POST" and form.is_valid():
        try:
            if _is_pin_right(request, inquiry, form.cleaned_data["pin"]):
                address = _own_address(inquiry, language)
                return redirect(f"{address}?{_pass_query(inquiry)}")
        except TooManyMessages:
            return too_many(request, wait=WINDOW_SECONDS)
        form.add_error("pin", _("This PIN is not right."))
    context = {"form": form, "inquiry": inquiry}
    status = 422 if form.errors else 200
    return render(request, "inquiries/locked.html", context, status=status)


def _opened(request: PlaceRequest, inquiry: Inquiry, language: str) -> HttpResponse:
    target = queries.living_target(inquiry)
    form = OwnReplyForm(request.POST if "message" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        try:
            _count(request)
        except TooManyMessages:
            return too_many(request, wait=WINDOW_SECONDS)
        services.prove_address(inquiry=inquiry, now=timezone.now())
        services.hear_requester(
            inquiry=target,
            asked=inquiry,
            text=form.cleaned_data["message"],
            now=timezone.now(),
        )
        return redirect(f"{_own_address(inquiry, language)}?{_pass_query(inquiry)}")
    context = {
        "inquiry": inquiry,
        "messages_of": queries.for_requester(inquiry),
        "is_answered": inquiry.is_answered,
        "is_open": target.is_living,
        "is_passed_up": queries.is_passed_up(inquiry),
        "form": form,
        "pass": keys.new_pass(inquiry),
    }
    status = 422 if form.errors else 200
    return render(request, "inquiries/own_page.html", context, status=status)


def _is_pin_right(request: PlaceRequest, inquiry: Inquiry, given: str) -> bool:
    """Compare a PIN, and count how often somebody tried.

    :raises TooManyMessages: when it looks like trying all of them
    """
    now = timezone.now()
    count_sending(request.municipality, f"pin:{inquiry.pk}", MOST_PINS, now)
    return inquiry.has_pin and keys.is_equal(given, keys.pin(inquiry))


def _own_address(inquiry: Inquiry, language: str) -> str:
    return reverse(
        "inquiries_public:own_page",
        args=[
            inquiry.municipality.slug,
            language,
            inquiry.short_id,
            keys.link_code(inquiry),
        ],
    )


def _pass_query(inquiry: Inquiry) -> str:
    """Return the query that keeps the page open for an hour, without a cookie."""
    return urlencode({"pass": keys.new_pass(inquiry)})


def _form_page(
    request: PlaceRequest, form: AskForm, kind: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "kind": kind, "title": SLUGS[kind].label}
    return private(render(request, "inquiries/write.html", context, status=status))
