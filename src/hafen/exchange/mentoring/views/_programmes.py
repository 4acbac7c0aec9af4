"""Programmes of sponsorships: the list, the form, and their questions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import is_on, of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.exchange.mentoring import queries, services
from hafen.exchange.mentoring.doors import FEATURE
from hafen.exchange.mentoring.errors import NameTaken
from hafen.exchange.mentoring.forms import ProgrammeForm
from hafen.exchange.mentoring.forms._desk import initial_of
from hafen.exchange.mentoring.models import Programme, Side
from hafen.exchange.mentoring.rules import RUN_MENTORING, VIEW_MENTORING
from hafen.exchange.mentoring.sheets import PROGRAMMES
from hafen.exchange.mentoring.views._refusals import refusal
from hafen.information.knowledge.doors import FEATURE as REGISTER
from hafen.information.knowledge.queries import concepts_visible_to, drafts_of
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to

SIDES = {"sponsor": Side.HELPER, "wish": Side.SEEKER}


@require_safe
@requires(VIEW_MENTORING)
@of_feature(FEATURE)
def programmes(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.programmes_visible_to(request.user)
    if file := answer(request, PROGRAMMES, rows):
        return file
    context = {
        "rows": rows,
        "may_run": RUN_MENTORING.held_by(request.user),
        "may_export": True,
    }
    return render(request, "mentoring/programmes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def add_programme(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def edit_programme(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    del municipality
    return _form_page(request, _found(request, pk))


def _found(request: SignedInRequest, pk: UUID) -> Programme:
    return get_object_or_404(queries.programmes_visible_to(request.user), pk=pk)


def _form_page(request: SignedInRequest, found: Programme | None) -> HttpResponse:
    people, _teams = receivers_for(request.user)
    initial = initial_of(found) if found else {"owner": request.user, "is_open": True}
    form = ProgrammeForm(
        request.POST or None,
        rows={
            "owner": people,
            "organisation": organisations_visible_to(request.user).order_by("sort_key"),
        },
        languages=request.municipality.languages,
        initial=initial,
        version=found.version if found else None,
    )
    made: list[Programme] = []

    def save(**version: Any) -> None:
        saved = services.save_programme(
            municipality=request.municipality,
            programme=found,
            data=form.programme,
            by=request.user,
            **version,
        )
        made.append(saved)

    first = f"title_{request.municipality.languages[0]}"
    refusals: Refusals = {NameTaken: (first, refusal(NameTaken()))}
    done = edited(request, form, found, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        slug = request.municipality.slug
        return redirect("mentoring:edit_programme", slug, made[0].pk)
    context = {
        "form": form,
        "programme": found,
        "sides": list(SIDES),
    } | _concept(request, found)
    status = 422 if form.errors else 200
    return render(request, "mentoring/programme_form.html", context, status=status)


def _concept(request: SignedInRequest, found: Programme | None) -> dict[str, Any]:
    """Return what the page says of the concept; nothing without the register."""
    if found is None or not is_on(request.municipality, REGISTER):
        return {}
    concept = concepts_visible_to(request.user).filter(pk=found.concept_id).first()
    return {
        "has_register": True,
        "concept": concept,
        "editions": drafts_of(concept) if concept else (),
    }


@require_POST
@requires(RUN_MENTORING)
@of_feature(FEATURE)
@of_feature(REGISTER)
def begin_concept(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Lead to the concept of a programme, which is begun the first time."""
    made = services.begin_concept(programme=_found(request, pk), by=request.user)
    return redirect("knowledge:concept", municipality, made.pk)


@require_POST
@requires(RUN_MENTORING)
@of_feature(FEATURE)
def programme_questions(
    request: SignedInRequest, municipality: str, pk: UUID, side: str
) -> HttpResponse:
    """Lead to the questions that those of one side are asked."""
    if side not in SIDES:
        raise Http404
    form = services.questions_of(
        programme=_found(request, pk), side=SIDES[side], by=request.user
    )
    return redirect("questions:questionnaire", municipality, form.pk)
