"""What interpreters and institutions are told, by the way that reaches them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Invitation, Recipient, notify
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.exchange.interpreting import keys
from hafen.exchange.interpreting.invitations import invitation
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Institution,
    Interpreter,
    Span,
)
from hafen.exchange.interpreting.words import brief, details, language_name, when
from hafen.exchange.pool.models import Helper
from hafen.exchange.pool.services import (
    can_follow_links,
    spoken_to,
    tell,
    tell_behind,
)


def address(name: str, town: Municipality, language: str, *parts: object) -> str:
    path = reverse(f"interpreting_public:{name}", args=[town.slug, language, *parts])
    return f"{settings.PUBLIC_URL}{path}"


def own_address(interpreter: Interpreter, language: str) -> str:
    code = keys.code(keys.OWN, interpreter.pk)
    return address("own", interpreter.municipality, language, interpreter.pk, code)


def expenses_address(helper: Helper) -> str:
    """Return where an interpreter claims expenses; nothing of whoever is none."""
    found = Interpreter.objects.filter(offer__helper=helper).first()
    if found is None:
        return ""
    language = spoken_to(helper, helper.municipality)
    return f"{own_address(found, language)}expenses/"


def booking_address(institution: Institution) -> str:
    code = keys.booking_code(institution)
    town = institution.municipality
    return address("bookings", town, institution.language, institution.pk, code)


def report_address(appointment: Appointment, language: str) -> str:
    code = keys.times_code(appointment)
    return address("report", appointment.municipality, language, appointment.pk, code)


def tell_called(calls: Sequence[Call], *, now: datetime) -> None:
    """Ask: one message, however many dates of a series it is about."""
    first = calls[0]
    person, town = _person(first), first.municipality
    language = spoken_to(person, town)
    with words_in(language):
        parts = ["\n".join(brief(call.appointment)) for call in calls]
        lines = [_("Can you interpret?"), *parts]
        text = "\n\n".join([*lines, *_answer_here(first, person, language)])
        tell(
            person,
            subject=_("Can you interpret?"),
            text=text,
            now=now,
            due_at=first.answer_by,
        )


def tell_released(calls: Sequence[Call], *, now: datetime) -> None:
    """Nobody is left without an answer: whoever was asked hears how it ended."""
    first = calls[0]
    with words_in(spoken_to(_person(first), first.municipality)):
        said = (
            _("Somebody else interprets this time. Thank you for your answer.")
            if first.was_taken
            else _("This appointment is no longer needed. Thank you for your answer.")
        )
        dates = ["\n".join(brief(call.appointment)[:2]) for call in calls]
        text = "\n\n".join([said, *dates])
        tell_behind(
            first.interpreter.offer,
            by=None,
            subject=_("Interpreting: not needed"),
            text=text,
            now=now,
        )


@dataclass
class Changes:
    """What one interpreter hears of a change, in one message.

    :param kept: appointments that stay agreed, with other details
    :param asked: questions that are open again
    :param gone: dates for which they do not fit any more
    :param off: appointments that were settled and are not any more, for the calendar
    """

    kept: list[Appointment] = field(default_factory=list)
    asked: list[Call] = field(default_factory=list)
    gone: list[Span] = field(default_factory=list)
    off: list[Appointment] = field(default_factory=list)


def tell_changed(interpreter: Interpreter, changes: Changes, *, now: datetime) -> None:
    person: Helper = interpreter.offer.helper
    town = interpreter.municipality
    language = spoken_to(person, town)
    with words_in(language):
        lines = []
        if changes.kept:
            lines.append(_("It stays agreed that you come; the details have changed:"))
            lines += [
                "\n".join([when(row.spans[0]), *details(row)]) for row in changes.kept
            ]
        if changes.asked:
            lines.append(_("The booking has changed. Can you interpret as it is now?"))
            lines += ["\n".join(brief(call.appointment)) for call in changes.asked]
            lines += _answer_here(changes.asked[0], person, language)
        if changes.gone:
            lines.append(_("The booking has changed; these dates are off for you:"))
            lines += [when(span) for span in changes.gone]
        rows = changes.kept or changes.off
        tell(
            person,
            subject=_("Interpreting: changed"),
            text="\n\n".join(lines),
            now=now,
            due_at=changes.asked[0].answer_by if changes.asked else None,
            invitation=_invited(rows, person, now=now),
        )


def _answer_here(call: Call, person: Helper, language: str) -> list[str]:
    if not can_follow_links(person):
        return []
    code = keys.code(keys.CALL, call.pk)
    where = address("call", call.municipality, language, call.pk, code)
    return [_("Please answer here, no sign-in is needed:"), where]


def _invited(
    rows: Sequence[Appointment], person: Helper, *, now: datetime
) -> Invitation | None:
    if not rows or not person.email:
        return None
    return invitation(rows, email=person.email, now=now)


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
            invitation=_invited([appointment], person, now=now),
        )
    tell_institution(
        [appointment],
        # The first name is what the institution needs at the door.
        gettext_noop("An interpreter comes: %(name)s."),
        now=now,
        with_invitation=True,
    )


def tell_off(
    rows: Sequence[Appointment], interpreter: Interpreter, *, now: datetime
) -> None:
    """Tell an interpreter that settled appointments are off."""
    person = interpreter.offer.helper
    with words_in(spoken_to(person, rows[0].municipality)):
        said = ngettext(
            "The appointment is called off. Please do not come.",
            "The appointments are called off. Please do not come.",
            len(rows),
        )
        text = "\n\n".join([said, *(when(row.spans[0]) for row in rows)])
        tell(
            person,
            subject=_("Interpreting: called off"),
            text=text,
            now=now,
            invitation=_invited(rows, person, now=now),
        )


def tell_institution(
    rows: Sequence[Appointment],
    sentence: str,
    *,
    now: datetime,
    with_invitation: bool = False,
) -> None:
    """Write to whoever booked, with the way to their bookings."""
    first = rows[0]
    booker = first.institution
    with words_in(booker.language):
        name = ""
        if first.interpreter is not None:
            name = first.interpreter.offer.helper.first_name
        language = language_name(first.language, timezone.localdate(now))
        dates = [
            _("%(language)s, %(when)s")
            % {"language": language, "when": when(row.spans[0])}
            for row in rows
        ]
        text = "\n\n".join(
            [
                _(sentence) % {"name": name},
                "\n".join(dates),
                _("All your bookings:"),
                booking_address(booker),
            ]
        )
        notify(
            municipality=first.municipality_id,
            recipient=_booker(booker),
            subject=_("Your booking of an interpreter"),
            text=text,
            now=now,
            invitation=invitation(rows, email=booker.email, now=now)
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
