"""How full the consultation hours are, and what could be changed.

A slot is a stretch of the weekly hours of a site, which the site's own page shows
too. Whoever comes before the door opens waits for the slot that opens next.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, ExtractMinute

from hafen.casework.consultations.models import Visit
from hafen.casework.consultations.rules import VIEW_LOAD
from hafen.core.accounts.models import User
from hafen.core.places.hours import Hours
from hafen.core.places.models import Municipality, Site
from hafen.exchange.interpreting.models import Busy
from hafen.information.directory.models import Schedule, Service
from hafen.information.directory.schedules import weekdays_of
from hafen.network.contacts.models import Channel, Contact

# Half as many again as on average, or half an hour of waiting, is too much; half
# of the average is little. Below so many visits nobody can tell.
_FULL, _EMPTY = 1.5, 0.5
_LONG_WAIT = 30
ENOUGH = 30
_WORKING_DAYS = range(5)
# A quarter of a year, unless somebody asks for other days.
WEEKS = timedelta(weeks=13)


@dataclass
class Slot:
    """A stretch of a weekday, with who came in a period.

    :param days: how often it was open
    :param visits: numbers and short questions
    :param left: who went without being advised
    :param courses: public courses that lie in it
    :param interpreters: whose own course lies in it
    """

    weekday: int
    opens: time
    closes: time
    days: int = 0
    visits: int = 0
    left: int = 0
    waited: int = 0
    wait_minutes: float = 0
    courses: int = 0
    interpreters: int = 0
    mark: str = ""

    @property
    def hours(self) -> float:
        begin, end = _minutes(self.opens), _minutes(self.closes) or 24 * 60
        return (end - begin) / 60

    @property
    def per_hour(self) -> float:
        spent = self.hours * self.days
        return self.visits / spent if spent else 0

    @property
    def mean_wait(self) -> int | None:
        return round(self.wait_minutes / self.waited) if self.waited else None

    @property
    def is_full(self) -> bool:
        return self.mark == "full"

    @property
    def is_empty(self) -> bool:
        return self.mark == "empty"


@dataclass(frozen=True)
class Load:
    """The slots of a site in a period.

    :param numbers: visits with a number, on whichever day
    :param short: short questions that were only counted
    :param outside: how many of both came on a weekday without opening hours
    """

    slots: list[Slot]
    numbers: int = 0
    short: int = 0
    outside: int = 0

    @property
    def visits(self) -> int:
        return sum(slot.visits for slot in self.slots) + self.outside

    @property
    def per_hour(self) -> float:
        hours = sum(slot.hours * slot.days for slot in self.slots)
        return sum(slot.visits for slot in self.slots) / hours if hours else 0

    @property
    def is_enough(self) -> bool:
        return self.visits >= ENOUGH


def load(
    user: User,
    site: Site,
    door: Hours,
    courses: "Collisions",
    *,
    first: date,
    last: date,
) -> Load:
    """Return the load of each slot, marked where it is full or empty; two queries.

    :param door: the hours of the site, the one source of them
    """
    if not VIEW_LOAD.held_by(user):
        return Load(_slots(door, first, last))
    found = _measured(site, door, first, last)
    courses.add_to(found.slots)
    return found


def overrun(site: Site, door: Hours, *, today: date) -> list[Slot]:
    """Return the slots of the last weeks in which too many came; two queries.

    Anybody may be told to come at another time, so nobody is asked who reads it.
    """
    found = _measured(site, door, today - WEEKS, today)
    return [slot for slot in found.slots if slot.is_full]


def _measured(site: Site, door: Hours, first: date, last: date) -> Load:
    slots = _slots(door, first, last)
    counts = {"numbers": 0, "short": 0, "outside": 0}
    for kind, row in _arrivals(site, door.zone, first, last):
        counts[kind] += row["visits"]
        moment = time(row["hour"], row["minute"])
        slot = _slot_of(slots, row["weekday"] - 1, moment)
        if slot is None:
            counts["outside"] += row["visits"]
        else:
            _add(slot, row)
    found = Load(slots, **counts)
    _mark(found)
    return found


def _add(slot: Slot, row: dict[str, Any]) -> None:
    slot.visits += row["visits"]
    slot.left += row.get("left", 0)
    slot.waited += row.get("waited", 0)
    if wait := row.get("wait"):
        slot.wait_minutes += wait.total_seconds() / 60


def _slots(door: Hours, first: date, last: date) -> list[Slot]:
    slots: dict[tuple[int, time, time], Slot] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for span in door.plan(day).spans:
            if span.by_appointment:
                continue
            key = (day.weekday(), span.opens, span.closes)
            slots.setdefault(key, Slot(*key)).days += 1
    return [slots[key] for key in sorted(slots)]


def _slot_of(slots: Sequence[Slot], weekday: int, moment: time) -> Slot | None:
    """Return the slot for which somebody waits who comes at that time."""
    of_day = [slot for slot in slots if slot.weekday == weekday]
    coming = [slot for slot in of_day if moment < slot.closes]
    return next(iter(coming or of_day[-1:]), None)


def _arrivals(
    site: Site, zone: ZoneInfo, first: date, last: date
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield who came by weekday and minute of the day, with how long they waited."""
    visits = Visit.objects.filter(site=site, day__range=(first, last)).order_by()
    for row in _by_minute(visits, "came_at", zone).annotate(
        visits=Count("pk"),
        left=Count("pk", filter=Q(state=Visit.State.LEFT)),
        waited=Count("called_at"),
        wait=Sum(F("called_at") - F("came_at")),
    ):
        yield "numbers", row
    short = Contact.objects.filter(
        municipality=site.municipality_id,
        site=site,
        is_tally=True,
        channel=Channel.PERSONAL,
        held_on__range=(first, last),
    ).order_by()
    for row in _by_minute(short, "created_at", zone).annotate(visits=Count("pk")):
        yield "short", row


def _by_minute(rows: Any, instant: str, zone: ZoneInfo) -> Any:
    return rows.values(
        weekday=ExtractIsoWeekDay(instant, tzinfo=zone),
        hour=ExtractHour(instant, tzinfo=zone),
        minute=ExtractMinute(instant, tzinfo=zone),
    )


def _mark(found: Load) -> None:
    if not found.is_enough:
        return
    for slot in found.slots:
        wait = slot.mean_wait or 0
        if slot.per_hour >= _FULL * found.per_hour or wait >= _LONG_WAIT:
            slot.mark = "full"
        elif slot.per_hour <= _EMPTY * found.per_hour:
            slot.mark = "empty"


_Times = list[tuple[frozenset[int], time, time, Any]]


@dataclass(frozen=True)
class Collisions:
    """Weekly times in which people cannot come: courses, of the town and one's own."""

    courses: _Times
    interpreters: _Times

    def add_to(self, slots: Iterable[Slot]) -> None:
        """Count what lies in each slot."""
        for slot in slots:
            slot.courses = _in(slot, self.courses)
            slot.interpreters = _in(slot, self.interpreters)


def collisions(town: Municipality, day: date) -> Collisions:
    """Return the courses of these weeks; two queries."""
    return Collisions(_courses(town, day), _own_courses(town, day))


def _courses(town: Municipality, day: date) -> _Times:
    public = Service.objects.filter(municipality=town, kind=Service.Kind.COURSE)
    rows: Any = Schedule.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        service__in=public.public(day),
        opens_at__isnull=False,
    )
    return [
        (frozenset(weekdays_of(rule)), opens, closes, service)
        for rule, opens, closes, service in rows.values_list(
            "rrule", "opens_at", "closes_at", "service"
        )
    ]


def _own_courses(town: Municipality, day: date) -> _Times:
    rows = Busy.objects.filter(
        municipality=town,
        why=Busy.Why.COURSE,
        first_day__lte=day + timedelta(days=30),
        last_day__gte=day,
    )
    return [
        (frozenset(range(7) if weekday is None else (weekday,)), begins, ends, who)
        for weekday, begins, ends, who in rows.values_list(
            "weekday", "begins", "ends", "interpreter"
        )
    ]


def _in(slot: Slot, times: _Times) -> int:
    """Count whose time overlaps a slot, each of them once."""
    return len(
        {
            whose
            for days, begins, ends, whose in times
            if slot.weekday in days and begins < slot.closes and ends > slot.opens
        }
    )


@dataclass(frozen=True)
class Proposal:
    """What could be changed: a slot that few use is given up for another time.

    :param full: where people wait
    :param instead: the time that would be open
    :param given_up: the slot that few use; None: the time is added
    :param after: visits per hour to be expected at the full time then
    """

    full: Slot
    instead: Slot
    given_up: Slot | None
    after: float


def proposal(found: Load, courses: Collisions) -> Proposal | None:
    """Return a change that would take people off the fullest slot, if there is one.

    People come when they have no course. So the new time is that of the full slot
    on another weekday: the one with the fewest courses and interpreters away.
    """
    full = max(
        (slot for slot in found.slots if slot.is_full),
        key=lambda slot: slot.per_hour,
        default=None,
    )
    if full is None:
        return None
    empty = [slot for slot in found.slots if slot.is_empty]
    given_up = max(empty, key=lambda slot: (slot.courses, -slot.per_hour), default=None)
    free = [
        Slot(weekday, full.opens, full.closes)
        for weekday in _WORKING_DAYS
        if not any(_meet(slot, weekday, full) for slot in found.slots)
    ]
    courses.add_to(free)
    instead = min(
        free,
        key=lambda slot: (
            slot.courses + slot.interpreters,
            -abs(slot.weekday - full.weekday),
        ),
        default=None,
    )
    return simulated(full, instead, given_up) if instead else None


def _meet(slot: Slot, weekday: int, full: Slot) -> bool:
    is_day = slot.weekday == weekday
    return is_day and slot.opens < full.closes and slot.closes > full.opens


def simulated(full: Slot, instead: Slot, given_up: Slot | None) -> Proposal:
    """Return what a change would do: who comes to the full and the given-up time
    spreads evenly over the full and the new one.
    """
    days = max(full.days, 1)
    people = full.visits + (given_up.visits if given_up else 0)
    return Proposal(
        full=full,
        instead=instead,
        given_up=given_up,
        after=people / days / (full.hours + instead.hours),
    )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
