"""Changes of the legal area: a checklist with the one deadline that costs money."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases.models import Circumstance, Client, Membership
from hafen.casework.referrals import queries, reference, services
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import CloseSwitchForm, SwitchForm
from hafen.casework.referrals.models import AreaSwitch, SwitchStep
from hafen.casework.referrals.rules import EXPORT_REFERRALS, REFER, VIEW_REFERRALS
from hafen.casework.referrals.sheets import SWITCHES
from hafen.casework.referrals.views._common import (
    MOST_EXPORTED,
    PAGE,
    client_of,
    take,
)
from hafen.casework.referrals.views._refusals import refusal
from hafen.casework.referrals.words import areas, tongue
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.steps import Step


def _named(rows: Any) -> list[tuple[AreaSwitch, str, str]]:
    named = dict(areas(reference.areas(), timezone.localdate()))
    return [
        (row, named.get(row.before, row.before), named.get(row.after, row.after))
        for row in rows
    ]


@require_safe
@requires(VIEW_REFERRALS)
@of_feature(FEATURE)
def switches(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who changes, what is left to do, and where a month without income shows."""
    del municipality
    today, part = timezone.localdate(), request.GET.get("part", "open")
    seen = queries.switches_visible_to(request.user, today=today)
    found = queries.filtered_switches(seen, part, today=today)
    lines = _named(found[:MOST_EXPORTED]) if "as" in request.GET else []
    if file := answer(request, SWITCHES, lines, right=EXPORT_REFERRALS):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _named(page),
        "part": part,
        "parts": [
            ("open", pgettext("switches", "under way")),
            ("pressing", pgettext("switches", "a day is near or over")),
            ("closed", pgettext("switches", "closed")),
        ],
        "today": today,
        "may_export": EXPORT_REFERRALS.held_by(request.user),
    }
    return render(request, "referrals/switches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(REFER)
@of_feature(FEATURE)
def add_switch(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Begin the checklist for a person, with the day of the decision."""
    client, today = client_of(request, pk), timezone.localdate()
    named = areas(reference.areas(), today)
    before = _area_of(client)
    # Whoever lives under another law does not change from this one.
    others = [each for each in _others(client, today) if each[1] in {before, ""}]
    initial = {
        "before": before,
        "decided_on": today,
        "others": [str(row.pk) for row, code in others if code == before],
    }
    words = {"before": named, "after": named}
    form = SwitchForm(
        request.POST or None,
        words=words,
        initial=initial,
        others=[row for row, _code in others],
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = services.begin_switches(
                client=client, today=today, by=request.user, **form.content
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            return redirect("referrals:switch", municipality, row.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "client": client}
    return render(request, "referrals/add_switch.html", context, status=status)


def _others(client: Client, today: date) -> list[tuple[Client, str]]:
    """Return who else lives in the household, with the law of today or nothing."""
    rows = Membership.objects.valid(today).filter(household=client.household_id)
    people = rows.exclude(client=client).select_related("client__household__team")
    facts = Circumstance.objects.valid(today).filter(
        client__household=client.household_id, kind=Circumstance.Kind.LEGAL_AREA
    )
    codes = {
        key: code.partition(".")[0] for key, code in facts.values_list("client", "code")
    }
    return [
        (row.client, codes.get(row.client_id, ""))
        for row in people.order_by("client__sort_key", "client")
    ]


def _area_of(client: Client) -> str:
    """Return by which law the person lives today, as a change names it."""
    facts = Circumstance.objects.valid(timezone.localdate()).filter(
        client=client, kind=Circumstance.Kind.LEGAL_AREA
    )
    code = facts.values_list("code", flat=True).first() or ""
    return code.partition(".")[0]


def _found(request: SignedInRequest, pk: UUID) -> AreaSwitch:
    rows = queries.switches_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(VIEW_REFERRALS)
@of_feature(FEATURE)
def switch(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, _found(request, pk))


def _page(request: SignedInRequest, row: AreaSwitch, **shown: Any) -> HttpResponse:
    # As part of the file, for the page "Who read this file".
    audit.seen(subject=row.client, what="referrals.switch")
    today, names = timezone.localdate(), reference.step_names(tongue())
    [(_row, before, after)] = _named([row])
    dates = reference.dates(row.before, row.after, row.decided_on)
    context = {
        "row": row,
        "before": before,
        "after": after,
        "dates": dates,
        "others": queries.together(row, today=today),
        "is_over": row.is_missed(today),
        "steps": [
            (step, names.get(step.code, step.code), step.is_late(today))
            for step in row.steps.order_by("position")
        ],
        "close": CloseSwitchForm(),
        **shown,
    }
    status = 422 if shown else 200
    return render(request, "referrals/switch.html", context, status=status)


@require_POST
@requires(REFER)
@of_feature(FEATURE)
def switch_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Close a change with the day from which benefits are granted, or forget it."""

    def done(_result: Any) -> HttpResponse:
        if name == "drop":
            return redirect("referrals:switches", municipality)
        return redirect("referrals:switch", municipality, pk)

    return take(request, _found(request, pk), _STEPS, name, page=_page, done=done)


def _close(request: SignedInRequest, row: AreaSwitch, form: Any) -> None:
    today = timezone.localdate()
    services.close_switch(switch=row, today=today, by=request.user, **form.content)


def _drop(request: SignedInRequest, row: AreaSwitch, _form: Any) -> None:
    services.drop_switch(switch=row, by=request.user)


_STEPS = {
    "close": Step(lambda request, _row: CloseSwitchForm(request.POST), _close),
    "drop": Step(None, _drop),
}
_STATES = {
    "done": SwitchStep.State.DONE,
    "spare": SwitchStep.State.SPARED,
    "reopen": SwitchStep.State.OPEN,
}


@require_POST
@requires(REFER)
@of_feature(FEATURE)
def settle_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Tick a step off, say that it is not needed, or take that back."""

    def settle(_request: SignedInRequest, row: SwitchStep, _form: Any) -> None:
        services.settle_step(
            step=row, state=_STATES[name], today=timezone.localdate(), by=request.user
        )

    seen = queries.switches_visible_to(request.user, today=timezone.localdate())
    rows = SwitchStep.objects.filter(switch__in=seen.values("pk"))
    row = get_object_or_404(rows.select_related("switch"), pk=pk)
    steps = {each: Step(None, settle) for each in _STATES}
    back = redirect("referrals:switch", municipality, row.switch_id)
    return take(request, row, steps, name, page=render, done=lambda _result: back)
