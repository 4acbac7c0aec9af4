from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet


def _roles(person: Any) -> str:
    return "\n".join(str(row.get_role_display()) for row in person.valid_assignments)


def _state(person: Any) -> str:
    if person.left_on:
        return _now("has left")
    return _now("active") if person.is_active else _now("closed")


def _counted(row: Any) -> str:
    return "\n".join(f"{what.label}: {number}" for what, number in row.counts)


TASKS = Sheet(
    "tasks",
    _("Activity report by task"),
    (
        Column(_("Task"), lambda row: row.task.name, 50),
        Column(_("Post"), lambda row: row.task.position.title, 30),
        Column(_("What is counted"), _counted, 50),
        Column(_("Recorded"), lambda row: row.total, 12),
    ),
)

PEOPLE = Sheet(
    "people",
    _("People"),
    (
        Column(_("Name"), lambda row: row.name, 30),
        Column(_("E-mail"), lambda row: row.email or "", 30),
        Column(_("Roles"), _roles, 40),
        Column(_("Last sign-in"), lambda row: row.last_login),
        Column(_("State"), _state),
    ),
)
