from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.evidence.reports.models import OutsideFigure, Release
from hafen.evidence.reports.rules import VIEW_RELEASES


def releases_visible_to(user: User) -> QuerySet[Release]:
    if not VIEW_RELEASES.held_by(user):
        return Release.objects.none()
    rows = Release.objects.filter(municipality=user.municipality_id)
    return rows.select_related("municipality").order_by("-created_at", "-pk")


def outside_figures_of(municipality: Municipality) -> QuerySet[OutsideFigure]:
    rows = OutsideFigure.objects.filter(municipality=municipality)
    return rows.order_by("sort_key", "region", "-as_of")
