"""Volunteers are thanked; ideas are published, supported and become projects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.exchange.volunteers.errors import (
    AlreadyAnswered,
    TooFewSupporters,
    WrongStage,
)
from hafen.exchange.volunteers.models import Award, Idea, IdeaSupport, Task, Volunteer
from hafen.exchange.volunteers.queries import minutes_of
from hafen.exchange.volunteers.services import _owners as owners
from hafen.exchange.volunteers.services._shifts import save_task
from hafen.mechanisms.todos import services as todos

IDEA = "volunteers.idea"
IDEA_TITLE = gettext_noop("Look at an idea of a citizen")


@transaction.atomic
def thank(
    *,
    volunteer: Volunteer,
    year: int,
    kind: str,
    occasion: str,
    by: User,
    now: datetime,
) -> Award:
    """
    Note how somebody was thanked; each way is noted once a year.

    :raises AlreadyAnswered: if it was noted already
    """
    row, is_new = Award.objects.get_or_create(
        municipality_id=volunteer.municipality_id,
        volunteer=volunteer,
        year=year,
        kind=kind,
        defaults={
            "on": timezone.localdate(now),
            "occasion": occasion,
            "minutes": minutes_of(volunteer, year=year),
        },
    )
    if not is_new:
        raise AlreadyAnswered
    audit.record(action="volunteers.award.noted", subject=row, by=by)
    return row


@transaction.atomic
def submit_idea(
    *, municipality: Municipality, data: Mapping[str, Any], now: datetime
) -> Idea:
    """
    Take an idea of a citizen; the desk looks at it before it is shown.

    :raises NobodyToAsk: where nobody coordinates volunteers
    """
    today = timezone.localdate(now)
    row = Idea.objects.create(municipality=municipality, **data)
    owner, team = owners.receiver(municipality, today)
    todos.create_todo(
        municipality=municipality,
        kind=IDEA,
        title=IDEA_TITLE,
        today=today,
        owner=owner,
        team=team,
        subject_type="volunteers.idea",
        subject_id=row.pk,
        due_on=owners.days_later(municipality, today),
    )
    audit.record(action="volunteers.idea.submitted", subject=row, by=None)
    return row


@transaction.atomic
def publish_idea(*, idea: Idea, by: User, now: datetime) -> Idea:
    """
    Show an idea, so that others support it.

    :raises WrongStage: if it is no new one
    """
    fresh = locked(idea, expected=None)
    if not fresh.is_fresh:
        raise WrongStage
    fresh.state = Idea.State.PUBLISHED
    save_next(fresh)
    owners.relieve(fresh.municipality, fresh.pk, IDEA, by=by, now=now)
    audit.record(action="volunteers.idea.published", subject=fresh, by=by)
    return fresh


@transaction.atomic
def close_idea(*, idea: Idea, by: User, now: datetime) -> Idea:
    """
    Take an idea off the list.

    :raises WrongStage: if it is closed already
    """
    fresh = locked(idea, expected=None)
    if fresh.closed_at is not None:
        raise WrongStage
    fresh.state, fresh.closed_at = Idea.State.CLOSED, now
    save_next(fresh)
    owners.relieve(fresh.municipality, fresh.pk, IDEA, by=by, now=now)
    audit.record(action="volunteers.idea.closed", subject=fresh, by=by)
    return fresh


@transaction.atomic
def support_idea(*, idea: Idea, email: str) -> bool:
    """
    Support an idea; the same address counts once.

    :return: whether it is a new supporter
    :raises WrongStage: if it looks for no supporters
    """
    fresh = locked(idea, expected=None)
    if not fresh.is_published:
        raise WrongStage
    said = f"{fresh.pk}:{email.strip().casefold()}"
    digest = salted_hmac("hafen.volunteers.idea", said, algorithm="sha256").hexdigest()
    _row, is_new = IdeaSupport.objects.get_or_create(
        municipality_id=fresh.municipality_id, idea=fresh, address_hash=digest
    )
    return is_new


@transaction.atomic
def make_project(*, idea: Idea, by: User, now: datetime) -> Task:
    """
    Make a project of an idea that has enough supporters; it keeps its origin.

    :raises TooFewSupporters: with fewer than were agreed on
    :raises WrongStage: if it looks for no supporters
    """
    fresh = locked(idea, expected=None)
    if not fresh.is_published:
        raise WrongStage
    if fresh.supporters.count() < owners.settings_of(fresh.municipality).supporters:
        raise TooFewSupporters
    task = save_task(
        municipality=fresh.municipality,
        data={"title": fresh.title, "text": fresh.text, "owner": by},
        by=by,
        now=now,
    )
    fresh.task, fresh.state, fresh.closed_at = task, Idea.State.PROJECT, now
    save_next(fresh)
    audit.record(action="volunteers.idea.made_project", subject=fresh, by=by)
    return task
