from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F, Func
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hafen.core.accounts.models import User
from hafen.core.db.guards import our_models
from hafen.core.db.permissions import permissions
from hafen.core.db.personal_data import PersonalData, declared
from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality
from hafen.core.ui.banners import Shown
from hafen.mechanisms.privacy.decisions import DECISIONS, Decision
from hafen.mechanisms.privacy.models import (
    Confirmation,
    DeletionRun,
    KeepingPeriod,
    NoticeEdition,
    RightsRequest,
)
from hafen.mechanisms.privacy.rules import (
    EDIT_NOTICE,
    HANDLE_RIGHTS,
    PRINT_NOTICE,
    READ_PRIVACY,
)
from hafen.mechanisms.privacy.words import column_name, table_name


def confirmations_visible_to(user: User) -> models.QuerySet[Confirmation]:
    """Return the confirmed decisions of the user's municipality."""
    if READ_PRIVACY.held_by(user):
        return Confirmation.objects.filter(municipality_id=user.municipality_id)
    return Confirmation.objects.none()


def notices_visible_to(user: User) -> models.QuerySet[NoticeEdition]:
    """Return the editions of the notice, the newest first; a draft to who writes it."""
    rows = NoticeEdition.objects.filter(municipality_id=user.municipality_id)
    if not EDIT_NOTICE.held_by(user):
        rows = rows.filter(released_on__isnull=False)
    shown = (
        rows if PRINT_NOTICE.held_by(user) or EDIT_NOTICE.held_by(user) else rows.none()
    )
    return shown.order_by("-created_at", "-id")


def current_notice(municipality: Municipality) -> NoticeEdition | None:
    """Return the edition that people are given now."""
    rows = NoticeEdition.objects.filter(
        municipality=municipality, released_on__isnull=False
    )
    return rows.order_by("released_on", "created_at").last()


def notice_of(municipality: Municipality, edition: str) -> NoticeEdition | None:
    """Return the words of an edition that somebody was given."""
    return NoticeEdition.objects.filter(
        municipality=municipality, edition=edition, released_on__isnull=False
    ).first()


@dataclass(frozen=True)
class State:
    """A decision, and who has made it; None: it is open."""

    decision: Decision
    confirmation: Confirmation | None


def states_visible_to(user: User) -> list[State]:
    """Return all decisions in their order, each with its confirmation."""
    made = {found.code: found for found in confirmations_visible_to(user)}
    return [State(decision, made.get(decision.code)) for decision in DECISIONS]


def banner_of_open_decisions(request: HttpRequest) -> Shown | None:
    """Return what stands above every page of the desk while decisions are open."""
    user = request.user
    if not isinstance(user, User):
        return None
    made = Confirmation.objects.filter(municipality_id=user.municipality_id).count()
    missing = len(DECISIONS) - made
    if missing <= 0:
        return None
    text = ngettext(
        "Set-up not confirmed: %(count)d decision is still open. Enter no data of"
        " real people yet.",
        "Set-up not confirmed: %(count)d decisions are still open. Enter no data of"
        " real people yet.",
        missing,
    ) % {"count": missing}
    return Shown(text, _("Enter no real data yet"), _address(user))


def _address(user: User) -> str:
    """Return where the decisions are made, for those who may see them."""
    if not READ_PRIVACY.held_by(user):
        return ""
    return reverse("privacy:decisions", args=[user.municipality.slug])


@dataclass(frozen=True)
class Activity:
    """One line of the record of processing (Art. 30 DSGVO): a table of ours."""

    room: str
    name: str | Promise
    declaration: PersonalData
    fields: list[str | Promise]
    days: int | None


def record_of_processing(today: date) -> list[Activity]:
    """Return what the models declare, sorted by room, with the periods of today."""
    rows = KeepingPeriod.objects.filter(valid_from__lte=today).order_by("valid_from")
    own = dict(rows.values_list("kind", "days"))
    found = [
        Activity(
            room=apps.get_app_config(model._meta.app_label).label,
            name=table_name(model),
            declaration=declaration,
            fields=[column_name(model, name) for name in declaration.fields],
            days=own.get(model._meta.label, declaration.keep_for),
        )
        for model, declaration in _personal_models()
    ]
    return sorted(found, key=attrgetter("room"))


def run_visible_to(user: User) -> DeletionRun | None:
    """Return the files that are due and wait for their release, in figures."""
    if not READ_PRIVACY.held_by(user):
        return None
    rows = DeletionRun.objects.filter(municipality_id=user.municipality_id)
    return rows.exclude(state=DeletionRun.State.DONE).first()


def _personal_models() -> Iterator[tuple[type[models.Model], PersonalData]]:
    for model in our_models():
        declaration = declared(model)
        if declaration is not None and declaration.is_personal:
            yield model, declaration


@dataclass(frozen=True)
class RoleLine:
    """A role and the rights that it holds."""

    role: Role
    rights: list[str]


def role_sheet() -> list[RoleLine]:
    """Return which role holds which right, as the rooms' tables say."""
    return [
        RoleLine(
            role,
            sorted(right.name for right in permissions if role in right.roles),
        )
        for role in Role
        if role is not Role.VISITOR
    ]


def held_keys(municipality: UUID | Municipality) -> models.QuerySet[Any, Any]:
    """Return the keys of all rows whose processing is restricted, for a subquery."""
    rows = RightsRequest.objects.filter(
        municipality=municipality, state=RightsRequest.State.IN_FORCE
    )
    return rows.annotate(key=Func(F("held"), function="unnest")).values_list(
        "key", flat=True
    )


def requests_visible_to(user: User) -> models.QuerySet[RightsRequest]:
    """Return the requests of persons of the user's municipality, the open first."""
    if not HANDLE_RIGHTS.held_by(user):
        return RightsRequest.objects.none()
    found = RightsRequest.objects.filter(municipality_id=user.municipality_id)
    return found.select_related("asked_by", "confirmed_by").order_by(
        F("done_at").desc(nulls_first=True), "-received_on", "-pk"
    )
