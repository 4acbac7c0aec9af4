"""Inviting: each by the way that reaches them, in their language, with a link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.mail import notices
from hafen.core.mail.models import Notice
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.network.organisations.models import ContactPerson
from hafen.voice.surveys import keys
from hafen.voice.surveys.models import Invitation, Wave
from hafen.voice.surveys.services._errors import NotOpen

Channel = Notice.Channel


@dataclass(frozen=True)
class Guest:
    """Somebody to be asked.

    :param address: the lines below the name on an envelope
    """

    person: ContactPerson
    email: str
    address: str
    language: str

    @property
    def channel(self) -> Channel | None:
        """By which way they are reached; None where there is no way."""
        if self.email:
            return Channel.MAIL
        return Channel.LETTER if self.address else None


@transaction.atomic
def invite(
    *, wave: Wave, guests: Iterable[Guest], group: str, by: User, now: datetime
) -> int:
    """
    Ask people who were not asked in this round before.

    :param group: the key of the group that they are counted in; "" for none
    :return: how many were invited
    :raises NotOpen: if the round is over
    """
    fresh = locked(wave, expected=None)
    if not fresh.closes_on >= timezone.localdate(now) or fresh.approved_on:
        raise NotOpen
    known = set(fresh.invitations.values_list("contact_person", flat=True))
    count = 0
    for guest in guests:
        if guest.channel is None or guest.person.pk in known:
            continue
        known.add(guest.person.pk)
        row = Invitation.objects.create(
            municipality_id=fresh.municipality_id,
            wave=fresh,
            group=group,
            name=guest.person.name,
            email=guest.email,
            address=guest.address,
            language=guest.language,
            channel=guest.channel,
            contact_person=guest.person,
            forget_on=fresh.closes_on,
        )
        _tell(row, now=now)
        count += 1
    fresh.invited[group] = fresh.invited.get(group, 0) + count
    save_next(fresh)
    audit.record(
        action="surveys.wave.invited", subject=fresh, by=by, details={"count": count}
    )
    return count


@transaction.atomic
def remind(*, wave: Wave, by: User, now: datetime) -> int:
    """
    Write once more to those whose link was not used.

    Not to those who were asked after a service: nobody keeps who that was.

    :return: how many were reminded
    :raises NotOpen: if the round is not open
    """
    fresh = locked(wave, expected=None)
    if not fresh.is_open(timezone.localdate(now)):
        raise NotOpen
    silent = list(_silent(fresh).select_related("wave__survey", "municipality"))
    for row in silent:
        _tell(row, now=now, is_reminder=True)
        row.reminders += 1
        row.save(update_fields=["reminders"])
    audit.record(
        action="surveys.wave.reminded",
        subject=fresh,
        by=by,
        details={"count": len(silent)},
    )
    return len(silent)


def _silent(wave: Wave) -> QuerySet[Invitation]:
    rows = wave.invitations.filter(is_used=False)
    return rows.exclude(email="", address="").order_by("pk")


def _tell(row: Invitation, *, now: datetime, is_reminder: bool = False) -> None:
    survey, language = row.wave.survey, screen_language(row.language)
    with words_in(language):
        day = date_format(row.wave.closes_on, "DATE_FORMAT")
        parts = [
            _("You have not answered yet, or this mail crosses your answer.")
            if is_reminder
            else "",
            survey.introduction_in(language),
            _("Here you answer, until %(day)s:") % {"day": day},
            address_of(row, language),
            _("The link works once. What you answer is kept apart from it."),
        ]
    notices.notify(
        municipality=row.municipality_id,
        recipient=notices.Recipient(
            name=row.name,
            language=language,
            channel=Channel(row.channel),
            person=row.contact_person_id,
            address=row.address,
            email=row.email,
        ),
        subject=survey.title_in(language),
        text="\n\n".join(part for part in parts if part),
        now=now,
    )


def address_of(row: Invitation, language: str) -> str:
    """Return somebody's own link."""
    town = row.municipality
    tag = language if language in town.languages else town.default_language
    code = keys.code_of(row)
    path = reverse(
        "surveys_public:own_link",
        args=[town.slug, tag, row.wave.short_id, row.pk, code],
    )
    return f"{settings.PUBLIC_URL}{path}"
