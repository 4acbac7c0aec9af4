"""Which organisations a list is about: read from the address of the page."""

from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.core.places.queries import districts_within
from hafen.core.taxonomy.queries import Label
from hafen.network.organisations import words
from hafen.network.organisations.features import COOPERATION
from hafen.network.organisations.forms import FilterForm
from hafen.network.organisations.queries import Wanted
from hafen.network.organisations.rules import VIEW_COOPERATION


def filter_form(request: SignedInRequest, labels: list[Label]) -> FilterForm:
    """Return the filter as the address says it, with the choices of the town."""
    return FilterForm(
        request.GET,
        topics=words.topic_choices(labels),
        districts=words.district_choices(request.municipality),
        languages=words.language_choices(timezone.localdate()),
    )


def wanted_by(request: HttpRequest, form: forms.Form, labels: list[Label]) -> Wanted:
    """Return what a filter form asks for; a wrong value filters nothing."""
    form.is_valid()
    chosen = form.cleaned_data
    municipality: Municipality = request.municipality  # type: ignore[attr-defined]  # ours
    district = chosen.get("district", "")
    within = districts_within(municipality, UUID(district)) if district else set()
    return Wanted(
        words=chosen.get("q", ""),
        kind=chosen.get("kind", ""),
        state=chosen.get("state", ""),
        workforce=chosen.get("workforce", ""),
        language=chosen.get("language", ""),
        topics=words.with_sub_topics(chosen.get("topic", ""), labels),
        districts=tuple(sorted(within)),
    )


def may_cooperate(request: SignedInRequest) -> bool:
    """Return whether the tab of cooperation is there for this person."""
    return is_on(request.municipality, COOPERATION) and VIEW_COOPERATION.held_by(
        request.user
    )
