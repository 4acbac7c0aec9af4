from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.core.translation.models import GlossaryTerm, LanguageKeeper, MachineOrder
from hafen.core.translation.rules import VIEW_PROGRESS


def terms_visible_to(user: User) -> QuerySet[GlossaryTerm]:
    """Return the glossary of the town, in order."""
    if not VIEW_PROGRESS.held_by(user):
        return GlossaryTerm.objects.none()
    return GlossaryTerm.objects.filter(municipality=user.municipality_id).order_by(
        "term", "language", "id"
    )


def keepers_visible_to(user: User) -> QuerySet[LanguageKeeper]:
    if not VIEW_PROGRESS.held_by(user):
        return LanguageKeeper.objects.none()
    return LanguageKeeper.objects.filter(
        municipality=user.municipality_id
    ).select_related("user")


def orders_visible_to(user: User) -> QuerySet[MachineOrder]:
    """Return what a machine was asked to do, the newest first."""
    if not VIEW_PROGRESS.held_by(user):
        return MachineOrder.objects.none()
    return MachineOrder.objects.filter(municipality=user.municipality_id).order_by(
        "-created_at", "-id"
    )


def words_used(municipality: Municipality, now: datetime) -> int:
    """Return how many words machines were given in the month of the moment."""
    month = timezone.localtime(now).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    orders = MachineOrder.objects.filter(
        municipality=municipality, created_at__gte=month
    )
    return orders.aggregate(found=Sum("words"))["found"] or 0
