"""Where other rooms and pages find this one."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import KeptOut
from hafen.casework.cases.registries import ClientAction, client_actions
from hafen.casework.childprotection import queries, services
from hafen.casework.childprotection.models import Procedure
from hafen.casework.childprotection.rules import PROTECT
from hafen.core.accounts.errors import ReceiverMayNot
from hafen.core.accounts.models import Team, User
from hafen.core.accounts.registries import Ownable, give, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.exchange.volunteers.registries import ConcernAction, concern_actions
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads

FEATURE = "childprotection"


def register() -> None:
    features.register(Feature(FEATURE, _("Child protection")))
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Child protection"),
            url_name="childprotection:procedures",
            group=navigation.PEOPLE,
            permission=PROTECT,
            order=9,
            icon="alert",
            feature=FEATURE,
        )
    )
    client_actions.register(
        ClientAction("childprotection:begin", _("Worry about a child"), PROTECT)
    )
    concern_actions.register(
        ConcernAction("childprotection:hand_on", _("Hand it on to be assessed"))
    )
    for kind, title, label in (
        (services.ASSESS, services.ASSESS_TITLE, _("Worry about a child")),
        (services.CONFIRM, services.CONFIRM_TITLE, _("Assessment to confirm")),
        (services.RECEIPT, services.RECEIPT_TITLE, _("Report to the youth office")),
    ):
        kinds.register(
            Kind(kind, label, icon="alert", titles=(title,), addresses=_addresses)
        )
    leads.register(
        Lead(
            "childprotection.late",
            _("Worries about children that nobody has assessed"),
            find=_late,
            icon="alert",
        )
    )
    for name, owner, label in (
        ("owner", "owner", _("Worries about children to assess")),
        ("second", "second", _("Worries about children, as the second person")),
    ):
        ownables.register(
            Ownable(
                f"childprotection.{name}",
                label,
                _open,
                owner=owner,
                needs=PROTECT,
                give=_give,
            )
        )


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = queries.procedures_visible_to(user).filter(pk__in=subjects)
    slug = user.municipality.slug
    return {
        pk: reverse("childprotection:procedure", args=[slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _late(user: User, today: date) -> tuple[Waiting, str]:
    if not PROTECT.held_by(user):
        return 0, ""
    rows = queries.procedures_visible_to(user)
    address = reverse("childprotection:procedures", args=[user.municipality.slug])
    late = rows.filter(judgement="", closed_on__isnull=True, opened_on__lt=today)
    return late, address


def _open(municipality: UUID) -> QuerySet[Any]:
    """Return what somebody answers for; a closed one may still be released."""
    return Procedure.objects.filter(municipality=municipality)


def _give(
    ownable: Ownable, rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Give what is open to somebody who has no part in it yet.

    :raises ReceiverMayNot: to the other of the two, or whom a file keeps out
    """
    other = "second" if ownable.owner == "owner" else "owner"
    kept_out = KeptOut.objects.filter(user=user, client__in=rows.values("client_key"))
    if rows.filter(**{other: user}).exists() or kept_out.exists():
        raise ReceiverMayNot(ownable.name)
    return give(ownable, rows, user, team)
