"""An offer for machines: schema.org as JSON-LD."""

from typing import Any

from django.utils import timezone

from hafen.core.places.models import Municipality
from hafen.information.directory.queries import Entry, Where


def service(
    entry: Entry, municipality: Municipality, *, address: str, language: str
) -> dict[str, Any]:
    """Return the offer as a `GovernmentService` or `Service` of schema.org."""
    card, texts = entry.card, entry.texts
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": str(card.name),
        "description": str(texts["description"] or card.summary),
        "inLanguage": language,
        "availableLanguage": list(card.languages),
        "provider": {
            "@type": "Organization",
            "name": card.organisation,
            "url": entry.organisation_website,
        },
        "areaServed": municipality.name,
        "audience": {"@type": "Audience", "name": str(texts["eligibility"])},
        "availableChannel": [_channel(entry, where) for where in card.where],
        "isAccessibleForFree": card.is_free,
        "dateModified": timezone.localdate(entry.updated_at).isoformat(),
    }
    kept: dict[str, Any] = _without_empty(data)
    return kept


def _channel(entry: Entry, where: Where) -> dict[str, Any]:
    place = {
        "@type": "Place",
        "name": where.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": where.street,
            "postalCode": where.town.partition(" ")[0],
            "addressLocality": where.town.partition(" ")[2],
            "addressCountry": "DE",
        },
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": where.latitude,
            "longitude": where.longitude,
        }
        if where.latitude is not None
        else None,
    }
    return {
        "@type": "ServiceChannel",
        "serviceLocation": place,
        "servicePhone": {
            "@type": "ContactPoint",
            "telephone": entry.phones[0].value if entry.phones else "",
        },
    }


def _without_empty(value: Any) -> Any:
    """Leave out what says nothing, down to the last level."""
    if isinstance(value, dict):
        kept = {name: _without_empty(part) for name, part in value.items()}
        kept = {
            name: part for name, part in kept.items() if part not in (None, "", [], {})
        }
        return kept if set(kept) - {"@type"} else None
    if isinstance(value, list):
        return [part for part in map(_without_empty, value) if part]
    return value
