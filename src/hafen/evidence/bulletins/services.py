from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.evidence.bulletins import mails, queries
from hafen.evidence.bulletins.models import (
    Bulletin,
    BulletinCopy,
    BulletinLine,
    BulletinRefusal,
)
from hafen.information.directory import services as directory
from hafen.information.directory.models import Gap, Service
from hafen.mechanisms.todos import services as todos
from hafen.network.organisations.models import Organisation

ANSWERED = "bulletins.answered"
ANSWERED_TITLE = gettext_noop("A partner answered the needs bulletin: look at it")


class NothingChosen(DomainError):
    """A bulletin tells at least one need to at least one organisation."""


class AlreadySent(DomainError):
    """The needs of this quarter were told already."""


class AlreadyAnswered(DomainError):
    """The organisation has answered this need, or it is no gap any more."""


@transaction.atomic
def send_bulletin(
    *,
    municipality: Municipality,
    period: tuple[date, date],
    chosen: Collection[str],
    organisations: Collection[Organisation],
    note: str,
    by: User,
    now: datetime,
) -> Bulletin:
    """
    Tell partners the needs that a person has chosen; each becomes a reported gap.

    :param chosen: keys of needs; numbers are counted anew, never taken from a form
    :param organisations: who has refused meanwhile is told nothing
    :raises NothingChosen: without a need, or without anybody to tell
    :raises AlreadySent: when the needs of the quarter were told before
    """
    found = [
        need for need in queries.needs(municipality, *period) if need.key in chosen
    ]
    keys = [organisation.pk for organisation in organisations]
    told = list(queries.partners(municipality).filter(pk__in=keys))
    if not found or not told:
        raise NothingChosen
    first, last = period
    row = Bulletin(municipality=municipality, first=first, last=last, note=note)
    row.sent_by = by
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySent from error
    for need in found:
        BulletinLine.objects.create(
            municipality=municipality,
            bulletin=row,
            gap=_gap(municipality, need, by=by, now=now),
            number=need.number,
        )
    for organisation in told:
        copy = BulletinCopy.objects.create(
            municipality=municipality, bulletin=row, organisation=organisation
        )
        mails.send(copy, found)
    audit.record(
        action="bulletins.bulletin.sent",
        subject=row,
        by=by,
        details={"needs": len(found), "organisations": len(told)},
    )
    return row


def _gap(
    municipality: Municipality, need: queries.Need, *, by: User, now: datetime
) -> Gap:
    """Report the need in the directory, and tell it to all partners there."""
    data = directory.GapData(
        topic=need.domain, district=need.district, people=need.number
    )
    gap = directory.report_gap(municipality=municipality, data=data, by=by)
    if gap.released_at is None:
        directory.release_gap(gap=gap, by=by, now=now)
    return gap


@transaction.atomic
def answer(
    *, copy: BulletinCopy, line: BulletinLine, name: str, summary: str, now: datetime
) -> Service:
    """
    Answer a need by an offer in preparation; editors decide when it is public.

    Whoever sent the bulletin finds it on Today.

    :raises AlreadyAnswered: by this organisation, or when the gap is closed
    """
    # The line is the lock: a form that is sent twice makes one offer.
    BulletinLine.objects.select_for_update().get(pk=line.pk)
    own = line.gap.answers.filter(service__organisation=copy.organisation)
    if own.exists():
        raise AlreadyAnswered
    try:
        made = directory.answer_gap(
            gap=line.gap,
            organisation=copy.organisation,
            name=name,
            summary=summary,
            by=None,
            now=now,
        )
    except directory.AlreadyDecided as error:
        raise AlreadyAnswered from error
    _tell_sender(copy.bulletin, timezone.localdate(now))
    return made


def _tell_sender(bulletin: Bulletin, today: date) -> None:
    receiver = queries.receiver_of_answers(bulletin, today=today)
    if receiver is None:
        return
    todos.create_todo(
        municipality=bulletin.municipality,
        kind=ANSWERED,
        title=ANSWERED_TITLE,
        today=today,
        owner=receiver,
        subject_type="bulletins.bulletin",
        subject_id=bulletin.pk,
    )


@transaction.atomic
def refuse(*, organisation: Organisation, by: User | None) -> None:
    """Send an organisation no more bulletins; twice is once.

    :param by: who notes it at the desk; None: the organisation, by its link
    """
    row, is_new = BulletinRefusal.objects.get_or_create(
        organisation=organisation,
        defaults={
            "municipality_id": organisation.municipality_id,
            "by_link": by is None,
        },
    )
    if is_new:
        audit.record(action="bulletins.refused", subject=row, by=by)


@transaction.atomic
def want_again(*, organisation: Organisation, by: User | None) -> None:
    """Send an organisation the bulletins to come again."""
    for row in BulletinRefusal.objects.filter(organisation=organisation):
        audit.record(action="bulletins.wanted_again", subject=row, by=by)
        row.delete()


@transaction.atomic
def save_settings(
    *, municipality: Municipality, special_least: int, expected: int | None, by: User
) -> None:
    """
    Decide from which number on special areas are told.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    found = queries.settings_of(municipality)
    is_new = found.created_at is None
    row = found if is_new else locked(found, expected=expected)
    row.special_least = special_least
    save_next(row)
    audit.record(
        action="bulletins.settings.saved",
        subject=row,
        by=by,
        details={"special_least": special_least},
    )
