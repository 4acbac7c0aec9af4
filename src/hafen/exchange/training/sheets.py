"""The lists of the room as files; coverage by unit names nobody."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet

PROGRAMME = Sheet(
    "training-programme",
    _("Training programme"),
    (
        Column(_("Day"), lambda row: row.starts_at, 18),
        Column(_("Title"), lambda row: row.event.title, 40),
        Column(_("Kind"), lambda row: row.module.get_kind_display(), 24),
        Column(
            _("Provider"),
            lambda row: row.event.organisation.name if row.event.organisation else "",
            28,
        ),
        Column(_("For"), lambda row: ", ".join(row.group_names), 28),
        Column(_("Participants"), lambda row: row.coming, 12),
        Column(
            _("A newcomer contributes"),
            lambda row: _("yes") if row.has_newcomer else _("no"),
            12,
        ),
    ),
)
PEOPLE = Sheet(
    "training-participants",
    _("Participants"),
    (
        Column(_("Name"), lambda row: row.name, 30),
        Column(_("Group"), lambda row: row.get_group_display(), 20),
        Column(_("Part in it"), lambda row: row.get_role_display(), 20),
        Column(_("Minutes"), lambda row: row.there or 0, 10),
        Column(_("Completed on"), lambda row: row.completed_on, 12),
    ),
    blank=(_("Signature"),),
)
MODULES = Sheet(
    "trainings",
    _("Trainings"),
    (
        Column(_("Name"), lambda row: row.name, 40),
        Column(_("Kind"), lambda row: row.get_kind_display(), 24),
        Column(_("Parts"), lambda row: row.parts, 8),
        Column(_("Minutes"), lambda row: row.minutes, 10),
        Column(_("Counts for months"), lambda row: row.valid_months, 12),
    ),
)
HELPERS = Sheet(
    "helpers-without-training",
    _("Who lacks the training"),
    (
        Column(_("Association"), lambda row: row.association, 32),
        Column(_("Name"), lambda row: row.name, 30),
    ),
)
STAFF = Sheet(
    "staff-without-training",
    _("Who lacks the training"),
    (Column(_("Name"), lambda row: row.name, 30),),
)
UNITS = Sheet(
    "training-by-unit",
    _("Trained by unit"),
    (
        Column(_("Unit"), lambda row: row.unit.name, 40),
        Column(_("Trained"), lambda row: row.trained, 10),
        Column(_("People"), lambda row: row.unit.people, 10),
        Column(_("Percent"), lambda row: row.percent, 10),
    ),
)
POLLS = Sheet(
    "training-polls",
    _("Polls on training"),
    (
        Column(_("Title"), lambda row: row.title, 40),
        Column(_("Open until"), lambda row: row.closes_on, 12),
        Column(_("Invited"), lambda row: row.invited, 10),
    ),
)
TOPICS = Sheet(
    "training-topics",
    _("Topics by votes"),
    (
        Column(_("Topic"), lambda row: row.text, 48),
        Column(_("Votes"), lambda row: row.votes, 10),
    ),
)
