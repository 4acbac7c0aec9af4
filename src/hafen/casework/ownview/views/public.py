"""What a person reads and does without an account: no page names anybody."""

from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hafen.casework.cases.models import (
    Application,
    ClientPaper,
    Consent,
    ContestedPoint,
)
from hafen.casework.cases.registries import reads
from hafen.casework.cases.words import READ, domain_choices
from hafen.casework.ownview import errors, keys, queries, services
from hafen.casework.ownview.doors import FEATURE
from hafen.casework.ownview.fences import MINUTES
from hafen.casework.ownview.forms import EnterForm
from hafen.casework.ownview.models import OwnAccess
from hafen.casework.ownview.queries import Shown
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.slips import slip as make_slip
from hafen.casework.referrals.words import topics
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.db.languages import comma
from hafen.core.db.roles import Role
from hafen.core.places.requests import PlaceRequest
from hafen.core.taxonomy.reference import direction
from hafen.core.ui.visitors import View, by_link, language_of
from hafen.mechanisms.privacy.queries import notice_of

COOKIE = "hafen_own_view"


@by_link(FEATURE)
def door(request: PlaceRequest, pk: UUID, part: str) -> HttpResponse:
    """The page behind the link: it asks for the six digits, and says no name."""
    if not keys.is_link(pk, part):
        raise Http404
    # The link opens this one row, and nothing of the file.
    with opened_for(pk):
        access = queries.access_by_link(request.municipality, pk)
        if access is None or not access.opens_on(timezone.localdate()):
            raise Http404
        return _asked(request, access)


def _asked(request: PlaceRequest, access: OwnAccess) -> HttpResponse:
    form = EnterForm(request.POST or None)
    is_locked = access.is_locked
    if form.is_bound and form.is_valid():
        try:
            secret = services.enter(
                access=access, code=form.cleaned_data["code"], now=timezone.now()
            )
        except errors.Locked:
            secret, is_locked = "", True
        except errors.Ended:
            raise Http404 from None
        if secret:
            return _let_in(request, secret)
    is_wrong = form.is_bound and not is_locked
    shown = {"form": EnterForm(), "is_wrong": is_wrong, "is_locked": is_locked}
    status = 422 if form.is_bound else 200
    return render(request, "ownview/door.html", shown, status=status)


def _let_in(request: PlaceRequest, secret: str) -> HttpResponse:
    response = _home(request)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=MINUTES * 60,
        path=_path(request),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
    return response


def _path(request: PlaceRequest) -> str:
    """Return where the browser tells the secret: in this town, in every language."""
    return f"/{request.municipality.slug}/"


def _home(request: PlaceRequest) -> HttpResponse:
    town, language = request.municipality, language_of(request)
    return redirect("ownview_public:home", town.slug, language)


def _visit(view: View) -> View:
    """Let nobody see a page but who is on a visit; others read how to begin one."""

    @wraps(view)
    def visited(request: PlaceRequest, **parts: Any) -> HttpResponse:
        shown = queries.shown(request.COOKIES.get(COOKIE, ""))
        if shown is None:
            return render(request, "ownview/over.html", status=403)
        return view(request, shown, **parts)

    return visited


@by_link(FEATURE, writes=False)
@_visit
def home(request: PlaceRequest, shown: Shown) -> HttpResponse:
    """All that is the person's own, on one page."""
    today = timezone.localdate()
    names, named = dict(domain_choices(today)), topics(today)
    known = READ | {read.action: read.label for read in reads}
    context = {
        "shown": shown,
        "agreements": [
            (each, each.part_in(language_of(request))) for each in shown.agreements
        ],
        "consents": [(each, *_words(each, names)) for each in shown.consents],
        "papers": [
            (ClientPaper.Kind(each.kind).label, each.valid_until, _is_near(each, today))
            for each in shown.papers
        ],
        "contested": [
            (
                each,
                ContestedPoint.About(each.about).label,
                ContestedPoint.How(each.how).label if each.how else "",
            )
            for each in shown.contested
        ],
        "applications": [
            (each, Application.State(each.state).label, comma().join(each.missing))
            for each in shown.applications
        ],
        "referrals": [
            (
                each,
                named.name(each.topic),
                Referral.State(each.state).label,
                comma().join(str(ClientPaper.Kind(kind).label) for kind in each.papers),
            )
            for each in shown.referrals
        ],
        "readings": [
            (
                each,
                known.get(each.action, ""),
                comma().join(str(Role(role).label) for role in each.functions),
            )
            for each in shown.readings
        ],
        # Kept as it is written, in a line from right to left too.
        "edition": f"\u2066{shown.notice_edition}\u2069",
        "notice": notice_of(request.municipality, shown.notice_edition),
        "done": request.GET.get("done", ""),
    }
    return render(request, "ownview/home.html", context)


def _words(row: queries.Agreed, names: dict[str, Any]) -> tuple[str, str, str]:
    """Return what was agreed to, what for, and what is told."""
    told = comma().join(str(Consent.Category(code).label) for code in row.categories)
    return str(Consent.Kind(row.kind).label), str(names.get(row.purpose, "")), told


def _is_near(row: queries.Paper, today: date) -> bool:
    return (row.valid_until - today).days <= 90


@by_link(FEATURE)
@_visit
def step(request: PlaceRequest, shown: Shown, name: str) -> HttpResponse:
    """Do what a button says; looking changes nothing."""
    if request.method != "POST":
        return _home(request)
    response = _home(request)
    try:
        _take(request, shown, name)
    except DomainError:
        # What is not shown any more was done meanwhile, by whomever.
        return response
    if name in {"leave", "end"}:
        response.delete_cookie(COOKIE, path=_path(request), samesite="Strict")
    else:
        response["Location"] += f"?done={name}"
    return response


def _take(request: PlaceRequest, shown: Shown, name: str) -> None:
    now, today = timezone.now(), timezone.localdate()
    if name == "copy":
        services.ask_for_copy(municipality=request.municipality, shown=shown, on=today)
    elif name == "leave":
        services.leave(shown=shown)
    elif name == "end":
        services.end_by_person(shown=shown, on=today)
    elif name == "withdraw":
        services.withdraw(shown=shown, consent=_row(request), on=today)
    elif name == "call-off":
        services.call_off(
            shown=shown,
            appointment=_row(request),
            wants_other="other" in request.POST,
            now=now,
        )
    elif name == "arrived":
        services.arrive(shown=shown, referral=_row(request), now=now)
    else:
        raise Http404


def _row(request: PlaceRequest) -> UUID:
    try:
        return UUID(request.POST.get("row", ""))
    except ValueError:
        raise Http404 from None


@by_link(FEATURE, writes=False)
@_visit
def notice(request: PlaceRequest, shown: Shown) -> HttpResponse:
    """The data-protection notice in the words that the person was given."""
    row = notice_of(request.municipality, shown.notice_edition)
    if row is None:
        raise Http404
    text, tag = row.text_in(language_of(request))
    context = {"row": row, "text": text, "tag": tag, "dir": direction(tag)}
    return render(request, "ownview/notice.html", context)


@by_link(FEATURE, writes=False)
@_visit
def slip(request: PlaceRequest, shown: Shown, pk: UUID) -> HttpResponse:
    """The slip of a referral, to show at the office."""
    if pk not in {row.pk for row in shown.referrals}:
        raise Http404
    language, town = language_of(request), request.municipality
    with opened_for(pk, shown.client):
        row = Referral.objects.select_related("municipality", "service").get(pk=pk)
        content = make_slip(row, town, language=language, now=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="verweis.pdf"'
    return response
