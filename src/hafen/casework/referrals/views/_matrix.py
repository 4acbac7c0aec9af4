"""Who does what: the matrix of tasks and actors."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.referrals import queries, services
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import DutyForm, PartForm
from hafen.casework.referrals.models import Duty, DutyActor
from hafen.casework.referrals.rules import MANAGE_MATRIX, VIEW_MATRIX
from hafen.casework.referrals.sheets import matrix_sheet
from hafen.casework.referrals.views._common import take
from hafen.casework.referrals.views._refusals import refusal
from hafen.casework.referrals.words import topics
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.core.ui.steps import Step
from hafen.network.organisations.queries import organisations_visible_to

_FACTS = ("name", "topic", "source")


def _found(request: SignedInRequest, pk: UUID) -> Duty:
    return get_object_or_404(queries.duties_visible_to(request.user), pk=pk)


@require_safe
@requires(VIEW_MATRIX)
@of_feature(FEATURE)
def duties(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Tasks by actors; what nobody leads, and what two lead, stands out."""
    del municipality
    found = queries.matrix(queries.duties_visible_to(request.user))
    if file := answer(request, matrix_sheet(found.actors), found.lines):
        return file
    parts = dict(DutyActor.Part.choices)
    context = {
        "matrix": found,
        "rows": [
            (line, [parts.get(part, "") for part in line.parts]) for line in found.lines
        ],
        "may_manage": MANAGE_MATRIX.held_by(request.user),
    }
    return render(request, "referrals/duties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def add_duty(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = DutyForm(request.POST or None, words=_words())
    if request.method == "POST" and form.is_valid():
        try:
            row = services.save_duty(
                municipality=request.user.municipality,
                duty=None,
                facts=form.content,
                expected=None,
                by=request.user,
            )
        except services.NameTaken as refused:
            form.add_error("name", refusal(refused))
        else:
            return redirect("referrals:duty", municipality, row.pk)
    status = 422 if form.errors else 200
    return render(request, "referrals/add_duty.html", {"form": form}, status=status)


def _words() -> dict[str, Any]:
    return {"topic": topics(timezone.localdate()).grouped}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def duty(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A task: what it is called, where it is agreed, and who has which part."""
    row = _found(request, pk)
    initial = {name: getattr(row, name) for name in _FACTS}
    form = DutyForm(
        request.POST or None, words=_words(), initial=initial, version=row.version
    )

    def save(**version: Any) -> None:
        services.save_duty(
            municipality=row.municipality,
            duty=row,
            facts=form.content,
            by=request.user,
            **version,
        )

    taken: Refusals = {services.NameTaken: ("name", _("Another task has this name."))}
    done = edited(request, form, row, save, current=initial, refusals=taken)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("referrals:duty", municipality, pk)
    return _page(request, row, form=form)


def _page(request: SignedInRequest, row: Duty, **shown: Any) -> HttpResponse:
    initial = {name: getattr(row, name) for name in _FACTS}
    actors = row.actors.select_related("unit", "organisation").order_by("part", "id")
    context = {
        "row": row,
        "actors": actors,
        "form": DutyForm(words=_words(), initial=initial, version=row.version),
        "part": PartForm(rows=_rows(request), auto_id="part_%s"),
        **shown,
    }
    wrong = any(form.errors for form in shown.values())
    return render(request, "referrals/duty.html", context, status=422 if wrong else 200)


def _rows(request: SignedInRequest) -> dict[str, Any]:
    return {
        "unit": places.units_visible_to(request.user),
        "organisation": organisations_visible_to(request.user).order_by("sort_key"),
    }


@require_POST
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def duty_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Give somebody a part in it, or take the task out of the matrix."""

    def done(_result: Any) -> HttpResponse:
        if name == "drop":
            return redirect("referrals:duties", municipality)
        return redirect("referrals:duty", municipality, pk)

    return take(request, _found(request, pk), _STEPS, name, page=_page, done=done)


def _take_part(request: SignedInRequest, row: Duty, form: Any) -> None:
    services.take_part(duty=row, by=request.user, **form.content)


def _drop(request: SignedInRequest, row: Duty, _form: Any) -> None:
    services.drop_duty(duty=row, by=request.user)


_STEPS = {
    "part": Step(
        lambda request, _row: PartForm(
            request.POST, rows=_rows(request), auto_id="part_%s"
        ),
        _take_part,
    ),
    "drop": Step(None, _drop),
}


@require_POST
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def leave_duty(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Take the part of an actor in a task away."""
    seen = queries.duties_visible_to(request.user)
    rows = DutyActor.objects.filter(duty__in=seen.values("pk"))
    row = get_object_or_404(rows, pk=pk)
    services.leave(actor=row, by=request.user)
    return redirect("referrals:duty", municipality, row.duty_id)
