from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.directory import schedules
from hafen.information.directory.models import Service, ServiceOpening
from hafen.information.directory.queries import holidays, rules_of
from hafen.information.directory.schedules import DAY

# Laid each night; so many nights may fail before a filter lacks anything.
SPAN = schedules.HORIZON


@transaction.atomic
def lay_openings(*, services: Iterable[Service], now: datetime) -> int:
    """Write out the openings of the next weeks, instead of those of before.

    :return: how many there are
    """
    found = {service.pk: service for service in services}
    rules = rules_of(list(found))
    closed = _holidays(found.values(), now)
    ServiceOpening.objects.filter(service__in=list(found)).delete()
    rows = [
        ServiceOpening(
            municipality_id=service.municipality_id,
            service=service,
            starts_at=opening.starts_at,
            ends_at=opening.ends_at,
        )
        for key, service in found.items()
        for opening in schedules.openings(
            rules[key],
            since=now,
            until=now + SPAN,
            closed_days=closed[service.municipality_id],
        )
    ]
    ServiceOpening.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _holidays(
    services: Iterable[Service], now: datetime
) -> dict[UUID, frozenset[date]]:
    """Return the public holidays of each municipality within the span."""
    keys = {service.municipality_id for service in services}
    return {
        municipality.pk: holidays(
            municipality,
            first=timezone.localdate(now) - DAY,
            last=timezone.localdate(now + SPAN) + DAY,
        )
        for municipality in Municipality.objects.filter(pk__in=keys)
    }
