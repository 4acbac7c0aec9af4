"""What of this room belongs to a person, and what ends when they leave."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.accounts.registries import Ending, Ownable, endings, ownables
from hafen.network.organisations.models import Agreement, OrganisationEditor, Seat
from hafen.network.organisations.rules import EDIT_COOPERATION


def register() -> None:
    ownables.register(
        Ownable(
            "organisations.agreement",
            _("Agreements that the person looks after"),
            lambda municipality: Agreement.objects.filter(
                Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
                municipality=municipality,
            ),
            needs=EDIT_COOPERATION,
        )
    )
    ownables.register(
        Ownable(
            "organisations.seat",
            _("Seats in bodies that the person has"),
            _held_seats,
            owner="user",
            give=_take_seat,
        )
    )
    endings.register(
        Ending(
            "organisations.editor",
            _("Organisations whose entries the person edits"),
            lambda municipality: OrganisationEditor.objects.filter(
                municipality=municipality
            ),
        )
    )


def _held_seats(municipality: UUID) -> QuerySet[Seat]:
    return Seat.objects.filter(
        Q(until__isnull=True) | Q(until__gt=timezone.localdate()),
        municipality=municipality,
        network__ended_on__isnull=True,
    )


def _take_seat(
    _ownable: Ownable, rows: QuerySet[Any], user: User | None, _team: Team | None
) -> int:
    """End the seat today and give it on; who sat there before stays written down.

    Whoever sits in the body already needs no second seat.
    """
    assert user is not None  # no team has a seat
    today = timezone.localdate()
    found = list(rows)
    for row in found:
        row.until = max(row.since, today)
        row.version += 1
        row.save()
        present = row.network.seats.filter(user=user).exclude(until__lt=today)
        if not present.exists():
            Seat.objects.create(
                municipality_id=row.municipality_id,
                network_id=row.network_id,
                user=user,
                role=row.role,
                since=today,
            )
    return len(found)
