"""An event for machines: schema.org as JSON-LD."""

from typing import Any

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.events.models import EventDate
from hafen.information.events.queries import Card

_ATTENDANCE = {
    (True, True): "MixedEventAttendanceMode",
    (True, False): "OfflineEventAttendanceMode",
    (False, True): "OnlineEventAttendanceMode",
}


def event(
    card: Card, municipality: Municipality, *, address: str, description: str
) -> dict[str, Any]:
    """Return the next date of an event as `Event` of schema.org."""
    row, date = card.event, card.date
    mode = _ATTENDANCE.get((bool(card.place), bool(row.online_address)))
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": str(card.title),
        "description": description,
        "startDate": _moment(date, starts=True),
        "endDate": _moment(date, starts=False),
        "eventStatus": "https://schema.org/EventCancelled"
        if date.is_cancelled
        else "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{mode}" if mode else None,
        "location": _location(card, municipality),
        "organizer": {"@type": "Organization", "name": card.organiser}
        if card.organiser
        else None,
        "inLanguage": row.languages or None,
        "isAccessibleForFree": row.is_free,
    }
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def _moment(date: EventDate, *, starts: bool) -> str:
    if date.is_all_day:
        return (date.first_day if starts else date.last_day).isoformat()
    moment = date.starts_at if starts else date.ends_at
    return timezone.localtime(moment).isoformat()


def _location(card: Card, municipality: Municipality) -> Any:
    event = card.event
    places: list[dict[str, Any]] = []
    if card.place:
        site = event.site
        address: dict[str, Any] = {
            "@type": "PostalAddress",
            "addressLocality": (site.city if site else "") or municipality.name,
            "addressCountry": "DE",
        }
        if site and site.street:
            address["streetAddress"] = f"{site.street} {site.house_number}".strip()
            address["postalCode"] = site.postal_code
        places.append({"@type": "Place", "name": card.place, "address": address})
    if event.online_address:
        places.append({"@type": "VirtualLocation", "url": event.online_address})
    return places[0] if len(places) == 1 else places
