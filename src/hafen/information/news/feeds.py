"""News for feed readers (RSS), by language and topic."""

from collections.abc import Iterable

from django.utils.feedgenerator import Rss201rev2Feed

from hafen.core.db.xml import printable
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.taxonomy.reference import own_name
from hafen.core.translation.texts import Text
from hafen.information.news.queries import Card


def rss(
    cards: Iterable[Card], municipality: Municipality, *, language: str, name: str
) -> str:
    """Return the news as RSS 2.0; a title in another language says in which."""
    feed = Rss201rev2Feed(
        title=printable(name),
        link=public_address(municipality, f"{language}/news/"),
        description=printable(name),
        language=language,
    )
    for card in cards:
        feed.add_item(
            title=printable(_flagged(card.title)),
            link=public_address(municipality, f"{language}/news/{card.item.address}/"),
            description=printable(str(card.text)),
            unique_id=card.item.short_id,
            unique_id_is_permalink=False,
            pubdate=card.item.publish_at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _flagged(title: Text) -> str:
    return f"[{own_name(title.language)}] {title}" if title.is_fallback else str(title)
