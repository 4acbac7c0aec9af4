"""What the actions of the trail are called in the history of an offer."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.network.organisations.models import Closeness

ACTIONS = {
    "directory.service.created": _("Created"),
    "directory.service.edited": _("Changed"),
    "directory.service.handed_in": _("Handed in for review"),
    "directory.service.withdrawn": _("Taken back to a draft"),
    "directory.service.published": _("Published"),
    "directory.service.archived": _("Archived"),
    "directory.service.restored": _("Brought back from the archive"),
    "directory.service.checked": _("Checked"),
    "directory.service.undone": _("A step was undone"),
    "directory.service.proposed": _("A change was proposed"),
    "directory.service.prepared": _("Steps of preparation changed"),
    "directory.service.places_told": _("Free places told"),
    "directory.service.visits_counted": _("Visitors counted"),
    "directory.proposal.accepted": _("A proposal was taken over"),
    "directory.proposal.declined": _("A proposal was declined"),
    "directory.person.named": _("A contact person was named"),
    "directory.person.taken_off": _("A contact person was taken off"),
}

LACKS = {
    "name": _("a name"),
    "organisation": _("an organisation that is not archived"),
    "summary": _("a sentence or a description"),
    "topics": _("a topic"),
}


def cooperation(line: Any) -> str | Promise:
    """Return how one works together with who gives an offer, see `Figures`.

    A club that people were placed in is a partner, if not a close one.
    """
    if line.is_close or (line.level and not line.participants):
        return Closeness(line.level).label
    return _("placements only") if line.participants else ""
