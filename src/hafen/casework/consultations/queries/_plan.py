"""The joint plan of a week: which adviser is there when, in which languages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from hafen.casework.consultations.models import DeskHour, DeskHourQuerySet
from hafen.casework.consultations.rules import VIEW_PLAN
from hafen.core.accounts.models import User
from hafen.core.places.hours import Hours
from hafen.core.places.models import Municipality, Site
from hafen.core.places.queries import hours_of

_NEW_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Hour:
    """An advice hour on a day.

    :param closed: why the door is shut on that day, or for a part of the hour
    :param is_new: entered or changed within the last two weeks
    """

    row: DeskHour
    day: date
    is_shut: bool
    reason: str
    is_new: bool


def desk_hours_visible_to(user: User) -> DeskHourQuerySet:
    if not VIEW_PLAN.held_by(user):
        return DeskHour.objects.none()
    rows = DeskHour.objects.filter(municipality=user.municipality_id)
    return rows.select_related("site", "adviser", "organisation")


def week(
    user: User, town: Municipality, *, monday: date, site: Site | None, now: datetime
) -> list[tuple[date, list[Hour]]]:
    """Return seven days with the hours of each, in order."""
    rows = desk_hours_visible_to(user).in_order()
    if site is not None:
        rows = rows.filter(site=site)
    sunday = monday + timedelta(days=6)
    found = list(rows.filter(first_day__lte=sunday).exclude(last_day__lt=monday))
    doors = hours_of(town, {row.site_id: row.site for row in found}.values())
    days = [monday + timedelta(days=number) for number in range(7)]
    return [
        (day, [_on(row, day, doors[row.site_id], now) for row in of_day(found, day)])
        for day in days
    ]


def of_day(rows: list[DeskHour], day: date) -> list[DeskHour]:
    return [
        row
        for row in rows
        if row.weekday == day.weekday()
        and row.first_day <= day
        and (row.last_day is None or day <= row.last_day)
    ]


def _on(row: DeskHour, day: date, door: Hours, now: datetime) -> Hour:
    plan = door.plan(day)
    is_open = any(
        span.opens <= row.begins and row.ends <= span.closes for span in plan.spans
    )
    # A site without hours of its own is open by word of mouth.
    is_shut = not is_open and bool(door.weekly)
    return Hour(row, day, is_shut, plan.reason, row.updated_at > now - _NEW_FOR)


def on_duty(user: User, *, site: Site, now: datetime) -> QuerySet[DeskHour]:
    """Return who of the plan is at a site now, or comes later today."""
    local = timezone.localtime(now)
    rows = desk_hours_visible_to(user).valid(local.date())
    return rows.filter(
        site=site, weekday=local.weekday(), ends__gt=local.time()
    ).in_order()
