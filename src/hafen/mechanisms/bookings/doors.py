"""What the room offers to the rest of the house."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation


def register() -> None:
    navigation.staff.register(
        navigation.StaffEntry(
            _("My registrations"),
            "bookings:mine",
            group=navigation.WORK,
            order=80,
            icon="check",
        )
    )
