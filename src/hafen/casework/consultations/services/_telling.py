"""Whoever has an appointment is told in their language, by what reaches them."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.casework.cases.models import Client
from hafen.casework.consultations import keys
from hafen.casework.consultations.calendars import invitation, place
from hafen.casework.consultations.models import Appointment, OnlineRequest, Visitor
from hafen.core.db.languages import comma
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.core.taxonomy.reference import words_in

CONFIRM = gettext_noop("Please confirm your appointment")
CONFIRMED = gettext_noop("Your appointment")
MOVED = gettext_noop("Your appointment has another time")
REMINDED = gettext_noop("Your appointment is tomorrow")
OFF = gettext_noop("Your appointment is called off")


def tell(row: Appointment, heading: str, now: datetime) -> None:
    """Tell the person when and where; nobody where nobody is known."""
    online = OnlineRequest.objects.filter(appointment=row).first()
    if online is not None:
        _write(online, row, heading, now)
        return
    visitor = Visitor.objects.filter(appointment=row).select_related("client").first()
    client = visitor.client if visitor else None
    if client is None:
        return
    language = next(iter(client.languages), row.municipality.default_language)
    with words_in(language):
        subject, lines = _(heading), _lines(row, heading)
    notify(
        municipality=row.municipality_id,
        recipient=_recipient(client, language),
        subject=subject,
        text="\n".join(lines),
        now=now,
    )


def _lines(row: Appointment, heading: str) -> list[str]:
    begins = timezone.localtime(row.starts_at)
    phone = [row.site.phone] if row.site.phone else []
    return [f"{_(heading)}:", _when(begins), place(row.site), *phone]


def _when(begins: datetime) -> str:
    day = date_format(begins, "SHORT_DATE_FORMAT")
    return comma().join((date_format(begins, "l"), day, time_format(begins)))


def _write(
    online: OnlineRequest, row: Appointment, heading: str, now: datetime
) -> None:
    """Write to whoever asked online: with the way back, and for the calendar."""
    is_in_calendar = row.is_arranged or not row.is_living
    with words_in(online.language):
        subject, lines = _(heading), _lines(row, heading)
        if row.is_held:
            until = time_format(timezone.localtime(online.held_until))
            kept = _("This time is kept for you until %(time)s. Confirm it here:")
            lines += ["", kept % {"time": until}, keys.address(online)]
        elif row.is_living:
            lines += ["", _("Here you can move or cancel it:"), keys.address(online)]
        invited = invitation(row, email=online.email, now=now)
    notify(
        municipality=row.municipality_id,
        recipient=_by_mail(online),
        subject=subject,
        text="\n".join(lines),
        now=now,
        invitation=invited if is_in_calendar else None,
    )


def tell_enough(found: list[OnlineRequest], now: datetime) -> None:
    """Tell an address, and nobody else, for which appointments it has asked."""
    first = found[0]
    with words_in(first.language):
        subject = _("You have asked for appointments already")
        lines = [f"{subject}:"]
        for online in found:
            lines += [
                "",
                _when(timezone.localtime(online.appointment.starts_at)),
                place(online.appointment.site),
                keys.address(online),
            ]
    notify(
        municipality=first.municipality_id,
        recipient=_by_mail(first),
        subject=subject,
        text="\n".join(lines),
        now=now,
    )


def _by_mail(online: OnlineRequest) -> Recipient:
    return Recipient(
        name="",
        language=online.language,
        channel=Notice.Channel.MAIL,
        person=online.appointment_id,
        email=online.email,
    )


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
