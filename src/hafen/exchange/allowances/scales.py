"""What a job costs by a scale of rates: pure arithmetic on cents and minutes.

A scale says what is paid for work by the hour, for the way, for written lines and
for a job that was called off. It is plain data, so that a municipality writes its
own; the rules of four pools stand in `tests/golden/` with what they amount to:
Kreis Borken (§ 1 of its rules for interpreters), Bielefeld (Abrechnung der
Sprachmittlungseinsätze), Lübeck (Komm'Mit) and Regensburg (Richtlinien für den
Einsatz ehrenamtlicher Dolmetscherinnen und Dolmetscher).

Money is a whole number of cents, time of minutes, ways of metres. Every line of the
result carries what it was made from, so that a person can check it by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import UnionType
from typing import Any, Self, get_args, get_type_hints

KILOMETRE = 1000
HOUR = 60


class Mode(StrEnum):
    """How a job is done."""

    ON_SITE = "on_site"
    TELEPHONE = "telephone"
    VIDEO = "video"
    WRITTEN = "written"


class BadScale(ValueError):
    """A scale that cannot be: the text says which entry and why, in English."""


class _Data:
    """What is read from plain data; unknown names and negative numbers are refused."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        kinds = get_type_hints(cls)
        known = {field.name for field in fields(cls)}  # type: ignore[arg-type]
        if strange := sorted(set(data) - known):
            raise BadScale(f"unknown entry: {', '.join(strange)}")
        try:
            return cls(**{n: _value(n, kinds[n], v) for n, v in data.items()})
        except TypeError as fault:
            raise BadScale(str(fault)) from fault


def _value(name: str, kind: Any, value: Any) -> Any:
    if isinstance(kind, UnionType):
        if value is None:
            return None
        kind = next(part for part in get_args(kind) if part is not type(None))
    if issubclass(kind, _Data):
        if not isinstance(value, Mapping):
            raise BadScale(f"{name}: expected a group of entries")
        return kind.read(value)
    if type(value) is not kind or (kind is int and value < 0):
        raise BadScale(f"{name}: {value!r} is no {kind.__name__} from zero on")
    return value


@dataclass(frozen=True)
class Rate(_Data):
    """Work by started steps, with a first stretch that is paid in full.

    `Rate(step=30, cents=750)`: 7.50 € for each started half hour.
    `Rate(step=30, cents=2525, first=60, first_cents=5050)`: the first hour whole.
    """

    step: int
    cents: int
    first: int = 0
    first_cents: int = 0

    def __post_init__(self) -> None:
        if not self.step:
            raise BadScale("step: must be one minute or more")

    def of(self, minutes: int) -> int:
        """Return the cents for so many minutes."""
        if minutes <= 0:
            return 0
        return self.first_cents + self.steps(minutes) * self.cents

    def steps(self, minutes: int) -> int:
        """Return the started steps beyond the first stretch."""
        return -(-max(minutes - self.first, 0) // self.step)


@dataclass(frozen=True)
class Way(_Data):
    """The way there and back.

    :ivar from_metres: a shorter way (one way) counts nothing
    :ivar with_work: its minutes are added to the work and rounded with it;
        otherwise they are rounded apart, by the rate of the work on site
    :ivar paid_time: whether the minutes are paid at all
    :ivar most_minutes: more is not paid; None: no limit
    :ivar only_inside: only the part within the territory of the municipality
    :ivar cents_per_km: for each kilometre there and back, started ones in tenths
    """

    from_metres: int = 0
    with_work: bool = False
    paid_time: bool = False
    most_minutes: int | None = None
    only_inside: bool = False
    cents_per_km: int = 0


@dataclass(frozen=True)
class Lines(_Data):
    """Written work: so much for each started line of so many strokes, and at least."""

    strokes: int
    cents: int
    least_cents: int = 0

    def __post_init__(self) -> None:
        if not self.strokes:
            raise BadScale("strokes: must be one or more")


@dataclass(frozen=True)
class CalledOff(_Data):
    """A job that was called off later than `hours` before its start."""

    hours: int
    way_minutes: int = 0
    most_work_minutes: int = 0


@dataclass(frozen=True)
class Scale(_Data):
    """What one side gets or pays.

    :ivar telephone: by telephone and video; None: as on site
    """

    on_site: Rate
    telephone: Rate | None = None
    way: Way = Way()
    lines: Lines | None = None
    called_off: CalledOff | None = None


@dataclass(frozen=True)
class Job:
    """What was done, as confirmed.

    :ivar minutes: of work; of a job called off, as they were booked
    :ivar metres: one way, as driven
    :ivar way_minutes: there and back, by the fastest route
    :ivar way_minutes_inside: the part of them within the territory
    :ivar strokes: of a written job
    :ivar notice_hours: how long before the start it was called off; None: it was done
    """

    mode: Mode
    minutes: int = 0
    metres: int = 0
    way_minutes: int = 0
    way_minutes_inside: int = 0
    strokes: int = 0
    notice_hours: float | None = None


class Reason(StrEnum):
    """What a line is for; the screens have the words."""

    WORK = "work"
    WORK_AND_WAY = "work_and_way"
    WAY = "way"
    KILOMETRES = "kilometres"
    LINES = "lines"
    CALLED_OFF_WORK = "called_off_work"
    CALLED_OFF_WAY = "called_off_way"


@dataclass(frozen=True)
class Line:
    """One line of a statement: `amount` minutes, metres or lines make `cents`."""

    reason: Reason
    amount: int
    cents: int


def price(job: Job, scale: Scale) -> tuple[Line, ...]:
    """Return the lines for a job; none where nothing is due.

    :raises BadScale: for written work by a scale that has no price for it
    """
    if job.notice_hours is not None:
        return _of_called_off(job, scale)
    if job.mode is Mode.WRITTEN:
        return _of_written(job, scale)
    if job.mode is not Mode.ON_SITE:
        rate = scale.telephone or scale.on_site
        return _kept(Line(Reason.WORK, job.minutes, rate.of(job.minutes)))
    return _of_visit(job, scale)


def total(lines: tuple[Line, ...]) -> int:
    """Return the sum in cents."""
    return sum(line.cents for line in lines)


def _of_visit(job: Job, scale: Scale) -> tuple[Line, ...]:
    way, rate = scale.way, scale.on_site
    travelled = _paid_way(job, way)
    driven = 2 * job.metres if job.metres >= way.from_metres else 0
    # A started tenth of a kilometre counts; cents are rounded half up once.
    tenths = -(-driven // (KILOMETRE // 10))
    kilometres = Line(Reason.KILOMETRES, driven, (tenths * way.cents_per_km + 5) // 10)
    if way.with_work and travelled:
        minutes = job.minutes + travelled
        work = Line(Reason.WORK_AND_WAY, minutes, rate.of(minutes))
        return _kept(work, kilometres)
    return _kept(
        Line(Reason.WORK, job.minutes, rate.of(job.minutes)),
        Line(Reason.WAY, travelled, _apart(travelled, rate)),
        kilometres,
    )


def _paid_way(job: Job, way: Way) -> int:
    if not way.paid_time or job.metres < way.from_metres:
        return 0
    minutes = job.way_minutes_inside if way.only_inside else job.way_minutes
    return minutes if way.most_minutes is None else min(minutes, way.most_minutes)


def _apart(minutes: int, rate: Rate) -> int:
    """Return what a way alone costs: by steps, without the first stretch of work."""
    return -(-minutes // rate.step) * rate.cents


def _of_written(job: Job, scale: Scale) -> tuple[Line, ...]:
    if scale.lines is None:
        raise BadScale("lines: this scale has no price for written work")
    count = -(-job.strokes // scale.lines.strokes)
    due = max(count * scale.lines.cents, scale.lines.least_cents) if count else 0
    return _kept(Line(Reason.LINES, count, due))


def _of_called_off(job: Job, scale: Scale) -> tuple[Line, ...]:
    rule = scale.called_off
    # Written work has no hour at which somebody stands at a door.
    if rule is None or job.mode is Mode.WRITTEN:
        return ()
    if job.notice_hours is None or job.notice_hours >= rule.hours:
        return ()
    on_site = job.mode is Mode.ON_SITE
    rate = scale.on_site if on_site else scale.telephone or scale.on_site
    minutes = min(job.minutes, rule.most_work_minutes)
    way = rule.way_minutes if on_site else 0
    return _kept(
        Line(Reason.CALLED_OFF_WORK, minutes, rate.of(minutes)),
        Line(Reason.CALLED_OFF_WAY, way, _apart(way, scale.on_site)),
    )


def _kept(*lines: Line) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.cents)
