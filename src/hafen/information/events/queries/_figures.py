"""What can be counted about events: cadence, years, invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from hafen.core.accounts.models import User
from hafen.information.events.models import (
    PUBLIC,
    CadenceGoal,
    Event,
    EventDate,
    Invitation,
)
from hafen.information.events.queries._public import district_of
from hafen.information.events.queries._staff import events_visible_to
from hafen.mechanisms.bookings.models import Bookable

_MONTHS = {"QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12}


@dataclass(frozen=True)
class Period:
    """One period of a goal: how many events it has, and whether that is enough."""

    first: date
    last: date
    number: int
    wanted: int

    @property
    def is_fulfilled(self) -> bool:
        return self.number >= self.wanted


def periods(goal: CadenceGoal, *, today: date) -> list[Period]:
    """Return the periods since the goal was agreed, up to the running year's end."""
    days = list(
        EventDate.objects.filter(
            municipality=goal.municipality_id,
            event__kind=goal.kind,
            event__state__in=PUBLIC,
            is_cancelled=False,
            first_day__gte=goal.since,
        ).values_list("first_day", flat=True)
    )
    months = _MONTHS[goal.period]
    end = date(max(today, goal.since).year, 12, 31)
    first = goal.since.replace(
        day=1, month=(goal.since.month - 1) // months * months + 1
    )
    found = []
    while first <= end:
        following = _after(first, months)
        last = following - timedelta(days=1)
        number = sum(first <= day <= last for day in days)
        found.append(Period(first, last, number, goal.number))
        first = following
    return found


def _after(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class YearLine:
    """One date of a year as the list of the year shows it."""

    date: EventDate
    event: Event
    district: str
    partners: tuple[str, ...]
    people: int | None


def year_lines(user: User, year: int) -> list[YearLine]:
    """Return the public dates of a year by district; five queries."""
    rows = list(
        EventDate.objects.filter(
            event__in=events_visible_to(user).public(),
            first_day__year=year,
            is_cancelled=False,
        )
        .select_related(
            "event__organisation", "event__district", "event__site__district"
        )
        .prefetch_related("event__partners__organisation")
        .order_by("starts_at", "pk")
    )
    attended = _attended({row.event_id for row in rows})
    lines = []
    for row in rows:
        event, district = row.event, district_of(row.event)
        names = [event.organisation.name if event.organisation else event.organiser]
        names += [partner.organisation.name for partner in event.partners.all()]
        counted = attended.get((row.event_id, row.original_day.isoformat()))
        lines.append(
            YearLine(
                date=row,
                event=event,
                district=district.name if district else "",
                partners=tuple(name for name in names if name),
                people=row.visitors if row.visitors is not None else counted,
            )
        )
    return sorted(lines, key=lambda line: (line.district, line.date.starts_at))


def _attended(events: Iterable[Any]) -> dict[tuple[Any, str], int]:
    """Return how many people were there, by event and date, where it was noted."""
    rows = (
        Bookable.objects.filter(subject_id__in=list(events))
        .annotate(
            there=Sum("registrations__seats", filter=Q(registrations__attended=True))
        )
        .values_list("subject_id", "slot", "there")
    )
    return {(key, slot): there for key, slot, there in rows if there}


def invitations_of(event: Event) -> QuerySet[Invitation]:
    return event.invitations.select_related("organisation").order_by(
        "organisation__sort_key", "pk"
    )


def replies_by_category(event: Event) -> list[tuple[str, int, int]]:
    """Return each category with how many are invited and how many of them come."""
    return list(
        event.invitations.values("organisation__kind")
        .order_by("organisation__kind")
        .annotate(invited=Count("pk"), accepted=Count("pk", filter=Q(state="ACCEPTED")))
        .values_list("organisation__kind", "invited", "accepted")
    )
