"""The desk plan: who sits at a counselling point when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from hafen.casework.consultations.errors import TwoPlaces
from hafen.casework.consultations.models import DeskHour
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.places.services import content_changed


@transaction.atomic
def save_desk_hour(
    *,
    municipality: Municipality,
    hour: DeskHour | None,
    facts: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> DeskHour:
    """
    Enter an advice hour, or change it.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises TwoPlaces: when the adviser sits somewhere at that time already
    """
    row = locked(hour, expected=expected) if hour else DeskHour()
    row.municipality = municipality
    for name, value in facts.items():
        setattr(row, name, value)
    _refuse_two_places(row)
    if hour:
        save_next(row)
    else:
        row.save()
    # The public page of the site says whether people ask for appointments online.
    content_changed(row.municipality_id)
    audit.record(action="consultations.desk_hour.saved", subject=row, by=by)
    return row


def _refuse_two_places(row: DeskHour) -> None:
    if row.adviser is None:
        return
    # The adviser's row is the lock: two plans cannot take one person twice.
    User.objects.select_for_update(no_key=True).get(pk=row.adviser.pk)
    same_time = DeskHour.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=row.first_day),
        adviser=row.adviser,
        weekday=row.weekday,
        begins__lt=row.ends,
        ends__gt=row.begins,
    ).exclude(pk=row.pk)
    if row.last_day is not None:
        same_time = same_time.filter(first_day__lte=row.last_day)
    if same_time.exists():
        raise TwoPlaces


@transaction.atomic
def end_desk_hour(*, hour: DeskHour, last_day: date, by: User) -> None:
    """End an advice hour with a day; one that has not begun is deleted."""
    row = locked(hour, expected=None)
    content_changed(row.municipality_id)
    audit.record(action="consultations.desk_hour.ended", subject=row, by=by)
    if last_day < row.first_day:
        row.delete()
        return
    row.last_day = last_day
    save_next(row)
