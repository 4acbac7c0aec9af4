"""Figures: unmet demand, monthly statements, invoices and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.exchange.interpreting.models import (
    Appointment,
    AppointmentQuerySet,
    Institution,
    Interpreter,
    Wanted,
)
from hafen.exchange.interpreting.queries._rows import appointments_visible_to
from hafen.exchange.interpreting.rules import VIEW_INTERPRETERS

State = Appointment.State
# What nobody of the pool took: nobody found, or passed on to a service.
_UNMET = Q(state=State.UNMET) | Q(forwardings__isnull=False)


@dataclass(frozen=True)
class Gap:
    """A language, district and subject, and how many requests nobody took."""

    language: str
    district: str
    subject: str
    unmet: int

    @property
    def subject_name(self) -> str:
        return str(
            dict(Appointment._meta.get_field("subject").flatchoices)[self.subject]
        )


@dataclass
class LanguageGap:
    """All gaps of a language together, and how many speak it."""

    language: str
    unmet: int = 0
    asked: int = 0
    interpreters: int = 0
    rows: list[Gap] = field(default_factory=list)


def gaps(user: User, *, since: date) -> list[LanguageGap]:
    """Return unmet demand by language, the largest first; three queries."""
    visible = appointments_visible_to(user).filter(starts_at__date__gte=since)
    rows = visible.order_by().values("language", "district__name", "subject")
    counted = rows.annotate(
        unmet=Count("pk", filter=_UNMET, distinct=True),
        asked=Count("pk", distinct=True),
    )
    found: dict[str, LanguageGap] = {}
    for each in counted:
        gap = found.setdefault(each["language"], LanguageGap(each["language"]))
        gap.unmet += each["unmet"]
        gap.asked += each["asked"]
        if each["unmet"]:
            place = each["district__name"] or ""
            gap.rows.append(
                Gap(each["language"], place, each["subject"], each["unmet"])
            )
    speakers = Interpreter.objects.working().filter(
        municipality=user.municipality_id, speeches__language__in=found
    )
    by_tag = speakers.values("speeches__language").annotate(
        n=Count("pk", distinct=True)
    )
    for tag, count in by_tag.order_by().values_list("speeches__language", "n"):
        if (speaking := found.get(tag)) is not None:
            speaking.interpreters = count
    for gap in found.values():
        gap.rows.sort(key=lambda row: (-row.unmet, row.district, row.subject))
    return sorted(found.values(), key=lambda gap: (-gap.unmet, gap.language))


def calls_published(municipality: Municipality, *, today: date) -> QuerySet[Wanted]:
    rows: QuerySet[Wanted] = Wanted.objects.on(today).filter(municipality=municipality)
    return rows.order_by("-unmet", "language")


def wanted_visible_to(user: User) -> QuerySet[Wanted]:
    if not VIEW_INTERPRETERS.held_by(user):
        return Wanted.objects.none()
    rows = Wanted.objects.filter(municipality=user.municipality_id)
    return rows.order_by("-published_on", "language")


def month_of(year: int, month: int) -> tuple[datetime, datetime]:
    """Return the first moment of a month, and of the next."""
    zone = timezone.get_current_timezone()
    first = datetime(year, month, 1, tzinfo=zone)
    after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return first, after


def settled_in(user: User, year: int, month: int) -> AppointmentQuerySet:
    """Return the jobs of a month that cost something, by day."""
    first, after = month_of(year, month)
    rows = appointments_visible_to(user).filter(
        starts_at__gte=first, starts_at__lt=after, closed_at__isnull=False
    )
    costs = Q(claim__isnull=False) | Q(fee_cents__gt=0) | Q(state=State.DONE)
    return (
        rows.filter(costs)
        .select_related("claim", "interpreter__offer__helper", "institution")
        .order_by("starts_at", "id")
    )


@dataclass
class Account:
    """What stands for one interpreter or institution in a month.

    :param left: cents of the year's budget; None: no budget
    """

    key: UUID
    name: str
    jobs: int = 0
    minutes: int = 0
    cents: int = 0
    left: int | None = None


def by_interpreter(jobs: Iterable[Appointment]) -> list[Account]:
    found: dict[UUID, Account] = {}
    for job in jobs:
        if job.interpreter is None:
            continue
        key = job.interpreter.pk
        account = found.setdefault(key, Account(key, job.interpreter.name))
        _add(account, job, job.claim.cents if job.claim else 0)
    return sorted(found.values(), key=lambda account: account.name)


def by_institution(jobs: Iterable[Appointment], *, year: int) -> list[Account]:
    found: dict[UUID, Account] = {}
    for job in jobs:
        account = found.setdefault(
            job.institution_id, Account(job.institution_id, job.institution.name)
        )
        _add(account, job, job.fee_cents)
    for row in spent_by(list(found), year=year):
        found[row["pk"]].left = row["left"]
    return sorted(found.values(), key=lambda account: account.name)


def _add(account: Account, job: Appointment, cents: int) -> None:
    account.jobs += 1
    account.minutes += minutes_of(job)
    account.cents += cents


def minutes_of(job: Appointment) -> int:
    """Return the minutes worked; a job that was called off has none."""
    if job.state != State.DONE:
        return 0
    if job.began_at and job.finished_at:
        return int((job.finished_at - job.began_at).total_seconds() // 60)
    return job.minutes


def spent_by(institutions: list[UUID], *, year: int) -> Any:
    """Return what is left of each budget of a year, in cents."""
    spent = Sum(
        "appointments__fee_cents",
        filter=Q(appointments__starts_at__year=year),
        default=0,
    )
    rows = Institution.objects.filter(pk__in=institutions, budget_cents__isnull=False)
    return rows.annotate(left=F("budget_cents") - spent).values("pk", "left").order_by()
