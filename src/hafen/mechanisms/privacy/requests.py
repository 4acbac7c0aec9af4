"""Requests of persons: entered by one colleague, carried out by a second."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.errors import DomainError
from hafen.core.db.roles import Role
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import erasure, mentions, rights
from hafen.mechanisms.privacy.models import RightsRequest

SMALL_OFFICE = "small_office"
DELAY = timedelta(days=1)
State = RightsRequest.State


class NobodyNamed(DomainError):
    """No row was chosen that is the person."""


class SecondPersonNeeded(DomainError):
    """Whoever entered an erasure does not carry it out."""


class TooEarly(DomainError):
    """In a small office an erasure waits for a day."""


class NoLongerOpen(DomainError):
    """A colleague was faster."""


@transaction.atomic
def receive(
    *, kind: str, roots: Iterable[str], received_on: date, by: User
) -> RightsRequest:
    """
    Enter what a person asks for.

    :param roots: keys of the rows that are the person
    :raises NobodyNamed: if none of them is there
    :raises erasure.StillWorksHere: if work has to be handed over first
    """
    with rights.opened(by):
        found = rights.rows_of(roots)
        if not found:
            raise NobodyNamed
        if kind == RightsRequest.Kind.ERASURE:
            erasure.check(found)
    asked = RightsRequest.objects.create(
        municipality_id=by.municipality_id,
        kind=kind,
        roots=[rights.key_of(row) for row in found],
        received_on=received_on,
        asked_by=by,
    )
    audit.record(
        action="privacy.request.received", subject=asked, details={"kind": kind}
    )
    if asked.is_erasure and is_on(by.municipality, SMALL_OFFICE):
        _tell_officers(by.municipality)
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


def _tell_officers(town: Municipality) -> None:
    """Write to the data protection officers; the mail names nobody."""
    officers = RoleAssignment.objects.filter(
        municipality=town, role=Role.DATA_PROTECTION_OFFICER, user__is_active=True
    ).select_related("user")
    for officer in {assignment.user for assignment in officers}:
        if not officer.email:
            continue
        with translation.override(officer.language):
            EmailMessage(
                subject=_("An erasure was entered"),
                body=_(
                    "A person asks for erasure. As your office works in small-office"
                    " mode, one colleague may carry it out after a day. Please look"
                    " at it in the desk under “Requests of persons”."
                ),
                to=[officer.email],
            ).send()


def may_carry_out(asked: RightsRequest, *, by: User, now: datetime) -> None:
    """
    Refuse who entered it, in a small office for a day.

    :raises SecondPersonNeeded: if a second person has to do it
    :raises TooEarly: if the day is not over
    """
    if asked.asked_by_id != by.pk:
        return
    if not is_on(by.municipality, SMALL_OFFICE):
        raise SecondPersonNeeded
    if now < asked.created_at + DELAY:
        raise TooEarly


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
    :raises erasure.StillWorksHere, erasure.StillNeeded: nothing was done
    """
    asked = _open(asked)
    may_carry_out(asked, by=by, now=now)
    # Whoever confirms it reads nothing of it.
    with opened_for(by.municipality_id):
        roots = rights.rows_of(asked.roots)
        erasure.check(roots)
        blackened = mentions.blacken(blacken, mentions.needles(roots))
        gone, waits = erasure.erase(roots, municipality=by.municipality_id, now=now)
    asked.confirmed_by = by
    asked.counts = {**gone, **({"mentions": blackened} if blackened else {})}
    asked.state = State.WAITING if waits else State.DONE
    asked.done_at = None if waits else now
    asked.save()
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
        roots = rights.rows_of(asked.roots)
        gone, waits = erasure.erase(roots, municipality=asked.municipality_id, now=now)
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
    asked = _open(asked)
    asked.state, asked.done_at = State.DONE, now
    asked.save()
    audit.record(action="privacy.request.answered", subject=asked)


@transaction.atomic
def withdraw(*, asked: RightsRequest, now: datetime) -> None:
    """Close a request without doing anything."""
    asked = _open(asked)
    asked.state, asked.done_at = State.WITHDRAWN, now
    asked.save()
    audit.record(action="privacy.request.withdrawn", subject=asked)


def _open(asked: RightsRequest) -> RightsRequest:
    found = RightsRequest.objects.select_for_update().get(pk=asked.pk)
    if not found.is_open:
        raise NoLongerOpen
    return found


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
