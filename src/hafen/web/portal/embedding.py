"""What other sites show of this portal: public data in one plain form.

Each feed has the words that go around it, in the reader's language, so that the
component on the other site (`scripts/embed.js`) knows no language itself.
"""

import re
from calendar import Calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hafen.core.places import changes
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.taxonomy.reference import direction, own_name
from hafen.information.directory.queries import Card, cards, published_services
from hafen.information.events import queries as events
from hafen.information.events.templatetags.events import when
from hafen.information.knowledge import queries as knowledge
from hafen.information.knowledge import texts
from hafen.mechanisms.search.queries import Wanted, find
from hafen.mechanisms.search.registries import sources
from hafen.web.portal import filters

MOST = 50
FEW = 10
_MOST_DATES = 300
# As far as the dates of events are worked out.
_MONTHS_AHEAD = 18
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Asked:
    """What another site asks for."""

    town: Municipality
    language: str
    query: QueryDict
    now: datetime

    @property
    def text(self) -> str:
        return self.query.get("q", "").strip()[:200]

    @property
    def limit(self) -> int:
        text = self.query.get("limit", "")
        is_number = text.isdecimal() and len(text) < 5
        return min(MOST, max(1, int(text))) if is_number else FEW

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.town.time_zone)).date()

    def address(self, path: str) -> str:
        return public_address(self.town, f"{self.language}/{path}")


Answer = dict[str, Any]


@dataclass(frozen=True)
class Feed:
    """Something that other sites may show.

    :param tag: the element that shows it
    :param feature: the room that has it; switched off, there is no feed
    :param until: when the answer changes by itself
    """

    name: str
    tag: str
    label: str | Promise
    make: Callable[[Asked], Answer]
    until: Callable[[Asked], datetime | None]
    feature: str = ""

    def is_on(self, town: Municipality) -> bool:
        return not self.feature or is_on(town, self.feature)


def answer(feed: Feed, asked: Asked) -> Answer:
    """Return a feed with the words around it."""
    return {
        "language": asked.language,
        "direction": direction(asked.language),
        "label": str(feed.label),
        "languages": [
            {"tag": tag, "name": own_name(tag)} for tag in asked.town.languages
        ],
        "words": {
            "search": _("Search"),
            "nothing": _("Nothing was found."),
            "language": _("Language"),
            "open": _("Read on the portal"),
        },
        **feed.make(asked),
    }


def _offers(asked: Asked) -> Answer:
    town, now, language = asked.town, asked.now, asked.language
    if asked.text:
        wanted = Wanted(text=asked.text, language=language, kind="service")
        keys = [hit.object_id for hit in find(town, wanted).hits[: asked.limit]]
        found = cards(keys, town, language=language, now=now)
    else:
        offered = filters.choices(town, language=language, now=now, today=asked.today)
        chosen = filters.read(asked.query, offered)
        rows = published_services(town, chosen.filter, now=now)[: asked.limit]
        found = cards(rows, town, language=language, now=now)
    items = [_offer(card, asked) for card in found]
    return _listed(items, asked.address("offers/"), _("All offers"))


def _listed(items: list[Answer], url: str, more: str) -> Answer:
    number = len(items)
    said = ngettext("%(number)d entry", "%(number)d entries", number)
    return {"items": items, "said": said % {"number": number}, "url": url, "more": more}


def _offer(card: Card, asked: Asked) -> Answer:
    places = [where.one_line for where in card.where]
    return {
        "name": str(card.name),
        "language": card.name.language,
        "text": str(card.summary),
        "facts": [fact for fact in (card.organisation, *places) if fact],
        "is_open": card.state.is_open if card.state else None,
        "languages": list(card.languages),
        "url": asked.address(f"offers/{card.address}/"),
    }


def _events(asked: Asked) -> Answer:
    """Return the dates of a month with its table, or the next dates."""
    month = _month(asked)
    if month is None:
        return _dates(asked, None)
    said = _dates(asked, month)
    if asked.query.get("when") == "month" and not said["items"]:
        # At the end of a month what comes next is more than an empty table.
        ahead = events.public_dates(asked.town, _wanted(asked, None), now=asked.now)
        if first := ahead.first():
            month = min(first.first_day.replace(day=1), _last(month))
            said = _dates(asked, month)
    return said | {"month": _table(month, said["items"], asked)}


def _dates(asked: Asked, month: date | None) -> Answer:
    dates = events.public_dates(asked.town, _wanted(asked, month), now=asked.now)
    rows = dates[: _MOST_DATES if month else asked.limit]
    found = events.cards(rows, asked.town, language=asked.language)
    items = [_event(card, asked) for card in found]
    return _listed(items, asked.address("events/"), _("All dates"))


def _wanted(asked: Asked, month: date | None) -> events.PublicFilter:
    return events.PublicFilter(
        topic=asked.query.get("topic", ""),
        district=_key(asked.query.get("district", "")),
        first=month,
        last=_following(month) - timedelta(days=1) if month else None,
    )


def _event(card: events.Card, asked: Asked) -> Answer:
    facts = [when(card.date), card.place, card.organiser]
    if card.is_cancelled:
        facts.insert(0, _("This date is called off."))
    return {
        "name": str(card.title),
        "language": card.title.language,
        "text": str(card.summary),
        "facts": [fact for fact in facts if fact],
        "days": _days(card.date.first_day, card.date.last_day),
        "is_cancelled": card.is_cancelled,
        "url": asked.address(f"events/{card.event.address}/"),
    }


def _days(first: date, last: date) -> list[str]:
    length = min((last - first).days, 60)
    return [(first + timedelta(days=day)).isoformat() for day in range(length + 1)]


def _month(asked: Asked) -> date | None:
    """Return the first day of the month that is asked for, of those that are kept.

    `when=month` is the one that it is now, or the next one with a date.
    """
    text, now = asked.query.get("when", ""), asked.today.replace(day=1)
    if text == "month":
        return now
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    return min(max(date(int(found[1]), int(found[2]), 1), now), _last(now))


def _last(now: date) -> date:
    months = now.year * 12 + now.month - 1 + _MONTHS_AHEAD
    return date(months // 12, months % 12 + 1, 1)


def _following(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _table(month: date, items: Iterable[Answer], asked: Asked) -> Answer:
    """Return the weeks of a month; each day with what a reader is told of it."""
    now = asked.today.replace(day=1)
    counts: dict[str, int] = {}
    for item in items:
        for day in item["days"]:
            counts[day] = counts.get(day, 0) + 1
    earlier = (month - timedelta(days=1)).replace(day=1)
    later = _following(month)
    return {
        "name": formats.date_format(month, "YEAR_MONTH_FORMAT"),
        "earlier": f"{earlier:%Y-%m}" if earlier >= now else "",
        "later": f"{later:%Y-%m}" if later <= _last(now) else "",
        "words": {"earlier": _("Earlier month"), "later": _("Later month")},
        "weekdays": [
            {"short": str(WEEKDAYS_ABBR[day]), "name": str(WEEKDAYS[day])}
            for day in range(7)
        ],
        "weeks": [
            [_day(day, month, counts, asked.today) for day in week]
            for week in Calendar().monthdatescalendar(month.year, month.month)
        ],
    }


def _day(day: date, month: date, counts: dict[str, int], today: date) -> Answer | None:
    if day.month != month.month:
        return None
    key, number = day.isoformat(), counts.get(day.isoformat(), 0)
    said = ngettext("%(day)s: %(number)d date", "%(day)s: %(number)d dates", number)
    name = formats.date_format(day, "DATE_FORMAT")
    return {
        "number": day.day,
        "key": key,
        "said": said % {"day": name, "number": number} if number else "",
        "is_today": day == today,
    }


def _questions(asked: Asked) -> Answer:
    topic = asked.query.get("topic", "").partition(".")[0]
    groups = knowledge.faq_groups(asked.town, language=asked.language, now=asked.now)
    items = [
        {
            "name": question.entry.title,
            "language": question.entry.language,
            "text": "\n".join(
                part
                for part in (question.entry.summary, texts.said(question.entry))
                if part
            ),
            "facts": [group.name] if group.name else [],
            "url": asked.address(f"knowledge/{question.entry.address}/"),
        }
        for group in groups
        for question in group.questions
        if not topic or group.code == topic
    ]
    url = asked.address("knowledge/questions/")
    return _listed(items[: asked.limit], url, _("All questions"))


def _hits(asked: Asked) -> Answer:
    wanted = Wanted(
        text=asked.text,
        language=asked.language,
        topic=asked.query.get("topic", ""),
    )
    found = find(asked.town, wanted).hits if asked.text else []
    items = [
        {
            "name": hit.title,
            "language": hit.text_language,
            "text": hit.snippet,
            "facts": [str(sources[hit.kind].label)] if hit.kind in sources else [],
            "url": asked.address(hit.address),
        }
        for hit in found[: asked.limit]
    ]
    return _listed(items, asked.address("search/"), _("Search the whole portal"))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _never(_asked: Asked) -> None:
    return None


def _next_opening(asked: Asked) -> datetime | None:
    return changes.next_change(asked.town, asked.now)


def _next_end(asked: Asked) -> datetime:
    """Return when a date ends, or the day does."""
    tomorrow = timezone.make_aware(
        datetime.combine(asked.today + timedelta(days=1), datetime.min.time()),
        ZoneInfo(asked.town.time_zone),
    )
    ends = events.next_change(asked.town, asked.now)
    return min(ends, tomorrow) if ends else tomorrow


FEEDS = {
    feed.name: feed
    for feed in (
        Feed("offers", "list", gettext_lazy("Offers"), _offers, _next_opening),
        Feed(
            "events", "calendar", gettext_lazy("Calendar"), _events, _next_end, "events"
        ),
        Feed(
            "questions",
            "questions",
            gettext_lazy("Questions and answers"),
            _questions,
            _never,
            "knowledge",
        ),
        Feed("search", "search", gettext_lazy("Search"), _hits, _never),
    )
}
