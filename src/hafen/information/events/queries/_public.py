from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, Subquery

from hafen.core.places.models import District, Municipality
from hafen.core.places.queries import districts_within
from hafen.core.translation.texts import Text, text_in, with_texts
from hafen.information.events.models import (
    PUBLIC,
    Campaign,
    Event,
    EventAnswer,
    EventDate,
    EventDateQuerySet,
    EventQuerySet,
    EventTopic,
)
from hafen.information.events.recurrence import Change, Series


@dataclass(frozen=True)
class PublicFilter:
    """What a reader looks for; empty: everything.

    :param first, last: days on the calendar of the town, both included
    """

    first: date | None = None
    last: date | None = None
    topic: str = ""
    district: UUID | None = None
    language: str = ""
    kind: str = ""
    event: UUID | None = None
    campaign: UUID | None = None
    site: UUID | None = None


@dataclass(frozen=True)
class Card:
    """One date of one event as a list shows it.

    :param more: how many dates follow where a list names only the next one
    """

    date: EventDate
    event: Event
    title: Text
    summary: Text
    place: str
    organiser: str
    more: int = 0

    @property
    def is_cancelled(self) -> bool:
        return self.date.is_cancelled


def public_events(municipality: Municipality) -> EventQuerySet:
    return Event.objects.filter(municipality=municipality).public()


def public_dates(
    municipality: Municipality, wanted: PublicFilter, *, now: datetime
) -> EventDateQuerySet:
    """Return the dates that fit and have not ended, the next first."""
    rows = EventDate.objects.filter(municipality=municipality).public().ahead(now)
    zone = ZoneInfo(municipality.time_zone)
    if wanted.first is not None:
        rows = rows.filter(ends_at__gt=_midnight(wanted.first, zone))
    if wanted.last is not None:
        end = _midnight(wanted.last + timedelta(days=1), zone)
        rows = rows.filter(starts_at__lt=end)
    return rows.filter(_of_the_event(municipality, wanted)).in_order()


def coming(municipality: Municipality, *, now: datetime) -> EventDateQuerySet:
    """Return the next date of each event, what is pinned before the rest."""
    rows = EventDate.objects.filter(municipality=municipality).public().ahead(now)
    first = (
        rows.filter(event=OuterRef("event"), is_cancelled=False)
        .order_by("starts_at", "id")
        .values("pk")[:1]
    )
    return rows.filter(pk=Subquery(first)).order_by(
        "-event__is_pinned", "starts_at", "id"
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _of_the_event(municipality: Municipality, wanted: PublicFilter) -> Q:
    found = Q()
    if wanted.topic:
        # A domain means its sub-topics too: "work" finds "work.search".
        codes = Q(term__code=wanted.topic) | Q(
            term__code__startswith=f"{wanted.topic}."
        )
        topics = EventTopic.objects.filter(codes, municipality=municipality)
        found &= Q(event__in=topics.values("event_id"))
    if wanted.district is not None:
        within = districts_within(municipality, wanted.district)
        found &= Q(event__district__in=within) | Q(event__site__district__in=within)
    if wanted.language:
        found &= Q(event__languages__contains=[wanted.language])
    if wanted.kind:
        found &= Q(event__kind=wanted.kind)
    for name in ("event", "campaign", "site"):
        if (key := getattr(wanted, name)) is not None:
            found &= Q(event=key) if name == "event" else Q(**{f"event__{name}": key})
    return found


def cards(
    rows: Iterable[EventDate], municipality: Municipality, *, language: str
) -> list[Card]:
    """Return dates with the words of a reader: three queries for any number."""
    dates = list(rows)
    events = {
        event.pk: event
        for event in with_texts(
            Event.objects.filter(
                municipality=municipality, pk__in={row.event_id for row in dates}
            ).select_related("organisation", "site"),
            language,
        )
    }
    found = []
    for row in dates:
        event = events[row.event_id]
        found.append(
            Card(
                date=row,
                event=event,
                title=text_in(event, language, "title"),
                summary=text_in(event, language, "summary"),
                place=row.place or place_line(event),
                organiser=organiser_of(event),
            )
        )
    return found


def series_cards(
    rows: Iterable[EventDate],
    municipality: Municipality,
    *,
    language: str,
    now: datetime,
) -> list[Card]:
    """Return `cards` that say how many dates of their series follow: one query more."""
    found = cards(rows, municipality, language=language)
    ahead = EventDate.objects.filter(
        municipality=municipality,
        event__in={card.event.pk for card in found if card.event.rule},
        is_cancelled=False,
    ).ahead(now)
    number = dict(ahead.values_list("event").annotate(number=Count("pk")))
    return [
        card
        if card.is_cancelled
        else replace(card, more=max(number.get(card.event.pk, 0) - 1, 0))
        for card in found
    ]


def organiser_of(event: Event) -> str:
    """Return who invites; an organisation is named while it is published."""
    organisation = event.organisation
    if organisation is not None and organisation.is_published:
        return organisation.name
    return event.organiser


def place_line(event: Event) -> str:
    """Return where it is, in one line; a site says its own address."""
    site = event.site
    if site is None:
        return event.place
    street = f"{site.street} {site.house_number}".strip()
    town = f"{site.postal_code} {site.city}".strip()
    parts = (site.name, event.place, street, town)
    return ", ".join(part for part in parts if part)


def district_of(event: Event) -> District | None:
    if event.district is not None:
        return event.district
    return event.site.district if event.site else None


def event_by_address(municipality: Municipality, address: str) -> Event | None:
    """Return the public event of an address; the short id at its end decides."""
    short = address.rpartition("-")[2]
    return (
        public_events(municipality)
        .select_related(
            "organisation", "site__district", "district", "campaign", "room"
        )
        .filter(short_id=short)
        .first()
    )


def series_of(event: Event) -> Series:
    """Return the dates of an event as the pure rules know them."""
    rows = list(event.changes.all()) if event.pk else []
    return Series(
        first_day=event.first_day,
        last_day=event.last_day,
        starts=event.starts,
        ends=event.ends,
        zone=event.zone,
        rule=event.rule,
        until=event.until,
        count=event.count,
        dropped=frozenset(row.day for row in rows if row.is_dropped),
        changes=tuple(
            Change(
                day=row.day,
                is_cancelled=row.is_cancelled,
                new_day=row.new_day,
                starts=row.starts,
                ends=row.ends,
                place=row.place,
                note=row.note,
            )
            for row in rows
            if not row.is_dropped
        ),
    )


def next_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when the next date ends: the lists of what is ahead change then."""
    row = (
        EventDate.objects.filter(municipality=municipality)
        .public()
        .ahead(now)
        .order_by("ends_at")
        .first()
    )
    return row.ends_at if row else None


def answers_of_campaign(campaign: Campaign) -> list[EventAnswer]:
    """Return what was answered at all events of a call, in the order asked."""
    rows = EventAnswer.objects.filter(event__campaign=campaign, event__state__in=PUBLIC)
    return list(rows.order_by("created_at", "pk")[:200])


def answers_in(municipality: Municipality, district: UUID | None) -> list[EventAnswer]:
    """Return what was answered at the meetings of a district, the newest first."""
    if district is None:
        return []
    within = districts_within(municipality, district)
    rows = EventAnswer.objects.filter(
        Q(event__district__in=within) | Q(event__site__district__in=within),
        municipality=municipality,
        event__state__in=PUBLIC,
    )
    return list(rows.order_by("-created_at", "-pk")[:30])
