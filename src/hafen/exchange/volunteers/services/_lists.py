"""A list of volunteers is taken over: each as far as the list says, none written to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Clearance, Offer, Posting
from hafen.exchange.volunteers.models import Proof, Stage, Talk, Volunteer
from hafen.exchange.volunteers.services import _people as people
from hafen.exchange.volunteers.services._locks import lock_with_offers
from hafen.exchange.volunteers.services._stages import (
    missing_proofs,
    open_offers,
    raise_clearance,
)

_LIVING = [Posting.State.OPEN, Posting.State.PAUSED]
_WITH_OFFERS = frozenset({Stage.DOCUMENTS, Stage.READY, Stage.PLACED})


@dataclass(frozen=True)
class Progress:
    """How far somebody is already.

    :param signed: days of undertakings, by their kind
    """

    talked_on: date | None = None
    signed: Mapping[str, date] = field(default_factory=dict)
    is_paused: bool = False


@transaction.atomic
def take_over(
    *,
    municipality: Municipality,
    profile: people.Profile,
    progress: Progress,
    by: User | None,
    now: datetime,
) -> Volunteer:
    """
    Enter somebody of a list, at the stage that the list proves.

    Nobody is written to, and Today is not filled: the list of the room shows who
    is due.

    :raises NobodyToAsk: where nobody coordinates volunteers
    """
    volunteer = people.enter(
        municipality=municipality,
        profile=profile,
        source=Volunteer.Source.LIST,
        by=by,
        now=now,
    )
    _prove(volunteer, progress, by=by)
    if progress.talked_on:
        raise_clearance(volunteer, Clearance.TALK)
    volunteer.stage = _stage(volunteer, progress, timezone.localdate(now))
    if volunteer.stage in _WITH_OFFERS:
        open_offers(volunteer)
    if volunteer.stage == Stage.READY:
        # A list of three hundred would make three hundred late ones in a week.
        volunteer.due_on = None
    volunteer.save()
    audit.record(action="volunteers.volunteer.taken_over", subject=volunteer, by=by)
    return volunteer


def _stage(volunteer: Volunteer, progress: Progress, today: date) -> Stage:
    if progress.is_paused:
        return Stage.PAUSED
    if progress.talked_on is None:
        return Stage.CONTACT
    return Stage.DOCUMENTS if missing_proofs(volunteer, today) else Stage.READY


def _prove(volunteer: Volunteer, progress: Progress, *, by: User | None) -> None:
    if progress.talked_on:
        Talk.objects.create(
            municipality_id=volunteer.municipality_id,
            volunteer=volunteer,
            kind=Talk.Kind.FIRST,
            on=progress.talked_on,
            decision=Talk.Decision.CLARIFIED,
            by=by,
        )
    for kind, day in progress.signed.items():
        Proof.objects.create(
            municipality_id=volunteer.municipality_id,
            volunteer=volunteer,
            kind=kind,
            shown_on=day,
            by=by,
        )


@transaction.atomic
def correct(
    *, volunteer: Volunteer, profile: people.Profile, by: User | None, now: datetime
) -> Volunteer:
    """Change what a list says of somebody; how far the person is, knows the desk."""
    [row] = lock_with_offers(volunteer)
    fresh = people.edit(
        volunteer=row,
        person=profile.person,
        about=dict(profile.about) | {"kinds": list(profile.kinds)},
        expected=None,
        by=by,
        now=now,
    )
    if fresh.has_left:
        return fresh
    living = Offer.objects.filter(helper=fresh.helper, state__in=_LIVING)
    for offer in living:
        if offer.kind in profile.kinds:
            pool.edit_posting(
                posting=offer,
                person={},
                data=profile.offered,
                expected=None,
                by=by,
                now=now,
            )
        else:
            state = Posting.State.WITHDRAWN
            pool.stop_posting(posting=offer, state=state, by=by, now=now)
    given = set(living.values_list("kind", flat=True))
    for kind in profile.kinds:
        if kind not in given:
            people.add_offer(
                volunteer=fresh, kind=kind, facts=profile.offered, by=by, now=now
            )
    if fresh.stage in _WITH_OFFERS:
        open_offers(fresh)
    return fresh


@transaction.atomic
def remove(*, volunteer: Volunteer, by: User | None) -> None:
    """Delete who was taken over by mistake, with offers and person."""
    audit.record(action="volunteers.volunteer.removed", subject=volunteer, by=by)
    volunteer.helper.delete()
