"""News to volunteers: each in their language, by their way, with a receipt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.core.places.models import Municipality
from hafen.exchange.pool import services as pool
from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.errors import WrongStage
from hafen.exchange.volunteers.models import Message, Receipt, Volunteer

_WRITTEN = (Notice.Channel.MAIL, Notice.Channel.LETTER)


@transaction.atomic
def send_news(
    *,
    municipality: Municipality,
    data: Mapping[str, Any],
    recipients: Sequence[Volunteer],
    by: User,
    now: datetime,
) -> Message:
    """
    Send news to everybody on a list, once each; what cannot be written is logged.

    :param recipients: those of the list who have agreed to get news, or belong to
        the groups that are meant
    :raises WrongStage: if nobody would get it
    """
    if not recipients:
        raise WrongStage
    message = Message.objects.create(
        municipality=municipality, sent_at=now, sent_by=by, **data
    )
    for volunteer in recipients:
        _tell(message, volunteer, now=now)
    audit.record(action="volunteers.news.sent", subject=message, by=by)
    return message


def _tell(message: Message, volunteer: Volunteer, *, now: datetime) -> None:
    helper = volunteer.helper
    way = helper.channel if helper.channel in _WRITTEN else ""
    language = pool.spoken_to(helper, message.municipality)
    subject, text = message.said_in(language, message.municipality.default_language)
    with translation.override(language):
        lines = [text, _foot(message, volunteer)]
        if way:
            try:
                pool.tell(helper, subject=subject, text="\n\n".join(lines), now=now)
            except pool.NoWayToTell:
                way = ""
    Receipt.objects.create(
        municipality_id=message.municipality_id,
        message=message,
        volunteer=volunteer,
        way=way,
    )


def _foot(message: Message, volunteer: Volunteer) -> str:
    """Return the way to the own page: to acknowledge, and to get no more news."""
    said = (
        _("Please say on your page that you have read this:")
        if message.asks_reply
        else _("On your page you can end this news at any time:")
    )
    return f"{said}\n{keys.own_address(volunteer)}"


@transaction.atomic
def acknowledge_news(*, receipt: Receipt, now: datetime) -> Receipt:
    """Note that somebody has read it; twice is once."""
    fresh = locked(receipt, expected=None)
    if fresh.acknowledged_at is None:
        fresh.acknowledged_at = now
        save_next(fresh)
    return fresh


@transaction.atomic
def archive_news(*, message: Message, by: User) -> Message:
    """Take news off the pages of volunteers; the log keeps it."""
    fresh = locked(message, expected=None)
    fresh.is_archived = True
    save_next(fresh)
    audit.record(action="volunteers.news.archived", subject=fresh, by=by)
    return fresh
