"""A referral is prepared, offered, and withdrawn; and it ends with its consent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from hafen.casework.cases.models import Client, Consent
from hafen.casework.cases.services import note_offer
from hafen.casework.cases.words import language_choices, words
from hafen.casework.referrals import mails
from hafen.casework.referrals.errors import AlreadyAnswered
from hafen.casework.referrals.models import LONGEST_TOLD_DAYS, Referral
from hafen.casework.referrals.queries import case_of, documents_of, told_now
from hafen.casework.referrals.services._documents import (
    forget_documents,
    settle_documents,
)
from hafen.casework.referrals.services._gate import check, is_legal
from hafen.core.accounts.models import Team, User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.core.places import queries as places
from hafen.core.places.models import Municipality, Unit
from hafen.information.directory.models import Service
from hafen.network.organisations.models import Organisation

# An office has this many working days to say yes or no.
ANSWER_DAYS = 10
FOLLOW_UP_DAYS = 28
_Gate, _State, _Way = Referral.Gate, Referral.State, Referral.Way


@dataclass(frozen=True)
class Receiver:
    """To whom somebody is referred: one of the three."""

    service: Service | None = None
    organisation: Organisation | None = None
    unit: Unit | None = None

    @property
    def name(self) -> str:
        row = self.service or self.organisation or self.unit
        return row.name if row else ""

    @property
    def controller(self) -> Organisation | None:
        """Return the organisation that a consent names."""
        return self.service.organisation if self.service else self.organisation


@transaction.atomic
def prepare_referral(
    *,
    municipality: Municipality,
    client: Client | None,
    team: Team,
    receiver: Receiver,
    topic: str,
    facts: Mapping[str, Any],
    today: date,
    by: User,
) -> Referral:
    """
    Write a referral down; nothing leaves the house yet.

    What was only told to the person (`Way.INFORMED`) is done with this.

    :raises NotNeeded: when more shall be told than the topic needs
    :raises NoGate: when nothing lets the recipient have it
    """
    row = Referral(
        municipality=municipality,
        client=client,
        case=case_of(client, by, today=today) if client else None,
        team=team,
        owner=by,
        topic=topic,
        is_legal=is_legal(topic),
        service=receiver.service,
        organisation=receiver.controller,
        unit=receiver.unit,
        recipient=receiver.name[:200],
        follow_up_on=facts.get("follow_up_on")
        or today + timedelta(days=FOLLOW_UP_DAYS),
        **{name: value for name, value in facts.items() if name != "follow_up_on"},
    )
    if row.way != _Way.TOLD:
        row.gate, row.categories, row.norm, row.gate_note = _Gate.NAMELESS, [], "", ""
    check(row, by, today)
    if row.way == _Way.INFORMED:
        row.state, row.outcome = _State.DONE, Referral.Outcome.INFORMED
        row.ended_on, row.follow_up_on = today, None
    row.save()
    if row.way == _Way.INFORMED:
        _note_offer(row, today, by)
    audit.record(
        action="referrals.referral.prepared",
        subject=row,
        by=by,
        details={"gate": row.gate, "way": row.way},
    )
    return row


def _note_offer(row: Referral, on: date, by: User) -> None:
    """Let the need that it is about know what was offered for it."""
    if row.case:
        note_offer(
            case=row.case,
            domain=row.topic.partition(".")[0],
            offer=row.recipient,
            on=on,
            by=by,
        )


@transaction.atomic
def offer_referral(*, referral: Referral, now: datetime, by: User) -> Referral:
    """
    Offer it to the office, or write down that the person has the slip.

    The gate is looked at once more. What the office may read once it takes the
    person on is copied now; the file itself stays closed.

    :raises AlreadyAnswered: when it has been offered
    :raises NoGate: when nothing lets the recipient have it any more
    :raises NotNeeded: when a paper shall go along that is not needed any more
    """
    row = locked(referral, expected=None)
    if not row.is_draft:
        raise AlreadyAnswered
    today = timezone.localdate(now)
    consents = check(row, by, today)
    settle_documents(row, today)
    row.state, row.offered_at = _State.OFFERED, now
    if row.categories and row.client:
        last = today + timedelta(days=LONGEST_TOLD_DAYS)
        row.told = _copied(row, today)
        row.told_until = min([last, *(each.valid_until for each in consents)])
    if row.has_gone:
        calendar = places.working_calendar(row.municipality)
        row.answer_due_on = row.answer_due_on or calendar.add_working_days(
            today, ANSWER_DAYS
        )
    save_next(row)
    _note_offer(row, today, by)
    if row.has_gone and row.email:
        mails.send_offer(row)
    audit.record(
        action=(
            "referrals.gate.overridden"
            if row.gate == _Gate.OVERRIDE
            else "referrals.referral.offered"
        ),
        subject=row,
        by=by,
        details={"gate": row.gate, "norm": row.norm, "categories": row.categories},
    )
    return row


def _copied(row: Referral, today: date) -> str:
    """Return what the office gets, in the language of the town."""
    with translation.override(row.municipality.default_language):
        told = told_now(
            row,
            documents_of(row),
            wording=words(today),
            spoken=dict(language_choices(today)),
            day=today,
        )
        return json.dumps(told)


@transaction.atomic
def withdraw_referral(*, referral: Referral, today: date, by: User) -> Referral:
    """
    Take a referral back; a draft is forgotten, and an office is told to forget.

    :raises AlreadyAnswered: when it has ended
    """
    row = locked(referral, expected=None)
    if row.is_draft:
        audit.record(action="referrals.referral.dropped", subject=row, by=by)
        row.delete()
        return row
    if not row.is_open:
        raise AlreadyAnswered
    _end_sharing(row, today)
    audit.record(action="referrals.referral.withdrawn", subject=row, by=by)
    return row


def _end_sharing(row: Referral, today: date) -> None:
    row.state, row.ended_on = _State.WITHDRAWN, today
    row.told, row.told_until, row.follow_up_on = "", None, None
    save_next(row)
    forget_documents(row)
    if row.has_gone and row.email:
        mails.send_withdrawal(row)


def end_with(consent: Consent, on: date, by: User | None) -> None:
    """End what went to a recipient by a consent that was withdrawn, or ran out."""
    # Whoever takes the withdrawal in need not read the cases of colleagues.
    with opened_for(consent.client_id):
        rows = Referral.objects.filter(
            ended_on__isnull=True,
            client=consent.client_id,
            gate=_Gate.CONSENT,
            organisation=consent.organisation_id,
            categories__overlap=consent.categories,
        )
        if consent.organisation_id is None:
            rows = rows.filter(recipient=consent.recipient)
        for found in rows.select_for_update():
            if found.topic.partition(".")[0] != consent.purpose:
                continue
            if found.is_draft:
                # It may be offered on another ground; the copies are gone.
                documents_of(found).delete()
            else:
                _end_sharing(found, on)
                audit.record(
                    action="referrals.referral.withdrawn", subject=found, by=by
                )
