"""Weights of cases, and who stands in while somebody is away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from hafen.casework.cases.models import Case, StandIn, Weights, WorkerProfile
from hafen.casework.cases.services._cases import name_deputy
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality


@transaction.atomic
def set_weights(
    *, municipality: Municipality, valid_from: date, facts: Mapping[str, Any], by: User
) -> Weights:
    """Say what cases weigh from a day on; a second word on that day replaces it."""
    row, _is_new = Weights.objects.update_or_create(
        municipality=municipality, valid_from=valid_from, defaults=dict(facts)
    )
    audit.record(action="cases.weights.set", subject=row, by=by)
    return row


@transaction.atomic
def save_profile(
    *, languages: list[str], gender: str, by: User
) -> WorkerProfile | None:
    """Keep what somebody says of themselves; nothing said, nothing kept."""
    if not (languages or gender):
        WorkerProfile.objects.filter(user=by).delete()
        return None
    row, _is_new = WorkerProfile.objects.update_or_create(
        municipality_id=by.municipality_id,
        user=by,
        defaults={"languages": languages, "gender": gender},
    )
    return row


@transaction.atomic
def stand_in_for_all(
    *, user: User, valid_from: date, valid_until: date, by: User
) -> list[StandIn]:
    """
    Let somebody stand in on all own open cases for some days.

    :raises NotOfTheTeam: when that one does not belong to the team of one of them
    :raises KeptOutOfFile: when that one is a person of them, or a relative
    """
    rows = Case.objects.open().filter(owner=by, is_left_behind=False)
    overlapping = StandIn.objects.filter(
        user=user, valid_from__lte=valid_until, valid_until__gte=valid_from
    )
    return [
        name_deputy(
            case=row, user=user, valid_from=valid_from, valid_until=valid_until, by=by
        )
        for row in rows.exclude(pk__in=overlapping.values("case")).order_by("id")
    ]
