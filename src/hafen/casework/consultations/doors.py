"""Where other rooms and pages find this one."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.registries import HouseholdAction, household_actions
from hafen.casework.consultations import queries
from hafen.casework.consultations.models import LIVING, Appointment, DeskHour
from hafen.casework.consultations.rules import RECEIVE, VIEW_PLAN
from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features, is_on
from hafen.core.places.models import Site
from hafen.core.places.parts import SiteFact, SitePart, parts
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
    leads.register(
        Lead(
            "consultations.asked",
            _("Appointments that were asked for online"),
            find=_asked,
            icon="calendar",
        )
    )
    parts.register(SitePart("consultations", _no_facts, _no_lacks, _links))
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
        state__in=LIVING,
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


def _asked(user: User, today: date) -> tuple[Waiting, str]:
    rows = queries.arranged(user, part="asked", today=today).order_by()
    address = reverse("consultations:appointments", args=[user.municipality.slug])
    return rows, f"{address}?part=asked"


def _no_facts(site: Site, user: Any, today: date) -> list[SiteFact]:
    del site, user, today
    return []


def _no_lacks(site: Site) -> list[str | Promise]:
    del site
    return []


def _links(site: Site, language: str) -> list[tuple[str | Promise, str]]:
    """Lead to the free times, where people may ask for one without the desk."""
    town, today = site.municipality, timezone.localdate()
    is_offered = is_on(town, FEATURE) and site.is_public
    if not (
        is_offered and queries.online_hours(site, first=today, last=today).exists()
    ):
        return []
    address = reverse("consultations_public:ask", args=[town.slug, language, site.path])
    return [(_("Ask for an appointment"), address)]
