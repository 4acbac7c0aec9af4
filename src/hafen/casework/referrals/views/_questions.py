"""Open questions of responsibility: asked, asked again, settled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.referrals import queries, services
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import AnsweredForm, QuestionForm
from hafen.casework.referrals.models import OpenQuestion
from hafen.casework.referrals.rules import MANAGE_MATRIX
from hafen.casework.referrals.sheets import QUESTIONS
from hafen.casework.referrals.views._common import MOST_EXPORTED, PAGE, take
from hafen.casework.referrals.words import topics
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.steps import Step


@require_safe
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def questions(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What nobody has answered yet, the next to remind of first."""
    del municipality
    today, part = timezone.localdate(), request.GET.get("part", "open")
    found = queries.filtered_questions(
        queries.questions_visible_to(request.user), part, today=today
    )
    if file := answer(request, QUESTIONS, found[:MOST_EXPORTED]):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, row.is_due(today)) for row in page],
        "part": part,
        "parts": [
            ("open", pgettext("questions", "open")),
            ("due", pgettext("questions", "to be reminded")),
            ("settled", pgettext("questions", "settled")),
        ],
    }
    return render(request, "referrals/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def add_question(request: SignedInRequest, municipality: str) -> HttpResponse:
    today = timezone.localdate()
    words = {"topic": topics(today).grouped}
    form = QuestionForm(request.POST or None, words=words)
    if request.method == "POST" and form.is_valid():
        services.ask_question(
            municipality=request.user.municipality,
            facts=form.content,
            today=today,
            by=request.user,
        )
        messages.success(request, _("It is asked, and you are reminded of it."))
        return redirect("referrals:questions", municipality)
    status = 422 if form.errors else 200
    return render(request, "referrals/add_question.html", {"form": form}, status=status)


def _found(request: SignedInRequest, pk: UUID) -> OpenQuestion:
    return get_object_or_404(queries.questions_visible_to(request.user), pk=pk)


@require_safe
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def question(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, _found(request, pk))


def _page(request: SignedInRequest, row: OpenQuestion, **shown: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "row": row,
        "topic": topics(today).name(row.topic),
        "is_due": row.is_due(today),
        "settle": AnsweredForm(),
        **shown,
    }
    status = 422 if shown else 200
    return render(request, "referrals/question.html", context, status=status)


@require_POST
@requires(MANAGE_MATRIX)
@of_feature(FEATURE)
def question_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """Note a reminder, or the answer."""
    return take(
        request,
        _found(request, pk),
        _STEPS,
        name,
        page=_page,
        done=lambda _result: redirect("referrals:question", municipality, pk),
    )


def _remind(request: SignedInRequest, row: OpenQuestion, _form: Any) -> None:
    today = timezone.localdate()
    services.remind_question(question=row, today=today, by=request.user)


def _settle(request: SignedInRequest, row: OpenQuestion, form: Any) -> None:
    today = timezone.localdate()
    services.settle_question(question=row, today=today, by=request.user, **form.content)


_STEPS = {
    "remind": Step(None, _remind),
    "settle": Step(lambda request, _row: AnsweredForm(request.POST), _settle),
}
