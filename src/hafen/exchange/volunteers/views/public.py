"""What people do without signing in: offer help, and look after their own page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import public
from hafen.core.places.features import is_on, of_feature
from hafen.core.places.models import Site
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import by_link
from hafen.exchange.allowances.doors import FEATURE as ALLOWANCES
from hafen.exchange.allowances.visiting import own_claims
from hafen.exchange.pool import queries as pool
from hafen.exchange.pool.models import Posting, Visibility
from hafen.exchange.pool.words import language_choices
from hafen.exchange.training.queries import qualifications_of
from hafen.exchange.volunteers import keys, queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.errors import NobodyToAsk
from hafen.exchange.volunteers.forms.own import LeaveForm, OwnForm, PauseForm, TimesForm
from hafen.exchange.volunteers.forms.people import OfferForm
from hafen.exchange.volunteers.forms.shifts import ConcernForm, HoursForm
from hafen.exchange.volunteers.models import Volunteer
from hafen.exchange.volunteers.views import own_steps
from hafen.exchange.volunteers.views._common import districts, today
from hafen.exchange.volunteers.views._refusals import refusal
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, answer, sent
from hafen.mechanisms.questions.queries import asked

LIVING = (Posting.State.OPEN, Posting.State.PAUSED)


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def offer(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Offer help, without an account and in one's own language."""
    thanks = reverse("volunteers_public:thanks", args=[municipality, language])
    town = request.municipality
    form = OfferForm(
        sent(request),
        initial={"token": new_token()},
        districts=districts(request),
        languages=language_choices(today()),
        questions=asked(services.settings_of(town).questionnaire_id),
    )

    def take() -> str:
        services.register(
            municipality=town,
            profile=form.profile(language),
            source=Volunteer.Source.WEB,
            by=None,
            now=timezone.now(),
        )
        return thanks

    with context.acting(Context(municipality=town.pk)):
        wanted = pool.wanted_by(town, Visibility.PUBLIC, today=today())
        visit = Visit(
            form=form,
            template="volunteers/offer.html",
            room="volunteers",
            take=take,
            thanks=thanks,
            context={"wanted": wanted},
            refusals={NobodyToAsk: refusal(NobodyToAsk())},
        )
        return answer(request, visit)


@require_safe
@public
@of_feature(FEATURE)
def thanks(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    del municipality, language
    return render(request, "volunteers/thanks.html")


@by_link(FEATURE)
def own(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Somebody's own page, opened by the mailed link; looking changes nothing."""
    row = holder(request, pk, code)
    forms = _forms(request, row)
    name = request.POST.get("step", "")
    refused = ""
    if request.method == "POST":
        if name not in own_steps.STEPS:
            raise Http404
        form = forms.get(name)
        if form is None or form.is_valid():
            refused = _done(row, name, form, request.POST)
            if not refused:
                return redirect(f"{request.path}?done=1")
    return _own_page(request, row, forms, code, refused)


def _forms(request: PlaceRequest, row: Volunteer) -> dict[str, Any]:
    """Return the forms of the page; the one that was sent is bound."""
    name = request.POST.get("step", "")
    sent_to = {each: request.POST if each == name else None for each in own_steps.STEPS}
    choices = language_choices(today())
    written = {*request.municipality.languages, row.helper.language}
    # Several forms on one page: the names of their fields stay apart.
    options: dict[str, Any] = {each: {"auto_id": f"id_{each}_%s"} for each in sent_to}
    return {
        "save": OwnForm(
            sent_to["save"],
            initial=OwnForm.initial_of(row),
            districts=districts(request),
            languages=[each for each in choices if each[0] in written],
            **options["save"],
        ),
        "times": TimesForm(
            sent_to["times"],
            offer=queries.offers_of(row).filter(state__in=LIVING).first(),
            districts=districts(request),
            languages=choices,
            **options["times"],
        ),
        "log": HoursForm(sent_to["log"], **options["log"]),
        "pause": PauseForm(sent_to["pause"], **options["pause"]),
        "leave": LeaveForm(sent_to["leave"], **options["leave"]),
        "concern": ConcernForm(sent_to["concern"], **options["concern"]),
    }


def _done(row: Volunteer, name: str, form: Any, sent: Any) -> str:
    """Do what a button says; return why it was refused, empty when done."""
    try:
        own_steps.STEPS[name](row, form, sent)
    except DomainError as refused:
        return refusal(refused)
    services.reach(volunteer=row, now=timezone.now())
    return ""


def holder(request: PlaceRequest, pk: UUID, code: str) -> Volunteer:
    """Return whose link it is.

    :raises Http404: where the link fits nobody
    """
    row = queries.by_link(request.municipality, pk)
    if row is None or not keys.is_own_code(row, code):
        raise Http404
    return row


def _own_page(
    request: PlaceRequest,
    row: Volunteer,
    forms: dict[str, Any],
    code: str,
    refused: str,
) -> HttpResponse:
    names, now, day = dict(language_choices(today())), timezone.now(), today()
    shown = {
        "volunteer": row,
        "helper": row.helper,
        "form": forms["save"],
        "forms": forms,
        "refused": refused,
        "code": code,
        "offers": [
            (offer, pool.when(offer), pool.spoken(offer.languages, names))
            for offer in queries.offers_of(row)
        ],
        "is_done": "done" in request.GET,
        "may_claim": is_on(row.municipality, ALLOWANCES),
        "news": queries.news_for(row, language=get_language() or "de"),
        "standards": queries.standards_to_read(row),
        "referrals": queries.referrals_of(volunteer=row).living(),
        "sites": queries.sites_with_places(row.municipality_id),
        "shifts": queries.coming_shifts(row, now=now),
        "past": queries.past_shifts(row, now=now)[:5],
        "minutes": queries.minutes_of(row),
        "logged": row.hours.order_by("-on", "-pk")[:10],
        "proofs": queries.own_proofs(row, today=day),
        "trainings": qualifications_of(row.helper, day),
    }
    is_wrong = refused or any(form.errors for form in forms.values())
    status = 422 if is_wrong else 200
    return render(request, "volunteers/own.html", shown, status=status)


@by_link(FEATURE)
def expenses(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Claim what a task that the town has ordered has cost."""
    row = holder(request, pk, code)
    return own_claims(request, row.helper, back=request.path.removesuffix("expenses/"))


@by_link(FEATURE, writes=False)
def site(request: PlaceRequest, pk: UUID, code: str, site: str) -> HttpResponse:
    """What happens at a site and who is needed there; nobody who lives there."""
    row = holder(request, pk, code)
    rows = Site.objects.filter(municipality=request.municipality, public_id=site)
    place = get_object_or_404(rows)
    found = queries.open_places(request.municipality.pk, site=place.pk)
    shown = {"site": place, "places": found, "volunteer": row, "code": code}
    return render(request, "volunteers/site.html", shown)
