"""The steps of a placement at the desk."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.exchange.pool import keys, queries, services, words
from hafen.exchange.pool.doors import FEATURE
from hafen.exchange.pool.forms.placing import (
    BehalfForm,
    CorrectionForm,
    EndForm,
    SettingsForm,
    TalkForm,
    WithdrawForm,
)
from hafen.exchange.pool.models import Match
from hafen.exchange.pool.rules import PLACE, VIEW_POOL
from hafen.exchange.pool.views._common import (
    match,
    need_and_offer,
    posting,
    postings,
    today,
)
from hafen.exchange.pool.views._refusals import refusal


@require_POST
@requires(PLACE)
@of_feature(FEATURE)
def ask(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask the helpers that were ticked; one or several."""
    need = posting(request, "need", pk)
    chosen = _keys(request.POST.getlist("offer"))
    rows = postings(request, "offer").filter(pk__in=chosen)
    found = list(rows.select_related("helper", "municipality"))
    if not found:
        messages.error(request, _("Tick at least one helper."))
        return redirect("pool:need", municipality, pk)
    try:
        asked = services.ask(
            need=need, offers=found, by=request.user, now=timezone.now()
        )
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        until = date_format(
            timezone.localtime(asked[0].answer_by), "SHORT_DATETIME_FORMAT"
        )
        said = _("Asked. An answer is expected until %(until)s.") % {"until": until}
        messages.success(request, said)
    return redirect("pool:need", municipality, pk)


def _keys(given: list[str]) -> list[UUID]:
    found = []
    for text in given:
        try:
            found.append(UUID(text))
        except ValueError as wrong:
            raise Http404 from wrong
    return found


@require_safe
@requires(VIEW_POOL)
@of_feature(FEATURE)
def placement(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One placement: how it stands, what comes next, what both sides were told."""
    del municipality
    return _placement(request, match(request, pk))


def _placement(request: SignedInRequest, found: Match, **shown: Any) -> HttpResponse:
    names = dict(words.language_choices(today()))
    context = {
        "match": found,
        "steps": queries.steps_of(found),
        "pair": queries.explained_pair(
            found.need, found.offer, today=today(), names=names
        ),
        "is_pairing": queries.is_pairing(found.need),
        "asks_seeker": found.is_accepted and found.seeker_agreed_at is None,
        "behalf": BehalfForm(),
        "talk": TalkForm(initial={"talk_on": today()}),
        "end": EndForm(),
        "withdraw": WithdrawForm(),
        "may_place": PLACE.held_by(request.user),
        **shown,
    }
    return render(request, "pool/placement.html", context, status=422 if shown else 200)


@require_POST
@requires(PLACE)
@of_feature(FEATURE)
def step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Do one step: note an answer or a talk, confirm, begin, end, take back."""
    found = match(request, pk)
    if name not in _STEPS:
        raise Http404
    form_class, do = _STEPS[name]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        shown = {"answer": "behalf", "agree": "behalf"}.get(name, name)
        return _placement(request, found, **{shown: form})
    values = form.cleaned_data if form is not None else {}
    try:
        do(request, found, values, timezone.now())
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("pool:placement", municipality, pk)


Step = Callable[[SignedInRequest, Match, dict[str, Any], datetime], Any]


def _answer(side: str) -> Step:
    def do(
        request: SignedInRequest, found: Match, values: dict[str, Any], now: datetime
    ) -> Any:
        return services.answer(
            match=found,
            side=side,
            accepts=values["says"] == "yes",
            reason=values["reason"],
            note=values["note"],
            by=request.user,
            now=now,
        )

    return do


def _talk(
    request: SignedInRequest, found: Match, values: dict[str, Any], now: datetime
) -> Any:
    return services.hold_talk(
        match=found,
        on=values["talk_on"],
        seeker_agrees=values["seeker_agrees"],
        by=request.user,
        now=now,
    )


def _confirm(
    request: SignedInRequest, found: Match, _values: dict[str, Any], now: datetime
) -> Any:
    return services.confirm(match=found, by=request.user, now=now)


def _begin(
    request: SignedInRequest, found: Match, _values: dict[str, Any], now: datetime
) -> Any:
    return services.begin(match=found, by=request.user, now=now)


def _end(
    request: SignedInRequest, found: Match, values: dict[str, Any], now: datetime
) -> Any:
    return services.end(
        match=found,
        outcome=values["outcome"],
        reason=values["reason"],
        note=values["note"],
        looks_on=values["looks_on"],
        by=request.user,
        now=now,
    )


def _withdraw(
    request: SignedInRequest, found: Match, values: dict[str, Any], now: datetime
) -> Any:
    return services.withdraw(
        match=found, reason=values["reason"], by=request.user, now=now
    )


_STEPS: dict[str, tuple[Any, Step]] = {
    "answer": (BehalfForm, _answer(keys.HELPER)),
    "agree": (BehalfForm, _answer(keys.SEEKER)),
    "talk": (TalkForm, _talk),
    "confirm": (None, _confirm),
    "begin": (None, _begin),
    "end": (EndForm, _end),
    "withdraw": (WithdrawForm, _withdraw),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def pair(
    request: SignedInRequest, municipality: str, need: UUID, offer: UUID
) -> HttpResponse:
    """Rules and points of one pair; a fact is corrected here, never a rule bent."""
    one, other = need_and_offer(request, need, offer)
    choices = words.language_choices(today())
    candidate = queries.explained_pair(one, other, today=today(), names=dict(choices))
    fact = _fact_of(request, candidate)
    form = None
    if fact:
        is_sent = request.method == "POST"
        form = CorrectionForm(
            request.POST if is_sent else None,
            fact=fact,
            languages=choices,
            today=today(),
        )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            services.correct_fact(
                need=one,
                offer=other,
                fact=fact,
                value=form.value,
                agreed_on=form.cleaned_data["agreed_on"],
                note=form.cleaned_data["note"],
                by=request.user,
                now=timezone.now(),
            )
        except services.NoPlaceLeft:
            form.add_error("value", _("More places are taken already."))
        else:
            messages.success(request, _("The fact is corrected; the rule stays."))
            return redirect(request.path)
    context = {
        "pair": candidate,
        "need": one,
        "offer": other,
        "form": form,
        "fact": fact,
        "correctable": words.CORRECTED_BY,
        "corrections": queries.corrections_of(other),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "pool/pair.html", context, status=status)


def _fact_of(request: SignedInRequest, candidate: Any) -> str:
    """Return which fact is corrected: as chosen, else that of the first rule."""
    asked = request.GET.get("fact", "")
    broken = [
        words.CORRECTED_BY[rule.key].value
        for rule in candidate.broken
        if rule.key in words.CORRECTED_BY
    ]
    return asked if asked in broken else next(iter(broken), "")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def settings(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How long somebody has to answer, and how long offers hold."""
    found = services.settings_of(request.municipality)
    names = SettingsForm.base_fields
    initial = {n: getattr(found, n) for n in names if hasattr(found, n)}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.save_settings(
            municipality=request.municipality, data=form.content, by=request.user
        )
        messages.success(request, _("The changes were saved."))
        return redirect("pool:settings", municipality)
    status = 422 if form.errors else 200
    return render(request, "pool/settings.html", {"form": form}, status=status)
