"""What the room offers to the rest of the house."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.mail.rules import CARRY_NOTICES, VIEW_OUTBOX

LETTERS_AND_CALLS = _("Letters and calls")
NOT_DELIVERED = _("Mails that could not be delivered")


def register() -> None:
    navigation.staff.register(
        navigation.StaffEntry(
            LETTERS_AND_CALLS,
            "mail:notices",
            group=navigation.WORK,
            permission=CARRY_NOTICES,
            order=70,
            icon="mail",
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            _("Outgoing mail"),
            "mail:outbox",
            group=navigation.SETTINGS,
            permission=VIEW_OUTBOX,
            order=70,
            icon="mail",
        )
    )
