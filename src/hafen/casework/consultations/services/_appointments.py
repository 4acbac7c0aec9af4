"""Appointments by arrangement: with an adviser, and an interpreter who is free."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.casework.cases.models import Client
from hafen.casework.consultations.errors import AdviserBusy, Gone, NobodyInterprets
from hafen.casework.consultations.models import Appointment, Visit, Visitor
from hafen.casework.consultations.queries import Who
from hafen.casework.consultations.services._queue import check_in
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.core.places.models import Site
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.interpreting import queries as pool
from hafen.exchange.interpreting import services as interpreting
from hafen.exchange.interpreting.models import Appointment as Interpreting
from hafen.exchange.interpreting.models import Institution, Mode, Subject

State = Appointment.State
_CONFIRMED = gettext_noop("Your appointment")
_REMINDED = gettext_noop("Your appointment is tomorrow")
_OFF = gettext_noop("Your appointment is called off")


@transaction.atomic
def arrange(
    *,
    site: Site,
    adviser: User,
    starts_at: datetime,
    minutes: int,
    topic: str,
    language: str,
    interpreter_for: Institution | None,
    who: Who | None,
    by: User,
    now: datetime,
) -> Appointment:
    """
    Arrange a time, ask for an interpreter, and tell whoever comes.

    :param interpreter_for: the office that books one for `language`; None: nobody
    :raises AdviserBusy: when the adviser has another appointment then
    :raises NobodyInterprets: when no such interpreter is free
    """
    # The adviser's row is the lock: two desks give no time twice.
    User.objects.select_for_update(no_key=True).get(pk=adviser.pk)
    ends_at = starts_at + timedelta(minutes=minutes)
    taken = Appointment.objects.filter(
        adviser=adviser,
        state=State.ARRANGED,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )
    if taken.exists():
        raise AdviserBusy
    row = Appointment(
        municipality_id=site.municipality_id,
        site=site,
        adviser=adviser,
        starts_at=starts_at,
        ends_at=ends_at,
        topic=topic,
        language=language,
    )
    if interpreter_for is not None:
        row.interpreting = _interpreter(row, interpreter_for, by, now)
    row.save()
    if who is not None:
        Visitor.objects.create(
            municipality_id=site.municipality_id,
            household=who.household,
            client=who.client,
            day=timezone.localdate(starts_at),
            appointment=row,
        )
    audit.record(action="consultations.appointment.arranged", subject=row, by=by)
    _tell(row, _CONFIRMED, now)
    return row


def _interpreter(
    row: Appointment, institution: Institution, by: User, now: datetime
) -> Interpreting:
    """Book an interpreter, if there is one for whom nobody else waits.

    :raises NobodyInterprets: when no such interpreter is free
    """
    data = {
        "language": row.language,
        "subject": Subject.COUNSEL,
        "mode": Mode.ON_SITE,
        "spans": [(row.starts_at, row.ends_at)],
        "place": _place(row.site),
        "district": row.site.district,
        "contact": row.adviser.name,
    }
    (booked,) = interpreting.book(institution=institution, data=data, by=by, now=now)
    free = [each for each in pool.candidates(booked) if not each.broken]
    rivals = Interpreting.objects.open().filter(
        municipality_id=row.municipality_id,
        language=row.language,
        starts_at__lt=row.ends_at,
        ends_at__gt=row.starts_at,
    )
    if len(free) < rivals.count():  # this one is among them
        raise NobodyInterprets
    return booked


def _place(site: Site) -> str:
    street = f"{site.street} {site.house_number}".strip()
    return ", ".join(part for part in (site.name, street) if part)[:200]


@transaction.atomic
def call_off(
    *, appointment: Appointment, by: User | None, now: datetime
) -> Appointment:
    """
    Call an appointment off, with its interpreter; whoever was to come is told.

    :param by: None: whoever was to come
    :raises Gone: when it is over or off already
    """
    fresh = _arranged(appointment)
    fresh.state = State.OFF
    save_next(fresh)
    if fresh.interpreting and fresh.interpreting.is_living:
        interpreting.call_off(appointment=fresh.interpreting, by=by, now=now)
    audit.record(action="consultations.appointment.called_off", subject=fresh, by=by)
    _tell(fresh, _OFF, now)
    return fresh


@transaction.atomic
def arrive(*, appointment: Appointment, by: User, now: datetime) -> Visit:
    """
    Give who came at an arranged time a number, which its adviser calls.

    :raises Gone: when it is over or off already
    """
    fresh = _arranged(appointment)
    fresh.state = State.CAME
    save_next(fresh)
    visit = check_in(
        site=fresh.site,
        language=fresh.language,
        topic=fresh.topic,
        appointment=fresh,
        by=by,
        now=now,
    )
    Visitor.objects.filter(appointment=fresh).update(visit=visit, day=visit.day)
    return visit


@transaction.atomic
def miss(*, appointment: Appointment, by: User) -> Appointment:
    """
    Note that nobody came.

    :raises Gone: when it is over or off already
    """
    fresh = _arranged(appointment)
    fresh.state = State.MISSED
    save_next(fresh)
    audit.record(action="consultations.appointment.missed", subject=fresh, by=by)
    return fresh


def _arranged(appointment: Appointment) -> Appointment:
    fresh = locked(appointment, expected=None)
    if not fresh.is_arranged:
        raise Gone
    return fresh


@transaction.atomic
def remind(*, municipality_id: UUID, today: date, now: datetime) -> int:
    """Tell whoever has an appointment tomorrow, each of them once."""
    tomorrow = today + timedelta(days=1)
    rows = Appointment.objects.filter(
        municipality=municipality_id,
        state=State.ARRANGED,
        starts_at__date=tomorrow,
        reminded_on__isnull=True,
    ).select_for_update(of=("self",))
    for row in rows:
        row.reminded_on = today
        save_next(row)
        _tell(row, _REMINDED, now)
    return len(rows)


def _tell(row: Appointment, heading: str, now: datetime) -> None:
    """Tell the person in their language, by the way that reaches them."""
    visitor = Visitor.objects.filter(appointment=row).select_related("client").first()
    client = visitor.client if visitor else None
    if client is None:
        return
    language = next(iter(client.languages), row.municipality.default_language)
    with words_in(language):
        begins = timezone.localtime(row.starts_at)
        lines = [
            f"{_(heading)}:",
            _when(begins),
            _place(row.site),
            *([row.site.phone] if row.site.phone else []),
        ]
        subject = _(heading)
    notify(
        municipality=row.municipality_id,
        recipient=_recipient(client, language),
        subject=subject,
        text="\n".join(lines),
        now=now,
    )


def _when(begins: datetime) -> str:
    day = date_format(begins, "SHORT_DATE_FORMAT")
    return f"{date_format(begins, 'l')}, {day}, {time_format(begins)}"


def _recipient(client: Client, language: str) -> Recipient:
    ways = Notice.Channel
    channel = (
        ways.MAIL if client.email else ways.TELEPHONE if client.phone else ways.VISIT
    )
    return Recipient(
        name=client.name,
        language=language,
        channel=channel,
        person=client.pk,
        phone=client.phone,
        email=client.email,
    )
