from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.mechanisms.questions import queries, services
from hafen.mechanisms.questions.forms import QuestionForm
from hafen.mechanisms.questions.models import Question, Questionnaire
from hafen.mechanisms.questions.registries import askers
from hafen.mechanisms.questions.rules import EDIT_QUESTIONS


@require_safe
@requires(EDIT_QUESTIONS)
def questionnaire(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    found = _questionnaire(request, pk)
    rows = queries.asked(found)
    context = {
        "questionnaire": found,
        "rows": [(row, row.label_in(get_language() or "de")) for row in rows],
        "back": _back(found),
    }
    return render(request, "questions/questionnaire.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_QUESTIONS)
def add(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    found = _questionnaire(request, pk)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        languages=request.municipality.languages,
        before=queries.asked(found),
    )
    if form.is_bound and form.is_valid():
        data = form.data_of_question
        if form.rows:
            services.add_table(
                questionnaire=found, rows=form.rows, data=data, by=request.user
            )
        else:
            services.add_question(questionnaire=found, data=data, by=request.user)
        return redirect("questions:questionnaire", municipality, found.pk)
    return _form_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_QUESTIONS)
def change(
    request: SignedInRequest, municipality: str, pk: UUID, question: UUID
) -> HttpResponse:
    found = _questionnaire(request, pk)
    row = _question(found, question)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        languages=request.municipality.languages,
        question=row,
        before=[each for each in queries.asked(found) if each.place < row.place],
        version=row.version,
    )
    if form.is_bound and form.is_valid():
        try:
            services.change_question(
                question=row,
                data=form.data_of_question,
                expected=form.read_version,
                by=request.user,
            )
        except LostUpdate:
            form.add_error(None, _("A colleague has just changed this entry."))
        else:
            return redirect("questions:questionnaire", municipality, found.pk)
    return _form_page(request, found, form)


@require_POST
@requires(EDIT_QUESTIONS)
def move(
    request: SignedInRequest, municipality: str, pk: UUID, question: UUID
) -> HttpResponse:
    """Move a question up, or take it off the form."""
    found = _questionnaire(request, pk)
    row = _question(found, question)
    if request.POST.get("step") == "drop":
        services.stop_asking(question=row, by=request.user)
    else:
        services.move_up(question=row, by=request.user)
    return redirect("questions:questionnaire", municipality, found.pk)


def _questionnaire(request: SignedInRequest, pk: UUID) -> Questionnaire:
    return get_object_or_404(queries.questionnaires_editable_by(request.user), pk=pk)


def _question(found: Questionnaire, pk: UUID) -> Question:
    return get_object_or_404(
        Question.objects.filter(questionnaire=found).asked(), pk=pk
    )


def _back(found: Questionnaire) -> str:
    return next((way for asker in askers if (way := asker.address(found))), "")


def _form_page(
    request: SignedInRequest, found: Questionnaire, form: QuestionForm
) -> HttpResponse:
    context: dict[str, Any] = {"questionnaire": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "questions/question.html", context, status=status)
