"""A volunteer is forwarded, the other side answers, it begins and ends."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places import queries as places
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match, Offer
from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.distribution import proposed_for
from hafen.exchange.volunteers.errors import (
    AlreadyAnswered,
    AlreadyForwarded,
    NoConsent,
    NotCleared,
    OverrideNeedsReason,
    ProofsMissing,
    WrongStage,
)
from hafen.exchange.volunteers.models import (
    Partner,
    Place,
    Referral,
    Stage,
    Volunteer,
)
from hafen.exchange.volunteers.services import _owners as owners
from hafen.exchange.volunteers.services._locks import lock_referral, lock_to_forward
from hafen.exchange.volunteers.services._places import refuse_unprepared, tell_partner
from hafen.exchange.volunteers.services._stages import (
    missing_proofs,
    move,
    refuse_before_talk,
)

State = Referral.State


def refuse_unfit(volunteer: Volunteer, place: Place | None, *, now: datetime) -> None:
    """
    Refuse whoever must not be forwarded.

    :raises TalkFirst: before the first talk
    :raises WrongStage: if the volunteer pauses or has left
    :raises ProofsMissing: without the undertakings; the arguments are their kinds
    :raises NotAcknowledged: and `TrainingMissing`, as `refuse_unprepared` says
    :raises NotCleared: if the profile asks for a certificate that is missing
    """
    refuse_before_talk(volunteer)
    if volunteer.stage in {Stage.PAUSED, Stage.LEFT}:
        raise WrongStage
    today = timezone.localdate(now)
    if missing := missing_proofs(volunteer, today):
        raise ProofsMissing(*missing)
    if place is None:
        return
    refuse_unprepared(volunteer, place.profile, today=today)
    helper = volunteer.helper
    has_run_out = helper.clearance_until and helper.clearance_until < today
    if helper.clearance < place.profile.clearance or has_run_out:
        raise NotCleared


@transaction.atomic
def forward(
    *,
    volunteer: Volunteer,
    by: User,
    now: datetime,
    place: Place | None = None,
    offer: Offer | None = None,
    partner: Partner | None = None,
    override_reason: str = "",
) -> Referral:
    """
    Forward somebody to a place or a partner, who is asked to accept.

    To a place goes who has said yes to it, by the link or in a talk that is noted
    with it. To a partner goes who was proposed by the rule, or another with a
    reason that stays in the log.

    :param offer: which offer of the volunteer fits the place
    :raises NoConsent: if the volunteer does not want to be named to others
    :raises AlreadyForwarded: if it is the case already
    :raises OverrideNeedsReason: if the rule names another partner
    """
    fresh, place = lock_to_forward(volunteer, place, offer)
    refuse_unfit(fresh, place, now=now)
    if fresh.helper.consent_on is None:
        raise NoConsent
    proposed = None
    if place is not None:
        partner = place.partner
    else:
        proposed = proposed_for(fresh, now=now)
        if proposed and partner and proposed.pk != partner.pk and not override_reason:
            raise OverrideNeedsReason(proposed.name)
    living = Referral.objects.living().filter(volunteer=fresh, place=place)
    if living.filter(partner=partner).exists():
        raise AlreadyForwarded
    calendar = places.working_calendar(fresh.municipality)
    days = owners.settings_of(fresh.municipality).answer_days
    referral = Referral.objects.create(
        municipality_id=fresh.municipality_id,
        volunteer=fresh,
        partner=partner,
        place=place,
        match=_match(place, offer, by=by, now=now),
        proposed=proposed,
        override_reason=override_reason if proposed != partner else "",
        sent_at=now,
        answer_by=calendar.add_working_days(timezone.localdate(now), days),
    )
    audit.record(action="volunteers.referral.sent", subject=referral, by=by)
    owners.relieve(fresh.municipality, fresh.pk, owners.NEXT, by=by, now=now)
    owners.remind(
        fresh,
        owners.UNANSWERED,
        owners.UNANSWERED_TITLE,
        due_on=referral.answer_by,
        today=timezone.localdate(now),
        by=by,
    )
    _tell_sent(referral, now=now)
    return referral


@transaction.atomic
def ask_volunteer(*, place: Place, offer: Offer, by: User, now: datetime) -> Match:
    """Ask somebody whether a place is wanted; the pool tells, and reminds."""
    [match] = pool.ask(need=place.need, offers=[offer], by=by, now=now)
    return match


def _match(
    place: Place | None, offer: Offer | None, *, by: User, now: datetime
) -> Match | None:
    """Return the pair of the pool; a yes that was said in a talk is noted."""
    if place is None or offer is None:
        return None
    pairs = Match.objects.active().filter(need=place.need, offer=offer)
    found = pairs.filter(state=Match.State.ACCEPTED).first()
    if found is not None or pairs.exists():
        return found or pairs.first()
    return pool.note_agreement(need=place.need, offer=offer, by=by, now=now)


def _tell_sent(referral: Referral, *, now: datetime) -> None:
    partner = referral.partner
    if partner is None:
        return
    with translation.override(partner.municipality.default_language):
        subject = _("Somebody would like to help with you")
        lines = [
            _("We forward a volunteer to you: %(to)s.") % {"to": referral.target},
            _("Please say on your page whether you accept; no sign-in is needed:"),
            keys.partner_address(partner),
        ]
    tell_partner(partner, subject=subject, lines=lines, now=now)


@transaction.atomic
def accept(*, referral: Referral, by: User | None, now: datetime) -> Referral:
    """
    Take the volunteer; the first answer counts.

    :param by: who signed in; None: by the mailed link
    :raises AlreadyAnswered: if there is an answer, or it was taken back
    """
    fresh = lock_referral(referral)
    if not fresh.is_sent:
        raise AlreadyAnswered
    volunteer = locked(fresh.volunteer, expected=None)
    refuse_unfit(volunteer, fresh.place, now=now)
    fresh.state, fresh.answered_at, fresh.answered_by = State.ACCEPTED, now, by
    save_next(fresh)
    if fresh.match is not None and not fresh.match.is_taken:
        pool.confirm(match=fresh.match, by=by, now=now)
    audit.record(action="volunteers.referral.accepted", subject=fresh, by=by)
    owners.relieve(fresh.municipality, volunteer.pk, owners.UNANSWERED, by=by, now=now)
    if volunteer.stage != Stage.PLACED:
        move(volunteer, Stage.PLACED, due_on=None, by=by, now=now)
    if fresh.match is None:
        _tell_accepted(fresh, by=by, now=now)
    return fresh


def _tell_accepted(referral: Referral, *, by: User | None, now: datetime) -> None:
    """Tell a volunteer; by link a yes counts too where no way reaches them."""
    volunteer, today = referral.volunteer, timezone.localdate(now)
    helper = volunteer.helper
    with translation.override(pool.spoken_to(helper, referral.municipality)):
        facts = {"to": referral.target}
        subject = _("You are welcome: %(to)s") % facts
        text = _("%(to)s would like to have your help and gets in touch with you.")
        try:
            pool.tell(helper, subject=subject, text=text % facts, now=now)
        except pool.NoWayToTell:
            if by is not None:
                raise
            owners.remind(
                volunteer,
                owners.UNREACHED,
                owners.UNREACHED_TITLE,
                due_on=today,
                today=today,
                by=None,
            )


@transaction.atomic
def decline(
    *, referral: Referral, reason: str, by: User | None, now: datetime
) -> Referral:
    """
    Refuse the volunteer, with a reason; the desk looks on.

    :raises AlreadyAnswered: if there is an answer, or it was taken back
    """
    fresh = lock_referral(referral)
    if not fresh.is_sent:
        raise AlreadyAnswered
    fresh.state, fresh.answered_at, fresh.answered_by = State.DECLINED, now, by
    fresh.reason, fresh.closed_at = reason, now
    save_next(fresh)
    audit.record(action="volunteers.referral.declined", subject=fresh, by=by)
    _release(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def take_back(*, referral: Referral, by: User | None, now: datetime) -> Referral:
    """
    Take a forwarding back that was not answered.

    :raises AlreadyAnswered: if there is an answer
    """
    fresh = lock_referral(referral)
    if not fresh.is_sent:
        raise AlreadyAnswered
    fresh.state, fresh.closed_at = State.WITHDRAWN, now
    save_next(fresh)
    audit.record(action="volunteers.referral.withdrawn", subject=fresh, by=by)
    _release(fresh, by=by, now=now)
    return fresh


def _release(referral: Referral, *, by: User | None, now: datetime) -> None:
    """Bring somebody back to the desk, if nothing else waits for an answer."""
    match = referral.match
    if match is not None and match.is_active and not match.is_taken:
        pool.withdraw(match=match, reason=Match.Reason.NO_FIT, by=by, now=now)
    volunteer = locked(referral.volunteer, expected=None)
    waiting = Referral.objects.living().filter(volunteer=volunteer)
    if waiting.filter(state=State.SENT).exists():
        return
    owners.relieve(
        referral.municipality, volunteer.pk, owners.UNANSWERED, by=by, now=now
    )
    if not waiting.exists() and volunteer.stage in {Stage.READY, Stage.PLACED}:
        today = timezone.localdate(now)
        due_on = owners.days_later(referral.municipality, today)
        move(volunteer, Stage.READY, due_on=due_on, by=by, now=now)


@transaction.atomic
def start(*, referral: Referral, by: User | None, now: datetime) -> Referral:
    """
    Note that somebody has begun.

    :raises AlreadyAnswered: if it was not accepted, or has begun
    """
    fresh = lock_referral(referral)
    if not fresh.is_accepted:
        raise AlreadyAnswered
    fresh.state, fresh.started_on = State.RUNNING, timezone.localdate(now)
    save_next(fresh)
    if fresh.match is not None and fresh.match.is_confirmed:
        pool.begin(match=fresh.match, by=by, now=now)
    audit.record(action="volunteers.referral.started", subject=fresh, by=by)
    return fresh


@transaction.atomic
def end(
    *, referral: Referral, outcome: str, feedback: str, by: User | None, now: datetime
) -> Referral:
    """
    Note how it ended, and what the place says.

    :raises AlreadyAnswered: if nobody is at work there
    """
    fresh = lock_referral(referral)
    if not fresh.is_at_work:
        raise AlreadyAnswered
    fresh.state, fresh.closed_at, fresh.feedback = State.ENDED, now, feedback
    save_next(fresh)
    if fresh.match is not None and fresh.match.is_taken:
        pool.end(
            match=fresh.match,
            outcome=outcome,
            reason="",
            note="",
            looks_on=True,
            by=by,
            now=now,
        )
    audit.record(action="volunteers.referral.ended", subject=fresh, by=by)
    _release(fresh, by=by, now=now)
    return fresh


def follow_match(match: Match, by: User | None, now: datetime) -> None:
    """End what hangs on a placement that has ended, in whichever room."""
    if match.is_active:
        return
    rows = Referral.objects.living().select_for_update().filter(match=match)
    for fresh in rows.order_by("pk"):
        fresh.state = State.ENDED if fresh.is_at_work else State.WITHDRAWN
        fresh.closed_at = now
        save_next(fresh)
        audit.record(
            action=f"volunteers.referral.{fresh.state.lower()}", subject=fresh, by=by
        )
        _release(fresh, by=by, now=now)
