"""A survey goes out by itself after a service: once, apart from what it was about."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.mail import notices
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.voice.surveys import keys
from hafen.voice.surveys.models import (
    AfterService,
    Asked,
    Invitation,
    Served,
    Survey,
    Wave,
    digest_of,
)
from hafen.voice.surveys.registries import Person, occasions
from hafen.voice.surveys.services._errors import OccasionTaken
from hafen.voice.surveys.services._inviting import address_of

# A question about what was longer ago means nothing to anybody.
LONGEST = timedelta(days=30)
MOST_REST = 730


class AfterData(TypedDict):
    """What a person says about a question after a service."""

    occasion: str
    days_after: int
    rest_days: int
    is_on: bool


@transaction.atomic
def ask_after(
    *, survey: Survey, data: AfterData, today: date, by: User | None
) -> AfterService:
    """
    Let a survey go out by itself after services of one sort, from today on.

    :raises OccasionTaken: if another survey does so
    """
    _refuse_taken(survey, data["occasion"], None)
    # What was before nobody is asked about: it was not announced then.
    row = AfterService.objects.create(
        municipality_id=survey.municipality_id,
        survey=survey,
        asked_until=today - timedelta(days=1),
        **data,
    )
    audit.record(action="surveys.after_service.planned", subject=row, by=by)
    return row


@transaction.atomic
def change_after(
    *, after: AfterService, data: AfterData, today: date, expected: int | None, by: User
) -> AfterService:
    """
    Change when a survey goes out, or switch it off.

    :raises OccasionTaken: if another survey goes out after these services
    :raises LostUpdate: if it changed since it was read
    """
    fresh = locked(after, expected=expected)
    _refuse_taken(fresh.survey, data["occasion"], fresh)
    if fresh.occasion != data["occasion"] or (data["is_on"] and not fresh.is_on):
        fresh.asked_until, fresh.unreached = today - timedelta(days=1), 0
    fresh.occasion, fresh.is_on = data["occasion"], data["is_on"]
    fresh.days_after, fresh.rest_days = data["days_after"], data["rest_days"]
    save_next(fresh)
    audit.record(action="surveys.after_service.changed", subject=fresh, by=by)
    return fresh


def _refuse_taken(survey: Survey, occasion: str, own: AfterService | None) -> None:
    rows = AfterService.objects.filter(
        municipality=survey.municipality_id, occasion=occasion
    )
    if own is not None:
        rows = rows.exclude(pk=own.pk)
    if rows.exists():
        raise OccasionTaken


@transaction.atomic
def remember_served(
    *, municipality: Municipality, occasion: str, people: Iterable[Person], today: date
) -> None:
    """
    Keep where to ask people, for the night in which it is their turn.

    For rooms whose rows nobody else may read; they see to it that each of them
    has agreed. Nothing is kept unless a survey goes out after these services.
    """
    rows = AfterService.objects.filter(
        municipality=municipality, occasion=occasion, is_on=True
    )
    after = rows.first()
    if after is None:
        return
    forget_on = today + timedelta(days=after.days_after) + LONGEST
    for person in people:
        if not person.email:
            AfterService.objects.filter(pk=after.pk).update(
                unreached=F("unreached") + 1
            )
            continue
        Served.objects.create(
            municipality=municipality,
            occasion=occasion,
            served_on=today,
            email=person.email,
            language=person.language,
            forget_on=forget_on,
        )


@transaction.atomic
def ask_served(*, municipality: Municipality, now: datetime) -> int:
    """
    Ask those whose service ended; return how many were asked.

    Without an open round of the survey nobody is asked, and what lies too long
    back is let go.
    """
    today = timezone.localdate(now)
    total = 0
    rows = AfterService.objects.select_for_update(of=("self",)).filter(
        municipality=municipality, is_on=True, survey__is_archived=False
    )
    for after in rows.order_by("id"):
        if after.occasion not in occasions:
            continue
        last = today - timedelta(days=after.days_after)
        first = max(after.asked_until + timedelta(days=1), last - LONGEST)
        wave = _open_wave(after.survey_id, today)
        if wave is None or first > last:
            continue
        asked = _ask_all(after, wave, _people(after, first, last), now)
        after.asked_until = last
        save_next(after)
        total += asked
    return total


def _open_wave(survey: UUID, today: date) -> Wave | None:
    rows = Wave.objects.filter(survey=survey).open_on(today)
    # Rounds before answers, as all who hold both: `answer_invitation`.
    return (
        rows.select_for_update(no_key=True, of=("self",))
        .select_related("survey", "municipality")
        .order_by("-number")
        .first()
    )


def _people(after: AfterService, first: date, last: date) -> Iterator[Person]:
    served = occasions[after.occasion].people
    if served is not None:
        yield from served(after.municipality, first, last)
        return
    rows = Served.objects.filter(
        municipality=after.municipality_id, occasion=after.occasion, served_on__lte=last
    )
    for row in rows.order_by("id"):
        yield Person(row.email, row.language)
        row.delete()


def _ask_all(
    after: AfterService, wave: Wave, people: Iterable[Person], now: datetime
) -> int:
    count = 0
    for person in people:
        if not person.email:
            after.unreached += 1
        elif _ask(after, wave, person, now):
            count += 1
    wave.invited[""] = wave.invited.get("", 0) + count
    save_next(wave)
    audit.record(action="surveys.wave.invited", subject=wave, details={"count": count})
    return count


def _ask(after: AfterService, wave: Wave, person: Person, now: datetime) -> bool:
    """Ask one person; no, where it would be too soon or they want no questions."""
    today = timezone.localdate(now)
    rest_until = today + timedelta(days=after.rest_days)
    # Locked: whoever objects meanwhile has the last word.
    memory, is_new = Asked.objects.select_for_update().get_or_create(
        municipality=wave.municipality,
        who=digest_of(wave.municipality_id, person.email),
        defaults={"asked_on": today, "forget_on": rest_until},
    )
    is_resting = memory.forget_on is None or (
        memory.asked_on + timedelta(days=after.rest_days) > today
    )
    if not is_new and is_resting:
        return False
    memory.asked_on, memory.forget_on = today, rest_until
    memory.save()
    # Without name and address: whoever is asked after a service is not reminded.
    row = Invitation.objects.create(
        municipality=wave.municipality,
        wave=wave,
        language=person.language,
        channel=notices.Channel.MAIL,
        forget_on=wave.closes_on,
    )
    _tell(row, memory, person, now)
    return True


def _tell(row: Invitation, memory: Asked, person: Person, now: datetime) -> None:
    survey, language = row.wave.survey, screen_language(person.language)
    town = row.municipality
    tag = language if language in town.languages else town.default_language
    stop = reverse(
        "surveys_public:ask_no_more",
        args=[town.slug, tag, memory.pk, keys.stop(memory)],
    )
    with words_in(language):
        day = date_format(row.wave.closes_on, "DATE_FORMAT")
        parts = [
            survey.introduction_in(language),
            _("Here you answer, until %(day)s:") % {"day": day},
            address_of(row, language),
            _(
                "The link works once. What you answer is kept apart from it, and from"
                " what we did for you. You need not answer."
            ),
            _("If you want no such questions any more:"),
            f"{settings.PUBLIC_URL}{stop}",
        ]
    notices.notify(
        municipality=town.pk,
        recipient=notices.Recipient(
            name="",
            language=language,
            channel=notices.Channel.MAIL,
            email=person.email,
        ),
        subject=survey.title_in(language),
        text="\n\n".join(part for part in parts if part),
        now=now,
    )


@transaction.atomic
def ask_no_more(*, memory: Asked) -> None:
    """Remember that a mailbox gets no such questions any more."""
    Asked.objects.filter(pk=memory.pk).update(forget_on=None)


@transaction.atomic
def ask_again(*, memory: Asked) -> None:
    """Let a mailbox be asked again, after its rest."""
    forget_on = memory.asked_on + timedelta(days=MOST_REST)
    Asked.objects.filter(pk=memory.pk, forget_on=None).update(forget_on=forget_on)
