"""Reads of the room: what the desk, an office and the holder of a link may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.names import spellings
from hafen.core.places.models import Municipality
from hafen.core.places.queries import DistrictNode
from hafen.exchange.interpreting.models import (
    CHECKED_FOR,
    Appointment,
    AppointmentQuerySet,
    Call,
    Forwarding,
    Institution,
    Interpreter,
    InterpreterQuerySet,
    Provider,
    ReliefTalk,
    Service,
)
from hafen.exchange.interpreting.rules import BOOK, VIEW_INTERPRETERS
from hafen.exchange.pool.models import Offer
from hafen.exchange.pool.queries import NEAREST, around
from hafen.mechanisms.todos.models import Todo

# After a job its details vanish from the interpreter's own page.
SHOWN_FOR = timedelta(days=7)
_WEEK = 7


def service_of(municipality: Municipality) -> Service | None:
    """Return how the municipality runs its pool; None until somebody set it up."""
    rows = Service.objects.filter(municipality=municipality)
    return rows.select_related("owner", "tariff").first()


def interpreters_visible_to(user: User) -> InterpreterQuerySet:
    if not VIEW_INTERPRETERS.held_by(user):
        return Interpreter.objects.none()
    rows = Interpreter.objects.filter(municipality=user.municipality_id)
    return rows.select_related("municipality", "offer__helper", "offer__district")


def institutions_visible_to(user: User) -> QuerySet[Institution]:
    """Return those whom the desk sees; the own ones for whoever only books."""
    rows = Institution.objects.filter(municipality=user.municipality_id)
    rows = rows.select_related("municipality", "district", "owner").order_by("sort_key")
    if VIEW_INTERPRETERS.held_by(user):
        return rows
    if BOOK.held_by(user):
        return rows.filter(is_own=True, state=Institution.State.APPROVED)
    return rows.none()


def with_apart(
    rows: QuerySet[Institution], interpreter: Interpreter
) -> QuerySet[Institution]:
    """Say of each institution whether an interpreter is kept apart from it."""
    mine = Q(apart__interpreter=interpreter)
    return rows.annotate(apart_codes=ArrayAgg("apart__code", filter=mine, default=[]))


def appointments_visible_to(user: User) -> AppointmentQuerySet:
    """Return all of them for the desk, the own ones for whoever only books."""
    rows = Appointment.objects.filter(municipality=user.municipality_id)
    rows = rows.select_related(
        "municipality", "institution", "district", "interpreter__offer__helper"
    )
    if VIEW_INTERPRETERS.held_by(user):
        return rows
    if BOOK.held_by(user):
        return rows.filter(requested_by=user)
    return rows.none()


def providers_visible_to(user: User) -> QuerySet[Provider]:
    if not VIEW_INTERPRETERS.held_by(user):
        return Provider.objects.none()
    return Provider.objects.filter(municipality=user.municipality_id).order_by("name")


@dataclass(frozen=True)
class InterpreterFilter:
    """Which interpreters are meant; what is empty does not narrow.

    :param part: "working", "check" (not confirmed for twelve months) or "all"
    :param on: free on this day
    :param km: so many kilometres around the district too, the nearest first
    """

    part: str = "working"
    words: str = ""
    language: str = ""
    level: int = 0
    subject: str = ""
    on: date | None = None
    district: DistrictNode | None = None
    km: int | None = None

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(bool(value) for value in named.values())


def filtered_interpreters(
    rows: InterpreterQuerySet, chosen: InterpreterFilter, *, today: date
) -> InterpreterQuerySet:
    """Keep what the filter names, by name."""
    oldest = today - timedelta(days=CHECKED_FOR)
    unchecked = Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=oldest)
    living = [Offer.State.OPEN, Offer.State.PAUSED]
    parts = {
        "working": Q(offer__state=Offer.State.OPEN) & ~unchecked,
        "check": unchecked & Q(offer__state__in=living),
    }
    rows = rows.filter(parts.get(chosen.part, Q()))
    if chosen.language:
        level = max(chosen.level, 1)
        rows = rows.filter(
            speeches__language=chosen.language, speeches__spoken__gte=level
        ).distinct()
    if chosen.subject:
        known = Q(subjects__contains=[chosen.subject])
        shown = Q(qualifications__subject=chosen.subject, qualifications__is_shown=True)
        rows = rows.filter(known | shown).distinct()
    if chosen.on:
        rows = _free_on(rows, chosen.on)
    if chosen.words:
        said = Q()
        for spelling in spellings(chosen.words):
            said |= Q(offer__helper__sort_key__contains=spelling)
        rows = rows.filter(said)
    if chosen.district:
        rows = around(rows, chosen.district, chosen.km, of="offer__")
        if chosen.km:
            return rows.order_by(NEAREST, "id")
    return rows.order_by("offer__helper__sort_key", "id")


def _free_on(rows: InterpreterQuerySet, day: date) -> InterpreterQuerySet:
    """Keep whoever is not away that whole day, and not booked out."""
    weekday = Q(busy__weekday__isnull=True) | Q(busy__weekday=day.weekday())
    away = rows.filter(
        weekday, busy__first_day__lte=day, busy__last_day__gte=day, busy__why="AWAY"
    )
    booked = Appointment.objects.filter(
        blocked__isnull=False, starts_at__date=day, interpreter__isnull=False
    ).values("interpreter")
    full = booked.annotate(n=Count("pk")).filter(n__gte=OuterRef("most_per_day"))
    return rows.exclude(pk__in=away.values("pk")).exclude(
        Exists(full.filter(interpreter=OuterRef("pk")))
    )


@dataclass(frozen=True)
class AppointmentFilter:
    part: str = "open"
    language: str = ""
    subject: str = ""
    institution: UUID | None = None
    state: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(bool(value) for value in named.values())


def filtered_appointments(
    rows: AppointmentQuerySet, chosen: AppointmentFilter, *, now: datetime
) -> Any:
    """Keep one part, with how many said yes to each."""
    states = Appointment.State
    said = Call.objects.filter(appointment=OuterRef("pk"), state=Call.State.ACCEPTED)
    parts = {
        "open": Q(state=states.OPEN),
        "answered": Q(state=states.OPEN) & Exists(said),
        "settled": Q(state=states.CONFIRMED, ends_at__gte=now),
        "report": Q(state=states.CONFIRMED, ends_at__lt=now),
        "forwarded": Q(state=states.FORWARDED),
        "over": Q(closed_at__isnull=False),
    }
    rows = rows.filter(parts.get(chosen.part, Q()))
    exact = {
        "language": chosen.language,
        "subject": chosen.subject,
        "institution": chosen.institution,
        "state": chosen.state,
        "starts_at__date__gte": chosen.first,
        "starts_at__date__lte": chosen.last,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    counted = rows.annotate(
        accepted=Count("calls", filter=Q(calls__state=Call.State.ACCEPTED)),
        asked=Count("calls", filter=Q(calls__state=Call.State.ASKED)),
    )
    if chosen.part == "over":
        return counted.order_by("-starts_at", "id")
    return counted.order_by("urgency", "starts_at", "id")


@dataclass(frozen=True)
class Load:
    """What an interpreter has borne in the last thirty days.

    :param week: heavy ones in the week of today, of at most `most`
    """

    jobs: int
    heavy: int
    week: int
    most: int


def load_of(
    interpreter: Interpreter, jobs: Iterable[Appointment], *, today: date
) -> Load:
    """Return how much somebody does, so that nobody is worn out.

    :param jobs: `recent_jobs_of` the interpreter
    """
    monday = today - timedelta(days=today.weekday())
    days = [(timezone.localdate(job.starts_at), job.is_heavy) for job in jobs]
    past = [is_heavy for day, is_heavy in days if day <= today]
    week = [is_heavy for day, is_heavy in days if 0 <= (day - monday).days < _WEEK]
    return Load(len(past), sum(past), sum(week), interpreter.most_heavy_per_week)


def recent_jobs_of(interpreter: Interpreter, *, now: datetime) -> AppointmentQuerySet:
    """Return the jobs of the last thirty days and those to come, for the desk."""
    rows = Appointment.objects.filter(
        interpreter=interpreter,
        state__in=[Appointment.State.CONFIRMED, Appointment.State.DONE],
        ends_at__gte=now - timedelta(days=30),
    )
    return rows.select_related("institution").order_by("starts_at", "id")


def with_talks(rows: InterpreterQuerySet) -> InterpreterQuerySet:
    """Say of each since when a relief talk is wished for, and when the last one was."""
    talks = ReliefTalk.objects.filter(interpreter=OuterRef("pk"))
    return rows.annotate(
        talk_wished_at=Subquery(
            talks.filter(held_on__isnull=True).values("wished_at")[:1]
        ),
        talk_held_on=Subquery(
            talks.filter(held_on__isnull=False)
            .order_by("-held_on")
            .values("held_on")[:1]
        ),
    )


def has_complaint(appointment: Appointment) -> bool:
    """Return whether somebody said that it did not go well, and nobody asked yet."""
    bad = Appointment.Mark.BAD
    if bad not in {appointment.institution_mark, appointment.interpreter_mark}:
        return False
    rows = Todo.objects.open().filter(subject_id=appointment.pk)
    return rows.filter(kind="interpreting.complaint").exists()


def calls_of(appointment: Appointment) -> QuerySet[Call]:
    rows = Call.objects.filter(appointment=appointment)
    return rows.select_related("interpreter__offer__helper").order_by(
        "-points", "asked_at", "id"
    )


def call_of_link(town: Municipality, pk: UUID) -> Call | None:
    """Return a question for whoever holds its link; the caller checks the code."""
    rows = Call.objects.filter(pk=pk, municipality=town)
    return rows.select_related(
        "municipality",
        "interpreter__offer__helper",
        "appointment__municipality",
        "appointment__institution",
        "appointment__district",
    ).first()


def appointment_of_link(town: Municipality, pk: UUID) -> Appointment | None:
    rows = Appointment.objects.filter(pk=pk, municipality=town)
    return rows.select_related(
        "municipality", "institution", "district", "interpreter__offer__helper"
    ).first()


def asked_for(appointment: Appointment) -> list[UUID]:
    """Return which interpreters were ever asked for an appointment."""
    return list(appointment.calls.values_list("interpreter", flat=True))


def institution_of_link(town: Municipality, pk: UUID) -> Institution | None:
    rows = Institution.objects.filter(pk=pk, municipality=town)
    return rows.select_related("municipality", "owner", "district").first()


def interpreter_of_link(town: Municipality, pk: UUID) -> Interpreter | None:
    rows = Interpreter.objects.filter(pk=pk, municipality=town)
    return rows.select_related("municipality", "offer__helper").first()


def forwarding_of_link(town: Municipality, pk: UUID) -> Forwarding | None:
    rows = Forwarding.objects.filter(pk=pk, municipality=town)
    return rows.select_related(
        "municipality", "provider", "appointment__municipality"
    ).first()


def bookings_of(institution: Institution) -> AppointmentQuerySet:
    """Return the bookings of an institution, those to come first."""
    rows = Appointment.objects.filter(institution=institution)
    return rows.select_related("interpreter__offer__helper", "district").order_by(
        "closed_at", "starts_at", "id"
    )


def jobs_of(interpreter: Interpreter, *, now: datetime) -> AppointmentQuerySet:
    """Return what an interpreter sees of own jobs: until a week afterwards."""
    rows = Appointment.objects.filter(
        interpreter=interpreter,
        state__in=[Appointment.State.CONFIRMED, Appointment.State.DONE],
        ends_at__gte=now - SHOWN_FOR,
    )
    return rows.select_related("institution", "district").order_by("starts_at", "id")
