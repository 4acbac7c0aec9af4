"""What people do without signing in: register, and say what they would learn."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
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
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.core.translation.texts import text_in
from hafen.core.ui.visitors import by_link, language_of
from hafen.exchange.pool.words import language_choices
from hafen.exchange.training import errors, keys, queries, services
from hafen.exchange.training.doors import FEATURE
from hafen.exchange.training.forms import JoinForm, VoteForm
from hafen.information.events.queries import place_line
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, no_store, sent
from hafen.mechanisms.questions import queries as questions

PAGE = 25
_REFUSALS: Mapping[type[DomainError], Any] = {
    errors.NoPlace: _("No place is left, on the waiting list neither."),
}


@require_safe
@public
@of_feature(FEATURE)
def trainings(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The trainings to come, of all providers."""
    del municipality
    town = request.municipality
    rows = queries.trainings_to_come(town, language, timezone.now())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": [
            (run, text_in(run.event, language, "title"), place_line(run.event))
            for run in page
        ],
    }
    response = render(request, "training/public/trainings.html", shown)
    first = rows.first()
    return same_for_everybody(response, town, until=first.starts_at if first else None)


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def join(
    request: PlaceRequest, municipality: str, language: str, pk: UUID
) -> HttpResponse:
    """Register for a training, to take part or to contribute."""
    town = request.municipality
    run = queries.run_of(town, pk)
    if run is None:
        raise Http404
    now = timezone.now()
    bookable = queries.bookable_of(run)
    form = JoinForm(
        sent(request),
        bookable=bookable,
        groups=run.groups,
        languages=language_choices(timezone.localdate(now)),
        initial={"token": new_token()},
    )
    done = reverse("training_public:thanks", args=[municipality, language])

    def take() -> str:
        try:
            services.enrol(
                run=run,
                person=form.data_of_person(language=language),
                facts=form.facts,
                now=timezone.now(),
            )
        except errors.AlreadyThere:
            return done  # the page must not tell strangers who takes part
        return done

    shown = {
        "run": run,
        "days": sorted(queries.days_of(run).values()),
        "is_open": bookable.is_open(now),
    }
    visit = Visit(
        form, "training/public/join.html", "training", take, done, shown, _REFUSALS
    )
    with context.acting(Context(municipality=town.pk)):
        return answer(request, visit)


@require_safe
@public
@of_feature(FEATURE)
def thanks(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    del municipality, language
    return no_store(render(request, "training/public/thanks.html"))


@by_link(FEATURE)
def no_polls(request: PlaceRequest, who: UUID, code: str) -> HttpResponse:
    """End the invitations to polls by a button, or have them again."""
    town = request.municipality
    helper = queries.helper_of_link(town, who)
    if helper is None or not keys.is_refusal_code(who, code):
        raise Http404
    if request.method == "POST":
        is_back = request.POST.get("step") == "again"
        do = services.allow_polls if is_back else services.refuse_polls
        do(helper=helper)
        return redirect(request.path)
    shown = {"is_refused": queries.refuses_polls(helper)}
    return render(request, "training/public/no_polls.html", shown)


@by_link(FEATURE)
def poll(request: PlaceRequest, pk: UUID, who: UUID, code: str) -> HttpResponse:
    """Tick topics; the sheet tells not who answered."""
    town = request.municipality
    found = queries.poll_of_link(town, pk)
    if found is None or not keys.is_poll_code(found, who, code):
        raise Http404
    today, language = timezone.localdate(), language_of(request)
    form = VoteForm(
        request.POST or None,
        questions=questions.asked(found.questionnaire_id),
        language=language,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_poll(
                poll=found,
                who=who,
                answers=form.answers,
                language=language,
                today=today,
            )
        except DomainError:
            return redirect(request.path)
        return redirect("training_public:thanks", town.slug, language)
    shown = {"poll": found, "form": form, "is_open": found.is_open(today)}
    status = 422 if form.errors else 200
    return render(request, "training/public/poll.html", shown, status=status)
