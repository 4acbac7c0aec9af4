"""Letters with a deadline are routed the day they come; papers are looked after."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from hafen.casework.cases.errors import AlreadyClosed
from hafen.casework.cases.models import Client, ClientPaper, Deadline, Household
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.todos import services as todos

LETTER = "cases.letter"
LETTER_TITLE = gettext_noop("A letter with a deadline came: see to it today")


@transaction.atomic
def note_deadline(
    *,
    household: Household,
    client: Client | None,
    topic: str,
    received_on: date,
    due_on: date,
    today: date,
    by: User,
) -> Deadline:
    """
    Write down a letter, and bring it to whoever is responsible the same day.

    Without a responsible person it goes to the team.

    :raises AlreadyClosed: when the household has ended
    """
    fresh = locked(household, expected=None)
    if not fresh.is_living:
        raise AlreadyClosed
    row = Deadline.objects.create(
        municipality_id=fresh.municipality_id,
        household=fresh,
        client=client,
        topic=topic,
        received_on=received_on,
        due_on=due_on,
    )
    todos.create_todo(
        municipality=fresh.municipality,
        kind=LETTER,
        title=LETTER_TITLE,
        today=today,
        owner=fresh.owner,
        team=None if fresh.owner else fresh.team,
        subject_type="cases.deadline",
        subject_id=row.pk,
        due_on=min(today, due_on),
        by=by,
    )
    audit.record(action="cases.deadline.noted", subject=fresh, by=by)
    return row


@transaction.atomic
def meet_deadline(*, deadline: Deadline, on: date, now: datetime, by: User) -> Deadline:
    """
    Say that what a letter wanted is done.

    :raises AlreadyClosed: when that was said already
    """
    fresh = locked(deadline, expected=None)
    if fresh.done_on is not None:
        raise AlreadyClosed
    fresh.done_on = on
    save_next(fresh)
    todos.finish_about(
        kind=LETTER,
        subject_id=fresh.pk,
        municipality=fresh.municipality,
        by=by,
        now=now,
    )
    audit.record(action="cases.deadline.met", subject=fresh.household, by=by)
    return fresh


@transaction.atomic
def note_paper(
    *, client: Client, kind: str, valid_until: date, by: User
) -> ClientPaper:
    """Write down until when a paper holds; an earlier one of its kind is settled."""
    fresh = locked(client, expected=None)
    before = ClientPaper.objects.filter(
        client=fresh, kind=kind, settled_on__isnull=True, valid_until__lt=valid_until
    ).exclude(kind=ClientPaper.Kind.OTHER)
    for paper in before.select_for_update():
        paper.settled_on = paper.valid_until
        save_next(paper)
    row = ClientPaper.objects.create(
        municipality_id=fresh.municipality_id,
        client=fresh,
        kind=kind,
        valid_until=valid_until,
    )
    audit.record(action="cases.paper.noted", subject=fresh, by=by)
    return row


@transaction.atomic
def settle_paper(*, paper: ClientPaper, on: date, by: User) -> ClientPaper:
    """
    Say that a paper needs no more looking after.

    :raises AlreadyClosed: when that was said already
    """
    fresh = locked(paper, expected=None)
    if fresh.settled_on is not None:
        raise AlreadyClosed
    fresh.settled_on = on
    save_next(fresh)
    audit.record(action="cases.paper.settled", subject=fresh.client, by=by)
    return fresh
