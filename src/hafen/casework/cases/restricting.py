"""What a restriction (Art. 18 DSGVO) closes of a file, and who learns of it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import Client, SoughtHelp
from hafen.casework.cases.services import end_help
from hafen.core.accounts.models import User
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.queries import requests_visible_to
from hafen.mechanisms.privacy.registries import Reach, Restrictable, restrictables
from hafen.mechanisms.todos.registries import Lead, Waiting, leads


def register() -> None:
    restrictables.register(
        Restrictable("cases.Client", _others, _doors, _reach, _begin)
    )
    leads.register(
        Lead(
            "cases.restrictions",
            _("Restrictions of processing in force"),
            find=_in_force,
            icon="lock",
        )
    )


def _in_force(user: User, today: date) -> tuple[Waiting, str]:
    """Find all for the data protection officer; the list says when to look again."""
    del today
    if Role.DATA_PROTECTION_OFFICER not in user.roles_now:
        return 0, ""
    rows = requests_visible_to(user).filter(state=RightsRequest.State.IN_FORCE)
    return rows, reverse("privacy:requests", args=[user.municipality.slug])


def _households(keys: Collection[UUID]) -> Any:
    return Client.objects.filter(pk__in=keys).values("household")


def _others(keys: Collection[UUID]) -> int:
    """Count who else stands in the file, each person once."""
    rows = Client.objects.filter(household__in=_households(keys), same_as=None)
    return rows.exclude(pk__in=keys).count()


def _doors(keys: Collection[UUID]) -> set[UUID]:
    """Return the household and all of it: the own view of each keeps working."""
    rows = Client.objects.filter(household__in=_households(keys))
    return {key for pair in rows.values_list("pk", "household") for key in pair}


def _reach(row: Client) -> Reach:
    return Reach(row.name, next(iter(row.languages), "de"), row.email)


def _begin(keys: Collection[UUID], by: User, now: datetime) -> None:
    """End what is looked for in the exchange; it may be asked for again later."""
    rows = SoughtHelp.objects.filter(client__household__in=_households(keys))
    for row in rows.select_related("consent").distinct("consent").order_by("consent"):
        end_help(row.consent, timezone.localdate(now), by)
