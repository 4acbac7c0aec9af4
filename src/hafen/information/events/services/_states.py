from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.db.versions import locked, save_next
from hafen.information.events import mails
from hafen.information.events.models import Event, Submitter
from hafen.information.events.services._errors import NotReady, WrongState
from hafen.information.events.services._review import ask_for_review, end_review
from hafen.information.events.services._telling import tell

State = Event.State


@transaction.atomic
def hand_in_event(*, event: Event, by: Any, now: datetime) -> Event:
    """
    Ask the editors to look at a draft and publish it.

    :raises WrongState: when it is no draft any more
    """
    fresh = _of(event, State.DRAFT)
    _move(fresh, State.SUBMITTED, "handed_in", by=by, now=now)
    ask_for_review(fresh, by=by, today=timezone.localdate(now))
    return fresh


@transaction.atomic
def publish_event(*, event: Event, by: Any, now: datetime) -> Event:
    """
    Show an event to everybody; who handed it in is told.

    :raises WrongState: when it is archived
    :raises NotReady: without a place or an address on the net
    """
    fresh = locked(event, expected=None)
    if fresh.is_archived:
        raise WrongState
    if not (fresh.site_id or fresh.place or fresh.online_address):
        raise NotReady
    fresh.published_at = fresh.published_at or now
    return _decide(fresh, State.PUBLISHED, "published", by=by, now=now)


@transaction.atomic
def decline_event(*, event: Event, by: Any, now: datetime) -> Event:
    """
    Refuse what was handed in; who did so is told.

    :raises WrongState: when it was not handed in
    """
    fresh = _of(event, State.SUBMITTED)
    return _decide(fresh, State.DECLINED, "declined", by=by, now=now)


@transaction.atomic
def call_off_event(*, event: Event, by: Any, now: datetime) -> Event:
    """
    Say that an event does not take place; it stays in sight, registered are told.

    :raises WrongState: when it is not public
    """
    fresh = _of(event, State.PUBLISHED)
    return _move(fresh, State.CANCELLED, "called_off", by=by, now=now)


@transaction.atomic
def withdraw_event(*, event: Event, by: Any, now: datetime) -> Event:
    """Take an event back to a draft, whatever it was."""
    fresh = locked(event, expected=None)
    end_review(fresh, by=by, now=now)
    return _move(fresh, State.DRAFT, "withdrawn", by=by, now=now)


@transaction.atomic
def archive_event(*, event: Event, by: Any, now: datetime) -> Event:
    """Take an event out of every list; it can come back as a draft."""
    fresh = locked(event, expected=None)
    end_review(fresh, by=by, now=now)
    return _move(fresh, State.ARCHIVED, "archived", by=by, now=now)


def _of(event: Event, state: State) -> Event:
    fresh = locked(event, expected=None)
    if fresh.state != state:
        raise WrongState
    return fresh


def _decide(event: Event, state: State, verb: str, *, by: Any, now: datetime) -> Event:
    end_review(event, by=by, now=now)
    _move(event, state, verb, by=by, now=now)
    submitter = Submitter.objects.filter(event=event, decided_at=None).first()
    if submitter is not None:
        submitter.decided_at = now
        submitter.save()
        mails.tell_submitter(event, submitter, now=now)
    return event


def _move(event: Event, state: State, verb: str, *, by: Any, now: datetime) -> Event:
    before = event.state
    event.state = state
    save_next(event)
    tell(event, verb, by=by, now=now, details={"from": before, "to": str(state)})
    return event
