"""The desk: invite those with whom there was contact, and remind the silent."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.features import of_feature
from hafen.network.organisations.addressees import of_person
from hafen.network.organisations.models import ContactPerson
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import PeriodForm
from hafen.voice.surveys.rules import MANAGE_SURVEY
from hafen.voice.surveys.views._common import wave_of

# Half a year, as the pilot took it.
_BACK = timedelta(days=182)
_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def invite(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Choose a period, see who is meant, and write to all of them."""
    wave, today = wave_of(request, pk), timezone.localdate()
    asked = request.POST if request.method == "POST" else request.GET
    form = PeriodForm(
        asked or {"first": today - _BACK, "last": today},
        groups=queries.groups_of(wave.survey, request.municipality.default_language),
    )
    guests = _guests(request, form) if form.is_valid() else []
    if request.method == "POST" and form.is_valid():
        try:
            count = services.invite(
                wave=wave,
                guests=guests,
                group=form.group_key,
                by=request.user,
                now=timezone.now(),
            )
        except services.NotOpen:
            messages.error(request, _("This survey is over."))
        else:
            said = ngettext(
                "%(count)s person invited", "%(count)s people invited", count
            )
            messages.success(request, said % {"count": count})
        return redirect("surveys:wave", municipality, pk)
    reachable = [guest for guest in guests if guest.channel]
    context = {
        "wave": wave,
        "survey": wave.survey,
        "form": form,
        "guests": reachable[:_SHOWN],
        "number": len(reachable),
        "without_way": len(guests) - len(reachable),
    }
    return render(request, "surveys/invite.html", context)


def _guests(request: SignedInRequest, form: PeriodForm) -> list[services.Guest]:
    said = form.cleaned_data
    people = queries.people_met(request.user, first=said["first"], last=said["last"])
    if said["has_email"]:
        people = people.exclude(email="")
    return [_guest(person) for person in people]


def _guest(person: ContactPerson) -> services.Guest:
    known = of_person(person)
    email = "" if known.by_letter and known.address else known.email
    return services.Guest(person, email, known.lines, known.language)


@require_POST
@requires(MANAGE_SURVEY)
@of_feature(FEATURE)
def remind(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write once more to those whose link was not used."""
    try:
        count = services.remind(
            wave=wave_of(request, pk), by=request.user, now=timezone.now()
        )
    except services.NotOpen:
        messages.error(request, _("This survey is over."))
    else:
        said = ngettext("%(count)s person reminded", "%(count)s people reminded", count)
        messages.success(request, said % {"count": count})
    return redirect("surveys:wave", municipality, pk)
