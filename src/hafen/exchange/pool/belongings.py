"""What of the exchange belongs to somebody of the desk."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.registries import Ownable, ownables
from hafen.exchange.pool.models import Need, Offer, Posting
from hafen.exchange.pool.rules import PLACE

_LIVING = [Posting.State.OPEN, Posting.State.PAUSED]


def register() -> None:
    ownables.register(
        Ownable(
            "pool.need", _("Open requests for help"), _needs, team="team", needs=PLACE
        )
    )
    ownables.register(
        Ownable(
            "pool.offer", _("Open offers of help"), _offers, team="team", needs=PLACE
        )
    )


def _needs(municipality: UUID) -> QuerySet[Any]:
    return Need.objects.filter(municipality=municipality, state__in=_LIVING)


def _offers(municipality: UUID) -> QuerySet[Any]:
    return Offer.objects.filter(municipality=municipality, state__in=_LIVING)
