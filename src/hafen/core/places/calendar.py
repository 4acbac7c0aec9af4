"""The working calendar, without Django: which days count.

One calendar drives opening hours, due dates, reminders and notice periods.
Public holidays come from the library `holidays` per Land; what a municipality
adds or takes away (Augsburg's Peace Festival, Christmas Eve), closures and team
days are handed in. School holidays never stop a deadline; they are for showing
and planning only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))

# The states with their codes of ISO 3166-2:DE, as the library takes them.
LAENDER = {
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "HB": "Bremen",
    "HH": "Hamburg",
    "HE": "Hessen",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}

# Nobody closes for longer; the search for a working day ends here.
LONGEST_BREAK = 400


class NoWorkingDay(ValueError):
    """The calendar is closed for more than a year: there is no next working day."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days with a name, both ends included."""

    first: date
    last: date
    name: str = ""

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@lru_cache(maxsize=256)
def public_holidays(land: str, year: int) -> Mapping[date, str]:
    """Return the public holidays of a Land in a year, named in German.

    :raises KeyError: when there is no such Land
    """
    if land not in LAENDER:
        raise KeyError(land)
    found = holidays.country_holidays("DE", subdiv=land, years=year, language="de")
    return {day: name for day, name in sorted(found.items()) if day.year == year}


def school_holidays(land: str, year: int) -> list[Period]:
    """Return the school holidays of a Land that begin or run in a year.

    Dated data of the library; empty where the Land has not announced them.
    """
    found = holidays.country_holidays(
        "DE", subdiv=land, years=[year, year + 1], language="de", categories=("school",)
    )
    periods: list[Period] = []
    for day, name in sorted(found.items()):
        last = periods[-1] if periods else None
        if last and last.name == name and last.last + DAY == day:
            periods[-1] = Period(last.first, day, name)
        else:
            periods.append(Period(day, day, name))
    return [period for period in periods if period.first.year == year]


@dataclass(frozen=True)
class WorkingCalendar:
    """The days of one office.

    :param own_holidays: days that the municipality adds, with their names
    :param no_holidays: public holidays of the Land that do not hold here
    :param closures: days on which the office is closed
    :param team_days: days on which the team works without visitors; nothing
        falls due on them
    :param absences: of the person whose deadlines are counted; leave empty
        where the office owes the answer
    """

    land: str
    own_holidays: Mapping[date, str] = field(default_factory=dict)
    no_holidays: frozenset[date] = frozenset()
    closures: tuple[Period, ...] = ()
    team_days: tuple[Period, ...] = ()
    absences: tuple[Period, ...] = ()
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY

    def holiday(self, day: date) -> str:
        """Return the name of the public holiday, empty on any other day."""
        if own := self.own_holidays.get(day):
            return own
        if day in self.no_holidays:
            return ""
        return public_holidays(self.land, day.year).get(day, "")

    def reason_off(self, day: date) -> str | None:
        """Return why nobody works on a day: None on a working day.

        Empty for a day outside the working week or without a given reason.
        """
        if name := self.holiday(day):
            return name
        for period in self._breaks():
            if period.holds(day):
                return period.name
        return None if day.weekday() in self.weekdays else ""

    def is_working_day(self, day: date) -> bool:
        return self.reason_off(day) is None

    def next_working_day(self, day: date) -> date:
        """Return the day itself if it is one, else the first one after it.

        :raises NoWorkingDay: if there is none within a year
        """
        for number in range(LONGEST_BREAK):
            candidate = day + DAY * number
            if self.is_working_day(candidate):
                return candidate
        raise NoWorkingDay

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day that is `count` working days after a day.

        The day itself does not count (§ 187 Abs. 1 BGB); a negative count goes
        back; zero is the day itself, or the next working day.

        :raises NoWorkingDay: if a step finds none within a year
        """
        if count == 0:
            return self.next_working_day(day)
        step = DAY if count > 0 else -DAY
        left, idle = abs(count), 0
        while left:
            day += step
            idle += 1
            if self.is_working_day(day):
                left, idle = left - 1, 0
            if idle > LONGEST_BREAK:
                raise NoWorkingDay
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and with `end`."""
        days = (end - start).days
        return sum(
            1
            for number in range(1, days + 1)
            if self.is_working_day(start + DAY * number)
        )

    def without(self, absences: Iterable[Period]) -> "WorkingCalendar":
        """Return the calendar of somebody who is away on more days."""
        return WorkingCalendar(
            land=self.land,
            own_holidays=self.own_holidays,
            no_holidays=self.no_holidays,
            closures=self.closures,
            team_days=self.team_days,
            absences=(*self.absences, *absences),
            weekdays=self.weekdays,
        )

    def _breaks(self) -> tuple[Period, ...]:
        return (*self.closures, *self.team_days, *self.absences)
