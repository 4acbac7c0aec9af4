"""Consultation hours with interpreters, and who is present on which day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.queries import middle_of
from hafen.exchange.interpreting.errors import RuleBroken
from hafen.exchange.interpreting.models import (
    Appointment,
    Duty,
    DutySlot,
    Institution,
    Interpreter,
    Mode,
    Subject,
    Urgency,
)
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._ending import call_off
from hafen.exchange.interpreting.services._settling import place
from hafen.exchange.interpreting.services._tell import tell_settled


@transaction.atomic
def save_slot(
    *,
    institution: Institution,
    slot: DutySlot | None,
    data: Mapping[str, Any],
    by: User,
) -> DutySlot:
    """Set a consultation hour: weekday, hours, and which languages are needed."""
    row = slot or DutySlot(municipality=institution.municipality)
    row.institution = institution
    for name, value in data.items():
        setattr(row, name, value)
    row.version += slot is not None
    row.save()
    audit.record(action="interpreting.slot.saved", subject=row, by=by)
    return row


@transaction.atomic
def put_on_duty(
    *,
    slot: DutySlot,
    on: date,
    interpreter: Interpreter,
    language: str,
    by: User,
    now: datetime,
) -> Duty:
    """
    Put an interpreter on the roster of a day; the time is blocked as any other.

    :raises RuleBroken: when the interpreter breaks a hard rule
    :raises InterpreterBusy: when another appointment overlaps
    :raises TravelTooLong: when the way from or to a neighbouring job is too long
    """
    if on.weekday() != slot.weekday or on < slot.first_day:
        raise RuleBroken("TIME")
    booker = slot.institution
    latitude, longitude = middle_of(booker.district)
    appointment = Appointment.objects.create(
        municipality=slot.municipality,
        institution=booker,
        language=language,
        subject=Subject.CONSULTING,
        mode=Mode.ON_SITE,
        starts_at=timezone.make_aware(datetime.combine(on, slot.begins)),
        ends_at=timezone.make_aware(datetime.combine(on, slot.ends)),
        place=booker.address.replace("\n", ", ")[:200] or booker.name,
        district=booker.district,
        latitude=latitude,
        longitude=longitude,
        contact=booker.contact,
        urgency=Urgency.NORMAL,
        requested_by=by,
        buffer_minutes=owners.service(slot.municipality).buffer_minutes,
    )
    place(appointment, interpreter, by=by, now=now)
    duty = Duty.objects.create(
        municipality=slot.municipality, slot=slot, on=on, appointment=appointment
    )
    audit.record(action="interpreting.duty.given", subject=duty, by=by)
    tell_settled(appointment, now=now)
    return duty


@transaction.atomic
def take_off_duty(*, duty: Duty, by: User, now: datetime) -> None:
    """
    Take somebody off the roster, such as when they are ill.

    :raises NotOpen: when it is over by now
    """
    call_off(appointment=duty.appointment, by=by, now=now)
    audit.record(action="interpreting.duty.ended", subject=duty, by=by)
    duty.delete()
