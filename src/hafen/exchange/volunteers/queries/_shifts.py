"""Reads about tasks, shifts, hours and worries."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from hafen.core.accounts.models import User
from hafen.exchange.allowances.registries import Done
from hafen.exchange.pool import times
from hafen.exchange.pool.models import Helper, Offer
from hafen.exchange.volunteers.models import (
    Concern,
    Hours,
    Shift,
    Signup,
    Task,
    Volunteer,
)
from hafen.exchange.volunteers.queries._people import common_times
from hafen.exchange.volunteers.rules import VIEW_CERTIFICATE, VIEW_VOLUNTEERS
from hafen.mechanisms.bookings.models import ACTIVE


def tasks_visible_to(user: User) -> QuerySet[Task]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Task.objects.none()
    rows = Task.objects.filter(municipality=user.municipality_id)
    return rows.select_related(
        "partner__organisation", "site", "district", "profile", "owner", "team",
        "municipality",
    ).order_by("-is_open", "title", "pk")  # fmt: skip


def shifts_visible_to(user: User) -> QuerySet[Shift]:
    return _counted(Shift.objects.filter(task__in=tasks_visible_to(user)))


def _counted(rows: QuerySet[Shift]) -> QuerySet[Shift]:
    taken = Count("signups", filter=Q(signups__holds=True))
    waiting = Count("signups", filter=Q(signups__registration__state="WAITING"))
    return (
        rows.select_related("task__profile", "task__site", "bookable", "municipality")
        .annotate(taken=taken, waiting=waiting, free=F("places") - taken)
        .order_by("starts_at", "pk")
    )


def lacking_shifts(user: User, *, now: datetime) -> Any:
    """Return the coming shifts that lack somebody, the next first."""
    rows: Any = shifts_visible_to(user).filter(
        starts_at__gt=now, bookable__is_cancelled=False
    )
    return rows.filter(free__gt=0)


def coming_shifts(volunteer: Volunteer, *, now: datetime) -> list[Any]:
    """Return the shifts of the next time, with the own place in each."""
    rows: list[Any] = list(
        _counted(
            Shift.objects.filter(
                municipality=volunteer.municipality_id,
                task__is_open=True,
                bookable__is_cancelled=False,
                starts_at__gt=now,
            )
        )[:40]
    )
    mine = {
        signup.shift_id: signup
        for signup in Signup.objects.filter(
            volunteer=volunteer, shift__in=rows, registration__state__in=ACTIVE
        ).select_related("registration")
    }
    for row in rows:
        row.mine = mine.get(row.pk)
    return rows


def past_shifts(volunteer: Volunteer, *, now: datetime) -> QuerySet[Shift]:
    """Return the shifts whose hours are not logged yet, the last first."""
    logged = Hours.objects.filter(volunteer=volunteer, shift=OuterRef("pk"))
    mine = Signup.objects.filter(volunteer=volunteer, holds=True)
    rows = Shift.objects.filter(Exists(mine.filter(shift=OuterRef("pk"))))
    rows = rows.filter(ends_at__lte=now)
    return rows.exclude(Exists(logged)).select_related("task").order_by("-starts_at")


def signups_of(shift: Shift) -> QuerySet[Signup]:
    rows = Signup.objects.filter(shift=shift, registration__state__in=ACTIVE)
    return rows.select_related(
        "volunteer__helper", "volunteer__association", "registration"
    ).order_by("registration__queued_at", "pk")


def available_for(shift: Shift) -> list[Any]:
    """Return who may be booked, in the whole town: fit, able, free at that time.

    :return: volunteers with their association, those bound to none first
    """
    zone = ZoneInfo(shift.municipality.time_zone)
    word = times.of_interval(shift.starts_at, shift.ends_at, zone)
    has_time = (
        Offer.objects.open()
        .filter(helper=OuterRef("helper"))
        .annotate(common=common_times(word))
        .filter(Q(common=word) | Q(slots=0))
    )
    busy = Signup.objects.filter(
        volunteer=OuterRef("pk"),
        registration__state__in=ACTIVE,
        shift__starts_at__lt=shift.ends_at,
        shift__ends_at__gt=shift.starts_at,
    )
    rows = Volunteer.objects.active().filter(municipality=shift.municipality_id)
    if shift.task.skills:
        rows = rows.filter(helper__skills__contains=shift.task.skills)
    found = rows.filter(Exists(has_time)).exclude(Exists(busy))
    return list(
        found.select_related("helper", "association", "district").order_by(
            "association__sort_key", "helper__sort_key", "pk"
        )[:100]
    )


def hours_visible_to(user: User) -> QuerySet[Hours]:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Hours.objects.none()
    rows = Hours.objects.filter(municipality=user.municipality_id)
    return rows.select_related(
        "volunteer__helper", "shift__task", "decided_by"
    ).order_by("-on", "-pk")


def done_by(helper: Helper, since: date) -> list[Done]:
    """Return the hours of a volunteer from a day on, unless the desk refused them."""
    rows = Hours.objects.filter(volunteer__helper=helper, on__gte=since)
    kept = rows.exclude(state=Hours.State.REFUSED).order_by("-on", "-pk")
    return [Done(row.on, row.minutes, row.what) for row in kept]


def minutes_of(volunteer: Volunteer, *, year: int | None = None) -> int:
    """Return the confirmed minutes, of a year or of all."""
    rows = volunteer.hours.filter(state=Hours.State.APPROVED)
    if year is not None:
        rows = rows.filter(on__year=year)
    total = rows.aggregate(sum=Sum("minutes"))["sum"]
    return int(total or 0)


def concerns_visible_to(user: User) -> QuerySet[Concern]:
    if not VIEW_CERTIFICATE.held_by(user):
        return Concern.objects.none()
    rows = Concern.objects.filter(municipality=user.municipality_id)
    return rows.select_related("volunteer__helper", "owner", "municipality").order_by(
        F("done_at").asc(nulls_first=True), "-created_at"
    )


def managed_shifts(user: User) -> QuerySet[Shift, UUID]:
    """Return the keys of the shifts whose registrations a user may manage."""
    rows = Shift.objects.filter(task__in=tasks_visible_to(user))
    return rows.values_list("pk", flat=True)
