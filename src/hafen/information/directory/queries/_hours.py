from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.languages import comma
from hafen.core.places.models import Municipality
from hafen.core.places.queries import working_calendar
from hafen.information.directory.models import Schedule, Service, ServiceOpening
from hafen.information.directory.schedules import (
    DAY,
    HORIZON,
    OpenState,
    Pattern,
    Rule,
    pattern_of,
    state_at,
)
from hafen.information.directory.shapes import ScheduleData, said_once

# Said after the weekdays, so that they need not agree in gender and case.
EVERY = {
    2: gettext_lazy("every second week"),
    3: gettext_lazy("every third week"),
    4: gettext_lazy("every fourth week"),
}
NTH = {
    1: gettext_lazy("every first such day of the month"),
    2: gettext_lazy("every second such day of the month"),
    3: gettext_lazy("every third such day of the month"),
    4: gettext_lazy("every fourth such day of the month"),
    -1: gettext_lazy("every last such day of the month"),
}


@dataclass(frozen=True)
class HoursLine:
    """One line of a table of hours.

    :param days: weekdays (Monday is 0); none where they alone cannot say it
    :param rhythm: how often, unless it is every week
    :param opens_at: None where it is by appointment
    """

    days: tuple[int, ...]
    rhythm: str
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
        return comma().join(_ranges(self.days))

    @property
    def is_plain(self) -> bool:
        """Whether weekdays say all: every week, for good."""
        return bool(self.days) and not self.rhythm


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
        _line(schedule, today)
        for schedule in schedules
        if schedule.valid_until is None or schedule.valid_until >= today
    ]


def _line(schedule: ScheduleData, today: date) -> HoursLine:
    pattern = pattern_of(schedule.rrule)
    return HoursLine(
        days=pattern.days if pattern else (),
        rhythm=rhythm(pattern),
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


def rhythm(pattern: Pattern | None) -> str:
    """Return how often in the active language; nothing for every week."""
    if pattern is None:
        return _("on certain days")
    if pattern.nth:
        return str(NTH.get(pattern.nth, _("on certain days")))
    if pattern.every == 1:
        return ""
    return str(EVERY.get(pattern.every, _("every %(n)s weeks") % {"n": pattern.every}))


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
    first, last = timezone.localdate(now) - DAY, timezone.localdate(now + HORIZON)
    return holidays(municipality, first=first, last=last)


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
