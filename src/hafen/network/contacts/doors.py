"""Where other rooms and pages find this one."""

from datetime import date

from django.db.models import Count, Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features, is_on
from hafen.mechanisms.imports.registry import importers
from hafen.network.contacts import doing, queries
from hafen.network.contacts.importers import CONTACTS
from hafen.network.contacts.rules import RECORD_CONTACT, VIEW_CONTACT
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.registries import (
    Fact,
    FactSource,
    PageAction,
    fact_sources,
    page_actions,
)

FEATURE = "contacts"


def register() -> None:
    doing.register()
    importers.register(CONTACTS)
    features.register(Feature(FEATURE, _("Record contacts and count them")))
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Contacts"),
            url_name="contacts:listing",
            group=navigation.WORK,
            permission=VIEW_CONTACT,
            order=30,
            icon="message",
            feature=FEATURE,
        )
    )
    fact_sources.register(FactSource("contacts", facts))
    page_actions.register(
        PageAction(
            name="contacts.record",
            template="contacts/of_organisation.html",
            permission=RECORD_CONTACT,
            feature=FEATURE,
        )
    )


def facts(organisation: Organisation, user: User, today: date) -> list[Fact]:
    """Return when somebody of us last met the organisation, and how often."""
    if not is_on(organisation.municipality, FEATURE):
        return []
    rows = queries.contacts_visible_to(user).filter(organisation=organisation)
    this_year = Q(held_on__year=today.year)
    found = rows.aggregate(last=Max("held_on"), times=Count("pk", filter=this_year))
    last = found["last"]
    shown = date_format(last, "SHORT_DATE_FORMAT") if last else str(_("never"))
    return [
        Fact(_("Last contact"), shown),
        Fact(_("Contacts this year"), str(found["times"])),
    ]
