from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from hafen.core.db.versions import locked, save_next
from hafen.information.events.models import Event, EventDate
from hafen.information.events.queries import place_line
from hafen.information.events.services._needs import follow_move, keep_needs
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.services import create_questionnaire, keep_answers

OWNER = "events.event"
# Of a series, the dates of the next weeks take registrations.
_AHEAD = timedelta(days=92)
_MOST = 20


def follow_places(*, event: Event, by: Any, now: datetime) -> None:
    """Offer places at the next dates of a public event, and call off what fell out."""
    present = {
        row.slot: row
        for row in Bookable.objects.filter(
            municipality=event.municipality_id, owner=OWNER, subject_id=event.pk
        )
    }
    dates = {row.original_day.isoformat(): row for row in event.dates.all()}
    for slot, bookable in present.items():
        date = dates.get(slot)
        if bookable.ends_at > now and (date is None or date.is_cancelled):
            bookings.cancel_bookable(bookable=bookable, by=by, now=now)
    if not (event.has_registration and event.is_public):
        return
    titles = _titles(event)
    for row in _next(event, set(present), now):
        slot = row.original_day.isoformat()
        bookable = bookings.keep_bookable(
            municipality=event.municipality,
            owner=OWNER,
            subject_id=event.pk,
            slot=slot,
            data=_data(event, row, titles),
            by=by,
            now=now,
        )
        if slot in present and _where(present[slot]) != _where(bookable):
            follow_move(bookable, by=by, now=now)


def _where(bookable: Bookable) -> tuple[datetime, datetime, str]:
    return (bookable.starts_at, bookable.ends_at, bookable.place)


def _next(event: Event, present: set[str], now: datetime) -> list[EventDate]:
    rows = event.dates.filter(ends_at__gt=now, is_cancelled=False).order_by("starts_at")
    until = now + _AHEAD
    first = list(rows[:1])
    return first + [
        row
        for row in rows[1:_MOST]
        if row.starts_at <= until or row.original_day.isoformat() in present
    ]


def _titles(event: Event) -> dict[str, str]:
    found = {
        row.language: row.title
        for row in event.translations.all()
        if row.is_readable and row.title
    }
    return found | {event.source_language: event.title}


def _data(
    event: Event, row: EventDate, titles: dict[str, str]
) -> bookings.BookableData:
    return bookings.BookableData(
        title=event.title,
        titles=titles,
        place=row.place or place_line(event),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        places=event.places,
        waiting_places=event.waiting_places,
        most_seats=event.most_seats,
        needs_approval=event.needs_approval,
        offer_hours=event.offer_hours,
        closes_at=row.starts_at - timedelta(hours=event.closes_hours),
        remind_hours=event.remind_hours,
        keep_days=event.keep_days,
    )


@transaction.atomic
def join_event(
    *,
    event: Event,
    bookable: Bookable,
    data: bookings.RegistrationData,
    answers: Mapping[UUID, Any],
    now: datetime,
    needs: Iterable[str] = (),
    need_detail: str = "",
) -> Registration:
    """
    Register somebody and keep what was answered as long as the name.

    Somebody who is registered already gets the link again, and nothing changes.

    :raises NotOpen: if nobody may register now
    :raises TooManySeats: if one registration may not take so many
    :raises Full: if neither a place nor the waiting list has room
    """
    registration, is_new = bookings.register(bookable=bookable, data=data, now=now)
    if is_new and event.questionnaire is not None:
        keep_answers(
            questionnaire=event.questionnaire,
            answers=answers,
            about=registration.pk,
            language=data.language,
            forget_on=registration.registrant.shred_on,
        )
    if is_new:
        keep_needs(
            event=event,
            registration=registration,
            kinds=needs,
            detail=need_detail,
            now=now,
        )
    return registration


@transaction.atomic
def questions_of(*, event: Event, by: Any) -> Questionnaire:
    """Return the own questions of an event's registration; an empty form at first."""
    if event.questionnaire is not None:
        return event.questionnaire
    fresh = locked(event, expected=None)
    fresh.questionnaire = create_questionnaire(
        municipality=event.municipality, name=event.title[:160], by=by
    )
    save_next(fresh)
    return fresh.questionnaire
