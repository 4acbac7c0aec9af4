"""Where other rooms and pages find this one."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.registries import (
    HouseholdAction,
    Sharing,
    household_actions,
    sharings,
    stays,
)
from hafen.casework.cases.rules import VIEW_TALLIES
from hafen.casework.outreach import queries, services
from hafen.casework.outreach.models import HandOver, HomeVisit, VehicleBooking
from hafen.casework.outreach.rules import (
    ANNOUNCE_ARRIVALS,
    GO_THERE,
    HAND_OVER,
    SET_TRAVEL,
    VIEW_OUTREACH,
    VIEW_TRAVEL,
    WORK_OUTSIDE,
)
from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.privacy.recipients import Recipient, Source, sources
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads

FEATURE = "outreach"
_SHOWN = (
    (_("Arrivals"), "arrivals", VIEW_OUTREACH, 7, "map-pin"),
    (_("Home visits"), "visits", VIEW_OUTREACH, 8, "calendar"),
    (_("Travel to visits"), "travel", SET_TRAVEL, 8, "map-pin"),
    (_("Hand-overs"), "hand_overs", HAND_OVER, 9, "users"),
    (_("Announce an arrival"), "sent", ANNOUNCE_ARRIVALS, 10, "plus"),
    (_("Where I am asked to go"), "asked", GO_THERE, 11, "map-pin"),
)


def register() -> None:
    sources.register(Source("outreach.HandOver", _told))
    features.register(Feature(FEATURE, _("Arrivals and outreach work")))
    for label, name, right, order, icon in _SHOWN:
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=f"outreach:{name}",
                group=navigation.PEOPLE,
                permission=right,
                order=order,
                icon=icon,
                feature=FEATURE,
            )
        )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Households without support"),
            url_name="outreach:alone_counts",
            group=navigation.EVIDENCE,
            permission=VIEW_TALLIES,
            order=48,
            icon="users",
            feature=FEATURE,
        )
    )
    sharings.register(Sharing(FEATURE, services.consent_withdrawn, stays))
    household_actions.register(
        HouseholdAction(
            "outreach:begin", _("Hand the file over"), HAND_OVER, feature=FEATURE
        )
    )
    _register_work()
    ownables.register(
        Ownable(
            "outreach.visit",
            _("Home visits that are planned"),
            _planned,
            owner="visitor",
            needs=WORK_OUTSIDE,
        )
    )
    ownables.register(
        Ownable(
            "outreach.vehicle",
            _("Vehicles that are booked"),
            _booked,
            owner="driver",
            needs=VIEW_TRAVEL,
        )
    )


def _register_work() -> None:
    for name, title, label, addresses in (
        (services.APPROACH, services.APPROACH_TITLE, _("First approach"), _arrivals),
        (services.DECIDE, services.DECIDE_TITLE, _("Hand-over offered"), _hand_overs),
        (services.ANSWER, services.ANSWER_TITLE, _("Hand-over to answer"), _hand_overs),
    ):
        kinds.register(
            Kind(name, label, icon="users", titles=(title,), addresses=addresses)
        )
    leads.register(
        Lead(
            "outreach.visits",
            _("Home visits that nobody has recorded"),
            find=_unrecorded,
            icon="calendar",
        )
    )


def _addresses(
    rows: Callable[..., QuerySet[Any]], name: str
) -> Callable[[Collection[UUID], User], dict[UUID, str]]:
    def find(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
        found = rows(user, today=timezone.localdate()).filter(pk__in=subjects)
        slug = user.municipality.slug
        return {
            pk: reverse(f"outreach:{name}", args=[slug, pk])
            for pk in found.values_list("pk", flat=True)
        }

    return find


_arrivals = _addresses(queries.arrivals_visible_to, "arrival")
_hand_overs = _addresses(queries.hand_overs_visible_to, "hand_over")


def _unrecorded(user: User, today: date) -> tuple[Waiting, str]:
    if not WORK_OUTSIDE.held_by(user):
        return 0, ""
    rows = queries.visits_visible_to(user, today=today)
    address = reverse("outreach:visits", args=[user.municipality.slug])
    return queries.unrecorded(rows, user, today=today), address


def _booked(municipality: UUID) -> QuerySet[Any]:
    rows = VehicleBooking.objects.filter(municipality=municipality)
    return rows.filter(during__endswith__gt=timezone.now())


def _planned(municipality: UUID) -> QuerySet[Any]:
    return HomeVisit.objects.filter(municipality=municipality, result="")


def _told(rows: QuerySet[HandOver], _keys: Collection[Any]) -> Iterator[Recipient]:
    """Say to which teams files were handed over; they read it in this house."""
    for row in rows.filter(offered_on__isnull=False).select_related("to_team"):
        assert row.offered_on is not None
        got = frozenset(row.parts)
        yield Recipient(row.to_team.name, "", row.offered_on, str(row.pk), got)
