"""Surveys that go out by themselves after a service."""

from uuid import UUID

from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.voice.surveys.models import AfterService, Asked
from hafen.voice.surveys.rules import VIEW_RESULTS


def after_visible_to(user: User) -> QuerySet[AfterService]:
    if not VIEW_RESULTS.held_by(user):
        return AfterService.objects.none()
    rows = AfterService.objects.filter(municipality=user.municipality_id)
    return rows.select_related("survey").order_by("occasion")


def memory_of_link(municipality: Municipality, pk: UUID) -> Asked | None:
    return Asked.objects.filter(municipality=municipality, pk=pk).first()
