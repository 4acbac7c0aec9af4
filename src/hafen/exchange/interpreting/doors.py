"""Where other rooms and pages find this one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.exchange.allowances.registries import Room, rooms
from hafen.exchange.interpreting import queries, services
from hafen.exchange.interpreting.importers import INTERPRETERS
from hafen.exchange.interpreting.models import Institution, Service
from hafen.exchange.interpreting.rules import (
    ASSIGN,
    BOOK,
    VIEW_INTERPRETERS,
)
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "interpreting"


def register() -> None:
    features.register(Feature(FEATURE, _("Book interpreters")))
    for label, name, right, order, icon, group in (
        (
            _("Interpreting"),
            "interpreting:appointments",
            BOOK,
            20,
            "topic-language",
            navigation.EXCHANGE,
        ),
        (
            _("Interpreters"),
            "interpreting:interpreters",
            VIEW_INTERPRETERS,
            21,
            "users",
            navigation.EXCHANGE,
        ),
        (
            _("Interpreting"),
            "interpreting:settings",
            ASSIGN,
            47,
            "settings",
            navigation.SETTINGS,
        ),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=group,
                permission=right,
                order=order,
                icon=icon,
                feature=FEATURE,
            )
        )
    ownables.register(
        Ownable(
            "interpreting.institution",
            _("Institutions that book interpreters"),
            _institutions,
            needs=ASSIGN,
        )
    )
    ownables.register(
        Ownable("interpreting.service", _("Interpreting"), _services, needs=ASSIGN)
    )
    importers.register(INTERPRETERS)
    # The pay for a job is claimed by the room itself.
    rooms.register(Room(FEATURE, services.expenses_address, lambda _helper, _day: []))
    _register_todos()


def _register_todos() -> None:
    for name, label in (
        (services.FIND, _("Find an interpreter")),
        (services.CONFIRM, _("Settle an appointment")),
        (services.REPORT, _("Times of an appointment")),
        (services.APPROVE, _("Institution to approve")),
        (services.CHECK, _("Interpreter to look at")),
        (services.COMPLAINT, _("Complaint about an appointment")),
        (services.RELIEF, _("Relief talk")),
        (services.AWAIT, _("Request passed on")),
    ):
        kinds.register(
            Kind(
                name,
                label,
                icon="topic-language",
                titles=(services.TITLES[name],),
                addresses=_addresses,
            )
        )


def _institutions(municipality: UUID) -> QuerySet[Any]:
    return Institution.objects.filter(municipality=municipality, closed_at__isnull=True)


def _services(municipality: UUID) -> QuerySet[Any]:
    return Service.objects.filter(municipality=municipality)


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    """Return where what a todo is about is dealt with."""
    slug = user.municipality.slug
    found = {}
    for name, rows in (
        ("appointment", queries.appointments_visible_to(user)),
        ("institution", queries.institutions_visible_to(user)),
        ("interpreter", queries.interpreters_visible_to(user)),
    ):
        for key in rows.filter(pk__in=subjects).values_list("pk", flat=True):
            found[key] = reverse(f"interpreting:{name}", args=[slug, key])
    return found
