"""At which site somebody works, and why something was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from hafen.casework.consultations import errors, queries
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError, LostUpdate
from hafen.core.places.models import Site
from hafen.network.contacts.services import ForeignPerson

_CHANGED = _("Meanwhile this has changed; look again.")
_SAID = {
    errors.NobodyWaits: _("Nobody waits for you."),
    errors.StillTalking: _("Finish the number that you have called before."),
    errors.Gone: _("A colleague has called this number, or it is over."),
    errors.Recorded: _("This visit was recorded already."),
    errors.TwoPlaces: _("This colleague sits somewhere at that time already."),
    errors.AdviserBusy: _("The adviser has another appointment at that time."),
    errors.NobodyInterprets: _("No interpreter of this language is free then."),
    ForeignPerson: _("This person works elsewhere."),
    LostUpdate: _("A colleague has just changed this entry."),
}


def refusal(refused: DomainError) -> str:
    return str(_SAID.get(type(refused), _CHANGED))


@dataclass(frozen=True)
class Place:
    """The site that a page is about, and the others to choose from."""

    site: Site
    others: Sequence[Site]


def place_of(request: SignedInRequest) -> Place | None:
    """Return the site that was asked for, or one's own; None where there is none."""
    sites = queries.sites_for(request.user, today=timezone.localdate())
    asked = request.POST.get("site") or request.GET.get("site") or ""
    chosen = [site for site in sites if str(site.pk) == asked]
    return Place((chosen or sites)[0], sites) if sites else None


def hour_address(request: SignedInRequest, site: Site) -> str:
    address = reverse("consultations:hour", args=[request.municipality.slug])
    return f"{address}?site={site.pk}"


def asked_day(request: SignedInRequest, name: str, usual: date) -> date:
    """Return the day that an address names, or the usual one."""
    try:
        return parse_date(request.GET.get(name, "")[:10]) or usual
    except ValueError:
        return usual


def without_site(request: SignedInRequest) -> HttpResponse:
    """Say what is missing where a municipality has no site yet."""
    return render(request, "consultations/hour.html", {"place": None})
