from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.evidence.reports.models import (
    OpenDataset,
    OutsideFigure,
    Release,
    Share,
)
from hafen.evidence.reports.rules import RELEASE_REPORT, VIEW_RELEASES


def releases_visible_to(user: User) -> QuerySet[Release]:
    if not VIEW_RELEASES.held_by(user):
        return Release.objects.none()
    rows = Release.objects.filter(municipality=user.municipality_id)
    return rows.select_related("municipality").order_by("-created_at", "-pk")


def shares_visible_to(user: User) -> QuerySet[Share]:
    if not RELEASE_REPORT.held_by(user):
        return Share.objects.none()
    rows = Share.objects.filter(municipality=user.municipality_id)
    return rows.select_related("municipality").order_by("-expires_on", "-pk")


def datasets_visible_to(user: User) -> QuerySet[OpenDataset]:
    if not RELEASE_REPORT.held_by(user):
        return OpenDataset.objects.none()
    return OpenDataset.objects.filter(municipality=user.municipality_id)


def share_at(municipality: Municipality, pk: UUID, today: date) -> Share | None:
    """Return a link that opens its report still."""
    rows = Share.objects.filter(municipality=municipality, pk=pk)
    row = rows.select_related("release__municipality").first()
    return row if row and row.is_open_on(today) else None


def open_datasets_of(municipality: Municipality) -> QuerySet[OpenDataset]:
    """Return what everybody may use, the newest first."""
    rows = OpenDataset.objects.filter(municipality=municipality)
    return rows.select_related("release").order_by("-created_at", "-pk")


def outside_figures_of(municipality: Municipality) -> QuerySet[OutsideFigure]:
    rows = OutsideFigure.objects.filter(municipality=municipality)
    return rows.order_by("sort_key", "region", "-as_of")
