"""What is done to organisations and to the people in them."""

from hafen.network.organisations.services._organisations import (
    InCircle,
    OrganisationData,
    StillUsed,
    WrongState,
    appoint_editor,
    archive_organisation,
    create_organisation,
    dismiss_editor,
    edit_organisation,
    publish_organisation,
    restore_organisation,
)
from hafen.network.organisations.services._people import (
    AgreedAlready,
    ContactPersonData,
    NotAgreed,
    add_contact_person,
    edit_contact_person,
    record_consent,
    remove_contact_person,
    withdraw_consent,
)

__all__ = [
    "AgreedAlready",
    "ContactPersonData",
    "InCircle",
    "NotAgreed",
    "OrganisationData",
    "StillUsed",
    "WrongState",
    "add_contact_person",
    "appoint_editor",
    "archive_organisation",
    "create_organisation",
    "dismiss_editor",
    "edit_contact_person",
    "edit_organisation",
    "publish_organisation",
    "record_consent",
    "remove_contact_person",
    "restore_organisation",
    "withdraw_consent",
]
