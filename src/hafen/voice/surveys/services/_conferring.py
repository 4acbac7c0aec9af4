"""Feedback conferences: collect, sort into topics, assign, and report back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.todos.services import create_todo, finish_about
from hafen.voice.surveys.models import Conference, Side, Statement, Topic
from hafen.voice.surveys.services._errors import NotOpen, NotSorted, OtherColumn

FOLLOW_UP = "surveys.follow_up"
FOLLOW_UP_TITLE = "Feedback conference: “%(topic)s”"


class ConferenceData(TypedDict, total=False):
    """What can be said of a feedback conference."""

    titles: dict[str, str]
    held_on: date
    open_until: date | None


@dataclass(frozen=True)
class Said:
    """One statement.

    :param votes: how many agreed with it
    """

    side: str
    text: str
    votes: int = 0


@transaction.atomic
def plan_conference(
    *, municipality: Municipality, data: ConferenceData, by: User | None
) -> Conference:
    made = Conference.objects.create(municipality=municipality, **data)
    audit.record(action="surveys.conference.planned", subject=made, by=by)
    return made


@transaction.atomic
def change_conference(
    *, conference: Conference, data: ConferenceData, expected: int | None, by: User
) -> Conference:
    """
    Change what is said about a conference.

    :raises LostUpdate: if it changed since it was read
    """
    fresh = locked(conference, expected=expected)
    for name, value in data.items():
        setattr(fresh, name, value)
    save_next(fresh)
    audit.record(action="surveys.conference.changed", subject=fresh, by=by)
    return fresh


@transaction.atomic
def say(
    *, conference: Conference, side: str, text: str, group: str, today: date
) -> None:
    """
    Take a statement from the web; nothing tells who made it, or when.

    :raises NotOpen: if statements come from the meeting alone, or no more
    """
    fresh = locked(conference, expected=None)
    if fresh.open_until is None or fresh.open_until < today or fresh.published_on:
        raise NotOpen
    _keep(fresh, [Said(side, text)], group)


@transaction.atomic
def collect(
    *, conference: Conference, said: Iterable[Said], group: str, by: User | None
) -> int:
    """
    Write down what was said at the meeting.

    :return: how many were kept
    :raises NotOpen: if the result was published
    """
    fresh = locked(conference, expected=None)
    if fresh.published_on:
        raise NotOpen
    count = _keep(fresh, said, group)
    audit.record(
        action="surveys.statements.collected",
        subject=fresh,
        by=by,
        details={"count": count},
    )
    return count


def _keep(conference: Conference, said: Iterable[Said], group: str) -> int:
    made = Statement.objects.bulk_create(
        Statement(
            municipality_id=conference.municipality_id,
            conference=conference,
            side=one.side,
            text=one.text,
            votes=one.votes,
            group=group,
        )
        for one in said
    )
    return len(made)


@transaction.atomic
def sort_statements(
    *, statements: Iterable[Statement], name: str, is_shown: bool, by: User | None
) -> Topic | None:
    """
    Put statements of one column into a topic; a new one is made.

    :param is_shown: whether they were read and may stand in the result
    :return: the topic; None without statements
    :raises OtherColumn: if they stand in both columns
    """
    rows = list(statements)
    if not rows:
        return None
    first = rows[0]
    if any(row.side != first.side for row in rows):
        raise OtherColumn
    topic, _is_new = Topic.objects.get_or_create(
        municipality_id=first.municipality_id,
        conference_id=first.conference_id,
        side=first.side,
        sort_key=sort_key(name),
        defaults={"name": name},
    )
    Statement.objects.filter(pk__in=[row.pk for row in rows]).update(
        topic=topic, is_shown=is_shown
    )
    audit.record(action="surveys.statements.sorted", subject=topic, by=by)
    return topic


@transaction.atomic
def assign(
    *,
    topic: Topic,
    follow_up: str,
    office: str,
    due_on: date,
    owner: User,
    expected: int | None,
    now: datetime,
    by: User | None,
) -> Topic:
    """
    Say what follows from a topic, who sees to it, and until when.

    :raises LostUpdate: if it changed since it was read
    """
    fresh = locked(topic, expected=expected)
    fresh.follow_up, fresh.office, fresh.due_on = follow_up, office, due_on
    save_next(fresh)
    # Whoever was asked before is done with it.
    finish_about(
        kind=FOLLOW_UP,
        subject_id=fresh.pk,
        municipality=fresh.municipality,
        by=by,
        now=now,
    )
    create_todo(
        municipality=fresh.municipality,
        kind=FOLLOW_UP,
        title=FOLLOW_UP_TITLE,
        params={"topic": fresh.name},
        owner=owner,
        subject_type="surveys.topic",
        subject_id=fresh.pk,
        today=timezone.localdate(now),
        due_on=due_on,
        by=by,
    )
    audit.record(action="surveys.topic.assigned", subject=fresh, by=by)
    return fresh


@transaction.atomic
def report_back(*, topic: Topic, outcome: str, now: datetime, by: User | None) -> Topic:
    """Say what came of a topic; whoever saw to it is done with it."""
    fresh = locked(topic, expected=None)
    fresh.outcome = outcome
    save_next(fresh)
    finish_about(
        kind=FOLLOW_UP,
        subject_id=fresh.pk,
        municipality=fresh.municipality,
        by=by,
        now=now,
    )
    audit.record(action="surveys.topic.reported", subject=fresh, by=by)
    return fresh


@transaction.atomic
def publish_result(
    *, conference: Conference, today: date, by: User | None
) -> Conference:
    """
    Show the result to those who took part; nothing more is taken.

    :raises NotSorted: while a statement has no topic, or a topic of the column
        "goes less well" has nobody who sees to it
    """
    fresh = locked(conference, expected=None)
    is_unsorted = fresh.statements.filter(topic=None).exists()
    lacking = fresh.clusters.filter(side=Side.LESS_GOOD, due_on=None)
    if is_unsorted or lacking.exists() or not fresh.clusters.exists():
        raise NotSorted
    fresh.published_on = today
    save_next(fresh)
    audit.record(action="surveys.conference.published", subject=fresh, by=by)
    return fresh
