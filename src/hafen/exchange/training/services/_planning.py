"""Trainings, and the days on which they are: an event, with places."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.training.errors import NameTaken, TooFewDates
from hafen.exchange.training.models import Module, Poll, Run
from hafen.exchange.training.queries import bookable_of
from hafen.exchange.training.services._parts import relieve, watch_parts
from hafen.information.events import services as events
from hafen.information.events.models import Event, EventDate, Wish
from hafen.information.events.queries import place_line
from hafen.mechanisms.bookings import services as bookings

OWNER = "training.run"
# It names no weekday, so that all dates go along when the first one moves.
EACH_WEEK = "FREQ=WEEKLY"
_KINDS = {Module.Kind.EVENT: Event.Kind.INFORMATION}
_MINUTE = 60
_CLOSES_BEFORE = timedelta(hours=1)


@transaction.atomic
def save_module(
    *,
    municipality: Municipality,
    module: Module | None,
    data: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> Module:
    """
    Write a training, new or as its next version.

    :raises NameTaken: when another one has the name
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    if module is None:
        row = Module(municipality=municipality)
    else:
        row = locked(module, expected=expected)
    for name, value in data.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    try:
        with transaction.atomic():
            row.save() if module is None else save_next(row)
    except IntegrityError as refused:
        if "one_training_per_name" in str(refused):
            raise NameTaken from refused
        raise
    audit.record(action="training.module.saved", subject=row, by=by)
    return row


@transaction.atomic
def plan_run(
    *,
    municipality: Municipality,
    module: Module,
    data: Mapping[str, Any],
    groups: list[str],
    places: int | None,
    times: int,
    owner: User,
    by: User,
    now: datetime,
    wish: Wish | None = None,
    topic: tuple[Poll, str] | None = None,
) -> Run:
    """
    Put a training into the calendar, week after week, and offer its places.

    :param data: of the event: title, first_day, starts, ends, place, organisation
    :param times: how many weeks in a row
    :param wish: what people wished for, that is answered by it
    :param topic: of a poll, that is answered by it
    :raises TooFewDates: with fewer dates than the training has parts
    """
    if times < module.parts:
        raise TooFewDates
    facts: dict[str, Any] = {
        "kind": _KINDS.get(Module.Kind(module.kind), Event.Kind.TRAINING)
    }
    if times > 1:
        facts |= {"rule": EACH_WEEK, "count": times}
    event = events.create_event(
        municipality=municipality, data={**data, **facts}, by=by, now=now
    )
    events.publish_event(event=event, by=by, now=now)
    run = Run.objects.create(
        municipality=municipality,
        module=module,
        event=event,
        groups=groups,
        owner=owner,
        **_times(_dates(event)),
    )
    bookings.keep_bookable(
        municipality=municipality,
        owner=OWNER,
        subject_id=run.pk,
        data=bookings.BookableData(places=places, **_offered(event, run)),
        by=by,
        now=now,
    )
    address = reverse(
        "training_public:join",
        args=[municipality.slug, municipality.default_language, run.pk],
    )
    events.edit_event(
        event=event,
        data={"website": f"{settings.PUBLIC_URL}{address}"},
        expected=None,
        by=by,
        now=now,
    )
    if wish is not None:
        events.link_wish(wish=wish, event=event, by=by)
    if topic is not None:
        poll, key = topic
        fresh = locked(poll, expected=None)
        fresh.planned = {**fresh.planned, key: str(run.pk)}
        save_next(fresh)
    audit.record(action="training.run.planned", subject=run, by=by)
    return run


def _dates(event: Event) -> list[EventDate]:
    return list(event.dates.filter(is_cancelled=False).order_by("starts_at"))


def _times(dates: list[EventDate]) -> dict[str, Any]:
    """Return what a run keeps of the dates of its event."""
    first, last = dates[0], dates[-1]
    length = first.ends_at - first.starts_at
    return {
        "starts_at": first.starts_at,
        "ends_at": last.ends_at,
        "parts_at": [date.starts_at for date in dates],
        "part_minutes": int(length.total_seconds()) // _MINUTE,
    }


@transaction.atomic
def follow_event(event: Event, by: User | None, now: datetime) -> None:
    """
    Let a run and its places go with the dates of its event, or be called off.

    Who has registered is told once of each change, also when only a later part
    moves: then the places themselves stay as they are.
    """
    found = Run.objects.select_for_update().filter(event=event).first()
    if found is None:
        return
    bookable = bookable_of(found)
    dates = _dates(event)
    if not dates:
        bookings.cancel_bookable(bookable=bookable, by=by, now=now)
        found.parts_at = []
        save_next(found)
        relieve(found, by=by, now=now)
        return
    is_moved = _take_times(found, dates, by=by)
    before = (bookable.starts_at, bookable.place)
    names = [each.name for each in fields(bookings.BookableData)]
    data = {name: getattr(bookable, name) for name in names}
    kept = bookings.keep_bookable(
        municipality=event.municipality,
        owner=OWNER,
        subject_id=found.pk,
        data=bookings.BookableData(**data | _offered(event, found)),
        by=by,
        now=now,
    )
    if is_moved and before == (kept.starts_at, kept.place):
        bookings.tell_moved(bookable=kept, now=now)
    watch_parts(run=found, by=by, now=now)


def _take_times(run: Run, dates: list[EventDate], *, by: User | None) -> bool:
    """Let a run take over the times of its event; return whether they differ."""
    times = _times(dates)
    if all(getattr(run, name) == value for name, value in times.items()):
        return False
    for name, value in times.items():
        setattr(run, name, value)
    save_next(run)
    run.participants.update(kept_from=timezone.localdate(run.ends_at))
    audit.record(action="training.run.moved", subject=run, by=by)
    return True


def _offered(event: Event, run: Run) -> dict[str, Any]:
    return {
        "title": event.title,
        "place": place_line(event),
        "starts_at": run.starts_at,
        "ends_at": run.ends_at,
        "closes_at": run.starts_at - _CLOSES_BEFORE,
    }
