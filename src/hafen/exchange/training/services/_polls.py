"""What would helpers like to learn? A poll, its invitations, its answers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.errors import NoWayToTell
from hafen.exchange.pool.models import Helper
from hafen.exchange.training import keys
from hafen.exchange.training.errors import PollClosed
from hafen.exchange.training.models import Poll, PollRefusal
from hafen.mechanisms.questions.services import (
    QuestionData,
    create_questionnaire,
    keep_answers,
)

_KEEP = timedelta(days=1_095)


@transaction.atomic
def open_poll(
    *,
    municipality: Municipality,
    title: str,
    topics: Iterable[Mapping[str, str]],
    closes_on: date,
    by: User,
) -> Poll:
    """
    Ask which topics people would like to learn about.

    :param topics: the words of each topic by language
    """
    asked = {}
    for tag in municipality.languages:
        with translation.override(tag):
            asked[tag] = (
                _("What would you like to learn more about?"),
                _("What is missing in this list?"),
            )
    form = create_questionnaire(
        municipality=municipality,
        name=title,
        by=by,
        questions=[
            QuestionData(
                kind="CHOICES",
                texts={tag: said[0] for tag, said in asked.items()},
                options=tuple(dict(each) for each in topics),
            ),
            QuestionData(
                kind="LONG", texts={tag: said[1] for tag, said in asked.items()}
            ),
        ],
    )
    poll = Poll.objects.create(
        municipality=municipality, title=title, questionnaire=form, closes_on=closes_on
    )
    audit.record(action="training.poll.opened", subject=poll, by=by)
    return poll


@transaction.atomic
def invite_to_poll(*, poll: Poll, by: User, now: datetime) -> int:
    """
    Write to every helper who can follow a link; each gets one of their own.

    :return: how many were invited
    :raises PollClosed: when it is over
    """
    fresh = locked(poll, expected=None)
    if not fresh.is_open(timezone.localdate(now)):
        raise PollClosed
    helpers = Helper.objects.filter(
        municipality=fresh.municipality_id, poll_refusal__isnull=True
    )
    count = 0
    for helper in helpers.select_related("municipality").order_by("pk"):
        count += _invite(fresh, helper, now=now)
    fresh.invited_at, fresh.invited = now, count
    save_next(fresh)
    audit.record(action="training.poll.invited", subject=fresh, by=by)
    return count


def _invite(poll: Poll, helper: Helper, *, now: datetime) -> bool:
    if not pool.can_follow_links(helper) or not helper.email:
        return False
    with translation.override(pool.spoken_to(helper, helper.municipality)):
        asked = _(
            "What would you like to learn? Please tell us here, it takes a minute:"
        )
        language = translation.get_language() or "de"
        where = poll_address(poll, helper.pk, language)
        ended = _("You do not want such invitations any more? Here you end them:")
        text = f"{asked}\n{where}\n\n{ended}\n{refusal_address(helper, language)}"
        try:
            pool.tell(helper, subject=poll.title, text=text, now=now)
        except NoWayToTell:
            return False
    return True


def poll_address(poll: Poll, who: UUID, language: str) -> str:
    where = {
        "municipality": poll.municipality.slug,
        "language": language,
        "pk": poll.pk,
        "who": who,
        "code": keys.poll_code(poll, who),
    }
    return f"{settings.PUBLIC_URL}{reverse('training_public:poll', kwargs=where)}"


def refusal_address(helper: Helper, language: str) -> str:
    where = {
        "municipality": helper.municipality.slug,
        "language": language,
        "who": helper.pk,
        "code": keys.refusal_code(helper.pk),
    }
    path = reverse("training_public:no_polls", kwargs=where)
    return f"{settings.PUBLIC_URL}{path}"


@transaction.atomic
def refuse_polls(*, helper: Helper) -> None:
    """Invite somebody to no more polls, as they wish; twice is the same."""
    row, is_new = PollRefusal.objects.get_or_create(
        municipality_id=helper.municipality_id, helper=helper
    )
    if is_new:
        audit.record(action="training.polls.refused", subject=row)


@transaction.atomic
def allow_polls(*, helper: Helper) -> None:
    """Invite somebody again who has thought better of it."""
    for row in PollRefusal.objects.filter(helper=helper):
        audit.record(action="training.polls.allowed", subject=row)
        row.delete()


@transaction.atomic
def answer_poll(
    *,
    poll: Poll,
    who: UUID,
    answers: Mapping[UUID, Any],
    language: str,
    today: date,
) -> None:
    """
    Keep what somebody ticked; of one person the last answer counts.

    By the open link, whose `who` is the poll itself, everybody answers anew. The
    sheet tells not who answered.

    :raises PollClosed: when it is over
    """
    # From two devices at once: the later sheet takes the place of the other.
    fresh = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    if not fresh.is_open(today):
        raise PollClosed
    keep_answers(
        questionnaire=fresh.questionnaire,
        answers=answers,
        about=None if who == poll.pk else uuid5(poll.pk, str(who)),
        language=language,
        forget_on=poll.closes_on + _KEEP,
    )
