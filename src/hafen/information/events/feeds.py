"""What is on, for calendar programs (iCal) and feed readers (RSS)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.feedgenerator import Rss201rev2Feed

from hafen.core.db.xml import printable
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.taxonomy.queries import labels_of
from hafen.core.translation.texts import text_in, with_texts
from hafen.information.events import ical
from hafen.information.events.models import Event
from hafen.information.events.queries import Card, place_line, series_of
from hafen.information.events.templatetags.events import when


def calendar(
    events: Iterable[Event], municipality: Municipality, *, language: str, name: str
) -> bytes:
    """Return the events as a calendar, each series as one entry with its rule."""
    rows = list(
        with_texts(
            Event.objects.filter(pk__in=[event.pk for event in events])
            .select_related("site", "organisation")
            .prefetch_related("changes", "topics")
            .order_by("first_day", "pk"),
            language,
        )
    )
    terms = {row.term_id for event in rows for row in event.topics.all()}
    labels = labels_of(terms, language=language)
    entries = []
    for event in rows:
        texts = [text_in(event, language, part) for part in ("summary", "description")]
        topics = [labels[row.term_id].name for row in event.topics.all()]
        entries.append(
            ical.Entry(
                uid=f"{event.short_id}@{municipality.slug}.hafen",
                title=str(text_in(event, language, "title")),
                series=series_of(event),
                description="\n\n".join(str(text) for text in texts if text),
                place=place_line(event),
                address=public_address(
                    municipality, f"{language}/events/{event.address}/"
                ),
                categories=tuple(topics),
                is_cancelled=event.is_cancelled,
                changed_at=event.updated_at,
            )
        )
    return ical.write(entries, name=name)


def rss(
    cards: Iterable[Card],
    municipality: Municipality,
    *,
    language: str,
    name: str,
    description: str,
    now: datetime,
) -> str:
    """Return the next dates as RSS 2.0."""
    feed = Rss201rev2Feed(
        title=printable(name),
        link=public_address(municipality, f"{language}/events/"),
        description=description,
        language=language,
    )
    for card in cards:
        path = f"{language}/events/{card.event.address}/"
        day = card.date.original_day.isoformat()
        feed.add_item(
            title=printable(f"{when(card.date)}: {card.title}"),
            link=public_address(municipality, path),
            description=printable(
                " · ".join(part for part in (str(card.summary), card.place) if part)
            ),
            unique_id=f"{card.event.short_id}-{day}",
            unique_id_is_permalink=False,
            pubdate=min(card.event.published_at or now, now),
        )
    written: str = feed.writeString("utf-8")
    return written
