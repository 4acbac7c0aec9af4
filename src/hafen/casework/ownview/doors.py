"""Where other rooms and pages find this one."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.queries import clients_visible_to
from hafen.casework.cases.registries import ClientAction, client_actions
from hafen.casework.ownview import services
from hafen.casework.ownview.rules import OPEN_OWN_VIEW
from hafen.core.accounts.models import User
from hafen.core.places.features import Feature, features
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.queries import requests_visible_to
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads

FEATURE = "ownview"


def register() -> None:
    features.register(Feature(FEATURE, _("People read their own file by a link")))
    client_actions.register(
        ClientAction("ownview:own_view", _("Own view"), OPEN_OWN_VIEW)
    )
    kinds.register(
        Kind(
            services.OTHER_TIME,
            _("Another time for an appointment"),
            icon="calendar",
            titles=(services.OTHER_TIME_TITLE,),
            addresses=_addresses,
        )
    )
    leads.register(
        Lead(
            "ownview.copies",
            _("People who ask for a copy of their data"),
            find=_copies,
            icon="user",
        )
    )


def _copies(user: User, today: date) -> tuple[Waiting, str]:
    """Find what nobody of the house has entered, and so nobody knows of yet."""
    del today
    rows = requests_visible_to(user).filter(
        kind=RightsRequest.Kind.ACCESS,
        state=RightsRequest.State.OPEN,
        asked_by__isnull=True,
    )
    return rows, reverse("privacy:requests", args=[user.municipality.slug])


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = clients_visible_to(user, today=timezone.localdate())
    slug = user.municipality.slug
    return {
        pk: reverse("cases:client", args=[slug, pk])
        for (pk,) in rows.filter(pk__in=subjects).values_list("pk")
    }
