from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from hafen.core.db.sheets import Column, Sheet


def _owner(row: Any) -> str:
    holder = row.owner or row.team
    return str(holder.name) if holder else ""


def _person(row: Any) -> str:
    return str(row.seeker.name if row.is_need else row.helper.name)


def distance(row: Any) -> Any:
    """Return how far a row is from the district of the filter, if there is one."""
    km = getattr(row, "km", None)
    return "" if km is None else round(km, 1)


def postings_sheet(name: str, title: Any) -> Sheet:
    """Return what a list of offers or needs holds."""
    return Sheet(
        name,
        title,
        (
            Column(_("Kind of help"), lambda row: row.get_kind_display()),
            Column(_("In a few words"), lambda row: row.title, 40),
            Column(_("Name"), _person, 30),
            Column(_("Languages"), lambda row: ", ".join(sorted(row.languages))),
            Column(
                _("District"), lambda row: row.district.name if row.district else ""
            ),
            Column(_("Distance in km"), distance, 12),
            Column(_("Places"), lambda row: row.places, 10),
            Column(_("Free"), lambda row: row.free, 10),
            Column(_("State"), lambda row: row.get_state_display(), 14),
            Column(_("Who does it"), _owner),
            Column(_("Due on"), lambda row: row.due_on, 12),
            Column(_("Holds until"), lambda row: row.valid_until, 12),
        ),
    )


PLAN = Sheet(
    "plan",
    _("City plan"),
    (
        Column(_("Request for help"), lambda row: row.need.title, 40),
        Column(
            _("Offer of help"), lambda row: row.offer.helper.name if row.offer else ""
        ),
        Column(_("Points"), lambda row: row.points if row.offer else "", 10),
    ),
)

EXCLUSIONS = Sheet(
    "apart",
    _("Who is kept apart"),
    (
        Column(_("Who helps"), lambda row: row.helper.name, 30),
        Column(_("Who looks for help"), lambda row: row.seeker.name, 30),
        Column(_("Wished by"), lambda row: row.get_wished_by_display()),
        Column(_("Since"), lambda row: localdate(row.created_at), 12),
    ),
)
