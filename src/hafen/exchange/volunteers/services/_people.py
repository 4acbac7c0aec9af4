"""Somebody offers help: by the web page, or at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.identifiers import token
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.core.places.models import Municipality
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind, Offer, Posting
from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.errors import WrongStage
from hafen.exchange.volunteers.models import Stage, Volunteer, VolunteerSettings
from hafen.exchange.volunteers.services import _owners as owners
from hafen.exchange.volunteers.services._locks import lock_with_offers
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.services import create_questionnaire, keep_answers

HOLDS = timedelta(days=365)
_TITLE = 120


@dataclass(frozen=True)
class Profile:
    """What somebody says of themselves.

    :param person: facts of the helper: name, ways of contact, skills
    :param about: facts of the volunteer: wishes, exclusions, association
    :param offered: facts of each offer: languages, times, district, radius
    :param answers: to the municipality's own questions
    """

    kinds: tuple[str, ...]
    person: Mapping[str, Any]
    about: Mapping[str, Any] = field(default_factory=dict)
    offered: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[UUID, Any] = field(default_factory=dict)


@transaction.atomic
def register(
    *,
    municipality: Municipality,
    profile: Profile,
    source: str,
    by: User | None,
    now: datetime,
) -> Volunteer:
    """
    Note somebody who offers help; a coordinator is asked to get in touch.

    What is offered rests until the first talk is held.

    :raises NobodyToAsk: where nobody coordinates volunteers
    """
    volunteer = enter(
        municipality=municipality, profile=profile, source=source, by=by, now=now
    )
    today = timezone.localdate(now)
    _keep_answers(volunteer, profile, today)
    owners.ask_next(volunteer, today=today, by=by)
    audit.record(action="volunteers.volunteer.registered", subject=volunteer, by=by)
    _welcome(volunteer, now=now)
    return volunteer


def _keep_answers(volunteer: Volunteer, profile: Profile, today: date) -> None:
    """Keep what was said to the town's own questions, as long as the first offers."""
    asked = owners.settings_of(volunteer.municipality).questionnaire
    if asked is not None and profile.answers:
        keep_answers(
            questionnaire=asked,
            answers=profile.answers,
            about=volunteer.pk,
            language=volunteer.helper.language,
            forget_on=today + HOLDS,
        )


def enter(
    *,
    municipality: Municipality,
    profile: Profile,
    source: str,
    by: User | None,
    now: datetime,
) -> Volunteer:
    """Make the row and the offers of somebody new; nobody hears of it yet."""
    today = timezone.localdate(now)
    about = dict(profile.about)
    owner, team = about.pop("owner", None), about.pop("team", None)
    if owner is None and team is None:
        owner, team = owners.receiver(municipality, today)
    first, *others = profile.kinds or (Kind.OTHER.value,)
    offer = pool.enter_offer(
        municipality=municipality,
        person=pool.Person(dict(profile.person)),
        data=_offer(first, profile.offered, municipality, today)
        | {"owner": owner, "team": team},
        by=by,
        now=now,
    )
    volunteer = Volunteer(municipality=municipality, helper=offer.helper)
    volunteer.source, volunteer.kinds = source, list(profile.kinds)
    volunteer.owner, volunteer.team = owner, team
    volunteer.stage_since = today
    volunteer.due_on = owners.days_later(municipality, today)
    volunteer.district = profile.offered.get("district")
    for name, value in about.items():
        setattr(volunteer, name, value)
    volunteer.save()
    for kind in others:
        add_offer(volunteer=volunteer, kind=kind, facts=profile.offered, by=by, now=now)
    return volunteer


def add_offer(
    *,
    volunteer: Volunteer,
    kind: str,
    facts: Mapping[str, Any],
    by: User | None,
    now: datetime,
) -> Offer:
    """Note another kind of help; like the first it rests until the first talk."""
    town, today = volunteer.municipality, timezone.localdate(now)
    return pool.enter_offer(
        municipality=town,
        person=pool.Person(known=volunteer.helper),
        data=_offer(kind, facts, town, today)
        | {"owner": volunteer.owner, "team": volunteer.team},
        by=by,
        now=now,
    )


def _offer(
    kind: str, facts: Mapping[str, Any], municipality: Municipality, today: date
) -> dict[str, Any]:
    said = " ".join(str(facts.get("text", "")).split())
    with translation.override(municipality.default_language):
        title = said or str(Kind(kind).label)
    return dict(facts) | {
        "kind": kind,
        "title": title[:_TITLE],
        "state": Posting.State.PAUSED,
        "valid_until": today + HOLDS,
    }


def _welcome(volunteer: Volunteer, *, now: datetime) -> None:
    """Thank somebody who wrote by mail, with the link to the own page."""
    if volunteer.helper.channel != Notice.Channel.MAIL:
        return
    send_link(volunteer=volunteer, now=now)


@transaction.atomic
def send_link(
    *, volunteer: Volunteer, now: datetime, by: User | None = None, renew: bool = False
) -> None:
    """
    Bring somebody the link to the own page; a new one makes the old one void.

    :raises NoWayToTell: if the chosen way lacks its address
    """
    if renew:
        volunteer = locked(volunteer, expected=None)
        volunteer.link_seed = token()
        save_next(volunteer)
        audit.record(action="volunteers.link.renewed", subject=volunteer, by=by)
    helper = volunteer.helper
    with translation.override(pool.spoken_to(helper, volunteer.municipality)):
        subject = _("Thank you for offering your help")
        lines = [
            _("Good day %(name)s,") % {"name": helper.name},
            _("thank you for offering your help. We get in touch with you soon."),
            _("Here you see what we have noted, and can change it or withdraw:"),
            keys.own_address(volunteer),
        ]
        pool.tell(helper, subject=subject, text="\n\n".join(lines), now=now)


@transaction.atomic
def edit(
    *,
    volunteer: Volunteer,
    person: Mapping[str, Any],
    about: Mapping[str, Any],
    expected: int | None,
    by: User | None,
    now: datetime,
) -> Volunteer:
    """
    Change what is noted of somebody.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    fresh = locked(volunteer, expected=expected)
    pool.correct_person(person=fresh.helper, facts=person)
    for name, value in about.items():
        setattr(fresh, name, value)
    save_next(fresh)
    if person:
        owners.relieve(fresh.municipality, fresh.pk, owners.UNREACHED, by=by, now=now)
    audit.record(action="volunteers.volunteer.edited", subject=fresh, by=by)
    return fresh


@transaction.atomic
def change_offers(
    *, volunteer: Volunteer, facts: Mapping[str, Any], by: User | None, now: datetime
) -> None:
    """Change when, where or in which languages somebody helps, for all offers."""
    [fresh] = lock_with_offers(volunteer)
    living = Offer.objects.filter(
        helper=fresh.helper, state__in=[Posting.State.OPEN, Posting.State.PAUSED]
    )
    for offer in living.order_by("pk"):
        pool.edit_posting(
            posting=offer, person={}, data=facts, expected=None, by=by, now=now
        )
    audit.record(action="volunteers.offers.changed", subject=fresh, by=by)


@transaction.atomic
def reach(*, volunteer: Volunteer, now: datetime) -> None:
    """Note that the person uses the own link: the address is theirs."""
    Volunteer.objects.filter(pk=volunteer.pk, reached_at__isnull=True).update(
        reached_at=now
    )


@transaction.atomic
def join(
    *, volunteer: Volunteer, into: Volunteer, by: User, now: datetime
) -> Volunteer:
    """
    Take a second registration of one person over into the first.

    :raises WrongStage: if something has been done with the second one already
    """
    first, second = lock_with_offers(into, volunteer)
    if second.stage != Stage.CONTACT or second.pk == first.pk:
        raise WrongStage
    is_open = first.stage not in {Stage.CONTACT, Stage.TALK, Stage.PAUSED, Stage.LEFT}
    offers = Offer.objects.filter(helper=second.helper)
    offers.update(helper=first.helper)
    if is_open:
        Offer.objects.filter(helper=first.helper, state=Posting.State.PAUSED).update(
            state=Posting.State.OPEN
        )
    first.kinds = sorted({*first.kinds, *second.kinds})
    save_next(first)
    owners.relieve(second.municipality, second.pk, owners.NEXT, by=by, now=now)
    audit.record(action="volunteers.volunteer.joined", subject=first, by=by)
    second.helper.delete()
    return first


@transaction.atomic
def questions_of(*, municipality: Municipality, by: User) -> Questionnaire:
    """Return what is asked of whoever offers help; an empty form at first."""
    row, _is_new = VolunteerSettings.objects.select_for_update().get_or_create(
        municipality=municipality
    )
    if row.questionnaire is None:
        with translation.override(municipality.default_language):
            name = _("Offer help")
        made = create_questionnaire(municipality=municipality, name=name, by=by)
        row.questionnaire = made
        save_next(row)
    return row.questionnaire


@transaction.atomic
def save_settings(
    *, municipality: Municipality, data: Mapping[str, Any], by: User
) -> VolunteerSettings:
    row, _is_new = VolunteerSettings.objects.update_or_create(
        municipality=municipality, defaults=dict(data)
    )
    audit.record(action="volunteers.settings.saved", subject=row, by=by)
    return row
