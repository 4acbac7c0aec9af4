"""One person: the data, how it stands over time; who acts for them, who is kept out."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases import queries, services
from hafen.casework.cases.doors import FEATURE
from hafen.casework.cases.forms import (
    CircumstanceForm,
    GuardianForm,
    KeepOutForm,
    PersonForm,
    person_initial,
)
from hafen.casework.cases.models import Circumstance, Client
from hafen.casework.cases.registries import client_actions
from hafen.casework.cases.rules import VIEW_CASES, WORK_ON_CASES
from hafen.casework.cases.views._asking import taken
from hafen.casework.cases.views._closed import found_or_closed
from hafen.casework.cases.views._hints import hints_for
from hafen.casework.cases.views._steps import Step, take
from hafen.casework.cases.words import language_choices, words
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.mechanisms.todos.queries import receivers_for


def found_client(request: SignedInRequest, pk: UUID) -> Client:
    rows = queries.clients_visible_to(request.user, today=timezone.localdate())
    return found_or_closed(rows.select_related("household", "same_as"), pk)


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def client(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, found_client(request, pk))


def _page(request: SignedInRequest, row: Client, **shown: Any) -> HttpResponse:
    audit.seen(subject=row, what="cases.client")
    today = timezone.localdate()
    known, spoken = words(today), dict(language_choices(today))
    history = list(queries.history_of(row))
    context = {
        "row": row,
        "hints": hints_for(request, _residences(history, today), today),
        "age": row.age_on(today),
        "spoken": [spoken.get(tag, tag) for tag in row.languages],
        "history": [(fact, known.name(fact.kind, fact.code)) for fact in history],
        "circumstance": CircumstanceForm(known=known, initial={"valid_from": today}),
        "contested": queries.contested_by(row),
        "today": today,
        "actions": [
            action
            for action in client_actions
            if action.permission.held_by(request.user)
        ],
        **shown,
    }
    status = 422 if shown else 200
    return render(request, "cases/client.html", context, status=status)


def _residences(history: list[Circumstance], today: date) -> list[str]:
    return [
        fact.code
        for fact in history
        if fact.kind == Circumstance.Kind.RESIDENCE
        and fact.valid_from <= today
        and (fact.valid_until is None or fact.valid_until >= today)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def edit_client(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row, today = found_client(request, pk), timezone.localdate()
    initial = person_initial(row)
    form = PersonForm(
        request.POST or None,
        languages=language_choices(today),
        today=today,
        initial=initial,
        version=row.version,
    )

    def save(**version: Any) -> None:
        services.save_client(client=row, facts=form.content, by=request.user, **version)

    done = edited(request, form, row, save, current=initial)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("cases:client", municipality, pk)
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "cases/client_form.html", context, status=status)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def client_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Write down how it stands."""
    row = found_client(request, pk)

    def done(_result: Any) -> HttpResponse:
        return redirect("cases:client", municipality, pk)

    return take(request, row, _STEPS, name, page=_page, done=done)


def _note(request: SignedInRequest, row: Client, form: Any) -> None:
    services.note_circumstance(client=row, by=request.user, **form.content)


def _circumstance_form(request: SignedInRequest, _row: Client) -> CircumstanceForm:
    return CircumstanceForm(request.POST, known=words(timezone.localdate()))


_STEPS = {
    "circumstance": Step(_circumstance_form, _note),
}


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def take_back(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Take back what was written down by mistake."""
    seen = queries.clients_visible_to(request.user, today=timezone.localdate())
    rows = Circumstance.objects.filter(client__in=seen.values("pk"))
    row = get_object_or_404(rows.select_related("client"), pk=pk)
    services.take_back_circumstance(circumstance=row, by=request.user)
    messages.success(request, _("It was taken back."))
    return redirect("cases:client", municipality, row.client_id)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def leave_community(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """A grown child leaves the benefit community of the parents on the birthday."""
    row, today = found_client(request, pk), timezone.localdate()
    return taken(
        request,
        None,
        lambda: services.leave_with_age(client=row, today=today, by=request.user),
        reverse("cases:household", args=[municipality, row.household_id]),
    )


@require_safe
@requires(VIEW_CASES)
@of_feature(FEATURE)
def protection(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who acts for a person by law, and which colleagues may not read the file."""
    del municipality
    return _protection(request, found_client(request, pk))


def _protection(request: SignedInRequest, row: Client, **shown: Any) -> HttpResponse:
    audit.seen(subject=row, what="cases.client")
    today = timezone.localdate()
    people, _teams = receivers_for(request.user)
    context = {
        "row": row,
        "guardians": row.guardians.order_by("valid_from", "id"),
        "kept_out": row.kept_out.select_related("user").order_by("user__name"),
        "guardian": GuardianForm(initial={"valid_from": today}),
        "keep_out": KeepOutForm(rows={"user": people}, auto_id="keep_out_%s"),
        **shown,
    }
    status = 422 if shown else 200
    return render(request, "cases/protection.html", context, status=status)


@require_POST
@requires(WORK_ON_CASES)
@of_feature(FEATURE)
def protection_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Name who acts for a person, or keep a colleague out of the file."""
    row = found_client(request, pk)
    return take(
        request,
        row,
        _PROTECTION,
        name,
        page=_protection,
        done=lambda _result: redirect("cases:protection", municipality, pk),
    )


def _guardian(request: SignedInRequest, row: Client, form: Any) -> None:
    services.name_guardian(client=row, by=request.user, **form.content)


def _keep_out(request: SignedInRequest, row: Client, form: Any) -> None:
    services.keep_out(client=row, by=request.user, **form.content)


def _keep_out_form(request: SignedInRequest, _row: Client) -> KeepOutForm:
    people, _teams = receivers_for(request.user)
    return KeepOutForm(request.POST, rows={"user": people})


_PROTECTION = {
    "guardian": Step(lambda request, _row: GuardianForm(request.POST), _guardian),
    "keep-out": Step(_keep_out_form, _keep_out),
}
