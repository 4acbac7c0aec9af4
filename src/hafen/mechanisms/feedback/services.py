import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from hafen.core.accounts.models import User
from hafen.core.audit.services import record
from hafen.core.db.errors import DomainError
from hafen.core.db.identifiers import uuid7
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.feedback.models import FeedbackEntry

MOST_PER_SENDER = 5
MOST_PER_MUNICIPALITY = 200
WINDOW_SECONDS = 3_600


class TooManyMessages(DomainError):
    """A sender, or all together, wrote more within the hour than is believable."""


class AlreadyDone(DomainError):
    """A colleague has already closed this entry."""


@transaction.atomic
def send_feedback(
    *,
    municipality: Municipality,
    kind: str,
    page: str,
    language: str,
    message: str,
    reply_to: str,
    sender: str,
    now: datetime,
) -> FeedbackEntry:
    """
    Keep what a visitor wrote.

    :param sender: the network address; only a keyed hash of it is counted
    :raises TooManyMessages: when the limit of the hour is reached
    """
    count_sending(municipality, f"{sender}", MOST_PER_SENDER, now)
    count_sending(municipality, "", MOST_PER_MUNICIPALITY, now)
    return FeedbackEntry.objects.create(
        municipality=municipality,
        kind=kind,
        page=page[:300],
        language=language,
        message=message,
        reply_to=reply_to,
    )


@transaction.atomic
def close_feedback(
    *,
    entry: FeedbackEntry,
    outcome: str,
    expected: int | None,
    by: User,
    now: datetime,
) -> FeedbackEntry:
    """
    Mark an entry as done and keep what was done about it.

    :raises AlreadyDone: if a colleague was faster
    :raises LostUpdate: if it changed since it was read
    """
    entry = locked(entry, expected=expected)
    if not entry.is_open:
        raise AlreadyDone
    entry.state = FeedbackEntry.State.DONE
    entry.outcome = outcome
    entry.handled_at = now
    entry.handled_by = by
    save_next(entry)
    record(action="feedback.entry.done", subject=entry, by=by)
    return entry


def count_sending(
    municipality: Municipality, sender: str, most: int, now: datetime
) -> None:
    """
    Count one sending within the hour; rooms with forms of their own call it too.

    :param sender: the network address, or what else is counted; stored as a
        keyed hash
    :raises TooManyMessages: when the limit of the hour is reached
    """
    hour = int(now.timestamp()) // WINDOW_SECONDS
    key = hmac.new(
        settings.SECRET_KEY.encode(), f"{sender}|{hour}".encode(), hashlib.sha256
    ).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feedback_sendingcount"
            " (id, municipality_id, sender, times, created_at, updated_at, version)"
            " VALUES (%s, %s, %s, 1, %s, %s, 1)"
            " ON CONFLICT (municipality_id, sender)"
            " DO UPDATE SET times = feedback_sendingcount.times + 1, updated_at = %s"
            " RETURNING times",
            [uuid7(), municipality.pk, key, now, now, now],
        )
        (times,) = cursor.fetchone()
    if times > most:
        raise TooManyMessages
