"""From the first word to the last: how a volunteer moves from stage to stage."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Clearance, Offer, Posting
from hafen.exchange.volunteers.errors import ReasonMissing, TalkFirst, WrongStage
from hafen.exchange.volunteers.models import (
    NEEDED,
    Exit,
    Proof,
    Stage,
    Talk,
    Volunteer,
)
from hafen.exchange.volunteers.queries import first_talks
from hafen.exchange.volunteers.services import _owners as owners
from hafen.exchange.volunteers.services._locks import lock_with_offers

Decision = Talk.Decision


def move(
    volunteer: Volunteer,
    stage: Stage,
    *,
    due_on: date | None,
    by: User | None,
    now: datetime,
) -> None:
    """Save the stage and ask for what comes next; call it on a locked row."""
    today = timezone.localdate(now)
    volunteer.stage, volunteer.stage_since = stage, today
    volunteer.due_on = due_on
    save_next(volunteer)
    owners.relieve(volunteer.municipality, volunteer.pk, owners.NEXT, by=by, now=now)
    owners.ask_next(volunteer, today=today, by=by)
    audit.record(
        action=f"volunteers.volunteer.{stage.lower()}", subject=volunteer, by=by
    )


@transaction.atomic
def arrange_talk(
    *, volunteer: Volunteer, on: date, by: User, now: datetime
) -> Volunteer:
    """
    Note the day of the first talk.

    :raises WrongStage: if it was held already
    """
    fresh = locked(volunteer, expected=None)
    if fresh.stage not in {Stage.CONTACT, Stage.TALK}:
        raise WrongStage
    move(fresh, Stage.TALK, due_on=on, by=by, now=now)
    return fresh


@transaction.atomic
def hold_talk(
    *,
    volunteer: Volunteer,
    kind: str,
    on: date,
    decision: str,
    note: str,
    by: User,
    now: datetime,
    paused_until: date | None = None,
) -> Talk:
    """
    Note a talk; after the first one its decision says what comes next.

    :raises WrongStage: if there is no first talk to be held
    """
    [fresh] = lock_with_offers(volunteer)
    is_first = kind == Talk.Kind.FIRST
    if is_first and (
        fresh.stage not in {Stage.CONTACT, Stage.TALK, Stage.PAUSED}
        or has_talked(fresh)
    ):
        raise WrongStage
    talk = Talk.objects.create(
        municipality_id=fresh.municipality_id,
        volunteer=fresh,
        kind=kind,
        on=on,
        decision=decision if is_first else "",
        note=note,
        by=by,
    )
    audit.record(action="volunteers.talk.held", subject=talk, by=by)
    if is_first:
        _follow(fresh, decision, paused_until, by=by, now=now)
    return talk


def _follow(
    volunteer: Volunteer,
    decision: str,
    paused_until: date | None,
    *,
    by: User,
    now: datetime,
) -> None:
    if decision == Decision.UNSUITABLE:
        leave(volunteer=volunteer, reason=Exit.UNSUITABLE, by=by, now=now)
        return
    today = timezone.localdate(now)
    due_on = owners.days_later(volunteer.municipality, today)
    if decision == Decision.DEFERRED:
        volunteer.paused_until = paused_until
        move(volunteer, Stage.PAUSED, due_on=paused_until or due_on, by=by, now=now)
        return
    raise_clearance(volunteer, Clearance.TALK)
    open_offers(volunteer)
    move(volunteer, Stage.DOCUMENTS, due_on=due_on, by=by, now=now)
    advance(volunteer, by=by, now=now)


def has_talked(volunteer: Volunteer) -> bool:
    return first_talks().filter(volunteer=volunteer).exists()


def missing_proofs(volunteer: Volunteer, today: date) -> list[str]:
    """Return what has to be signed before anybody begins, and is not."""
    held = {
        proof.kind
        for proof in Proof.objects.filter(volunteer=volunteer)
        if proof.holds_on(today)
    }
    return [kind for kind in NEEDED if kind not in held]


def advance(volunteer: Volunteer, *, by: User | None, now: datetime) -> None:
    """Let somebody whose documents are complete be ready; on a locked row."""
    today = timezone.localdate(now)
    if volunteer.stage != Stage.DOCUMENTS or missing_proofs(volunteer, today):
        return
    due_on = owners.days_later(volunteer.municipality, today)
    move(volunteer, Stage.READY, due_on=due_on, by=by, now=now)


def raise_clearance(volunteer: Volunteer, level: int) -> None:
    helper = volunteer.helper
    if helper.clearance < level:
        helper.clearance, helper.clearance_until = level, None
        save_next(helper)


@transaction.atomic
def pause(
    *, volunteer: Volunteer, until: date | None, by: User | None, now: datetime
) -> Volunteer:
    """
    Ask somebody for nothing for a while; offers rest.

    :raises WrongStage: if the volunteer has left
    """
    [fresh] = lock_with_offers(volunteer)
    if fresh.has_left:
        raise WrongStage
    fresh.paused_until = until
    Offer.objects.filter(helper=fresh.helper, state=Posting.State.OPEN).update(
        state=Posting.State.PAUSED
    )
    today = timezone.localdate(now)
    due_on = until or owners.days_later(fresh.municipality, today)
    move(fresh, Stage.PAUSED, due_on=due_on, by=by, now=now)
    return fresh


@transaction.atomic
def go_on(*, volunteer: Volunteer, by: User | None, now: datetime) -> Volunteer:
    """
    End a pause; or welcome back somebody who had left, from the first contact on.

    :raises WrongStage: if the volunteer neither pauses nor has left
    """
    [fresh] = lock_with_offers(volunteer)
    if fresh.stage not in {Stage.PAUSED, Stage.LEFT}:
        raise WrongStage
    has_returned, talked = fresh.has_left, has_talked(fresh)
    today = timezone.localdate(now)
    if has_returned and fresh.owner is None and fresh.team is None:
        fresh.owner, fresh.team = owners.receiver(fresh.municipality, today)
    fresh.paused_until = fresh.left_on = None
    fresh.exit_reason, fresh.may_return = "", False
    due_on = owners.days_later(fresh.municipality, today)
    if has_returned or not talked:
        move(fresh, Stage.CONTACT, due_on=due_on, by=by, now=now)
        return fresh
    open_offers(fresh)
    move(fresh, Stage.DOCUMENTS, due_on=due_on, by=by, now=now)
    advance(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def leave(
    *,
    volunteer: Volunteer,
    reason: str,
    by: User | None,
    now: datetime,
    may_return: bool = False,
) -> Volunteer:
    """
    Note that somebody leaves, and why; offers are withdrawn.

    :raises ReasonMissing: without a reason
    :raises WrongStage: if the volunteer has left already
    """
    if not reason:
        raise ReasonMissing
    [fresh] = lock_with_offers(volunteer)
    if fresh.has_left:
        raise WrongStage
    fresh.left_on = timezone.localdate(now)
    fresh.exit_reason, fresh.may_return = reason, may_return
    fresh.paused_until = None
    for offer in Offer.objects.filter(
        helper=fresh.helper, state__in=[Posting.State.OPEN, Posting.State.PAUSED]
    ):
        pool.stop_posting(posting=offer, state=Posting.State.WITHDRAWN, by=by, now=now)
    owners.relieve(fresh.municipality, fresh.pk, owners.PROOF, by=by, now=now)
    move(fresh, Stage.LEFT, due_on=None, by=by, now=now)
    return fresh


def refuse_before_talk(volunteer: Volunteer) -> None:
    """
    Refuse what comes after the first talk.

    :raises TalkFirst: if none was held that clarified things
    """
    if not has_talked(volunteer):
        raise TalkFirst


def open_offers(volunteer: Volunteer) -> None:
    """Let what is offered be found, once the first talk is held."""
    today = timezone.localdate()
    Offer.objects.filter(
        helper=volunteer.helper,
        state=Posting.State.PAUSED,
        valid_until__gte=today,
    ).update(state=Posting.State.OPEN)
