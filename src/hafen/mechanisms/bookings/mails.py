"""What people are told about their registration, by the way that reaches them."""

from datetime import datetime
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from hafen.core.mail import notices
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.mechanisms.bookings.links import address_of
from hafen.mechanisms.bookings.models import Bookable, Registrant, Registration

Channel = notices.Channel


def tell(registration: Registration, what: str, *, now: datetime) -> None:
    """Tell the person where the registration stands; nobody when names are gone."""
    person = Registrant.objects.filter(registration=registration).first()
    if person is None:
        return
    municipality = registration.bookable.municipality
    recipient = recipient_of(person, registration, municipality)
    with words_in(recipient.language):
        subject, sentences = _words(registration, what)
        text = _letter(registration, person, municipality, sentences)
    _send(municipality, recipient, subject, text, now)


def write(registration: Registration, text: str, *, now: datetime) -> None:
    """Send the manager's own words, with what the registration is for."""
    person = Registrant.objects.filter(registration=registration).first()
    if person is None:
        return
    municipality = registration.bookable.municipality
    recipient = recipient_of(person, registration, municipality)
    with words_in(recipient.language):
        values = _values(registration)
        subject = _("About your registration: %(title)s") % values
        body = _letter(registration, person, municipality, [text])
    _send(municipality, recipient, subject, body, now)


def recipient_of(
    person: Registrant, registration: Registration, municipality: Municipality
) -> notices.Recipient:
    way = _way(person)
    # A call is made by a colleague, who reads the words in the town's language.
    called = way == Channel.TELEPHONE
    reader = municipality.default_language if called else registration.language
    return notices.Recipient(
        name=person.name,
        language=screen_language(reader),
        channel=way,
        person=registration.pk,
        address=person.address,
        phone=person.phone,
        email=person.email,
    )


def _way(person: Registrant) -> Channel:
    if person.email:
        return Channel.MAIL
    if person.address and not person.phone:
        return Channel.LETTER
    return Channel.TELEPHONE


def _send(
    municipality: Municipality,
    recipient: notices.Recipient,
    subject: str,
    text: str,
    now: datetime,
) -> None:
    if not (recipient.email or recipient.phone or recipient.address):
        return  # entered by staff, who tell the person themselves
    notices.notify(
        municipality=municipality.pk,
        recipient=recipient,
        subject=subject[:200],
        text=text,
        now=now,
    )


def _words(registration: Registration, what: str) -> tuple[str, list[str]]:
    values = _values(registration)
    said = {
        "confirmed": (
            _("You are registered: %(title)s"),
            [_("Your place is reserved. We look forward to seeing you.")],
        ),
        "requested": (
            _("We have received your registration: %(title)s"),
            [_("We decide on each registration and will tell you soon.")],
        ),
        "waiting": (
            _("You are on the waiting list: %(title)s"),
            [
                _("All places are taken at the moment."),
                _("As soon as a place is free for you, we will tell you."),
            ],
        ),
        "offered": (
            _("A place is free for you: %(title)s"),
            [
                _("Please tell us until %(until)s whether you take the place."),
                _("After that somebody else gets it."),
            ],
        ),
        "expired": (
            _("Your offer has ended: %(title)s"),
            [_("We did not hear from you, so the place goes to somebody else.")],
        ),
        "declined": (
            _("We cannot offer you a place: %(title)s"),
            [_("We are sorry. This time we have no place for you.")],
        ),
        "withdrawn": (
            _("Your registration is cancelled: %(title)s"),
            [_("You have no place reserved any more.")],
        ),
        "cancelled": (
            _("This event does not take place: %(title)s"),
            [_("We are sorry. You do not need to do anything.")],
        ),
        "moved": (
            _("New time or place: %(title)s"),
            [_("Please look at the new time and place.")],
        ),
        "reminder": (
            _("Reminder: %(title)s"),
            [_("If you cannot come, please give your place to somebody else.")],
        ),
    }
    subject, sentences = said[what]
    return subject % values, [sentence % values for sentence in sentences]


def _letter(
    registration: Registration,
    person: Registrant,
    municipality: Municipality,
    sentences: list[str],
) -> str:
    values = _values(registration)
    parts = [
        _("Good day %(name)s,") % {"name": person.name},
        "\n".join(sentences),
        "\n".join(
            line
            for line in (values["title"], values["when"], registration.bookable.place)
            if line
        ),
    ]
    if person.email:
        link = address_of(
            person, slug=municipality.slug, language=registration.language
        )
        parts.append(_("Here you see your registration and can change it:"))
        parts.append(link)
    return "\n\n".join(parts)


def _values(registration: Registration) -> dict[str, Any]:
    bookable = registration.bookable
    language = translation.get_language() or "de"
    return {
        "title": bookable.title_in(language),
        "when": in_words(bookable.starts_at, with_hour=bookable.is_timed),
        "until": in_words(registration.offered_until)
        if registration.offered_until
        else "",
    }


def day_and_place(bookable: Bookable) -> str:
    """Return when and where, as it stands above a list to sign."""
    day = in_words(bookable.starts_at, with_hour=bookable.is_timed)
    return " · ".join(part for part in (day, bookable.place) if part)


def in_words(moment: datetime, *, with_hour: bool = True) -> str:
    """Return day and time on the clock of the town, in the active language."""
    shape = "DATETIME_FORMAT" if with_hour else "DATE_FORMAT"
    return formats.date_format(timezone.localtime(moment), shape)
