"""What can be said of a service: one shape for forms, imports and the demo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TypedDict

from hafen.information.directory.models import Location, Schedule
from hafen.information.directory.schedules import DayChange, Hours, Rule
from hafen.network.organisations.models import Organisation


@dataclass(frozen=True)
class Phone:
    """A number of a function.

    :param number: in E.164 (`+492514920`), as the importers normalise it
    """

    number: str
    extension: str = ""
    label: str = ""


@dataclass(frozen=True)
class Email:
    address: str
    label: str = ""


@dataclass(frozen=True)
class OfferedLanguage:
    """A language in which the service is given; its tag is one of BCP 47."""

    tag: str
    note: str = ""


@dataclass(frozen=True)
class Cost:
    amount: Decimal
    option: str = ""


@dataclass(frozen=True)
class Document:
    name: str
    website: str = ""


@dataclass(frozen=True)
class ConditionData:
    """A condition that a machine can check.

    :param values: codes, any of which is enough
    """

    kind: str
    values: list[str]


@dataclass(frozen=True)
class CourseData:
    """What a course has beyond an offer."""

    type: str
    level_from: str = ""
    level_to: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    starts: time | None = None
    takes_registrations: bool = False
    closes_on: date | None = None
    waiting_places: int | None = None
    needs_approval: bool = False
    offer_hours: int = 48
    is_volunteer: bool = False
    has_childcare: bool = False


@dataclass(frozen=True)
class DayOff:
    """A day with other hours; without any it is closed."""

    day: date
    opens_at: time | None = None
    closes_at: time | None = None
    reason: str = ""


@dataclass(frozen=True)
class ScheduleData:
    """Recurring hours; without times it is by appointment."""

    rrule: str
    opens_at: time | None = None
    closes_at: time | None = None
    zone: str = "Europe/Berlin"
    valid_from: date | None = None
    valid_until: date | None = None
    closed_on_holidays: bool = True
    note: str = ""
    exceptions: tuple[DayOff, ...] = ()

    def rule(self) -> Rule:
        """Return what `schedules` reckons with."""
        return Rule(
            rrule=self.rrule,
            hours=_hours(self.opens_at, self.closes_at),
            zone=self.zone,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            closed_on_holidays=self.closed_on_holidays,
            changes=tuple(
                DayChange(off.day, _hours(off.opens_at, off.closes_at), off.reason)
                for off in self.exceptions
            ),
            note=self.note,
        )


def _hours(opens_at: time | None, closes_at: time | None) -> Hours | None:
    if opens_at is None or closes_at is None:
        return None
    return Hours(opens_at, closes_at)


@dataclass(frozen=True)
class LocationData:
    """An address and what the place offers; the district follows from the point."""

    name: str = ""
    street: str = ""
    house_number: str = ""
    addition: str = ""
    postal_code: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    access_features: tuple[str, ...] = ()
    transport: str = ""


@dataclass(frozen=True)
class Place:
    """Where the service is offered, and the hours that hold only there."""

    location: Location
    note: str = ""
    schedules: tuple[ScheduleData, ...] = ()


class ServiceData(TypedDict, total=False):
    """A key that is left out stays as it is; a list replaces the whole list."""

    organisation: Organisation
    kind: str
    source_language: str
    name: str
    summary: str
    description: str
    application: str
    eligibility: str
    documents: str
    costs: str
    accessibility: str
    interpreting: str
    alert: str
    external_id: str
    is_city_wide: bool
    is_initiated: bool
    website: str
    is_free: bool | None
    age_from: int | None
    age_to: int | None
    valid_from: date | None
    valid_until: date | None
    last_checked_on: date | None
    check_every_days: int
    keywords: Sequence[str]
    # Codes of the vocabularies `needs` and `target_groups`; the first is the main.
    topics: Sequence[str]
    target_groups: Sequence[str]
    languages: Sequence[OfferedLanguage]
    phones: Sequence[Phone]
    emails: Sequence[Email]
    cost_options: Sequence[Cost]
    required_documents: Sequence[Document]
    conditions: Sequence[ConditionData]
    places: Sequence[Place]
    schedules: Sequence[ScheduleData]


def said(rows: Iterable[Schedule]) -> list[ScheduleData]:
    """Return stored hours in their order; load their `exceptions` beforehand."""
    return [said_once(row) for row in sorted(rows, key=lambda row: row.place)]


def said_once(row: Schedule) -> ScheduleData:
    return ScheduleData(
        rrule=row.rrule,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        zone=row.zone,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        closed_on_holidays=row.closed_on_holidays,
        note=row.note,
        exceptions=tuple(
            DayOff(off.day, off.opens_at, off.closes_at, off.reason)
            for off in sorted(row.exceptions.all(), key=lambda off: off.day)
        ),
    )
