from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet
from hafen.voice.inquiries.words import Words

AGREEMENTS = Sheet(
    "agreements",
    _("Agreements of neighbourhoods"),
    (
        Column(_("Neighbourhood"), lambda row: row.name, 30),
        Column(_("Day of the meeting"), lambda row: row.held_on, 14),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("Languages"), lambda row: ", ".join(row.languages)),
        Column(_("Contacts brought about"), lambda row: row.contacts_made, 12),
    ),
)


def register_sheet(known: Words) -> Sheet:
    """Return the columns of the register: codes and days, no texts and no names."""
    return Sheet(
        "inquiries",
        _("Inquiries"),
        (
            Column(_("Number"), lambda row: row.number, 12),
            Column(_("Received"), lambda row: _day(row.received_at), 12),
            Column(_("Channel"), lambda row: row.get_channel_display()),
            Column(_("Kind"), lambda row: row.get_kind_display()),
            Column(_("Who asks"), lambda row: row.get_who_display()),
            Column(
                _("Topics"), lambda row: "; ".join(known.topic_names(row.topics)), 30
            ),
            Column(
                _("Legal areas"),
                lambda row: "; ".join(known.legal_names(row.legal_areas)),
                30,
            ),
            Column(_("State"), lambda row: row.get_state_display(), 12),
            Column(_("Answer due on"), lambda row: row.due_on, 12),
            Column(_("Answered"), lambda row: _day(row.answered_at), 12),
            Column(
                _("Working minutes until the answer"), lambda row: row.answer_minutes
            ),
            Column(_("Reaction of the person"), lambda row: row.get_reaction_display()),
            Column(_("Result in substance"), lambda row: row.get_success_display()),
            Column(
                _("Closed without an answer because"),
                lambda row: row.get_closed_because_display(),
                30,
            ),
        ),
    )


def _day(moment: Any) -> Any:
    return timezone.localdate(moment) if moment else None


def figures_sheet(heading: Any) -> Sheet:
    """Return the columns of the figures; a row is a name and its number."""
    return Sheet(
        "inquiries-in-figures",
        _("Inquiries in figures"),
        (
            Column(heading, lambda row: row[0], 40),
            Column(
                _("Inquiries"),
                lambda row: _("hidden") if row[1] is None else row[1],
                12,
            ),
        ),
    )
