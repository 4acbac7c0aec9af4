from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.places.queries import middle_of
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.pool import times
from hafen.exchange.pool.errors import NobodyOwns, NothingToRenew, NotOpen
from hafen.exchange.pool.models import (
    Helper,
    Match,
    Need,
    Offer,
    PoolSettings,
    Posting,
    Reachable,
    Seeker,
)
from hafen.exchange.pool.persons import name_key
from hafen.exchange.pool.registries import origins
from hafen.exchange.pool.services import _owners as owners
from hafen.exchange.pool.services._showing import show_anew
from hafen.exchange.pool.services._tell import (
    behind,
    renewal_address,
    spoken_to,
    tell_behind,
)

State = Posting.State
_OF_HELPER = frozenset({"gender", "is_adult", "clearance", "clearance_until"})


@dataclass(frozen=True)
class Person:
    """Whoever gives or looks for help; what of it a seeker has not is left out.

    :param known: somebody who is in the pool already; the rest then corrects it
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    known: Reachable | None = None


@dataclass(frozen=True)
class Source:
    """The row of an upper room from which a posting is made."""

    origin: str
    key: UUID


def settings_of(municipality: Municipality) -> PoolSettings:
    """Return the settings of a municipality; the defaults until it has its own."""
    found = PoolSettings.objects.filter(municipality=municipality).first()
    return found or PoolSettings(municipality=municipality)


@transaction.atomic
def save_settings(
    *, municipality: Municipality, data: Mapping[str, Any], by: User
) -> PoolSettings:
    row, _is_new = PoolSettings.objects.update_or_create(
        municipality=municipality, defaults=dict(data)
    )
    audit.record(action="pool.settings.saved", subject=row, by=by)
    return row


@transaction.atomic
def enter_need(
    *,
    municipality: Municipality,
    person: Person,
    data: Mapping[str, Any],
    by: User | None,
    now: datetime,
    source: Source | None = None,
) -> Need:
    """
    Note what somebody looks for; whoever looks after it finds it on Today.

    :raises NobodyOwns: without a person and without a team
    """
    today = timezone.localdate(now)
    seeker = _person(Seeker, municipality, person)
    need = Need(municipality=municipality, seeker=seeker, waiting_since=today)
    _fill(need, data, today=today)
    need.save()
    owners.remind(need, owners.FIND, due_on=need.due_on, today=today, by=by)
    _note(need, "entered", by=by)
    _tell_origin(source, need, by=by, now=now)
    return need


@transaction.atomic
def enter_offer(
    *,
    municipality: Municipality,
    person: Person,
    data: Mapping[str, Any],
    by: User | None,
    now: datetime,
    source: Source | None = None,
) -> Offer:
    """
    Note what somebody gives.

    :raises NobodyOwns: without a person and without a team
    """
    helper = _person(Helper, municipality, person)
    offer = Offer(municipality=municipality, helper=helper)
    _fill(offer, data, today=timezone.localdate(now))
    offer.save()
    _note(offer, "entered", by=by)
    _tell_origin(source, offer, by=by, now=now)
    return offer


def _note(posting: Posting, verb: str, *, by: User | None) -> None:
    audit.record(action=f"pool.{_word(posting)}.{verb}", subject=posting, by=by)
    show_anew(posting)


def _tell_origin(
    source: Source | None, posting: Posting, *, by: User | None, now: datetime
) -> None:
    if source is not None and by is not None:
        origins[source.origin].made(source.key, posting, by, now)


@transaction.atomic
def edit_posting(
    *,
    posting: Posting,
    person: Mapping[str, Any],
    data: Mapping[str, Any],
    expected: int | None,
    by: User | None,
    now: datetime,
) -> Posting:
    """
    Change a posting, and the person behind it.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = locked(posting, expected=expected)
    show_anew(fresh)  # it may be public no longer
    correct_person(person=behind(fresh), facts=person)
    _fill(fresh, data, today=timezone.localdate(now))
    save_next(fresh)
    owners.relieve(fresh, owners.UNREACHED, by=by, now=now)
    _note(fresh, "edited", by=by)
    return fresh


@transaction.atomic
def close_posting(
    *, posting: Posting, state: State, by: User | None, now: datetime
) -> Posting:
    """
    Settle, withdraw or let a posting run out; what was asked for it is taken back.

    :raises NotOpen: if it is closed by now
    """
    fresh = locked(posting, expected=None)
    if not fresh.is_living:
        raise NotOpen
    fresh.state, fresh.closed_at = state, now
    save_next(fresh)
    owners.relieve(
        fresh,
        *(owners.FIND, owners.CONFIRM, owners.ASK_AGAIN, owners.RENEW),
        by=by,
        now=now,
    )
    _note(fresh, state.lower(), by=by)
    return fresh


@transaction.atomic
def reopen_posting(*, posting: Posting, by: User, now: datetime) -> Posting:
    """Open a posting again, for as long as a new one holds."""
    fresh = locked(posting, expected=None)
    today = timezone.localdate(now)
    if fresh.valid_until <= today:
        fresh.valid_until = _valid_until(fresh.municipality, today)
    fresh.reminded_at = None
    _open_again(fresh, by=by, now=now)
    _note(fresh, "reopened", by=by)
    return fresh


def _open_again(posting: Posting, *, by: User | None, now: datetime) -> None:
    """Open and save it; a need is before its owner, with a day that is to come."""
    today = timezone.localdate(now)
    posting.state, posting.closed_at = State.OPEN, None
    if posting.due_on < today:
        days = settings_of(posting.municipality).find_days
        posting.due_on = today + timedelta(days=days)
    save_next(posting)
    if isinstance(posting, Need):
        owners.bring_up(posting, now=now, by=by, kind=owners.FIND)


@transaction.atomic
def pause_posting(*, posting: Posting, by: User) -> Posting:
    """
    Show a posting in no ranked list until it goes on.

    :raises NotOpen: if it is not open
    """
    fresh = locked(posting, expected=None)
    if not fresh.is_open:
        raise NotOpen
    fresh.state = State.PAUSED
    save_next(fresh)
    _note(fresh, "paused", by=by)
    return fresh


@transaction.atomic
def renew_posting(*, posting: Posting, by: User | None, now: datetime) -> Posting:
    """
    Let a posting hold on, as the person behind it says.

    :raises NothingToRenew: if nobody was asked, or it is over for other reasons
    """
    fresh = locked(posting, expected=None)
    is_over = fresh.state == State.EXPIRED
    if fresh.reminded_at is None or not (fresh.is_living or is_over):
        raise NothingToRenew
    today = timezone.localdate(now)
    fresh.valid_until = _valid_until(fresh.municipality, today)
    fresh.reminded_at = None
    if is_over:
        _open_again(fresh, by=by, now=now)
    else:
        save_next(fresh)
    owners.relieve(fresh, owners.RENEW, by=by, now=now)
    _note(fresh, "renewed", by=by)
    return fresh


@transaction.atomic
def keep_fresh(*, municipality_id: UUID, now: datetime) -> int:
    """Ask whether postings still hold, and let those run out that nobody renewed."""
    today = timezone.localdate(now)
    municipality = Municipality.objects.get(pk=municipality_id)
    until = today + timedelta(days=settings_of(municipality).remind_days)
    done = 0
    for model in (Offer, Need):  # in the order of `_locks.py`
        rows = model.objects.open().filter(municipality=municipality)
        rows = rows.select_for_update().order_by("pk")
        for posting in rows.filter(valid_until__lt=today):
            _run_out(posting, now=now)
            done += 1
        for posting in rows.filter(valid_until__lte=until, reminded_at__isnull=True):
            _ask_whether_it_holds(posting, now=now)
            done += 1
    return done


def _run_out(posting: Posting, *, now: datetime) -> None:
    if Match.objects.active().filter(**{_word(posting): posting}).exists():
        return
    if posting.reminded_at is None:
        _ask_whether_it_holds(posting, now=now)
        return
    close_posting(posting=posting, state=State.EXPIRED, by=None, now=now)


def _ask_whether_it_holds(posting: Posting, *, now: datetime) -> None:
    person = behind(posting)
    posting.reminded_at = now
    save_next(posting)
    with words_in(spoken_to(person, posting.municipality)):
        day = date_format(posting.valid_until, "SHORT_DATE_FORMAT")
        facts = {"title": posting.title, "day": day}
        text = _("%(title)s holds until %(day)s. Does it still hold?") % facts
        asked = _("One press of a button is enough, no sign-in is needed:")
        where = renewal_address(posting, person)
        subject = _("Does it still hold? %(title)s") % facts
        tell_behind(
            posting,
            by=None,
            subject=subject,
            text=f"{text}\n\n{asked}\n{where}",
            now=now,
        )
    owners.remind(
        posting,
        owners.RENEW,
        due_on=max(posting.valid_until, timezone.localdate(now)),
        today=timezone.localdate(now),
        by=None,
    )


def _word(posting: Posting) -> str:
    return "need" if posting.is_need else "offer"


def _person(
    model: type[Helper] | type[Seeker], municipality: Municipality, person: Person
) -> Any:
    if person.known is not None:
        return correct_person(person=person.known, facts=person.facts)
    row = model(municipality=municipality)
    _describe(row, person.facts)
    row.save()
    return row


@transaction.atomic
def correct_person(*, person: Reachable, facts: Mapping[str, Any]) -> Any:
    """Change what is known of whoever gives or looks for help."""
    fresh = locked(person, expected=None)
    _describe(fresh, facts)
    save_next(fresh)
    return fresh


def _describe(row: Any, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        if isinstance(row, Helper) or name not in _OF_HELPER:
            setattr(row, name, value)
    row.sort_key, row.name_key = sort_key(row.name), name_key(row.name)


def _fill(posting: Posting, data: Mapping[str, Any], *, today: date) -> None:
    """Set what was entered, and what follows from it."""
    found = settings_of(posting.municipality)
    days = {
        "valid_until": today + timedelta(days=found.valid_days),
        "due_on": today + timedelta(days=found.find_days),
    }
    for name, value in data.items():
        if (posting.is_need or name in _OFFER_FIELDS) and name not in days:
            setattr(posting, name, value)
    for name, usual in days.items():
        kept = None if posting.is_new else getattr(posting, name)
        setattr(posting, name, data.get(name) or kept or usual)
    if posting.owner is None and posting.team is None:
        raise NobodyOwns
    posting.latitude, posting.longitude = middle_of(posting.district)
    if posting.starts_at and posting.ends_at:
        zone = ZoneInfo(posting.municipality.time_zone)
        posting.slots = times.of_interval(posting.starts_at, posting.ends_at, zone)
        if isinstance(posting, Need):
            posting.min_slots = posting.slots.bit_count()


_OFFER_FIELDS = {field.name for field in Offer._meta.local_fields}


def _valid_until(town: Municipality, today: date) -> date:
    return today + timedelta(days=settings_of(town).valid_days)
