"""Where the pages about people and teams stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from hafen.core.accounts import rules
from hafen.core.db import navigation
from hafen.core.db.navigation import PEOPLE, SETTINGS, StaffEntry


def register() -> None:
    """Enter the pages of this room into the staff navigation."""
    for entry in (
        StaffEntry(
            label=_("Absences and deputies"),
            url_name="accounts:absences",
            group=PEOPLE,
            permission=rules.EDIT_ABSENCES,
            order=80,
            icon="calendar",
        ),
        StaffEntry(
            label=_("Teams"),
            url_name="accounts:teams",
            group=PEOPLE,
            permission=rules.VIEW_TEAMS,
            order=70,
            icon="users",
        ),
        StaffEntry(
            label=_("Accounts and roles"),
            url_name="accounts:people",
            group=SETTINGS,
            permission=rules.VIEW_PEOPLE,
            order=10,
            icon="user",
        ),
        StaffEntry(
            label=_("Confidentiality"),
            url_name="accounts:undertakings",
            group=SETTINGS,
            permission=rules.RECORD_UNDERTAKING,
            order=20,
            icon="lock",
        ),
        StaffEntry(
            label=_("Own sign-in"),
            url_name="accounts:own_sign_in",
            group=SETTINGS,
            permission=rules.EDIT_SIGN_IN,
            order=25,
            icon="lock",
        ),
        StaffEntry(
            label=_("Who may do what"),
            url_name="accounts:rights",
            group=SETTINGS,
            permission=rules.VIEW_RIGHTS,
            order=30,
            icon="list",
        ),
    ):
        navigation.staff.register(entry)
