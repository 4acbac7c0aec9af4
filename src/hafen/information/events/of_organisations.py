"""What the page of an organisation tells of its events."""

from django.utils import timezone

from hafen.core.places.features import is_on
from hafen.information.events.models import Event
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.registries import PublicLink

_SHOWN = 50


def coming_events(organisation: Organisation, language: str) -> list[PublicLink]:
    """Return the public events of an organisation that have a date ahead."""
    if not is_on(organisation.municipality, "events"):
        return []
    rows = Event.objects.filter(
        municipality=organisation.municipality_id,
        organisation=organisation,
        dates__ends_at__gt=timezone.now(),
    ).public()
    slug = organisation.municipality.slug
    return [
        PublicLink(
            title=row.title,
            language=row.source_language,
            address=f"/{slug}/{language}/events/{row.address}/",
        )
        for row in rows.distinct().order_by("title", "id")[:_SHOWN]
    ]
