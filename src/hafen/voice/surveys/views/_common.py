"""What the pages of the desk share."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.places.public_addresses import public_address
from hafen.voice.surveys import queries
from hafen.voice.surveys.models import Survey, Wave


def survey_of(request: SignedInRequest, pk: UUID) -> Survey:
    rows = queries.surveys_visible_to(request.user).select_related(
        "municipality", "questionnaire", "group_question", "persons_question"
    )
    return get_object_or_404(rows, pk=pk)


def wave_of(request: SignedInRequest, pk: UUID) -> Wave:
    return get_object_or_404(queries.waves_visible_to(request.user), pk=pk)


def told_wave_of(request: SignedInRequest, pk: UUID) -> Wave:
    """Return a round that is over; nobody sees results while people answer."""
    rows = queries.waves_told(request.user, timezone.localdate())
    return get_object_or_404(rows, pk=pk)


def open_address(wave: Wave, language: str = "") -> str:
    """Return the link for everybody, as it stands on paper."""
    town = wave.municipality
    tag = language or town.default_language
    return public_address(town, f"{tag}/survey/{wave.short_id}/")
