"""Interpreters are looked after: a talk is wished for, and held."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next
from hafen.exchange.interpreting.errors import NotOpen
from hafen.exchange.interpreting.models import Interpreter, ReliefTalk
from hafen.exchange.interpreting.services import _owners as owners


@transaction.atomic
def wish_talk(*, interpreter: Interpreter, now: datetime) -> ReliefTalk:
    """Note that an interpreter would like to talk; asked twice, it is one wish."""
    holder = Interpreter.objects.select_for_update(of=("self",)).get(pk=interpreter.pk)
    waiting = holder.relief_talks.filter(held_on__isnull=True).first()
    if waiting is not None:
        return waiting
    row = ReliefTalk.objects.create(
        municipality=holder.municipality, interpreter=holder, wished_at=now
    )
    today = timezone.localdate(now)
    owners.remind(
        holder,
        owners.RELIEF,
        owner=owners.service(holder.municipality).owner,
        due_on=today,
        today=today,
        by=None,
    )
    audit.record(action="interpreting.talk.wished", subject=row)
    return row


@transaction.atomic
def note_talk(*, interpreter: Interpreter, on: date, by: User, now: datetime) -> None:
    """
    Note that the talk was held; nothing of what was said.

    :raises NotOpen: when none is waited for
    """
    waiting = ReliefTalk.objects.select_for_update().filter(
        interpreter=interpreter, held_on__isnull=True
    )
    row = waiting.first()
    if row is None:
        raise NotOpen
    row.held_on = on
    save_next(row)
    owners.relieve(interpreter, owners.RELIEF, by=by, now=now)
    audit.record(action="interpreting.talk.held", subject=row, by=by)
