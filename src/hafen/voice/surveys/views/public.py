"""What people do who answer: without an account, a cookie or a program."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.languages import PLAIN_GERMAN
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link, language_of
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, sent
from hafen.mechanisms.questions.queries import asked
from hafen.voice.surveys import keys, queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import PublicAnswerForm
from hafen.voice.surveys.models import Invitation, Response, Wave

_PAGE = "surveys/public/answer.html"
# Within an hour from one address: a school or a whole shelter answers together.
_MOST_ANSWERS = 500
_REFUSALS = {
    services.NotOpen: _("This survey is over."),
    services.AlreadyAnswered: _("This link was used already. Thank you!"),
    services.NothingAnswered: _("Please answer at least one question."),
}


@by_link(FEATURE)
def open_link(request: PlaceRequest, short_id: str) -> HttpResponse:
    """The questions for everybody who has the address."""
    wave = _wave(request, short_id)
    if not wave.takes_open_link:
        raise Http404
    return _asked(request, wave, None)


@by_link(FEATURE)
def own_link(
    request: PlaceRequest, short_id: str, who: UUID, code: str
) -> HttpResponse:
    """The questions for one person, once."""
    wave = _wave(request, short_id)
    invitation = queries.invitation_of(wave, who)
    if invitation is None or not keys.is_code(invitation, code):
        raise Http404
    return _asked(request, wave, invitation)


@by_link(FEATURE, writes=False)
def thanks(request: PlaceRequest, short_id: str) -> HttpResponse:
    del short_id
    return render(request, "surveys/public/thanks.html")


@by_link(FEATURE)
def ask_no_more(request: PlaceRequest, who: UUID, code: str) -> HttpResponse:
    """End questions after a service by a button, or have them again."""
    memory = queries.memory_of_link(request.municipality, who)
    if memory is None or not keys.stops(memory, code):
        raise Http404
    if request.method == "POST":
        is_back = request.POST.get("step") == "again"
        do = services.ask_again if is_back else services.ask_no_more
        do(memory=memory)
        return redirect(request.path)
    shown = {"is_ended": memory.forget_on is None}
    return render(request, "surveys/public/ask_no_more.html", shown)


def _wave(request: PlaceRequest, short_id: str) -> Wave:
    wave = queries.wave_at(request.municipality, short_id)
    if wave is None:
        raise Http404
    return wave


def _asked(
    request: PlaceRequest, wave: Wave, invitation: Invitation | None
) -> HttpResponse:
    language = language_of(request)
    show = request.POST.get("show", "")
    shown = _shown(request, wave, language, show)
    form = PublicAnswerForm(
        None if show else sent(request),
        questions=asked(wave.survey.questionnaire_id),
        language=language,
        beside=shown["beside"],
        is_easy=shown["is_easy"],
        initial={"token": new_token()},
    )
    shown |= {
        "is_open": wave.is_open(timezone.localdate())
        and not (invitation and invitation.is_used),
        "is_used": bool(invitation and invitation.is_used),
    }
    if show:
        return _shown_anew(request, form, shown)
    done = reverse(
        "surveys_public:thanks",
        args=[wave.municipality.slug, language, wave.short_id],
    )

    def take() -> str:
        said: Any = {
            "answers": form.answers,
            "language": language,
            "today": timezone.localdate(),
        }
        if invitation is None:
            services.answer(wave=wave, way=Response.Way.OPEN, **said)
        else:
            services.answer_invitation(invitation=invitation, **said)
        return done

    visit = Visit(
        form, _PAGE, "survey", take, done, shown, _REFUSALS, most=_MOST_ANSWERS
    )
    return answer(request, visit)


def _shown(
    request: PlaceRequest, wave: Wave, language: str, show: str
) -> dict[str, Any]:
    """Return what stands around the questions.

    :param show: what a button asks for: "language", "large", "small", "beside",
        "alone", "easy" or "usual"
    """
    here: Any = request.resolver_match
    tags, main = wave.survey.languages, wave.municipality.default_language
    # What can stand beside it: the language in which the office evaluates.
    other = main if language != main and main in tags else ""
    # Whoever reads plain German wants nothing else.
    is_kept = "easy" in request.POST or language == PLAIN_GERMAN
    is_beside = show == "beside" or ("beside" in request.POST and show != "alone")
    return {
        "wave": wave,
        "title": wave.survey.title_in(language),
        "introduction": wave.survey.introduction_in(language),
        "tongues": [
            (tag, reverse(here.view_name, kwargs={**here.kwargs, "language": tag}))
            for tag in tags
            if tag != language
        ],
        "other": other,
        "beside": other if is_beside else "",
        "is_easy": show == "easy" or (is_kept and show != "usual"),
        "single": _place(request.POST.get("single", "")),
        "is_large": show == "large" or ("large" in request.POST and show != "small"),
    }


def _place(given: str) -> str:
    """Return which question stands alone on the page; empty: they all stand there."""
    return given if given.isascii() and given.isdecimal() and len(given) < 4 else ""


def _shown_anew(
    request: PlaceRequest, form: PublicAnswerForm, shown: dict[str, Any]
) -> HttpResponse:
    """Show the same in another language or size; what was ticked stays."""
    form.initial = {**form.kept(request.POST), "token": request.POST.get("token", "")}
    return render(request, _PAGE, shown | {"form": form})
