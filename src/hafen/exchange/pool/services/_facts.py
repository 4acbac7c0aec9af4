"""A fact is corrected, and never a rule bent."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.pool import times
from hafen.exchange.pool.errors import NoPlaceLeft
from hafen.exchange.pool.models import (
    WAITING,
    Exclusion,
    FactCorrection,
    Helper,
    Match,
    Need,
    Offer,
    Seeker,
)
from hafen.exchange.pool.services._locks import lock_pairs, lock_sides
from hafen.exchange.pool.services._placing import withdraw

Fact = FactCorrection.Fact


@transaction.atomic
def correct_fact(
    *,
    need: Need,
    offer: Offer,
    fact: str,
    value: Any,
    agreed_on: date,
    note: str,
    by: User,
    now: datetime,
) -> FactCorrection:
    """
    Note what a helper has agreed to, so that it is a fact of the offer.

    :param value: parts of the week, a pair of language and level, a skill, a
        level of clearance, kilometres, or a number of places
    :raises NoPlaceLeft: if more places are taken than there would be
    """
    del now
    fresh = locked(offer, expected=None)
    helper = locked(fresh.helper, expected=None)
    before = _shown(fact, fresh, helper)
    if fact in {Fact.SKILL, Fact.CLEARANCE}:
        _correct_helper(helper, fact, value, agreed_on=agreed_on)
        save_next(helper)
    else:
        _correct_offer(fresh, fact, value)
        _save_places(fresh)
    fresh.helper = helper
    row = FactCorrection.objects.create(
        municipality=offer.municipality,
        need=need,
        offer=offer,
        fact=fact,
        before=before[:200],
        after=_shown(fact, fresh, helper)[:200],
        agreed_on=agreed_on,
        note=note,
        by=by,
    )
    audit.record(
        action="pool.fact.corrected", subject=fresh, by=by, details={"fact": fact}
    )
    return row


def _correct_offer(offer: Offer, fact: str, value: Any) -> None:
    if fact == Fact.TIME:
        offer.slots |= times.word_of(value)
    elif fact == Fact.LANGUAGE:
        tag, level = value
        offer.languages = {**offer.languages, tag: level}
    elif fact == Fact.RADIUS:
        offer.radius_km = value
    else:
        offer.places = value


def _correct_helper(helper: Any, fact: str, value: Any, *, agreed_on: date) -> None:
    if fact == Fact.SKILL:
        helper.skills = sorted({*helper.skills, value})
        return
    helper.clearance = value
    # What was seen holds for a year, unless the desk notes another day.
    helper.clearance_until = agreed_on + timedelta(days=365)


def _save_places(offer: Offer) -> None:
    try:
        with transaction.atomic():
            save_next(offer)
    except IntegrityError as refused:
        raise NoPlaceLeft from refused


def _shown(fact: str, offer: Offer, helper: Any) -> str:
    """Return a fact as it is kept, for whoever reads the record later."""
    shown = {
        Fact.TIME: lambda: str(offer.slots),
        Fact.LANGUAGE: lambda: ", ".join(
            f"{tag} {level}" for tag, level in sorted(offer.languages.items())
        ),
        Fact.SKILL: lambda: ", ".join(helper.skills),
        Fact.CLEARANCE: lambda: str(helper.clearance),
        Fact.RADIUS: lambda: "" if offer.radius_km is None else str(offer.radius_km),
        Fact.PLACES: lambda: str(offer.places),
    }
    return shown[Fact(fact)]()


@transaction.atomic
def keep_apart(
    *, helper: Helper, seeker: Seeker, wished_by: str, by: User, now: datetime
) -> None:
    """
    Never bring these two together again; a second time changes nothing.

    What was asked of them is taken back; what was confirmed the desk ends in a talk.
    """
    # Whoever proposes them in this instant waits, and then finds them apart.
    lock_sides(offers=helper.offers.all(), needs=seeker.needs.all())
    row, is_new = seeker.excluded.get_or_create(
        municipality=seeker.municipality,
        helper=helper,
        defaults={"wished_by": wished_by},
    )
    if is_new:
        audit.record(action="pool.exclusion.entered", subject=row, by=by)
    pairs = Match.objects.filter(offer__helper=helper, need__seeker=seeker)
    for match in lock_pairs(pairs.filter(state__in=WAITING)):
        withdraw(match=match, reason=Match.Reason.NO_FIT, by=by, now=now)


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, by: User) -> None:
    """Let two be brought together again; lifting it twice changes nothing."""
    fresh = Exclusion.objects.select_for_update().filter(pk=exclusion.pk).first()
    if fresh is not None:
        audit.record(action="pool.exclusion.lifted", subject=fresh, by=by)
        fresh.delete()
