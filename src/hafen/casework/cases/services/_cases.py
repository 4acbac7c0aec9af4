"""Cases: opened, handed over, deputised, extended, closed, and opened again."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from hafen.casework.cases.errors import (
    AlreadyAccompanied,
    AlreadyClosed,
    CriteriaMissing,
    StillOpen,
    StillRunning,
    TooLong,
)
from hafen.casework.cases.models import (
    AreaOutcome,
    Case,
    Client,
    Household,
    NeedTopic,
    Programme,
    SoughtHelp,
    StandIn,
)
from hafen.casework.cases.registries import followings, holds
from hafen.casework.cases.services._asking import let_be_asked
from hafen.casework.cases.services._help import (
    follow_help,
    follow_household,
    let_help_go,
)
from hafen.casework.cases.services._needs import move_to
from hafen.casework.cases.services._owners import check_owner
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next

_Outcome, _Need = AreaOutcome.Outcome, NeedTopic.State
_ENDS = {
    _Outcome.REACHED: _Need.MET,
    _Outcome.PARTLY: _Need.PARTLY,
    _Outcome.NOT_REACHED: _Need.NOT_MET,
    _Outcome.NO_SUBJECT: _Need.WITHDRAWN,
}


def months_later(day: date, months: int) -> date:
    """Return the day some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def open_case(
    *,
    household: Household,
    client: Client | None,
    owner: User,
    programme: Programme | None,
    on: date,
    today: date,
    by: User,
    criteria: Collection[str] = (),
) -> Case:
    """
    Begin to accompany a household, or one person of it.

    :param criteria: the criteria of access of the programme that are met
    :raises CriteriaMissing: when one that the programme requires is not
    :raises AlreadyClosed: when the household has ended
    :raises AlreadyAccompanied: when the team accompanies the same people already
    :raises NotOfTheTeam: when the owner does not belong to the household's team
    :raises KeptOutOfFile: when the owner is one of them, or a relative
    """
    fresh = locked(household, expected=None)
    if not fresh.is_living:
        raise AlreadyClosed
    check_owner(fresh, owner, today)
    row = Case(
        municipality_id=fresh.municipality_id,
        household=fresh,
        client=client,
        team=fresh.team,
        owner=owner,
        programme=programme,
        criteria=_met(programme, criteria),
        opened_on=on,
    )
    row.until = _last_day(row, programme.months if programme else None)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyAccompanied from error
    if fresh.owner is None:
        fresh.owner = owner
        save_next(fresh)
    audit.record(action="cases.case.opened", subject=row, by=by)
    return row


def _met(programme: Programme | None, criteria: Collection[str]) -> list[str]:
    shipped = programme.shipped if programme else None
    terms = shipped.criteria if shipped else ()
    if any(term.is_required and term.code not in criteria for term in terms):
        raise CriteriaMissing
    return [term.code for term in terms if term.code in criteria]


def _last_day(case: Case, months: int | None) -> date | None:
    """Return until when a programme lasts; a new case or team begins none anew.

    What earlier cases of the same people used of it is taken off, also those that
    another team closed: of them the last day is all that shows.
    """
    if months is None:
        return None
    with opened_for(case.municipality_id):
        earlier = Case.objects.filter(
            programme=case.programme_id,
            household=case.household_id,
            client=case.client_id,
            opened_on__lte=case.opened_on,
        ).exclude(pk=case.pk)
        days = earlier.values_list("opened_on", "closed_on")
        used = sum((last - first).days for first, last in days if last)
    return months_later(case.opened_on, months) - timedelta(days=used)


@transaction.atomic
def save_case(
    *,
    case: Case,
    stage: str,
    programme: Programme | None,
    intensity: str = Case.Intensity.USUAL,
    expected: int | None,
    by: User,
    criteria: Collection[str] | None = None,
) -> Case:
    """
    Say how far a case is, and under which programme it runs.

    :param criteria: the criteria of access that are met; None: as they were
    :raises CriteriaMissing: when one that the programme requires is not
    :raises AlreadyClosed: when it is closed
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = _open(case, expected)
    fresh.stage, fresh.intensity = stage, intensity
    told = fresh.criteria if criteria is None else criteria
    # What began before the programme asked for criteria goes on without them.
    if fresh.programme != programme or set(told) != set(fresh.criteria):
        fresh.criteria = _met(programme, told)
    if fresh.programme != programme:
        fresh.programme, fresh.extended_because = programme, ""
        fresh.until = _last_day(fresh, programme.months if programme else None)
    save_next(fresh)
    audit.record(action="cases.case.changed", subject=fresh, by=by)
    return fresh


def _open(case: Case, expected: int | None = None) -> Case:
    fresh = locked(case, expected=expected)
    if not fresh.is_open:
        raise AlreadyClosed
    return fresh


@transaction.atomic
def hand_over_case(*, case: Case, to: User, today: date, by: User) -> Case:
    """
    Give a case to a colleague of the team; whoever had it loses it with this.

    :raises AlreadyClosed: when it is closed
    :raises NotOfTheTeam: when the colleague does not belong to the team
    :raises KeptOutOfFile: when the colleague is one of them, or a relative
    """
    fresh = _open(case)
    household = locked(fresh.household, expected=None)
    check_owner(household, to, today)
    before = fresh.owner_id
    # From here on it may be no case of the actor any more.
    with opened_for(fresh.pk):
        fresh.owner = to
        save_next(fresh)
        StandIn.objects.filter(case=fresh, user=to).delete()
        for following in followings:
            following.follow(fresh, to)
        if household.owner_id == before:
            household.owner = to
            save_next(household)
            follow_household(household, to)
        audit.record(
            action="cases.case.handed_over",
            subject=fresh,
            by=by,
            details={"to": str(to.pk)},
        )
    return fresh


@transaction.atomic
def name_deputy(
    *, case: Case, user: User, valid_from: date, valid_until: date, by: User
) -> StandIn:
    """
    Let somebody stand in on a case for some days; it ends by itself.

    :raises AlreadyClosed: when the case is closed
    :raises NotOfTheTeam: when that one does not belong to the team
    :raises KeptOutOfFile: when that one is one of them, or a relative
    """
    fresh = _open(case)
    check_owner(fresh.household, user, valid_from)
    row = StandIn.objects.create(
        municipality_id=fresh.municipality_id,
        case=fresh,
        user=user,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    audit.record(
        action="cases.deputy.named",
        subject=fresh,
        by=by,
        details={"deputy": str(user.pk), "until": valid_until.isoformat()},
    )
    return row


@transaction.atomic
def end_deputy(*, deputy: StandIn, by: User) -> None:
    audit.record(action="cases.deputy.ended", subject=deputy.case, by=by)
    deputy.delete()


@transaction.atomic
def extend_case(*, case: Case, because: str, by: User) -> Case:
    """
    Go on beyond the period of the programme, for a reason that is written down.

    :raises AlreadyClosed: when it is closed
    :raises TooLong: when the programme allows no longer period, or no further one
    """
    fresh = _open(case)
    programme = fresh.programme
    if programme is None or programme.longest_months is None or fresh.is_extended:
        raise TooLong
    fresh.until = _last_day(fresh, programme.longest_months)
    fresh.extended_because = because
    save_next(fresh)
    audit.record(action="cases.case.extended", subject=fresh, by=by)
    return fresh


@transaction.atomic
def close_case(
    *,
    case: Case,
    outcome: str,
    follow_up_on: date | None,
    on: date,
    by: User,
    areas: Mapping[str, tuple[str, bool]] | None = None,
    ends_help: bool = True,
    help_with: User | None = None,
) -> Case:
    """
    Close a case with what came of it, and when to ask again how it goes.

    Needs that were not asked for end with it: whoever closes may not see them all.

    :param areas: what came of each area of life, and whether that is special
    :param ends_help: whether what is looked for in the exchange ends with it
    :param help_with: who goes on with what stays there, or runs
    :raises AlreadyClosed: when it is closed
    :raises StillRunning: when something of it has to end before
    :raises NeedsOwner: when help stays and nobody goes on with it
    :raises NotOfTheTeam: when whoever goes on does not belong to the team
    :raises KeptOutOfFile: when whoever goes on is one of them, or a relative
    """
    fresh = _open(case)
    if any(hold.holds(fresh) for hold in holds):
        raise StillRunning
    fresh.closed_on, fresh.outcome = max(on, fresh.opened_on), outcome
    fresh.follow_up_on = follow_up_on
    save_next(fresh)
    for domain, (what, is_special) in (areas or {}).items():
        _end_area(fresh, domain, what, is_special=is_special)
    _end_unseen(fresh)
    let_help_go(
        locked(fresh.household, expected=None),
        SoughtHelp.objects.filter(case=fresh),
        ends_help=ends_help,
        help_with=help_with,
        today=timezone.localdate(),
        by=by,
    )
    StandIn.objects.filter(case=fresh).delete()
    let_be_asked(fresh, timezone.localdate())
    audit.record(action="cases.case.closed", subject=fresh, by=by)
    return fresh


def _end_area(case: Case, domain: str, outcome: str, *, is_special: bool) -> None:
    """Keep what came of an area of life, and end the need that lives in it."""
    AreaOutcome.objects.update_or_create(
        municipality_id=case.municipality_id,
        case=case,
        domain=domain,
        defaults={"outcome": outcome, "is_special": is_special},
    )
    living = NeedTopic.objects.filter(case=case, domain=domain, ended_on__isnull=True)
    for topic in living.select_for_update():
        move_to(
            topic, _ENDS[AreaOutcome.Outcome(outcome)], case.closed_on or topic.since
        )


def _end_unseen(case: Case) -> None:
    with opened_for(case.pk):
        living = NeedTopic.objects.filter(case=case, ended_on__isnull=True)
        for topic in living.select_for_update():
            move_to(topic, _Need.CLOSED, case.closed_on or topic.since)


@transaction.atomic
def follow_up(*, case: Case, by: User) -> Case:
    """Note that somebody has asked how it goes since the case was closed."""
    fresh = locked(case, expected=None)
    fresh.follow_up_on = None
    save_next(fresh)
    audit.record(action="cases.case.followed_up", subject=fresh, by=by)
    return fresh


@transaction.atomic
def reopen_case(*, case: Case, because: str, on: date, by: User) -> Case:
    """
    Open a closed case again.

    :raises StillOpen: when it is open
    :raises AlreadyClosed: when the household has ended
    :raises AlreadyAccompanied: when another case of the same people is open by now
    """
    fresh = locked(case, expected=None)
    if fresh.is_open:
        raise StillOpen
    if not fresh.household.is_living:
        raise AlreadyClosed
    fresh.closed_on = fresh.follow_up_on = None
    fresh.outcome = ""
    fresh.reopened_on, fresh.reopened_because = on, because
    try:
        with transaction.atomic():
            save_next(fresh)
    except IntegrityError as error:
        raise AlreadyAccompanied from error
    follow_help(fresh, fresh.owner)
    audit.record(action="cases.case.reopened", subject=fresh, by=by)
    return fresh
