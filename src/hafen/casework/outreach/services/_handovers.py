"""The hand-over of a file, step by step; `machine` says which step is possible."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from hafen.casework.cases import queries as files
from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Consent, Household
from hafen.casework.outreach import machine, queries
from hafen.casework.outreach.errors import (
    AlreadyUnderWay,
    NoGate,
    NotNow,
    NotResponsible,
)
from hafen.casework.outreach.machine import Event, Said, Side
from hafen.casework.outreach.models import Arrival, HandOver, Protocol
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.todos import services as todos

DECIDE = "outreach.decide"
DECIDE_TITLE = gettext_noop("Accept or decline a hand-over")
ANSWER = "outreach.answer"
ANSWER_TITLE = gettext_noop("Tell the former team what came of a hand-over")
# The former team hears within this time what came of it.
_TIME = timedelta(days=14)
_TEXTS = ("needs", "matters", "documents", "closing")
Facts = Mapping[str, Any]


@transaction.atomic
def begin_hand_over(
    *, household: Household, facts: Facts, today: date, by: User
) -> HandOver:
    """
    Prepare that a file goes to another team; nobody there learns of it yet.

    :param facts: `kind`, `to_team`, `topics`, `urgency`, `parts`, `special`
    :raises AlreadyUnderWay: when it is being handed over already
    """
    file = locked(household, expected=None)
    members = [member.client for member in files.members_on(file, day=today).now]
    spoken = [tag for client in members for tag in client.languages[:1]]
    row = HandOver(
        municipality_id=file.municipality_id,
        household=file,
        from_team=file.team,
        district=file.district,
        persons=max(1, len(members)),
        languages=list(dict.fromkeys(spoken)),
        begun_by=by,
    )
    _write(row, facts)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyUnderWay from error
    Protocol.objects.create(municipality_id=row.municipality_id, hand_over=row)
    audit.record(action="outreach.handover.begun", subject=row, by=by)
    return row


def _write(row: HandOver, facts: Facts) -> None:
    for name in ("kind", "to_team", "topics", "urgency", "special"):
        setattr(row, name, facts[name])
    parts = frozenset(facts["parts"]) & machine.FURTHER
    row.parts = sorted(machine.BASE | parts)


def _advance(row: HandOver, said: Said, by: User | None, **details: Any) -> None:
    """
    Take a step and write it down.

    :raises NotNow: when it is not possible as things stand
    """
    try:
        row.now = machine.step(row.now, said)
    except machine.NotNow as refused:
        raise NotNow(said.event.value) from refused
    is_over = row.state in queries.OVER
    row.ended_on = said.on if is_over else None
    # Whoever declines does not see it any more.
    with opened_for(row.municipality_id):
        save_next(row)
    audit.record(
        action=f"outreach.handover.{said.event.name.lower()}",
        subject=row,
        by=by,
        details=details or None,
    )


def _asked(row: HandOver, by: User | None, now: datetime) -> None:
    """Tick off what the receiving team was asked, since it has been answered."""
    todos.finish_about(
        kind=DECIDE, subject_id=row.pk, municipality=row.municipality, by=by, now=now
    )


@transaction.atomic
def change_hand_over(
    *, hand_over: HandOver, facts: Facts, expected: int | None, today: date, by: User
) -> HandOver:
    """
    Change what shall go, and where; the gate is to be checked anew.

    :raises NotNow: once it is offered
    :raises LostUpdate: when somebody else changed it meanwhile
    """
    row = locked(hand_over, expected=expected)
    said = Said(Event.CHANGE, Side.SENDER, today, parts=frozenset(facts["parts"]))
    _advance(row, said, by)
    _write(row, facts)
    save_next(row)
    return row


@transaction.atomic
def write_protocol(*, hand_over: HandOver, texts: Mapping[str, str], by: User) -> None:
    """Write what the next team has to know, and nothing beyond it."""
    row = locked(hand_over, expected=None)
    protocol = Protocol.objects.select_for_update().get(hand_over=row)
    for name in _TEXTS:
        setattr(protocol, name, texts[name])
    save_next(protocol)
    audit.record(action="outreach.handover.written", subject=row, by=by)


@transaction.atomic
def ask_consents(*, hand_over: HandOver, today: date, by: User) -> int:
    """Prepare for each adult the consent that the gate needs; they print as a sheet."""
    row = locked(hand_over, expected=None)
    asked = 0
    for client in queries.who_agrees(row.household, today=today):
        waiting = Consent.objects.filter(client=client, team=row.to_team)
        if waiting.filter(Q(given_on=None) | _open(row, today)).exists():
            continue
        cases.prepare_consents(
            client=client,
            facts={
                "kind": Consent.Kind.SHARING,
                "recipient": row.to_team.name,
                "team": row.to_team,
                "categories": row.parts,
            },
            purposes=[],
            months=12,
            today=today,
            by=by,
        )
        asked += 1
    return asked


def _open(row: HandOver, today: date) -> Q:
    return Q(
        given_on__isnull=False,
        valid_until__gte=today,
        withdrawn_on=None,
        categories__contains=row.parts,
    )


@transaction.atomic
def check_gate(
    *, hand_over: HandOver, ground: str, note: str, today: date, by: User
) -> HandOver:
    """
    See that consents, or a norm with its reason, let the other team have the parts.

    :raises NoGate: when they do not
    :raises NotNow: once it is offered
    """
    row = locked(hand_over, expected=None)
    row.ground, row.ground_note = ground, note if ground else ""
    gate = queries.gate_of(row, today=today)
    if gate is None or not gate.covers(row.now.parts, today):
        raise NoGate
    said = Said(Event.CHECK, Side.SENDER, today, gate=gate)
    _advance(row, said, by, ground=ground)
    return row


@transaction.atomic
def offer(*, hand_over: HandOver, today: date, by: User) -> HandOver:
    """
    Offer the file to the other team, which reads a card without a name.

    :raises NotNow: without a gate, or when it is offered already
    """
    row = locked(hand_over, expected=None)
    _advance(row, Said(Event.OFFER, Side.SENDER, today), by)
    todos.create_todo(
        municipality=row.municipality,
        kind=DECIDE,
        title=DECIDE_TITLE,
        today=today,
        team=row.to_team,
        subject_type="outreach.handover",
        subject_id=row.pk,
        due_on=row.now.expires_on,
        by=by,
    )
    return row


@transaction.atomic
def accept(*, hand_over: HandOver, today: date, now: datetime, by: User) -> HandOver:
    """
    Take the file over: from now on this person and their team are responsible.

    The former team loses it in the same moment; what no gate covers stays behind.

    :raises NotResponsible: when the person does not work on cases in that team
    :raises NoGate: when a consent was withdrawn or ran out meanwhile
    :raises NotNow: when it is not offered any more
    :raises KeptOutOfFile: when the person is one of them, or a relative
    """
    row = locked(hand_over, expected=None)
    if not files.members_of(row.to_team, today=today).filter(pk=by.pk).exists():
        raise NotResponsible
    with opened_for(row.municipality_id):
        gate = queries.gate_of(row, today=today)
        household = row.household
    if gate is None or not gate.covers(row.now.parts, today):
        raise NoGate
    # Set before the step, which alone decides; from then on the row says when.
    row.accepted_at = now
    row.now = replace(row.now, gate=gate)
    _advance(row, Said(Event.ACCEPT, Side.RECEIVER, today), by)
    cases.move_file(
        household=household,
        team=row.to_team,
        owner=by,
        parts=row.parts,
        special=row.special,
        today=today,
        by=by,
    )
    with opened_for(row.municipality_id):
        Arrival.objects.filter(household=household).update(team=row.to_team)
    _asked(row, by, now)
    todos.create_todo(
        municipality=row.municipality,
        kind=ANSWER,
        title=ANSWER_TITLE,
        today=today,
        owner=by,
        subject_type="outreach.handover",
        subject_id=row.pk,
        due_on=today + _TIME,
        by=by,
    )
    return row


@transaction.atomic
def decide(
    *,
    hand_over: HandOver,
    event: Event,
    because: str,
    today: date,
    now: datetime,
    by: User,
) -> HandOver:
    """
    Decline an offered file, or ask back; the former team stays responsible.

    :raises NotNow: when it is not offered
    """
    row = locked(hand_over, expected=None)
    row.declined_because = because
    _advance(row, Said(event, Side.RECEIVER, today), by)
    _asked(row, by, now)
    return row


@transaction.atomic
def go_on(
    *, hand_over: HandOver, event: Event, today: date, now: datetime, by: User
) -> HandOver:
    """
    Take a step that needs nothing besides: withdraw, begin again, first talk, complete.

    :raises NotNow: when it is not possible as things stand
    """
    row = locked(hand_over, expected=None)
    side = queries.side_of(row, by, today=today)
    _advance(row, Said(event, side, today), by)
    _asked(row, by, now)
    return row


@transaction.atomic
def tick(*, hand_over: HandOver, item: str, today: date, by: User) -> HandOver:
    """
    Tick off one point of the checklist; only the responsible team does.

    :raises NotNow: when it is over, or somebody else is responsible
    """
    row = locked(hand_over, expected=None)
    side = queries.side_of(row, by, today=today)
    _advance(row, Said(Event.TICK, side, today, item=item), by, item=item)
    return row


@transaction.atomic
def answer(
    *, hand_over: HandOver, result: str, today: date, now: datetime, by: User
) -> HandOver:
    """
    Tell the former team what came of it, without a name.

    :raises NotNow: before it is accepted, or twice
    """
    row = locked(hand_over, expected=None)
    row.answer, row.answered_on = result, today
    _advance(row, Said(Event.ANSWER, Side.RECEIVER, today), by)
    todos.finish_about(
        kind=ANSWER, subject_id=row.pk, municipality=row.municipality, by=by, now=now
    )
    return row


@transaction.atomic
def expire_offers(*, municipality_id: UUID, today: date, now: datetime) -> int:
    """End the offers that nobody has accepted; the former team was responsible."""
    rows = HandOver.objects.filter(
        municipality=municipality_id, state=HandOver.State.OFFERED
    )
    late = [row for row in rows if (row.now.expires_on or today) < today]
    for row in late:
        fresh = locked(row, expected=None)
        _advance(fresh, Said(Event.EXPIRE, Side.HOUSE, today), None)
        _asked(fresh, None, now)
    return len(late)


def consent_withdrawn(consent: Consent, on: date, by: User | None) -> None:
    """Close what a consent had opened, in the transaction that ends it."""
    if consent.team_id is None:
        return
    # The file may be with a third team by now, which saw nothing of this.
    with opened_for(consent.municipality_id):
        household = consent.client.household
        rows = HandOver.objects.select_for_update().filter(
            household=household, to_team=consent.team, ground=""
        )
        for row in rows.exclude(state__in=queries.IN_VAIN):
            _advance(row, Said(Event.REVOKE, Side.HOUSE, on), by)
            if row.accepted_at is not None:
                cases.leave_behind(
                    household=household,
                    parts=row.parts,
                    until=row.accepted_at,
                    today=on,
                    by=by,
                )
