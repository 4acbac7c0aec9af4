"""Requests of persons: entered by one colleague, carried out by a second."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import (
    erasure,
    holding,
    mentions,
    queries,
    restricting,
    rights,
    telling,
)
from hafen.mechanisms.privacy.four_eyes import (
    SMALL_OFFICE,
    NobodyNamed,
    may_carry_out,
    officers_of,
    open_request,
)
from hafen.mechanisms.privacy.models import RightsRequest

State = RightsRequest.State


class ProcessingRestricted(DomainError):
    """What is restricted is kept, and so it is not erased either."""


@transaction.atomic
def receive(
    *,
    kind: str,
    roots: Iterable[str],
    received_on: date,
    by: User,
    ground: str = "",
) -> RightsRequest:
    """
    Enter what a person asks for.

    :param roots: keys of the rows that are the person
    :param ground: why processing is restricted; nothing for what else is asked for
    :raises NobodyNamed: if none of them is there
    :raises erasure.StillWorksHere: if work has to be handed over first
    :raises restricting.NotRestrictable: if one of them cannot be restricted
    """
    with rights.opened(by):
        found = rights.rows_of(roots)
        if not found:
            raise NobodyNamed
        if kind == RightsRequest.Kind.ERASURE:
            erasure.check(found)
        if kind == RightsRequest.Kind.RESTRICTION:
            restricting.check(found)
    asked = RightsRequest.objects.create(
        municipality_id=by.municipality_id,
        kind=kind,
        roots=[rights.key_of(row) for row in found],
        received_on=received_on,
        asked_by=by,
        ground=ground if kind == RightsRequest.Kind.RESTRICTION else "",
    )
    audit.record(
        action="privacy.request.received", subject=asked, details={"kind": kind}
    )
    if kind != RightsRequest.Kind.ACCESS and is_on(by.municipality, SMALL_OFFICE):
        _tell_officers(asked, by.municipality)
    return asked


@transaction.atomic
def receive_copy(
    *, municipality: Municipality, root: models.Model, received_on: date
) -> RightsRequest:
    """Enter that a person asks for a copy by themselves; once while one is open."""
    roots = [rights.key_of(root)]
    # One at a time: a second tap finds the first.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    open_ones = RightsRequest.objects.filter(
        municipality=municipality,
        kind=RightsRequest.Kind.ACCESS,
        state=State.OPEN,
        roots=roots,
    )
    if found := open_ones.first():
        return found
    asked = RightsRequest.objects.create(
        municipality=municipality,
        kind=RightsRequest.Kind.ACCESS,
        roots=roots,
        received_on=received_on,
    )
    audit.record(
        action="privacy.request.received", subject=asked, details={"kind": asked.kind}
    )
    return asked


def _tell_officers(asked: RightsRequest, town: Municipality) -> None:
    """Write to the data protection officers; the mail names nobody."""
    for officer in officers_of(town):
        if not officer.email:
            continue
        with translation.override(officer.language):
            if asked.is_erasure:
                subject = _("An erasure was entered")
                body = _(
                    "A person asks for erasure. As your office works in small-office"
                    " mode, one colleague may carry it out after a day. Please look"
                    " at it in the desk under “Requests of persons”."
                )
            else:
                subject = _("A restriction of processing was entered")
                body = _(
                    "A person asks that the processing of their data is restricted. As"
                    " your office works in small-office mode, one colleague may put it"
                    " in force after a day. Please look at it in the desk under"
                    " “Requests of persons”."
                )
            EmailMessage(subject=subject, body=body, to=[officer.email]).send()


@transaction.atomic
def carry_out(
    *,
    asked: RightsRequest,
    blacken: Iterable[str],
    by: User,
    now: datetime,
) -> RightsRequest:
    """
    Erase; what must be kept goes by itself when its period ends.

    :param blacken: codes of the mentions in which the person is blacked out
    :raises NoLongerOpen: if it was carried out or withdrawn meanwhile
    :raises SecondPersonNeeded, TooEarly: see `may_carry_out`
    :raises ProcessingRestricted: while a restriction is in force
    :raises erasure.StillWorksHere, erasure.StillNeeded: nothing was done
    :raises holding.OnHold: nothing was done
    """
    asked = open_request(asked)
    may_carry_out(asked, by=by, now=now)
    # Whoever confirms it reads nothing of it.
    with opened_for(by.municipality_id):
        roots = rights.rows_of(asked.roots)
        erasure.check(roots)
        if is_held(asked):
            raise ProcessingRestricted
        holding.refuse(roots)
        told = telling.recipients_of(rights.gather(roots))
        blackened = mentions.blacken(blacken, mentions.needles(roots))
        gone, waits = erasure.erase(roots, municipality=by.municipality_id, now=now)
    asked.confirmed_by = by
    asked.counts = {**gone, **({"mentions": blackened} if blackened else {})}
    asked.state = State.WAITING if waits else State.DONE
    asked.done_at = None if waits else now
    asked.save()
    telling.tell(asked=asked, told=told, today=timezone.localdate(now))
    erasure.note(by.municipality_id, roots=asked.roots, now=now)
    audit.record(
        action="privacy.request.erased",
        subject=asked,
        details={**asked.counts, "alone": asked.asked_by_id == by.pk},
    )
    return asked


@transaction.atomic
def finish(*, now: datetime) -> int:
    """Erase what had to be kept until now, in the municipality of the context.

    :return: how many requests came to their end
    """
    ended = 0
    for asked in RightsRequest.objects.filter(state=State.WAITING):
        if is_held(asked):
            continue
        with opened_for(asked.municipality_id):
            roots = rights.rows_of(asked.roots)
            if holding.is_kept(roots):
                continue
            try:
                gone, waits = erasure.erase(
                    roots, municipality=asked.municipality_id, now=now
                )
            except erasure.StillNeeded:
                continue
        if waits:
            continue
        asked.state, asked.done_at = State.DONE, now
        asked.save()
        audit.record(action="privacy.request.ended", subject=asked, details=dict(gone))
        ended += 1
    return ended


@transaction.atomic
def answered(*, asked: RightsRequest, now: datetime) -> None:
    """Note that the person has got the copy."""
    asked = open_request(asked)
    asked.state, asked.done_at = State.DONE, now
    asked.save()
    audit.record(action="privacy.request.answered", subject=asked)


@transaction.atomic
def withdraw(*, asked: RightsRequest, now: datetime) -> None:
    """Close a request without doing anything."""
    asked = open_request(asked)
    asked.state, asked.done_at = State.WITHDRAWN, now
    asked.save()
    audit.record(action="privacy.request.withdrawn", subject=asked)


def is_held(asked: RightsRequest) -> bool:
    """Return whether the processing of a person of the request is restricted."""
    keys = {UUID(key.partition(":")[2]) for key in asked.roots}
    return bool(keys.intersection(queries.held_keys(asked.municipality_id)))


@transaction.atomic
def replay(*, town: Municipality, now: datetime) -> int:
    """Erase again who came back with a restored backup, by the ledger outside.

    :return: how many persons went again
    """
    again = 0
    with opened_for(town.pk):
        for keys in erasure.noted(town.pk):
            roots = [row for row in rights.rows_of(keys) if not _is_restricted(row)]
            if not roots:
                continue
            # Erased after it was lifted: an older backup restricts it once more.
            restricting.end_for(roots, now=now)
            _gone, waits = erasure.erase(roots, municipality=town.pk, now=now)
            if waits:
                _wait_again(town, keys, now)
            again += 1
    if again:
        audit.record(action="privacy.erasures.replayed", details={"persons": again})
    return again


def _wait_again(town: Municipality, roots: list[str], now: datetime) -> None:
    """Remember what has to be kept, where the backup is older than the request."""
    waiting = {"municipality": town, "state": State.WAITING, "roots": roots}
    if not RightsRequest.objects.filter(**waiting).exists():
        RightsRequest.objects.create(
            **waiting,
            kind=RightsRequest.Kind.ERASURE,
            received_on=timezone.localdate(now),
        )


def _is_restricted(row: object) -> bool:
    """Return whether a row is what an earlier erasure had to leave."""
    return isinstance(row, User) and not row.is_active and not row.email
