"""Partners, deployment profiles and places; the standard is acknowledged here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.identifiers import token
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.core.places.models import Municipality, Site
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Clearance, Posting
from hafen.exchange.training.queries import qualifications_of
from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.errors import (
    NotAcknowledged,
    TrainingMissing,
    WrongStage,
)
from hafen.exchange.volunteers.models import (
    Acknowledgement,
    DeploymentProfile,
    Partner,
    Place,
    StageMove,
    Volunteer,
)
from hafen.exchange.volunteers.services import _owners as owners
from hafen.mechanisms.todos import services as todos

PLACE = "volunteers.place"
PLACE_TITLE = gettext_noop("Look at a deployment place that was handed in")
HOLDS = timedelta(days=365)


@dataclass(frozen=True)
class PlaceData:
    """What is said of a place: in its need, and beside it."""

    need: Mapping[str, Any]
    place: Mapping[str, Any]


@transaction.atomic
def save_partner(
    *,
    municipality: Municipality,
    data: Mapping[str, Any],
    by: User,
    partner: Partner | None = None,
    expected: int | None = None,
) -> Partner:
    """
    Enter a partner, or change one.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    row = (
        locked(partner, expected=expected)
        if partner
        else Partner(municipality=municipality)
    )
    for name, value in data.items():
        setattr(row, name, value)
    save_next(row) if partner else row.save()
    audit.record(action="volunteers.partner.saved", subject=row, by=by)
    return row


@transaction.atomic
def send_partner_link(*, partner: Partner, by: User, now: datetime) -> None:
    """
    Mail a partner the link to its page; the old one opens nothing any more.

    :raises WrongStage: without an address
    """
    row = locked(partner, expected=None)
    if not row.email:
        raise WrongStage
    row.link_seed = token()
    save_next(row)
    subject, first = (
        _("Your page for volunteers"),
        _("Here you enter places, and answer when a volunteer is forwarded:"),
    )
    tell_partner(
        row, subject=subject, lines=[first, keys.partner_address(row)], now=now
    )
    audit.record(action="volunteers.partner.link_sent", subject=row, by=by)


def tell_partner(
    partner: Partner, *, subject: str, lines: list[str], now: datetime
) -> None:
    """Write to a partner in the town's language; without an address nobody is told."""
    if not partner.email:
        return
    town = partner.municipality
    with translation.override(town.default_language):
        notify(
            municipality=town.pk,
            recipient=Recipient(
                name=partner.name[:120],
                language=town.default_language,
                channel=Notice.Channel.MAIL,
                email=partner.email,
            ),
            subject=subject,
            text="\n\n".join(lines),
            now=now,
        )


@transaction.atomic
def save_profile(
    *,
    municipality: Municipality,
    data: Mapping[str, Any],
    by: User,
    profile: DeploymentProfile | None = None,
    expected: int | None = None,
) -> DeploymentProfile:
    """
    Enter a deployment profile, or change it; another standard is a new edition.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    if profile is None:
        row = DeploymentProfile(municipality=municipality)
    else:
        row = locked(profile, expected=expected)
    said = ("allowed", "not_allowed", "standard")
    before = [getattr(row, name) for name in said]
    for name, value in data.items():
        setattr(row, name, value)
    if profile is not None and before != [getattr(row, name) for name in said]:
        row.edition += 1
    save_next(row) if profile else row.save()
    audit.record(action="volunteers.profile.saved", subject=row, by=by)
    return row


def profiles_in_use(municipality: Municipality) -> QuerySet[DeploymentProfile]:
    rows = DeploymentProfile.objects.filter(municipality=municipality, is_active=True)
    return rows.order_by("title", "pk")


@transaction.atomic
def acknowledge(
    *, volunteer: Volunteer, profile: DeploymentProfile, by: User | None, now: datetime
) -> Acknowledgement:
    """Note that somebody has read the present standard; twice is once."""
    row, is_new = Acknowledgement.objects.get_or_create(
        municipality_id=volunteer.municipality_id,
        volunteer=volunteer,
        profile=profile,
        edition=profile.edition,
        defaults={"at": now},
    )
    if is_new:
        audit.record(action="volunteers.standard.acknowledged", subject=row, by=by)
    return row


def refuse_unprepared(
    volunteer: Volunteer, profile: DeploymentProfile, *, today: date
) -> None:
    """
    Refuse whoever does not know the standard of a task, or has not learned for it.

    :raises NotAcknowledged: if the standard was not acknowledged
    :raises TrainingMissing: without the training; the argument is its name
    """
    read = Acknowledgement.objects.filter(
        volunteer=volunteer, profile=profile, edition=profile.edition
    )
    if profile.needs_acknowledgement and not read.exists():
        raise NotAcknowledged
    needed = profile.training
    learned = qualifications_of(volunteer.helper, today)
    if needed is not None and not learned.filter(pk=needed.pk).exists():
        raise TrainingMissing(needed.name)


@transaction.atomic
def enter_place(
    *, partner: Partner, data: PlaceData, by: User | None, now: datetime
) -> Place:
    """
    Enter a deployment place; one that a partner hands in is looked at first.

    :raises NobodyToAsk: where nobody coordinates volunteers
    """
    town, today = partner.municipality, timezone.localdate(now)
    facts = _facts(data)
    owner, team = facts.pop("owner", None), facts.pop("team", None)
    if owner is None and team is None:
        owner, team = owners.receiver(town, today)
    need = pool.enter_need(
        municipality=town,
        person=pool.Person(
            {
                "name": partner.name[:120],
                "organisation": partner.organisation,
                "language": town.default_language,
                "channel": Notice.Channel.MAIL
                if partner.email
                else Notice.Channel.VISIT,
                "email": partner.email,
                "consent_on": today,
            }
        ),
        data=facts | {"owner": owner, "team": team, "valid_until": today + HOLDS},
        by=by,
        now=now,
    )
    place = Place(municipality=town, partner=partner, need=need, **data.place)
    if by is None:
        place.state = Place.State.PROPOSED
        pool.close_posting(
            posting=need, state=Posting.State.WITHDRAWN, by=None, now=now
        )
        _ask_desk(place, owner, team, now=now)
    place.save()
    audit.record(action="volunteers.place.entered", subject=place, by=by)
    return place


def _ask_desk(place: Place, owner: Any, team: Any, *, now: datetime) -> None:
    today = timezone.localdate(now)
    todos.create_todo(
        municipality=place.municipality,
        kind=PLACE,
        title=PLACE_TITLE,
        today=today,
        owner=owner,
        team=team,
        subject_type="volunteers.place",
        subject_id=place.pk,
        due_on=owners.days_later(place.municipality, today),
    )


def count_move(
    before: Site | None,
    after: Site | None,
    title: str,
    today: date,
    place: Place | None = None,
) -> None:
    """Note that a task went from one stage of accommodation to another."""
    if before is None or after is None or before.stage == after.stage:
        return
    if not (before.stage and after.stage):
        return
    StageMove.objects.create(
        municipality_id=before.municipality_id,
        title=title,
        place=place,
        before=before.stage,
        after=after.stage,
        on=today,
    )


@transaction.atomic
def edit_place(
    *,
    place: Place,
    data: PlaceData,
    expected: int | None,
    by: User | None,
    now: datetime,
) -> Place:
    """
    Change a place, and what is looked for.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = locked(place, expected=expected)
    before = fresh.site
    for name, value in data.place.items():
        setattr(fresh, name, value)
    save_next(fresh)
    count_move(before, fresh.site, fresh.title, timezone.localdate(now), place=fresh)
    pool.edit_posting(
        posting=fresh.need,
        person={},
        data=_facts(data, fresh),
        expected=None,
        by=by,
        now=now,
    )
    audit.record(action="volunteers.place.edited", subject=fresh, by=by)
    return fresh


def _facts(data: PlaceData, place: Place | None = None) -> dict[str, Any]:
    """Return what the need says; the profile asks for its clearance."""
    facts = dict(data.need)
    profile = data.place.get("profile") or (place.profile if place else None)
    asked = profile.clearance if profile else Clearance.TALK
    facts["clearance"] = max(Clearance.TALK.value, asked)
    facts["kind"] = profile.kind if profile else facts.get("kind")
    facts["min_slots"] = 1 if facts.get("slots") else 0
    return facts


@transaction.atomic
def open_place(*, place: Place, by: User, now: datetime) -> Place:
    """
    Take a place that was handed in, or open one that was closed.

    :raises WrongStage: if it is open already
    """
    fresh = locked(place, expected=None)
    if fresh.is_open:
        raise WrongStage
    fresh.state = Place.State.OPEN
    save_next(fresh)
    pool.reopen_posting(posting=fresh.need, by=by, now=now)
    owners.relieve(fresh.municipality, fresh.pk, PLACE, by=by, now=now)
    audit.record(action="volunteers.place.opened", subject=fresh, by=by)
    return fresh


@transaction.atomic
def close_place(*, place: Place, by: User | None, now: datetime) -> Place:
    """
    Close a place; who was asked for it is released, who works there stays.

    :raises WrongStage: if it is closed already
    """
    fresh = locked(place, expected=None)
    if fresh.state == Place.State.CLOSED:
        raise WrongStage
    fresh.state = Place.State.CLOSED
    save_next(fresh)
    if fresh.need.is_living:
        pool.stop_posting(
            posting=fresh.need, state=Posting.State.WITHDRAWN, by=by, now=now
        )
    owners.relieve(fresh.municipality, fresh.pk, PLACE, by=by, now=now)
    audit.record(action="volunteers.place.closed", subject=fresh, by=by)
    return fresh
