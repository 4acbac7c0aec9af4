"""Dates that belong together: one of them, it and the later ones, or all to come."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.versions import locked
from hafen.exchange.interpreting.models import Appointment


class Scope(models.TextChoices):
    ONE = "ONE", _("this date alone")
    FOLLOWING = "FOLLOWING", _("this and all later dates")
    ALL = "ALL", _("all dates that are still to come")


def dates_of(
    appointment: Appointment,
    scope: str,
    *,
    now: datetime,
    expected: int | None = None,
) -> list[Appointment]:
    """Return the dates that are meant, locked, this one first, then by day.

    Those of a series are locked in the order of their keys, so that two desks
    cannot wait for each other. What has begun or is passed on is left out.

    :raises LostUpdate: when somebody else changed this one meanwhile
    """
    rows = Appointment.objects.filter(pk=appointment.pk)
    if appointment.series_id and scope != Scope.ONE:
        rows = Appointment.objects.filter(
            series=appointment.series_id,
            state__in=[Appointment.State.OPEN, Appointment.State.CONFIRMED],
            starts_at__gt=now,
        )
        if scope == Scope.FOLLOWING:
            rows = rows.filter(starts_at__gte=appointment.starts_at)
        rows = rows | Appointment.objects.filter(pk=appointment.pk)
    found = [
        locked(row, expected=expected if row.pk == appointment.pk else None)
        for row in rows.order_by("pk")
    ]
    return sorted(found, key=lambda row: (row.pk != appointment.pk, row.starts_at))
