"""What events tell of a site: its programme, its talks with the neighbourhood."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Site
from hafen.core.places.parts import SiteFact, SitePart
from hafen.information.events import queries


def facts_of(site: Site, user: Any, today: date) -> list[SiteFact]:
    """Return the last talk with neighbours and what was agreed there."""
    found = queries.last_exchange(site, user, today)
    if found is None:
        return []
    day = date_format(found.first_day, "DATE_FORMAT")
    slug = user.municipality.slug
    return [
        SiteFact(
            _("Last exchange with the neighbourhood"),
            f"{day}: {found.event.title}",
            address=reverse("events:detail", args=[slug, found.event_id]),
            lines=queries.follow_ups(found.event),
        )
    ]


def lacks_of(site: Site) -> list[str | Promise]:
    """Neighbours of an accommodation are told before somebody moves in."""
    if not site.is_accommodation or queries.neighbours_are_told(site):
        return []
    return [
        _(
            "The neighbours are not informed yet: plan an event of the kind"
            " “information for neighbours” here."
        )
    ]


def links_of(site: Site, language: str) -> list[tuple[str | Promise, str]]:
    """Return the programme, for the public page of a site."""
    if not site.is_public:
        return []
    slug = site.municipality.slug
    address = reverse("events_public:programme", args=[slug, language, site.path])
    return [(_("Programme and free rooms"), address)]


PART = SitePart("events", facts_of, lacks_of, links_of)
