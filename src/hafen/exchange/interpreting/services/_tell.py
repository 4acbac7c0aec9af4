"""What interpreters and institutions are told, by the way that reaches them."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.interpreting import keys
from hafen.exchange.interpreting.invitations import invitation
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Institution,
    Interpreter,
)
from hafen.exchange.interpreting.words import brief, details, language_name, when
from hafen.exchange.pool.models import Helper
from hafen.exchange.pool.services import can_follow_links, spoken_to, tell


def address(name: str, town: Municipality, language: str, *parts: object) -> str:
    path = reverse(f"interpreting_public:{name}", args=[town.slug, language, *parts])
    return f"{settings.PUBLIC_URL}{path}"


def own_address(interpreter: Interpreter, language: str) -> str:
    code = keys.code(keys.OWN, interpreter.pk)
    return address("own", interpreter.municipality, language, interpreter.pk, code)


def booking_address(institution: Institution) -> str:
    code = keys.booking_code(institution)
    town = institution.municipality
    return address("bookings", town, institution.language, institution.pk, code)


def report_address(appointment: Appointment, language: str) -> str:
    code = keys.code(keys.REPORT, appointment.pk)
    return address("report", appointment.municipality, language, appointment.pk, code)


def tell_called(calls: Sequence[Call], *, now: datetime) -> None:
    """Ask: one message, however many dates of a series it is about."""
    first = calls[0]
    person, town = _person(first), first.municipality
    language = spoken_to(person, town)
    with words_in(language):
        parts = ["\n".join(brief(call.appointment)) for call in calls]
        lines = [_("Can you interpret?"), *parts]
        if can_follow_links(person):
            code = keys.code(keys.CALL, first.pk)
            where = address("call", town, language, first.pk, code)
            lines += [_("Please answer here, no sign-in is needed:"), where]
        text = "\n\n".join(lines)
        tell(
            person,
            subject=_("Can you interpret?"),
            text=text,
            now=now,
            due_at=first.answer_by,
        )


def tell_released(call: Call, *, now: datetime) -> None:
    """Nobody is left without an answer: whoever was asked hears how it ended."""
    person = _person(call)
    with words_in(spoken_to(person, call.municipality)):
        said = (
            _("Somebody else interprets this time. Thank you for your answer.")
            if call.was_taken
            else _("This appointment is no longer needed. Thank you for your answer.")
        )
        text = "\n\n".join([said, "\n".join(brief(call.appointment)[:2])])
        tell(person, subject=_("Interpreting: not needed"), text=text, now=now)


def tell_settled(appointment: Appointment, *, now: datetime) -> None:
    """Tell both sides who comes where; names of people travel by the desk alone."""
    if appointment.interpreter is None:
        return
    person: Helper = appointment.interpreter.offer.helper
    town = appointment.municipality
    language = spoken_to(person, town)
    with words_in(language):
        lines = [
            _("It is settled: please come."),
            when(appointment.spans[0]),
            "\n".join(details(appointment)),
        ]
        if can_follow_links(person):
            lines += [
                _("Your appointments, and what to do if you cannot come:"),
                own_address(appointment.interpreter, language),
                _("After the appointment please confirm the times here:"),
                report_address(appointment, language),
            ]
        text = "\n\n".join(lines)
        tell(
            person,
            subject=_("Interpreting: settled"),
            text=text,
            now=now,
            invitation=invitation(appointment, email=person.email, now=now)
            if person.email
            else None,
        )
    tell_institution(
        appointment,
        # The first name is what the institution needs at the door.
        gettext_noop("An interpreter comes: %(name)s."),
        now=now,
        with_invitation=True,
    )


def tell_off(
    appointment: Appointment, interpreter: Interpreter, *, now: datetime
) -> None:
    """Tell an interpreter that a settled appointment is off."""
    person = interpreter.offer.helper
    with words_in(spoken_to(person, appointment.municipality)):
        text = "\n\n".join(
            [
                _("The appointment is called off. Please do not come."),
                when(appointment.spans[0]),
            ]
        )
        tell(
            person,
            subject=_("Interpreting: called off"),
            text=text,
            now=now,
            invitation=invitation(appointment, email=person.email, now=now)
            if person.email
            else None,
        )


def tell_institution(
    appointment: Appointment,
    sentence: str,
    *,
    now: datetime,
    with_invitation: bool = False,
) -> None:
    """Write to whoever booked, with the way to their bookings."""
    booker = appointment.institution
    with words_in(booker.language):
        name = ""
        if appointment.interpreter is not None:
            name = appointment.interpreter.offer.helper.first_name
        today = now.date()
        facts = {
            "name": name,
            "language": language_name(appointment.language, today),
            "when": when(appointment.spans[0]),
        }
        text = "\n\n".join(
            [
                _(sentence) % facts,
                _("%(language)s, %(when)s") % facts,
                _("All your bookings:"),
                booking_address(booker),
            ]
        )
        notify(
            municipality=appointment.municipality_id,
            recipient=_booker(booker),
            subject=_("Your booking of an interpreter"),
            text=text,
            now=now,
            invitation=invitation(appointment, email=booker.email, now=now)
            if with_invitation
            else None,
        )


def tell_booker(
    institution: Institution, *, subject: str, text: str, now: datetime
) -> None:
    notify(
        municipality=institution.municipality_id,
        recipient=_booker(institution),
        subject=subject,
        text=text,
        now=now,
    )


def _booker(institution: Institution) -> Recipient:
    return Recipient(
        name=institution.contact,
        language=screen_language(institution.language),
        channel=Notice.Channel.MAIL,
        person=institution.pk,
        email=institution.email,
    )


def _person(call: Call) -> Helper:
    found: Helper = call.interpreter.offer.helper
    return found
