from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.core.places.models import Municipality
from hafen.mechanisms.bookings import services


@work.every("*/10 * * * *")
@work.task("bookings.expire_offers")
def expire_offers() -> None:
    if municipality := _municipality():
        services.expire_offers(municipality=municipality, now=timezone.now())


@work.every("20 * * * *")
@work.task("bookings.remind")
def remind() -> None:
    if municipality := _municipality():
        services.remind_due(municipality=municipality, now=timezone.now())


def _municipality() -> Municipality | None:
    key = current().municipality
    return Municipality.objects.get(pk=key) if key else None
