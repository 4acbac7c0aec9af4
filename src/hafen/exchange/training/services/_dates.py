"""Another date for a run that has too few."""

from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked
from hafen.exchange.training.errors import CalledOff, InThePast, OwnRule
from hafen.exchange.training.models import Run
from hafen.exchange.training.services._planning import EACH_WEEK
from hafen.information.events import services as events
from hafen.information.events.models import Event
from hafen.information.events.queries import series_of
from hafen.information.events.recurrence import days_of


@transaction.atomic
def add_date(
    *, run: Run, day: date, starts: time, ends: time, by: User, now: datetime
) -> None:
    """
    Give the part that was called off another day, or the run one date more.

    Everybody who has registered is told once.

    :raises InThePast: for a day that is over
    :raises CalledOff: when nothing of the event takes place any more
    :raises OwnRule: when the calendar has a rule to which no date can be added
    """
    if day < timezone.localdate(now):
        raise InThePast
    event = locked(run.event, expected=None)
    if event.is_cancelled:
        raise CalledOff
    values = {"new_day": day, "starts": starts, "ends": ends}
    values |= {"is_cancelled": False, "is_dropped": False}
    lost = event.dates.filter(is_cancelled=True).order_by("original_day").first()
    is_longer = lost is None
    events.change_date(
        event=event,
        day=_after_the_last(event) if lost is None else lost.original_day,
        values=values,
        by=by,
        now=now,
    )
    if is_longer:
        # Only now the rule falls on it, so that people hear of the day it is.
        rule, count = _rule_of(event), (event.count or 1) + 1
        data = {"rule": rule, "count": count}
        events.edit_event(event=event, data=data, expected=None, by=by, now=now)
    audit.record(action="training.run.date_added", subject=run, by=by)


def _rule_of(event: Event) -> str:
    return event.rule or EACH_WEEK


def _after_the_last(event: Event) -> date:
    """Return the day on which the rule would fall next."""
    if event.rule and event.count is None:
        raise OwnRule
    count = (event.count or 1) + 1
    series = replace(series_of(event), rule=_rule_of(event), count=count)
    whole = replace(series, until=None, dropped=frozenset())
    return max(days_of(whole, first=event.first_day, last=date.max))
