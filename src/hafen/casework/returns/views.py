"""Advice on a return: for who asks for it, read by who is responsible alone."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Client
from hafen.casework.cases.words import quarters
from hafen.casework.returns import fences, queries, saying, services
from hafen.casework.returns.doors import FEATURE
from hafen.casework.returns.errors import AlreadyThere, NotTheirWish
from hafen.casework.returns.forms import ReferForm, WishForm
from hafen.casework.returns.rules import NOTE_WISH, VIEW_COUNT
from hafen.casework.returns.sheets import COUNTS
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import direction, screen_language
from hafen.core.ui import steps
from hafen.core.ui.steps import Step
from hafen.information.directory import queries as directory
from hafen.information.directory.eligibility import Reader
from hafen.information.directory.queries import PublicFilter

_TOPIC = "N22"
_QUARTERS = 4


@require_safe
@requires(NOTE_WISH)
@of_feature(FEATURE)
def person(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What such advice is, for everybody; a wish for who is responsible alone.

    Whoever is not responsible finds the page alike, with a wish and without one.
    """
    del municipality
    return _page(request, _client(request, pk))


def _client(request: SignedInRequest, pk: UUID) -> Client:
    rows = cases.clients_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows.select_related("household"), pk=pk)


def _page(request: SignedInRequest, client: Client, **shown: Any) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    wishes = queries.wishes_visible_to(user, today=today)
    wish = wishes.filter(client=client).first()
    if wish is not None:
        # Not as part of the file: its readers are shown to who leads, too.
        audit.seen(subject=wish, what="returns.wish")
    offers = _offers(request)
    context = {
        "client": client,
        "wish": wish,
        "is_responsible": queries.own_case(client, user, today=today) is not None,
        "offers": offers,
        "sentences": saying.sentences(get_language() or "de"),
        "note": WishForm(initial={"on": today}),
        "refer": ReferForm(offices=_names(offers)),
        **shown,
    }
    status = 422 if shown else 200
    response = render(request, "returns/person.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _offers(request: SignedInRequest) -> list[Any]:
    """Return the offers of the directory; nothing of the person is asked for it."""
    found = directory.fitting(
        request.municipality,
        Reader(),
        PublicFilter(topic=_TOPIC),
        language=get_language() or "de",
        now=timezone.now(),
    )
    return [each.card for each in found.found]


def _names(offers: list[Any]) -> list[str]:
    return list(dict.fromkeys(card.organisation for card in offers))


@require_POST
@requires(NOTE_WISH)
@of_feature(FEATURE)
def person_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Note a wish, show the way, or forget it; for who is responsible alone."""

    def done(_result: Any) -> HttpResponse:
        return redirect("returns:person", municipality, pk)

    client, today = _client(request, pk), timezone.localdate()
    if queries.own_case(client, request.user, today=today) is None:
        raise Http404
    return steps.take(
        request, client, _STEPS, name, page=_page, done=done, refusal=_refusal
    )


def _refusal(refused: DomainError) -> str:
    said = {
        NotTheirWish: saying.NOT_ASKED,
        AlreadyThere: saying.THERE,
    }
    return str(said.get(type(refused), saying.CHANGED))


def _note(request: SignedInRequest, client: Client, form: Any) -> None:
    today = timezone.localdate()
    case = queries.own_case(client, request.user, today=today)
    if case is None:
        raise Http404
    services.note_wish(case=case, client=client, by=request.user, **form.content)


def _wish(request: SignedInRequest, client: Client) -> Any:
    rows = queries.wishes_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, client=client)


def _refer(request: SignedInRequest, client: Client, form: Any) -> None:
    services.refer(
        wish=_wish(request, client),
        on=timezone.localdate(),
        by=request.user,
        **form.content,
    )


def _take_back(request: SignedInRequest, client: Client, _form: Any) -> None:
    services.take_back(wish=_wish(request, client), by=request.user)


_STEPS = {
    "note": Step(lambda request, _client: WishForm(request.POST), _note),
    "refer": Step(
        lambda request, _client: ReferForm(
            request.POST, offices=_names(_offers(request))
        ),
        _refer,
    ),
    "take-back": Step(None, _take_back),
}


@require_safe
@requires(NOTE_WISH)
@of_feature(FEATURE)
def slip(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Where such advice is given, on paper, in the person's language; no name."""
    del municipality
    client = _client(request, pk)
    spoken = screen_language(next(iter(client.languages), "de"))
    languages = dict.fromkeys((spoken, "de"))
    context = {
        "texts": [
            (tag, direction(tag), saying.heading(tag), saying.sentences(tag))
            for tag in languages
        ],
        "offers": _offers(request),
    }
    response = render(request, "returns/slip.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires(VIEW_COUNT)
@of_feature(FEATURE)
def counts(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How many were referred in quarters that are over, in steps of five."""
    del municipality
    rows = [
        (each, fences.referred(each.first, each.last))
        for each in quarters(timezone.localdate(), _QUARTERS)
    ]
    if file := answer(request, COUNTS, rows):
        return file
    context = {"rows": rows, "step": fences.STEP, "may_export": True}
    return render(request, "returns/counts.html", context)
