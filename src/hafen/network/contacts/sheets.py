from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.network.contacts.words import Words


def contacts_sheet(known: Words) -> Sheet:
    """Return what a list of contacts holds; names of groups and topics are known."""
    return Sheet(
        "contacts",
        _("Contacts"),
        (
            Column(_("Date"), lambda row: row.held_on, 12),
            Column(_("Target group"), lambda row: row.group, 12),
            Column(_("Who it was"), lambda row: known.group(row.subtype or row.group)),
            Column(_("Channel"), lambda row: row.get_channel_display()),
            Column(_("Occasion"), lambda row: row.get_setting_display()),
            Column(
                _("First or further contact"), lambda row: row.get_occasion_display()
            ),
            Column(
                _("Topics"),
                lambda row: "; ".join(known.topic(code) for code in row.topics),
                30,
            ),
            Column(_("Minutes"), lambda row: row.minutes, 10),
            Column(_("Language"), lambda row: row.language, 10),
            Column(_("Who interpreted"), lambda row: row.get_interpreting_display()),
            Column(_("Result"), lambda row: row.get_result_display()),
            Column(_("Site"), lambda row: row.site.name if row.site else ""),
            Column(_("Organisation"), _organisation, 30),
            Column(
                _("Task of the contact point"),
                lambda row: row.task.label if row.task else "",
            ),
        ),
    )


def _organisation(row: Any) -> str:
    return row.organisation.name if row.organisation else ""


def figures_sheet(heading: Any, groups: Iterable[Any]) -> Sheet:
    """Return the columns of the figures; a row is its name and its numbers."""
    heads = [heading, *(group.name for group in groups), _("Total"), _("Minutes")]
    columns = [Column(head, itemgetter(place)) for place, head in enumerate(heads)]
    return Sheet("contacts-in-figures", _("Contacts in figures"), columns)


PRESENCE = Sheet(
    "presence",
    _("Presence with partners"),
    (
        Column(_("Organisation"), lambda row: row.name, 40),
        Column(_("Last contact"), lambda row: row.last_contact),
        Column(_("Contacts in the period"), lambda row: row.times),
    ),
)
