"""The desk: surveys, their questions and their rounds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.core.ui.pages import render_page
from hafen.mechanisms.imports.rules import USE_IMPORTS
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import SurveyForm, WaveForm
from hafen.voice.surveys.instruments import INSTRUMENTS
from hafen.voice.surveys.models import Survey
from hafen.voice.surveys.registries import occasions
from hafen.voice.surveys.rules import (
    ENTER_PAPER,
    EXPORT_RESULTS,
    MANAGE_SURVEY,
    READ_ANSWERS,
    VIEW_RESULTS,
)
from hafen.voice.surveys.sheets import SURVEYS
from hafen.voice.surveys.views._common import open_address, survey_of, wave_of

PAGE = 25
_TAKEN = _("There is a survey of this name.")
_OVER = _("The round is over and its results can be seen. Plan a new one.")


@require_safe
@requires(VIEW_RESULTS)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.surveys_visible_to(request.user)
    if file := answer(request, SURVEYS, rows, right=EXPORT_RESULTS):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_manage": MANAGE_SURVEY.held_by(request.user),
        "may_export": EXPORT_RESULTS.held_by(request.user),
    }
    return render_page(request, "surveys/listing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def templates(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Questionnaires that come ready: one button each."""
    chosen = INSTRUMENTS.get(request.POST.get("instrument", ""))
    if chosen is not None:
        try:
            made = services.create_from(
                municipality=request.municipality, instrument=chosen, by=request.user
            )
        except services.NameTaken:
            messages.error(request, _TAKEN)
        else:
            return redirect("surveys:detail", municipality, made.pk)
    context = {"instruments": INSTRUMENTS.values()}
    return render(request, "surveys/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def add(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = SurveyForm(request.POST or None, languages=request.municipality.languages)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_survey(
                municipality=request.municipality,
                data=form.data_of_survey,
                by=request.user,
            )
        except services.NameTaken:
            form.add_error("name", _TAKEN)
        else:
            return redirect("surveys:detail", municipality, made.pk)
    return _form(request, form, _("New survey"))


@require_safe
@requires(VIEW_RESULTS)
@of_feature(FEATURE)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What a survey asks, and its rounds."""
    del municipality
    survey, today = survey_of(request, pk), timezone.localdate()
    context = {
        "survey": survey,
        "title": survey.title_in(request.municipality.default_language),
        "questions": len(asked(survey.questionnaire_id)),
        "waves": queries.waves_of(survey),
        "today": today,
        "after": [
            (row, occasions[row.occasion].label)
            for row in queries.after_visible_to(request.user).filter(survey=survey)
            if row.occasion in occasions
        ],
        "is_begun": queries.is_begun(survey, today),
        "may_manage": MANAGE_SURVEY.held_by(request.user),
    }
    return render(request, "surveys/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def edit(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    survey = survey_of(request, pk)
    languages = request.municipality.languages
    said = SurveyForm.said_by(survey, languages)
    form = SurveyForm(
        request.POST or None,
        initial=said,
        version=survey.version,
        languages=languages,
        survey=survey,
    )

    def save(*, expected: int | None) -> None:
        services.change_survey(
            survey=survey,
            data=form.data_of_survey,
            expected=expected,
            by=request.user,
        )

    refusals: Refusals = {services.NameTaken: ("name", str(_TAKEN))}
    done = edited(request, form, survey, save, current=said, refusals=refusals)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("surveys:detail", municipality, survey.pk)
    return done or _form(request, form, survey.name, survey)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def add_wave(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    survey = survey_of(request, pk)
    today = timezone.localdate()
    form = WaveForm(
        request.POST or None,
        groups=_groups(request, survey),
        initial={"name": str(today.year), "opens_on": today},
    )
    if request.method == "POST" and form.is_valid():
        made = services.plan_wave(
            survey=survey, data=form.data_of_wave, by=request.user
        )
        return redirect("surveys:wave", municipality, made.pk)
    return _form(request, form, _("New round"), survey)


@require_safe
@requires(VIEW_RESULTS)
@of_feature(FEATURE)
def wave(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """How people answer a round."""
    del municipality
    found = wave_of(request, pk)
    today = timezone.localdate()
    context = {
        "wave": found,
        "survey": found.survey,
        "is_open": found.is_open(today),
        "is_over": found.closes_on < today,
        "answered": found.responses.count(),
        "address": open_address(found),
        "standing": queries.standing_of(found),
        "may_manage": MANAGE_SURVEY.held_by(request.user),
        "may_import": USE_IMPORTS.held_by(request.user)
        and ENTER_PAPER.held_by(request.user),
        "may_enter": ENTER_PAPER.held_by(request.user),
        "may_read": READ_ANSWERS.held_by(request.user),
    }
    return render(request, "surveys/wave.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def edit_wave(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = wave_of(request, pk)
    said = WaveForm.said_by(found)
    form = WaveForm(
        request.POST or None,
        initial=said,
        version=found.version,
        groups=_groups(request, found.survey),
    )

    def save(*, expected: int | None) -> None:
        services.change_wave(
            wave=found,
            data=form.data_of_wave,
            today=timezone.localdate(),
            expected=expected,
            by=request.user,
        )

    refusals: Refusals = {services.AlreadyOver: ("closes_on", str(_OVER))}
    done = edited(request, form, found, save, current=said, refusals=refusals)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("surveys:wave", municipality, found.pk)
    return done or _form(request, form, found.name, found.survey)


def _groups(request: SignedInRequest, survey: Survey) -> list[tuple[str, str]]:
    return queries.groups_of(survey, request.municipality.default_language)


def _form(
    request: SignedInRequest, form: Any, heading: Any, survey: Survey | None = None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "survey": survey}
    status = 422 if form.errors else 200
    return render(request, "surveys/form.html", context, status=status)
