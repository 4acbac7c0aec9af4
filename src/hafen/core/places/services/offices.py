"""Units and what they answer for."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from hafen.core.places.models import District, Responsibility, Unit, UnitContact
from hafen.core.places.services.rows import put, remove


def save_unit(
    unit: Unit, *, values: Mapping[str, Any], expected: int | None = None
) -> Unit:
    """Save an office or a part of one.

    :raises LostUpdate: when somebody else saved it meanwhile
    """
    return put(unit, values, expected=expected)


def save_contact(
    contact: UnitContact, *, values: Mapping[str, Any], expected: int | None = None
) -> UnitContact:
    """Save a named colleague with a direct line; the public never sees it."""
    return put(contact, values, expected=expected)


def remove_contact(contact: UnitContact) -> None:
    """Delete a named colleague, when somebody else has taken over."""
    remove(contact)


def assign_responsibility(
    *,
    unit: Unit,
    topic: str,
    legal_area: str = "",
    keywords: list[str] | None = None,
    district: District | None = None,
    note: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Responsibility:
    """Make a unit answer for a topic, within a legal area or in all of them."""
    values = {
        "topic": topic,
        "legal_area": legal_area,
        "keywords": [word.strip() for word in keywords or [] if word.strip()],
        "district": district,
        "note": note,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    row = Responsibility(municipality_id=unit.municipality_id, unit=unit)
    return put(row, values, expected=None)


def doubt_responsibility(responsibility: Responsibility, *, doubt: str) -> None:
    """Propose a change; the entry stays in use until the editor decides.

    An empty doubt settles the proposal.
    """
    put(responsibility, {"doubt": doubt}, expected=None)


@transaction.atomic
def end_responsibility(responsibility: Responsibility, *, on: date) -> None:
    """Let another unit answer from a day on; the past stays known.

    One that would never have held is deleted instead.
    """
    last = on - timedelta(days=1)
    if responsibility.valid_from and responsibility.valid_from > last:
        responsibility.delete()
        return
    put(responsibility, {"valid_until": last, "doubt": ""}, expected=None)
