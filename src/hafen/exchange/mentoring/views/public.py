"""What people do without signing in: apply, say how it goes, answer a wish."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import public
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link
from hafen.exchange.mentoring import errors, keys, queries, services
from hafen.exchange.mentoring.doors import FEATURE
from hafen.exchange.mentoring.forms import ApplyForm, MoodForm, ReportForm
from hafen.exchange.mentoring.models import Side
from hafen.exchange.mentoring.views._programmes import SIDES
from hafen.exchange.mentoring.words import told_of
from hafen.exchange.pool.services import contact_of
from hafen.exchange.pool.words import language_choices
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, no_store, sent
from hafen.mechanisms.questions import queries as questions

_REFUSALS: Mapping[type[DomainError], Any] = {
    errors.NotTaking: _("The programme takes nobody in now.")
}


@require_safe
@public
@of_feature(FEATURE)
def programmes(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The programmes for which people can apply."""
    del municipality
    town = request.municipality

    def tag(texts: Mapping[str, str]) -> str:
        return language if language in texts else town.default_language

    rows = [
        (row, row.title_in(language), tag(row.titles), row.text_in(language),
         tag(row.texts))
        for row in queries.programmes_open(town)
    ]  # fmt: skip
    return render(request, "mentoring/public/programmes.html", {"rows": rows})


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def apply(
    request: PlaceRequest, municipality: str, language: str, pk: UUID, side: str
) -> HttpResponse:
    """Apply for a programme, as a sponsor or for having one."""
    row = queries.programme_of(request.municipality, pk)
    if row is None or side not in SIDES:
        raise Http404
    chosen = SIDES[side]
    is_helper = chosen == Side.HELPER
    asked = row.helper_questions_id if is_helper else row.seeker_questions_id
    today = timezone.localdate()
    form = ApplyForm(
        sent(request),
        districts=places.districts_of(request.municipality),
        languages=language_choices(today),
        questions=questions.asked(asked),
        language=language,
        initial={"token": new_token()},
    )

    def take() -> str:
        services.apply_for(
            programme=row,
            application=form.application(chosen, today),
            now=timezone.now(),
        )
        return done

    done = reverse("mentoring_public:thanks", args=[municipality, language])
    shown = {"title": row.title_in(language), "is_helper": is_helper}
    visit = Visit(
        form, "mentoring/public/apply.html", "mentoring", take, done, shown, _REFUSALS
    )
    with context.acting(Context(municipality=request.municipality.pk)):
        return answer(request, visit)


@require_safe
@public
@of_feature(FEATURE)
def thanks(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    del municipality, language
    return no_store(render(request, "mentoring/public/thanks.html"))


@by_link(FEATURE)
def check_in(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Say how it goes; looking changes nothing, and the first answer counts."""
    town = request.municipality
    row = queries.check_in_of_link(town, pk)
    side = keys.side_of(row, code) if row else None
    if row is None or side is None:
        raise Http404
    form = MoodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _try(
            services.answer_check_in,
            check_in=row,
            side=side,
            mood=form.cleaned_data["mood"],
            note=form.cleaned_data["note"],
        )
        return redirect(request.path)
    mine = row.said.get(side)
    other = Side.SEEKER if side == Side.HELPER else Side.HELPER
    person, match = row.sponsorship.person(other), row.sponsorship.match
    is_told = match.is_taken and person.consent_on is not None
    shown = {
        "form": form,
        "mine": mine,
        "is_open": mine is None and row.closed_at is None,
        "contact": contact_of(person) if is_told else "",
    }
    return render(
        request,
        "mentoring/public/check_in.html",
        shown,
        status=422 if form.errors else 200,
    )


@by_link(FEATURE)
def wish(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """An association reads a wish and says what became of it."""
    town = request.municipality
    row = queries.hand_over_of_link(town, pk)
    if row is None or not keys.is_wish_code(row, code):
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _try(services.report_wish, hand_over=row, **form.report)
        return redirect(request.path)
    told = told_of(row, today=timezone.localdate())
    shown = {"row": row, "form": form, "told": told}
    return render(
        request,
        "mentoring/public/wish.html",
        shown,
        status=422 if form.errors else 200,
    )


def _try(do: Any, **facts: Any) -> None:
    try:
        do(now=timezone.now(), **facts)
    except DomainError:
        return  # sent twice, or too late: the page shows how it stands
