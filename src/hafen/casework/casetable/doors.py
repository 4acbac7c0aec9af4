"""Where other rooms and pages find this one."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.registries import (
    ClientAction,
    Read,
    Sharing,
    client_actions,
    reads,
    sharings,
)
from hafen.casework.casetable import queries, services
from hafen.casework.casetable.models import Meeting, Release, Seat
from hafen.casework.casetable.rules import CONVENE, RELEASE, TAKE_PART
from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.privacy.recipients import Recipient, Source, sources
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "casetable"


def register() -> None:
    sources.register(Source("casetable.Release", _told))
    features.register(Feature(FEATURE, _("Case tables")))
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Case tables"),
            url_name="casetable:meetings",
            group=navigation.PEOPLE,
            permission=TAKE_PART,
            order=8,
            icon="users",
            feature=FEATURE,
        )
    )
    client_actions.register(
        ClientAction("casetable:bring", _("To a case table"), RELEASE)
    )
    reads.register(Read("casetable.case.read", _("what a case table was told")))
    sharings.register(Sharing("casetable", services.end_with))
    kinds.register(
        Kind(
            services.DO,
            _("Measure of a case table"),
            icon="check",
            titles=(services.DO_TITLE,),
            addresses=_addresses,
        )
    )
    ownables.register(
        Ownable("casetable.meeting", _("Case tables"), _meetings, needs=CONVENE)
    )
    ownables.register(
        Ownable(
            "casetable.seat",
            _("Seats at case tables"),
            _seats,
            owner="user",
            needs=TAKE_PART,
        )
    )


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = queries.measures_visible_to(user, now=timezone.now())
    where = reverse("casetable:measures", args=[user.municipality.slug])
    found = rows.filter(pk__in=subjects).values_list("pk", flat=True)
    return dict.fromkeys(found, where)


def _meetings(municipality: UUID) -> QuerySet[Any]:
    rows = Meeting.objects.filter(municipality=municipality)
    return rows.filter(closed_at__isnull=True)


def _seats(municipality: UUID) -> QuerySet[Any]:
    """Return the seats of whom something is still expected."""
    owing = Q(measures__isnull=False, measures__done_on__isnull=True)
    coming = Q(meeting__closed_at__isnull=True)
    rows = Seat.objects.filter(municipality=municipality, user__isnull=False)
    return rows.filter(pk__in=rows.filter(owing | coming).values("pk"))


def _told(rows: QuerySet[Release], _keys: Collection[Any]) -> Iterator[Recipient]:
    """Say which offices could read a case of a conference, at their mailbox."""
    for row in rows.select_related("item"):
        at_table = Q(item__isnull=True) | Q(item=row.item)
        seats = Seat.objects.filter(at_table, meeting=row.item.meeting_id)
        seat = seats.filter(office=row.office).exclude(email="").first()
        on, email = timezone.localdate(row.created_at), seat.email if seat else ""
        yield Recipient(row.office, email, on, str(row.pk))
