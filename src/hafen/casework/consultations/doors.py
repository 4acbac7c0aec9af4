"""Where other rooms and pages find this one."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.registries import HouseholdAction, household_actions
from hafen.casework.consultations import queries
from hafen.casework.consultations.models import Appointment, DeskHour
from hafen.casework.consultations.rules import RECEIVE, VIEW_PLAN
from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.todos.registries import Lead, Waiting, leads

FEATURE = "consultations"


def register() -> None:
    features.register(Feature(FEATURE, _("Consultation hours")))
    for label, name, right, order, icon in (
        (_("Consultation hour"), "consultations:hour", RECEIVE, 25, "users"),
        (_("Desk plan"), "consultations:plan", VIEW_PLAN, 26, "calendar"),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=navigation.WORK,
                permission=right,
                order=order,
                icon=icon,
                feature=FEATURE,
            )
        )
    leads.register(
        Lead(
            "consultations.unfinished",
            _("Numbers that were called and not finished"),
            find=_unfinished,
            icon="users",
        )
    )
    household_actions.register(
        HouseholdAction("consultations:contacts_of", _("Contacts"), RECEIVE, FEATURE)
    )
    ownables.register(
        Ownable(
            "consultations.desk_hour",
            _("Advice hours in the desk plan"),
            _desk_hours,
            owner="adviser",
            needs=RECEIVE,
        )
    )
    ownables.register(
        Ownable(
            "consultations.appointment",
            _("Appointments by arrangement"),
            _appointments,
            owner="adviser",
            needs=RECEIVE,
        )
    )


def _appointments(municipality: UUID) -> QuerySet[Any]:
    return Appointment.objects.filter(
        municipality=municipality,
        state=Appointment.State.ARRANGED,
        ends_at__gte=timezone.now(),
    )


def _desk_hours(municipality: UUID) -> QuerySet[Any]:
    today = timezone.localdate()
    return DeskHour.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=today),
        municipality=municipality,
        adviser__isnull=False,
    )


def _unfinished(user: User, today: date) -> tuple[Waiting, str]:
    del today
    rows = queries.visits_visible_to(user).called().filter(called_by=user)
    return rows, reverse("consultations:hour", args=[user.municipality.slug])
