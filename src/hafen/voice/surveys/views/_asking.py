"""Asking without a screen of one's own: on paper, or face to face."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import direction
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys import papers, queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import AnswerForm, EntryForm
from hafen.voice.surveys.models import Response, Wave
from hafen.voice.surveys.rules import ENTER_PAPER, INTERVIEW, VIEW_RESULTS
from hafen.voice.surveys.views._common import open_address, wave_of

_REFUSALS: dict[type[DomainError], Any] = {
    services.NotOpen: _("This survey is over."),
    services.NothingAnswered: _("Please answer at least one question."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ENTER_PAPER)
@of_feature(FEATURE)
def enter(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Enter one paper sheet after the other, by keyboard."""
    wave = wave_of(request, pk)
    form = EntryForm(
        request.POST or None,
        questions=asked(wave.survey.questionnaire_id),
        language=request.municipality.default_language,
    )
    if request.method == "POST" and form.is_valid():
        is_kept = _kept(form, wave, "", Response.Way.PAPER)
        if is_kept:
            messages.success(request, _("The sheet is kept. The next one, please."))
            return redirect("surveys:enter", municipality, pk)
    context = {"wave": wave, "survey": wave.survey, "form": form}
    status = 422 if form.errors else 200
    return render(request, "surveys/enter.html", context, status=status)


@require_safe
@requires(INTERVIEW)
@of_feature(FEATURE)
def interviews(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What may be asked today, and in which language."""
    del municipality
    rows = queries.waves_to_ask(request.user, timezone.localdate())
    context = {"waves": rows, "main": request.municipality.default_language}
    return render(request, "surveys/interviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(INTERVIEW)
@of_feature(FEATURE)
def interview(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask somebody in their language; what is kept cannot be read here again."""
    rows = queries.waves_to_ask(request.user, timezone.localdate())
    wave = get_object_or_404(rows, pk=pk)
    tags = wave.survey.languages
    tongue = request.GET.get("language", "")
    if tongue not in tags:
        return redirect("surveys:interviews", municipality)
    main = request.municipality.default_language
    form = AnswerForm(
        request.POST or None,
        questions=asked(wave.survey.questionnaire_id),
        language=tongue,
        beside=main,
        is_easy=True,
    )
    if request.method == "POST" and form.is_valid():
        is_kept = _kept(form, wave, tongue, Response.Way.INTERVIEW)
        if is_kept:
            messages.success(
                request, _("The answers are kept; nobody can read them again here.")
            )
            return redirect("surveys:interviews", municipality)
    context = {
        "wave": wave,
        "form": form,
        "title": wave.survey.title_in(tongue),
        "introduction": wave.survey.introduction_in(tongue),
        "tongue": tongue,
        "direction": direction(tongue),
        "beside": main,
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/interview.html", context, status=status)


def _kept(form: Any, wave: Wave, language: str, way: Response.Way) -> bool:
    """Keep what was answered; no, with a remark, where it cannot be kept."""
    try:
        services.answer(
            wave=wave,
            answers=form.answers,
            language=language,
            way=way,
            today=timezone.localdate(),
        )
    except tuple(_REFUSALS) as refused:
        form.add_error(None, _REFUSALS[type(refused)])
        return False
    return True


@require_safe
@requires(VIEW_RESULTS)
@of_feature(FEATURE)
def paper(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The questionnaire as PDF: `?language=ar&size=large`."""
    del municipality
    wave = wave_of(request, pk)
    main = request.municipality.default_language
    wanted = request.GET.get("language", "")
    language = wanted if wanted in wave.survey.languages else main
    content = papers.questionnaire(
        wave,
        language=language,
        beside=main if language != main else "",
        address=open_address(wave, language) if wave.takes_open_link else "",
        is_large=request.GET.get("size") == "large",
    )
    response = HttpResponse(content, content_type="application/pdf")
    name = f"survey-{wave.short_id}-{language}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
