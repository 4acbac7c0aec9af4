"""The desk: what came of a round, and the single sheets for evaluation."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page
from hafen.mechanisms.questions.models import said_in
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.models import Category, Quote, Wave
from hafen.voice.surveys.rules import (
    EXPORT_RESULTS,
    MANAGE_SURVEY,
    READ_ANSWERS,
    VIEW_RESULTS,
)
from hafen.voice.surveys.sheets import CODEBOOK, RESULTS, answers_sheet
from hafen.voice.surveys.spss import syntax
from hafen.voice.surveys.views._common import survey_of, told_wave_of, wave_of
from hafen.voice.surveys.words import cautions

PAGE = 50


@require_safe
@requires(VIEW_RESULTS)
@of_feature(FEATURE)
def results(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Each question with its counts, and how far one may trust them."""
    del municipality
    wave, today = wave_of(request, pk), timezone.localdate()
    if wave.closes_on >= today:
        running = {"wave": wave, "survey": wave.survey}
        return render(request, "surveys/running.html", running)
    found = queries.results_of(wave)
    if file := answer(request, RESULTS, found.rows, right=EXPORT_RESULTS):
        return file
    context = {
        "wave": wave,
        "survey": wave.survey,
        "results": found,
        "may_manage": MANAGE_SURVEY.held_by(request.user),
        "cautions": cautions(found),
        "main": request.municipality.default_language,
        "may_export": EXPORT_RESULTS.held_by(request.user),
        "may_read": READ_ANSWERS.held_by(request.user),
    }
    return render(request, "surveys/results.html", context)


@require_POST
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def approve(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Approve the report; half a year later only its tables are left."""
    try:
        services.approve_report(
            wave=wave_of(request, pk), by=request.user, today=timezone.localdate()
        )
    except services.NotOver:
        messages.error(request, _("People can answer still, or it was approved."))
    else:
        messages.success(request, _("The report is approved."))
    return redirect("surveys:results", municipality, pk)


@require_safe
@requires(VIEW_RESULTS)
@of_feature(FEATURE)
def groups(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The same questions, group by group."""
    del municipality
    wave = told_wave_of(request, pk)
    context = {
        "wave": wave,
        "survey": wave.survey,
        "main": request.municipality.default_language,
        "rows": queries.compared_groups(wave),
        "may_read": READ_ANSWERS.held_by(request.user),
    }
    return render(request, "surveys/groups.html", context)


@require_safe
@requires(VIEW_RESULTS)
@of_feature(FEATURE)
def compare(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The rounds of a survey beside each other."""
    del municipality
    survey = survey_of(request, pk)
    rounds = queries.compared_waves(survey, timezone.localdate())
    tables = [told for _wave, told in rounds]
    context = {
        "survey": survey,
        "main": request.municipality.default_language,
        "rounds": rounds,
        "rows": [row for row in zip(*tables, strict=False) if row[0].lines],
    }
    return render(request, "surveys/compare.html", context)


@require_safe
@requires(READ_ANSWERS)
@of_feature(FEATURE)
def answers(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Single sheets as numbers, in an order drawn by lot."""
    del municipality
    wave = told_wave_of(request, pk)
    rows = queries.responses_visible_to(request.user).filter(wave=wave)
    questions = asked(wave.survey.questionnaire_id)
    sheet = answers_sheet(questions, queries.languages_told(wave))
    if file := answer(request, sheet, zip(count(1), rows), right=READ_ANSWERS):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    numbered = list(zip(count(page.start_index()), page.object_list))
    context = {
        "wave": wave,
        "survey": wave.survey,
        "page": page,
        "headings": [column.heading for column in sheet.columns],
        "rows": [[column.value(row) for column in sheet.columns] for row in numbered],
    }
    return render_page(request, "surveys/answers.html", context)


@require_safe
@requires(READ_ANSWERS)
@of_feature(FEATURE)
def spss(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The syntax with which SPSS reads the CSV of the single sheets."""
    del municipality
    wave = told_wave_of(request, pk)
    text = syntax(
        asked(wave.survey.questionnaire_id),
        language=request.municipality.default_language,
        # As the list of single sheets names its files.
        file=f"survey-answers-{timezone.localdate():%Y-%m-%d}.csv",
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="survey-answers.sps"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@requires(READ_ANSWERS)
@of_feature(FEATURE)
def codebook(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What the numbers of the single sheets mean."""
    del municipality
    wave = told_wave_of(request, pk)
    rows = list(_codes(wave, request.municipality.default_language))
    if file := answer(request, CODEBOOK, rows, right=READ_ANSWERS):
        return file
    context = {"wave": wave, "survey": wave.survey, "rows": rows}
    return render(request, "surveys/codebook.html", context)


def _codes(wave: Wave, language: str) -> Iterator[dict[str, Any]]:
    for question in asked(wave.survey.questionnaire_id):
        label = question.label_in(language)
        options: list[tuple[int | str, str]] = [
            (question.number_of(place), said_in(option["texts"], language))
            for place, option in enumerate(question.options)
        ]
        for number, words in options or [("", str(question.get_kind_display()))]:
            yield {
                "code": question.code,
                "label": label,
                "number": number,
                "words": words,
            }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(READ_ANSWERS)
@of_feature(FEATURE)
def mentions(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Open answers, and what is counted of them."""
    wave = told_wave_of(request, pk)
    if request.method == "POST":
        _code(request, wave)
        return redirect("surveys:mentions", municipality, pk)
    known: dict[UUID, list[Category]] = {}
    for category in queries.categories_of(wave):
        known.setdefault(category.question_id, []).append(category)
    quotes: dict[UUID, list[Quote]] = {}
    for quote in queries.quotes_of(wave):
        quotes.setdefault(quote.question_id, []).append(quote)
    language = request.municipality.default_language
    context = {
        "wave": wave,
        "survey": wave.survey,
        "main": language,
        "questions": [
            (
                said_in(question.texts, language),
                known.get(question.pk, []),
                same,
                quotes.get(question.pk, []),
            )
            for question, same in queries.same_answers(request.user, wave)
        ],
    }
    return render(request, "surveys/mentions.html", context)


def _key(text: str | None) -> UUID | None:
    """Return a key that a form sent; None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _code(request: SignedInRequest, wave: Wave) -> None:
    """Do what the button said: count, count no longer, quote, quote no longer."""
    if unquoted := request.POST.get("unquote"):
        quote = get_object_or_404(queries.quotes_of(wave), pk=_key(unquoted))
        services.take_quote_back(quote=quote, by=request.user)
        return
    rows = queries.open_answers_visible_to(request.user).filter(response__wave=wave)
    asked_for = rows.select_related("response__wave__survey")
    chosen = get_object_or_404(asked_for, pk=_key(request.POST.get("answer")))
    if taken := request.POST.get("take_back"):
        category = get_object_or_404(queries.categories_of(wave), pk=_key(taken))
        services.uncode(answer=chosen, category=category, by=request.user)
        return
    if text := " ".join(request.POST.get("quote", "").split())[:300]:
        services.quote(answer=chosen, text=text, by=request.user)
        return
    name = " ".join(request.POST.get("name", "").split())[:160]
    if not name:
        messages.error(request, _("Please say what is mentioned."))
        return
    services.code(answer=chosen, name=name, by=request.user)
