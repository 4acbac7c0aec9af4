"""Sites, their rooms, and what is not good enough there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from hafen.core.db.names import slug_of
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Room, Shortcoming, Site
from hafen.core.places.queries import district_of_point
from hafen.core.places.services.content import content_changed
from hafen.core.places.services.rows import put


@transaction.atomic
def save_site(
    site: Site, *, values: Mapping[str, Any], expected: int | None = None
) -> Site:
    """Save a site; a point on the map places it in its district.

    A district that was chosen by hand stays where there is no point.

    :raises LostUpdate: when somebody else saved it meanwhile
    """
    placed = {**values, "slug": slug_of(values.get("name", site.name))}
    longitude, latitude = values.get("longitude"), values.get("latitude")
    if longitude is not None and latitude is not None:
        found = district_of_point(
            site.municipality, longitude=longitude, latitude=latitude
        )
        placed["district"] = found or values.get("district")
    if values.get("kind") and values["kind"] != Site.Kind.ACCOMMODATION:
        placed["stage"] = ""
    return put(site, placed, expected=expected)


def publish_site(site: Site) -> Site:
    """Show the site to the public; accommodation stays hidden all the same."""
    return _set_published(site, is_published=True)


def withdraw_site(site: Site) -> Site:
    """Take the site from the public pages; it stays known to staff."""
    return _set_published(site, is_published=False)


def save_room(
    room: Room, *, values: Mapping[str, Any], expected: int | None = None
) -> Room:
    return put(room, values, expected=expected)


def record_shortcoming(
    *,
    site: Site,
    title: str,
    noticed_on: date,
    room: Room | None = None,
    evidence: str = "",
    mentions: int = 1,
) -> Shortcoming:
    """Record that something at a site is not good enough."""
    shortcoming = Shortcoming(municipality_id=site.municipality_id, site=site)
    values = {
        "title": title,
        "noticed_on": noticed_on,
        "room": room,
        "evidence": evidence,
        "mentions": mentions,
    }
    return put(shortcoming, values, expected=None)


def decide_shortcoming(
    shortcoming: Shortcoming,
    *,
    decision: str,
    on: date,
    is_remedied: bool = False,
    expected: int | None = None,
) -> Shortcoming:
    """Record what was decided about it, and whether that is done."""
    state = Shortcoming.State.REMEDIED if is_remedied else Shortcoming.State.DECIDED
    values = {"decision": decision, "decided_on": on, "state": state}
    return put(shortcoming, values, expected=expected)


@transaction.atomic
def _set_published(site: Site, *, is_published: bool) -> Site:
    current = locked(site, expected=None)
    if current.is_published != is_published:
        current.is_published = is_published
        save_next(current)
        content_changed(current.municipality_id)
    return current
