"""News of the demo municipality, and their translations."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.information.news import services
from hafen.information.news.models import NewsItem

Entry = dict[str, Any]


def register() -> None:
    demo_seeds.register(DemoSeed("news", 95, load_news))


def load_news(municipality: Municipality, data: Entry) -> None:
    """Make the news that are not there yet, translate and publish them."""
    rows = NewsItem.objects.of(municipality)
    present = set(rows.values_list("title", flat=True))
    for entry in data["news"]:
        if entry["title"]["de"] not in present:
            _item(municipality, entry)


def _item(municipality: Municipality, entry: Entry) -> None:
    now = timezone.now()
    is_template = entry.get("is_template", False)
    data: Entry = {
        name: entry[name] for name in ("topic", "is_important") if name in entry
    }
    data |= {"title": entry["title"]["de"], "text": entry["text"]["de"]}
    if not is_template:
        data["publish_at"] = now - timedelta(days=entry["days_ago"])
    item = services.create_item(
        municipality=municipality, data=data, by=None, is_template=is_template
    )
    for language in entry["title"].keys() - {"de"}:
        services.translate_item(
            item=item,
            language=language,
            texts={name: entry[name][language] for name in ("title", "text")},
            state="CHECKED",
            by=None,
            now=now,
        )
    if not is_template:
        services.publish_item(item=item, by=None, now=now)
