"""Editions of the data-protection notice: prepared, written, released for good."""

from datetime import date

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy.models import NoticeEdition
from hafen.mechanisms.privacy.queries import current_notice
from hafen.mechanisms.privacy.wording import GAP, proposal


class AlreadyReleased(DomainError):
    """What was released is not rewritten; a new edition takes its place."""


class NotComplete(DomainError):
    """A language of the portal has no text, or something is to be filled in."""

    def __init__(self, languages: list[str]) -> None:
        super().__init__(*languages)
        self.languages = languages


@transaction.atomic
def prepare(*, municipality: Municipality, today: date, by: User) -> NoticeEdition:
    """Begin an edition with the words that hold now, else with our proposal.

    :return: the one in preparation, where there is one
    """
    # The town is the lock: two of us begin one edition.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    rows = NoticeEdition.objects.filter(municipality=municipality)
    if begun := rows.filter(released_on__isnull=True).first():
        return begun
    number = rows.filter(edition__startswith=f"{today.year}-").count() + 1
    before = current_notice(municipality)
    row = NoticeEdition.objects.create(
        municipality=municipality,
        edition=f"{today.year}-{number}",
        texts=proposal(municipality) | (before.texts if before else {}),
    )
    audit.record(action="privacy.notice.prepared", subject=row, by=by)
    return row


@transaction.atomic
def save_texts(
    *, notice: NoticeEdition, texts: dict[str, str], expected: int | None, by: User
) -> NoticeEdition:
    """
    Write the words of an edition in preparation.

    :raises AlreadyReleased: when it is in use
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    row = locked(notice, expected=expected)
    if row.is_released:
        raise AlreadyReleased
    row.texts = texts
    save_next(row)
    audit.record(action="privacy.notice.written", subject=row, by=by)
    return row


@transaction.atomic
def release(*, notice: NoticeEdition, today: date, by: User) -> NoticeEdition:
    """
    Let an edition be given from now on, in every language of the portal.

    :raises AlreadyReleased: when it is in use
    :raises NotComplete: when a language has no text, or one has a gap
    """
    row = locked(notice, expected=None)
    if row.is_released:
        raise AlreadyReleased
    texts = {tag: row.texts.get(tag, "") for tag in row.municipality.languages}
    wanting = [tag for tag, text in texts.items() if not text or GAP in text]
    if wanting:
        raise NotComplete(wanting)
    row.released_on = today
    save_next(row)
    audit.record(action="privacy.notice.released", subject=row, by=by)
    return row
