"""Ideas of citizens: read, hand in, support; no account is needed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.permissions import public
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.exchange.volunteers import queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.errors import NobodyToAsk, WrongStage
from hafen.exchange.volunteers.forms.thanks import IdeaForm, SupportForm
from hafen.exchange.volunteers.views._refusals import refusal
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, sent


@require_safe
@public
@of_feature(FEATURE)
def ideas(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """What others would like to start; who wrote it is not told."""
    del municipality, language
    with context.acting(Context(municipality=request.municipality.pk)):
        shown = {
            "ideas": queries.public_ideas(request.municipality)[:100],
            "is_sent": "sent" in request.GET,
        }
        return render(request, "volunteers/idea_list.html", shown)


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def hand_in(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    town = request.municipality
    back = reverse("volunteers_public:ideas", args=[municipality, language]) + "?sent=1"
    form = IdeaForm(sent(request), initial={"token": new_token()})

    def take() -> str:
        services.submit_idea(
            municipality=town,
            data=form.idea | {"language": language},
            now=timezone.now(),
        )
        return back

    visit = Visit(
        form=form,
        template="volunteers/idea_form.html",
        room="ideas",
        take=take,
        thanks=back,
        refusals={NobodyToAsk: refusal(NobodyToAsk())},
    )
    with context.acting(Context(municipality=town.pk)):
        return answer(request, visit)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def support(
    request: PlaceRequest, municipality: str, language: str, pk: UUID
) -> HttpResponse:
    town = request.municipality
    back = reverse("volunteers_public:ideas", args=[municipality, language]) + "?sent=1"
    form = SupportForm(sent(request), initial={"token": new_token()})
    with context.acting(Context(municipality=town.pk)):
        idea = get_object_or_404(queries.public_ideas(town), pk=pk)

        def take() -> str:
            services.support_idea(idea=idea, email=form.cleaned_data["email"])
            return back

        visit = Visit(
            form=form,
            template="volunteers/idea_support.html",
            room="ideas",
            take=take,
            thanks=back,
            context={"idea": idea},
            refusals={WrongStage: refusal(WrongStage())},
        )
        return answer(request, visit)
