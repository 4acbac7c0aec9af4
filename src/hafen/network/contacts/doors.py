"""Where other rooms and pages find this one."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.network.contacts.rules import RECORD_CONTACT, VIEW_CONTACT
from hafen.network.organisations.registries import PageAction, page_actions

FEATURE = "contacts"


def register() -> None:
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
    page_actions.register(
        PageAction(
            name="contacts.record",
            template="contacts/of_organisation.html",
            permission=RECORD_CONTACT,
            feature=FEATURE,
        )
    )
