"""Somebody is referred: what it is about, who fits, what the office may know."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.casework.cases.models import Client
from hafen.casework.cases.queries import own_teams
from hafen.casework.cases.words import NOT_ASSESSED, language_choices
from hafen.casework.referrals import queries, reference, services
from hafen.casework.referrals.doors import FEATURE
from hafen.casework.referrals.forms import ChooseForm, PrepareForm
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.rules import OVERRIDE_GATE, REFER
from hafen.casework.referrals.views._common import client_of, key_in
from hafen.casework.referrals.views._refusals import refusal
from hafen.casework.referrals.words import Topics, conditions, reasons, tongue, topics
from hafen.core.accounts.models import Team
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.places.models import Unit
from hafen.core.ui import sparse
from hafen.information.directory import queries as directory
from hafen.information.directory.models import Service
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.queries import organisations_visible_to

# So many referrals of a person are shown before the next one is made.
_EARLIER = 10


@require_safe
@requires(REFER)
@of_feature(FEATURE)
def refer(
    request: SignedInRequest, municipality: str, person: UUID | None = None
) -> HttpResponse:
    """Who can help with it: offers that fit, the best first, and offices."""
    client = client_of(request, person) if person else None
    today = timezone.localdate()
    known = topics(today)
    form = _choose_form(request, client, known)
    context: dict[str, Any] = {
        "form": form,
        "client": client,
        "need": key_in(request, "need") if client else None,
    }
    if client:
        audit.seen(subject=client, what="cases.client")
    if form.is_bound and form.is_valid():
        topic, named = form.cleaned_data["topic"], form.cleaned_data["organisation"]
        if named:
            return redirect(_form_address(municipality, client, topic, named))
        context |= _found(request, client, topic)
        context |= {"topic": known.name(topic), "is_legal": known.is_legal(topic)}
    elif client:
        seen = queries.referrals_visible_to(request.user, today=today)
        rows = seen.filter(client=client).order_by("-created_at")[:_EARLIER]
        context["earlier"] = [(row, known.name(row.topic)) for row in rows]
    response = render(request, "referrals/refer.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _choose_form(
    request: SignedInRequest, client: Client | None, known: Topics
) -> ChooseForm:
    bodies = organisations_visible_to(request.user).order_by("sort_key")
    return ChooseForm(
        request.GET if "topic" in request.GET else None,
        rows={"organisation": bodies},
        words={"topic": known.of_a_file if client else known.grouped},
    )


def _found(
    request: SignedInRequest, client: Client | None, topic: str
) -> dict[str, Any]:
    """Return the offers and offices for a topic, and what may matter by status."""
    town, now = request.user.municipality, timezone.now()
    today = timezone.localdate(now)
    stands = queries.standing(client, day=today) if client else queries.Standing()
    fits = queries.fitting_offers(stands, town, topic, language=tongue(), now=now)
    district = client.household.district if client else None
    units = places.responsible_units(town, topic=topic, on=today, district=district)
    slug = town.slug
    return {
        "fits": [
            (
                each,
                _form_address(slug, client, topic, each.card),
                reasons(each.reasons),
                conditions(each.open_questions),
            )
            for each in fits.found
        ],
        "left_out": fits.left_out,
        "units": [
            (row.unit, _form_address(slug, client, topic, row.unit)) for row in units
        ],
        "hints": reference.hints(stands.residence, topic, today, tongue()),
    }


def _form_address(slug: str, client: Client | None, topic: str, row: Any) -> str:
    name = {Unit: "unit", Organisation: "organisation"}.get(type(row), "service")
    asked = {"topic": topic, name: str(getattr(row, "pk", None) or row.id)}
    whom = [client.pk] if client else []
    return f"{reverse('referrals:prepare', args=[slug, *whom])}?{urlencode(asked)}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(REFER)
@of_feature(FEATURE)
def prepare(
    request: SignedInRequest, municipality: str, person: UUID | None = None
) -> HttpResponse:
    """Write down how somebody is referred; nothing leaves the house yet."""
    client = client_of(request, person) if person else None
    today = timezone.localdate()
    if "topic" not in request.GET:
        # Nothing was chosen yet.
        whom = [client.pk] if client else []
        return redirect("referrals:refer", municipality, *whom)
    receiver, topic = _receiver(request), request.GET.get("topic", "")
    known = topics(today)
    is_wish = topic.partition(".")[0] in NOT_ASSESSED
    if topic not in known.names or (client and is_wish):
        raise Http404
    form = _form(request, client, receiver, topic)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.prepare_referral(
                municipality=request.user.municipality,
                client=client,
                team=_team(request, client),
                receiver=receiver,
                topic=topic,
                facts=form.content,
                today=today,
                by=request.user,
            )
        except DomainError as refused:
            form.add_error("gate" if client else None, refusal(refused))
        else:
            messages.success(
                request, _("Written down. Nothing has left the house yet.")
            )
            sparse.warn(request, form)
            return redirect("referrals:referral", municipality, row.pk)
    context = {
        "form": form,
        "client": client,
        "receiver": receiver,
        "topic": known.name(topic),
        "is_legal": known.is_legal(topic),
    }
    status = 422 if form.errors else 200
    return render(request, "referrals/prepare.html", context, status=status)


def _receiver(request: SignedInRequest) -> services.Receiver:
    """Return to whom, as the address names it."""
    user = request.user
    offers = directory.published_services(user.municipality, now=timezone.now())
    rows: dict[str, Any] = {
        "service": offers.select_related("organisation"),
        "organisation": organisations_visible_to(user),
        "unit": places.units_visible_to(user),
    }
    for name, found in rows.items():
        if key := key_in(request, name):
            row: Any = get_object_or_404(found, pk=key)
            return services.Receiver(**{name: row})
    raise Http404


def _form(
    request: SignedInRequest,
    client: Client | None,
    receiver: services.Receiver,
    topic: str,
) -> PrepareForm:
    today = timezone.localdate()
    needed = reference.fields_for(topic, today) if client else []
    grounds = reference.grounds(today, tongue())
    initial = {
        "way": Referral.Way.TOLD if client else Referral.Way.SLIP,
        "language": next(iter(client.languages), "de") if client else "de",
        "district": client.household.district_id if client else None,
        "email": _mailbox(receiver),
        "gate": Referral.Gate.CONSENT if client else Referral.Gate.NAMELESS,
        "categories": needed,
    }
    return PrepareForm(
        request.POST or None,
        rows={"district": places.districts_of(request.user.municipality)},
        words={"language": language_choices(today), "norm": grounds},
        needed=needed,
        may_override=OVERRIDE_GATE.held_by(request.user),
        initial=initial,
    )


def _mailbox(receiver: services.Receiver) -> str:
    if isinstance(receiver.service, Service):
        own = receiver.service.emails.order_by("place").first()
        return own.address if own else receiver.service.organisation.email
    row = receiver.unit or receiver.organisation
    return row.email if row else ""


def _team(request: SignedInRequest, client: Client | None) -> Team:
    """Return the team that refers: the person's, else one's own first."""
    if client:
        return client.household.team
    team = own_teams(request.user, today=timezone.localdate()).first()
    if team is None:
        raise Http404
    return team
