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
from hafen.exchange.allowances import queries, services
from hafen.exchange.allowances.models import Order
from hafen.exchange.allowances.rules import DECIDE_CLAIM, EDIT_TARIFF, VIEW_CLAIMS
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "allowances"


def register() -> None:
    features.register(Feature(FEATURE, _("Expenses of volunteers")))
    for label, name, group, right, order in (
        (
            _("Expenses"),
            "allowances:claims",
            navigation.EXCHANGE,
            VIEW_CLAIMS,
            30,
        ),
        (
            _("Tariffs"),
            "allowances:tariffs",
            navigation.SETTINGS,
            EDIT_TARIFF,
            46,
        ),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=group,
                permission=right,
                order=order,
                icon="list",
                feature=FEATURE,
            )
        )
    ownables.register(
        Ownable(
            "allowances.order",
            _("Orders whose claims are to be checked"),
            _orders,
            needs=DECIDE_CLAIM,
        )
    )
    kinds.register(
        Kind(
            services.CHECK,
            _("Claim for expenses"),
            icon="list",
            titles=tuple(services.TITLES.values()),
            addresses=_addresses,
        )
    )


def _orders(municipality: UUID) -> QuerySet[Any]:
    return Order.objects.filter(municipality=municipality)


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.claims_visible_to(user).filter(pk__in=subjects)
    return {
        key: reverse("allowances:claim", args=[slug, key])
        for key in rows.values_list("pk", flat=True)
    }
