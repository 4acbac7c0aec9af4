from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Min, OuterRef, Q
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

from hafen.core.places.models import Municipality
from hafen.core.places.queries import working_calendar
from hafen.information.directory.models import Schedule, Service, ServiceOpening
from hafen.information.directory.schedules import (
    DAY,
    HORIZON,
    OpenState,
    Rule,
    state_at,
    weekdays_of,
)
from hafen.information.directory.shapes import ScheduleData, said_once


@dataclass(frozen=True)
class HoursLine:
    """One line of a table of hours.

    :param days: weekdays (Monday is 0); none for a rule that is not weekly
    :param opens_at: None where it is by appointment
    """

    days: tuple[int, ...]
    opens_at: time | None
    closes_at: time | None
    note: str
    rrule: str
    valid_from: date | None
    valid_until: date | None
    exceptions: tuple[tuple[date, time | None, time | None, str], ...]

    @property
    def is_by_appointment(self) -> bool:
        return self.opens_at is None

    @property
    def day_names(self) -> str:
        """The weekdays in the active language; neighbours as a range."""
        return ", ".join(_ranges(self.days))

    @property
    def is_plain(self) -> bool:
        """Whether weekdays say all: every week, for good."""
        return bool(self.days) and "INTERVAL" not in self.rrule


def _ranges(days: tuple[int, ...]) -> Iterator[str]:
    if len(days) == 1:
        yield str(WEEKDAYS[days[0]])
        return
    start = 0
    for index in range(1, len(days) + 1):
        if index < len(days) and days[index] == days[index - 1] + 1:
            continue
        first, last = days[start], days[index - 1]
        if last - first >= 2:
            yield f"{WEEKDAYS_ABBR[first]}–{WEEKDAYS_ABBR[last]}"
        else:
            yield from (str(WEEKDAYS_ABBR[day]) for day in days[start:index])
        start = index


def hours_lines(schedules: Iterable[ScheduleData], *, today: date) -> list[HoursLine]:
    """Return the hours that are still to come, with the changes ahead."""
    return [
        HoursLine(
            days=weekdays_of(schedule.rrule),
            opens_at=schedule.opens_at,
            closes_at=schedule.closes_at,
            note=schedule.note,
            rrule=schedule.rrule,
            valid_from=_ahead(schedule.valid_from, today),
            valid_until=schedule.valid_until,
            exceptions=tuple(
                (off.day, off.opens_at, off.closes_at, off.reason)
                for off in schedule.exceptions
                if off.day >= today
            ),
        )
        for schedule in schedules
        if schedule.valid_until is None or schedule.valid_until >= today
    ]


def _ahead(day: date | None, today: date) -> date | None:
    return day if day is not None and day > today else None


def holidays(municipality: Municipality, *, first: date, last: date) -> frozenset[date]:
    """Return the public holidays of a municipality between two days."""
    calendar = working_calendar(municipality)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset(day for day in days if calendar.holiday(day))


def rules_of(services: Collection[UUID]) -> defaultdict[UUID, list[Rule]]:
    """Return the rules of services by their keys, in two queries."""
    rules: defaultdict[UUID, list[Rule]] = defaultdict(list)
    rows = Schedule.objects.filter(service__in=services).order_by("place", "id")
    for row in rows.prefetch_related("exceptions"):
        rules[row.service_id].append(said_once(row).rule())
    return rules


def open_states(
    municipality: Municipality, services: Collection[UUID], *, now: datetime
) -> dict[UUID, OpenState]:
    """Return who of those that have hours is open, and until or from when."""
    rules = rules_of(services)
    closed = _closed(municipality, now)
    return {
        key: state_at(found, now=now, closed_days=closed)
        for key, found in rules.items()
        if any(rule.hours for rule in found)
    }


def state_of(
    municipality: Municipality, rules: Iterable[Rule], *, now: datetime
) -> OpenState:
    """Return whether one thing with these rules is open, and the next change."""
    return state_at(rules, now=now, closed_days=_closed(municipality, now))


def _closed(municipality: Municipality, now: datetime) -> frozenset[date]:
    return holidays(municipality, first=now.date() - DAY, last=(now + HORIZON).date())


def next_opening_change(municipality: Municipality, now: datetime) -> datetime | None:
    """Return when a published service opens, closes, begins or ends next.

    From what was written out, so that it is one query among any number of
    services; validity changes at midnight.
    """
    today = now.astimezone(ZoneInfo(municipality.time_zone)).date()
    public = Service.objects.filter(municipality=municipality).public(today)
    found = ServiceOpening.objects.filter(
        Exists(public.filter(pk=OuterRef("service"))), municipality=municipality
    ).aggregate(
        opens=Min("starts_at", filter=Q(starts_at__gt=now)),
        closes=Min("ends_at", filter=Q(ends_at__gt=now, starts_at__lte=now)),
    )
    instants = [found["opens"], found["closes"]]
    if _changes_at_midnight(municipality, today):
        tomorrow = datetime.combine(
            today + DAY, time(), ZoneInfo(municipality.time_zone)
        )
        instants.append(tomorrow)
    return min((instant for instant in instants if instant is not None), default=None)


def _changes_at_midnight(municipality: Municipality, today: date) -> bool:
    return Service.objects.filter(
        Q(valid_from=today + DAY) | Q(valid_until=today),
        municipality=municipality,
        state=Service.State.PUBLISHED,
    ).exists()
