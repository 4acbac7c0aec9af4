"""What people say online before a feedback conference, and what came of it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link, language_of
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, sent
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import SayForm

_PAGE = "surveys/public/conference.html"
_OVER = _("Statements are not taken any more.")


@by_link(FEATURE)
def conference(request: PlaceRequest, short_id: str) -> HttpResponse:
    """One statement after the other while it is open, then the result."""
    town, language = request.municipality, language_of(request)
    found = queries.conference_at(town, short_id)
    if found is None:
        raise Http404
    shown: dict[str, Any] = {
        "title": found.title_in(language),
        "main": town.default_language,
    }
    if found.published_on:
        shown["columns"] = queries.columns_of(found, is_public=True)
        return render(request, _PAGE, shown)
    today = timezone.localdate()
    if not queries.takes_statements(found, today):
        return render(request, _PAGE, shown)
    form = SayForm(sent(request), initial={"token": new_token()})
    done = reverse(
        "surveys_public:conference_thanks", args=[town.slug, language, short_id]
    )

    def take() -> str:
        said = form.cleaned_data
        services.say(
            conference=found,
            side=said["side"],
            text=" ".join(said["text"].split()),
            group=said["group"],
            today=today,
        )
        return done

    return answer(
        request,
        Visit(form, _PAGE, "conference", take, done, shown, {services.NotOpen: _OVER}),
    )


@by_link(FEATURE, writes=False)
def conference_thanks(request: PlaceRequest, short_id: str) -> HttpResponse:
    where = [request.municipality.slug, language_of(request), short_id]
    again = reverse("surveys_public:conference", args=where)
    return render(request, "surveys/public/said.html", {"again": again})
