"""Opening hours, without Django: one source for page, mail footer and print.

Hours are wall time in a zone ("Tuesday 16:00 to 18:00"); instants come out of
it per day, so the week of the clock change is right by itself. For one day
the first of these decides:

1. an exception for the day (other hours, or closed),
2. a closure or a public holiday: closed, where the place closes then,
3. the weekly hours that are valid on the day.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)

# Nobody looks further ahead; a place without hours ends the search here.
HORIZON = 400


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when on one day; an end not after the start is past midnight.

    `closes` of 00:00 is the end of the day.
    """

    opens: time
    closes: time
    by_appointment: bool = False
    note: str = ""

    def on(self, day: date, zone: ZoneInfo) -> "Opening":
        last = day if self.closes > self.opens else day + DAY
        # Of two equal wall times the opening is the first, the end the second.
        start = datetime.combine(day, self.opens, zone).astimezone(UTC)
        end = datetime.combine(last, self.closes.replace(fold=1), zone).astimezone(UTC)
        return Opening(start, end, self)


@dataclass(frozen=True, slots=True)
class Weekly:
    """One span every week on a weekday (0 is Monday), in a period or for good."""

    weekday: int
    span: Span
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (
            day.weekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class Closure:
    """Days without opening, both ends included; the reason is shown."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Other hours on one day; no spans: closed."""

    day: date
    spans: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """One stretch during which the door is open, as instants (UTC)."""

    starts_at: datetime
    ends_at: datetime
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What holds on one day; `reason` says why it differs from the usual week."""

    day: date
    spans: tuple[Span, ...]
    reason: str = ""

    @property
    def is_closed(self) -> bool:
        return not self.spans


@dataclass(frozen=True, slots=True)
class Status:
    """Open or closed at an instant, and what comes next.

    `closes_at` is set while it is open, `opens_at` while it is closed and an
    opening is known; `reason` is that of a day on which it is closed.
    """

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    reason: str = ""

    @property
    def changes_at(self) -> datetime | None:
        return self.closes_at or self.opens_at


def no_holiday(_day: date) -> str:
    return ""


@dataclass(frozen=True)
class Hours:
    """The hours of one place.

    :param holiday: gives the name of a public holiday, or an empty text; the
        working calendar of the municipality knows it
    """

    weekly: tuple[Weekly, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()
    closures: tuple[Closure, ...] = ()
    zone: ZoneInfo = BERLIN
    holiday: Callable[[date], str] = no_holiday

    def plan(self, day: date) -> DayPlan:
        """Return what holds on a day, and why where it is not the usual week."""
        special = [entry for entry in self.exceptions if entry.day == day]
        if special:
            spans = tuple(span for entry in special for span in entry.spans)
            reason = next((entry.reason for entry in special if entry.reason), "")
            return DayPlan(day, _sorted(spans), reason)
        for closure in self.closures:
            if closure.first <= day <= closure.last:
                return DayPlan(day, (), closure.reason)
        if name := self.holiday(day):
            return DayPlan(day, (), name)
        return DayPlan(
            day, _sorted([entry.span for entry in self.weekly if entry.holds_on(day)])
        )

    def week(self, day: date) -> list[DayPlan]:
        """Return the seven days from this day on, for a table of hours."""
        return [self.plan(day + DAY * number) for number in range(7)]

    def openings(self, first: date, *, days: int) -> Iterator[Opening]:
        """Yield the stretches of some days, joined where they touch or overlap."""
        current: Opening | None = None
        for number in range(days):
            day = first + DAY * number
            for opening in sorted(
                span.on(day, self.zone) for span in self.plan(day).spans
            ):
                if current is not None and opening.starts_at <= current.ends_at:
                    end = max(current.ends_at, opening.ends_at)
                    current = Opening(current.starts_at, end, current.span)
                    continue
                if current is not None:
                    yield current
                current = opening
        if current is not None:
            yield current

    def status(self, now: datetime) -> Status:
        """Return whether the place is open, and the next change.

        Hours by appointment do not open the door; they are listed only.
        """
        today = now.astimezone(self.zone).date()
        walk_in = _walk_in(self)
        for opening in walk_in.openings(today - DAY, days=HORIZON):
            if opening.ends_at <= now:
                continue
            if opening.starts_at <= now:
                return Status(is_open=True, closes_at=opening.ends_at)
            reason = self.plan(today).reason
            return Status(is_open=False, opens_at=opening.starts_at, reason=reason)
        return Status(is_open=False, reason=self.plan(today).reason)

    def is_open(self, now: datetime) -> bool:
        return self.status(now).is_open

    def next_change(self, now: datetime) -> datetime | None:
        """Return when the answer of `status` changes, if ever.

        It changes with each opening and closing, and at midnight too: the
        page says "today" and gives the reason of the day.
        """
        midnight = datetime.combine(
            now.astimezone(self.zone).date() + DAY, time(), self.zone
        ).astimezone(UTC)
        changes_at = self.status(now).changes_at
        return changes_at if changes_at and changes_at < midnight else midnight


def _sorted(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.opens, span.closes)))


def _walk_in(hours: Hours) -> Hours:
    """Return the hours without those by appointment."""
    return Hours(
        weekly=tuple(entry for entry in hours.weekly if not entry.span.by_appointment),
        exceptions=tuple(
            Exceptional(
                entry.day,
                tuple(span for span in entry.spans if not span.by_appointment),
                entry.reason,
            )
            for entry in hours.exceptions
        ),
        closures=hours.closures,
        zone=hours.zone,
        holiday=hours.holiday,
    )
