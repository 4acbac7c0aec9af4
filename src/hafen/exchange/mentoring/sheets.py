"""The lists of the room as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet


def _of(row: Any) -> str:
    return row.programme.name if row.programme else ""


SPONSORSHIPS = Sheet(
    "sponsorships",
    _("Sponsorships"),
    (
        Column(_("Sponsor"), lambda row: row.match.offer.helper.name, 28),
        Column(_("For"), lambda row: row.match.need.seeker.name, 28),
        Column(_("Programme"), _of, 28),
        Column(_("State"), lambda row: row.match.get_state_display(), 16),
        Column(_("First meeting"), lambda row: row.met_on, 12),
        Column(_("Agreement signed"), lambda row: row.signed_on, 12),
        Column(_("Began"), lambda row: row.began_on, 12),
        Column(_("Ended"), lambda row: row.ended_on, 12),
        Column(_("Next question"), lambda row: row.next_on, 12),
        Column(_("Who looks after it"), lambda row: row.owner.name, 28),
    ),
)
WAITING = Sheet(
    "waiting-for-a-sponsor",
    _("Who waits for a sponsor"),
    (
        Column(_("In a few words"), lambda row: row.title, 40),
        Column(_("Name"), lambda row: row.seeker.name, 28),
        Column(_("Languages"), lambda row: ", ".join(sorted(row.languages)), 20),
        Column(_("District"), lambda row: row.district.name if row.district else ""),
        Column(_("Waits since"), lambda row: row.waiting_since, 12),
        Column(_("Lies with"), lambda row: row.with_organisation, 28),
    ),
)
WISHES = Sheet(
    "wishes",
    _("Wishes for a sponsor"),
    (
        Column(_("In a few words"), lambda row: row.need.title, 40),
        Column(_("Association"), lambda row: row.organisation.name, 28),
        Column(_("Handed over on"), lambda row: row.handed_at, 16),
        Column(_("Answer until"), lambda row: row.answer_by, 12),
        Column(_("State"), lambda row: row.get_state_display(), 20),
        Column(_("Who looks after it"), lambda row: row.owner.name, 28),
    ),
)
PROGRAMMES = Sheet(
    "programmes",
    _("Programmes"),
    (
        Column(_("Programme"), lambda row: row.name, 40),
        Column(
            _("Association"),
            lambda row: row.organisation.name if row.organisation else "",
            28,
        ),
        Column(_("Who looks after it"), lambda row: row.owner.name, 28),
    ),
)
GUIDES = Sheet(
    "integration-guides",
    _("Integration guides"),
    (
        Column(_("Name"), lambda row: row.name, 28),
        Column(_("Programme"), lambda row: row.programme.name, 28),
        Column(_("Languages"), lambda row: ", ".join(sorted(row.offer.languages)), 20),
        Column(_("Recruited"), lambda row: row.recruited_on, 12),
        Column(
            _("Basic training"),
            lambda row: _("yes") if row.is_trained else _("no"),
            12,
        ),
        Column(_("Assignments now"), lambda row: row.at_work, 12),
        Column(_("Assignments ended"), lambda row: row.done, 12),
        Column(_("Ended"), lambda row: row.ended_on, 12),
    ),
)
FIGURES = Sheet(
    "sponsorship-figures",
    _("Figures of sponsorships"),
    (
        Column(_("Programme or association"), lambda row: row.name, 40),
        Column(_("Running now"), lambda row: row.running, 12),
        Column(_("Begun in the year"), lambda row: row.begun, 12),
        Column(_("Ended in the year"), lambda row: row.ended, 12),
        Column(_("Months on average"), lambda row: row.months, 12),
        Column(_("Wishes handed over"), lambda row: row.handed, 12),
        Column(_("Of these found"), lambda row: row.found, 12),
    ),
)
