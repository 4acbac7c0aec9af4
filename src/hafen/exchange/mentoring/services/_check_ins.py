"""How it goes: both are asked at their times, and the owner has it on Today."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next
from hafen.exchange.mentoring.errors import AlreadyAnswered, NotThisFar
from hafen.exchange.mentoring.models import (
    WEEKS,
    CheckIn,
    CheckInAnswer,
    Side,
    Sponsorship,
)
from hafen.exchange.mentoring.services import _owners as owners
from hafen.exchange.mentoring.services._addresses import check_in_address
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.errors import NoWayToTell

_DAYS_TO_ASK = 7


def plan_check_ins(row: Sponsorship, *, today: date) -> None:
    """Set the days on which both are asked how it goes."""
    row.began_on = row.began_on or today
    save_next(row)
    for weeks in WEEKS:
        CheckIn.objects.get_or_create(
            municipality_id=row.municipality_id,
            sponsorship=row,
            weeks=weeks,
            defaults={"due_on": row.began_on + timedelta(weeks=weeks)},
        )


def stop_check_ins(row: Sponsorship, *, by: User | None, now: datetime) -> None:
    """Ask nothing more; what waited for the owner is done."""
    today = timezone.localdate(now)
    if row.ended_on is None:
        row.ended_on = today
        save_next(row)
    owners.relieve(
        owners.AGREE, municipality=row.municipality, subject=row.pk, by=by, now=now
    )
    for check in CheckIn.objects.select_for_update().filter(
        sponsorship=row, closed_at__isnull=True
    ):
        _close(check, by=by, now=now)


@transaction.atomic
def ask_due(*, municipality_id: UUID, now: datetime) -> int:
    """Ask both of each sponsorship whose day has come; return how many were due."""
    today = timezone.localdate(now)
    rows = CheckIn.objects.select_for_update(of=("self",)).filter(
        municipality=municipality_id,
        due_on__lte=today,
        asked_at__isnull=True,
        closed_at__isnull=True,
    )
    found = list(
        rows.select_related(
            "municipality",
            "sponsorship__owner",
            "sponsorship__match__need__seeker__municipality",
            "sponsorship__match__offer__helper__municipality",
        ).order_by("due_on", "pk")
    )
    for check in found:
        for side in Side.values:
            _ask(check, side, now=now)
        check.asked_at = now
        save_next(check)
        owners.remind(
            owners.CHECK,
            municipality=check.municipality,
            owner=check.sponsorship.owner,
            subject=check.pk,
            due_on=today + timedelta(days=_DAYS_TO_ASK),
            today=today,
        )
    return len(found)


def _ask(check: CheckIn, side: str, *, now: datetime) -> None:
    """Send the question; who cannot be reached is asked by the owner."""
    person = check.sponsorship.person(side)
    with translation.override(pool.spoken_to(person, person.municipality)):
        text = _("You are part of a sponsorship. How is it going?")
        if pool.can_follow_links(person):
            asked = _("Please answer here, no sign-in is needed:")
            text = f"{text}\n\n{asked}\n{check_in_address(check, side, person)}"
        try:
            pool.tell(person, subject=_("How is it going?"), text=text, now=now)
        except NoWayToTell:
            return


@transaction.atomic
def answer_check_in(
    *,
    check_in: CheckIn,
    side: str,
    mood: str,
    note: str,
    now: datetime,
    by: User | None = None,
) -> CheckInAnswer:
    """
    Keep how it goes for one side; the first answer counts.

    :param by: who notes it for the person, after a call
    :raises AlreadyAnswered: when this side has answered
    :raises NotThisFar: when nothing is asked any more
    """
    check = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if check.closed_at is not None and not check.answers.filter(side=side).exists():
        raise NotThisFar
    try:
        with transaction.atomic():
            row = CheckInAnswer.objects.create(
                municipality_id=check.municipality_id,
                check_in=check,
                side=side,
                mood=mood,
                note=note,
                at=now,
                noted_by=by,
            )
    except IntegrityError as refused:
        raise AlreadyAnswered from refused
    audit.record(action="mentoring.check_in.answered", subject=check, by=by)
    if row.wants_to_talk:
        today = timezone.localdate(now)
        owners.remind(
            owners.TALK,
            municipality=check.municipality,
            owner=check.sponsorship.owner,
            subject=check.pk,
            due_on=today + timedelta(days=2),
            today=today,
            by=by,
        )
    if check.answers.count() == len(Side.values):
        _close(check, by=by, now=now, keeps_talk=True)
    return row


def _close(
    check: CheckIn, *, by: User | None, now: datetime, keeps_talk: bool = False
) -> None:
    check.closed_at = now
    save_next(check)
    kinds = (owners.CHECK,) if keeps_talk else (owners.CHECK, owners.TALK)
    owners.relieve(
        *kinds, municipality=check.municipality, subject=check.pk, by=by, now=now
    )
