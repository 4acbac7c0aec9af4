"""Who else must know of a change: the trail, the pages, the search, translators."""

from datetime import datetime
from typing import Any

from hafen.core.audit import services as audit
from hafen.core.places.services import content_changed
from hafen.core.translation.services import original_changed
from hafen.information.events.models import Event
from hafen.information.events.registries import followers
from hafen.information.events.services._dates import follow_dates
from hafen.information.events.services._registration import follow_places
from hafen.information.events.services._rooms import refuse_taken_room
from hafen.mechanisms.search.services import index_soon
from hafen.network.organisations.models import Organisation

KIND = "event"


def tell(
    event: Event,
    verb: str,
    *,
    by: Any,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Record what was done and let dates, places, pages and the search follow."""
    audit.record(action=f"events.event.{verb}", subject=event, by=by, details=details)
    original_changed(row=event)
    follow_dates(event=event, now=now)
    refuse_taken_room(event)
    follow_places(event=event, by=by, now=now)
    for follower in followers:
        follower.changed(event, by, now)
    content_changed(event.municipality_id)
    index_soon(municipality=event.municipality, kind=KIND, ids=[event.pk])


def follow_organisation(organisation: Organisation) -> None:
    """Let the search know by which name an organisation invites, or that it is gone."""
    keys = organisation.events.values_list("pk", flat=True)
    index_soon(municipality=organisation.municipality, kind=KIND, ids=list(keys))
