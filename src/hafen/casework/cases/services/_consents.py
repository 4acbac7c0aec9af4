"""Consents: prepared, signed, withdrawn; and the recipient is told."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from hafen.casework.cases.agreeing import EDITION, full_text
from hafen.casework.cases.errors import (
    AdultSignsAlone,
    AlreadyClosed,
    GuardianSigns,
    TooLong,
    YouthIsAsked,
)
from hafen.casework.cases.models import MOST_MONTHS, Client, Consent
from hafen.casework.cases.registries import sharings
from hafen.casework.cases.services._cases import months_later
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.todos import services as todos

TELL = "cases.tell_recipient"
TELL_TITLE = gettext_noop("Ask a recipient to delete data: a consent was withdrawn")
# Art. 19 DSGVO: without delay.
_TIME = timedelta(days=3)
_ADULT, _YOUTH = 18, 15
_By = Consent.GivenBy


@transaction.atomic
def prepare_consents(
    *,
    client: Client,
    facts: dict[str, Any],
    purposes: Iterable[str],
    months: int,
    today: date,
    by: User,
) -> list[Consent]:
    """
    Write down what somebody is asked: for each purpose a consent of its own.

    :param purposes: codes of the needs domains; none: one consent without
    :raises TooLong: beyond three years
    """
    if months > MOST_MONTHS:
        raise TooLong
    rows = []
    for purpose in list(purposes) or [""]:
        row = Consent(
            municipality_id=client.municipality_id,
            client=client,
            purpose=purpose,
            language=next(iter(client.languages), "de"),
            edition=EDITION,
            valid_until=months_later(today, months),
            ended_on=months_later(today, months),
            **facts,
        )
        row.text = full_text(row, today=today)
        row.save()
        rows.append(row)
    audit.record(action="cases.consent.prepared", subject=client, by=by)
    return rows


@transaction.atomic
def sign_consents(
    *,
    client: Client,
    asked: Collection[Consent],
    ticked: Collection[Consent],
    facts: dict[str, Any],
    youth_agrees: bool,
    on: date,
    by: User,
) -> list[Consent]:
    """
    Write down what was ticked and signed; what was not ticked is forgotten.

    Nothing else depends on it: whoever ticks nothing is helped all the same.

    :param asked: what stood on the sheet; what a colleague prepared meanwhile stays
    :raises AdultSignsAlone: when somebody else signed for an adult
    :raises GuardianSigns: when somebody below fifteen signed alone
    :raises YouthIsAsked: when somebody from fifteen on was not asked
    """
    fresh = locked(client, expected=None)
    if ticked:
        _check_signer(fresh, facts["given_by"], on, youth_agrees=youth_agrees)
    given = []
    prepared = Consent.objects.filter(client=fresh, given_on=None)
    on_sheet = {row.pk for row in (*asked, *ticked)}
    for row in prepared.filter(pk__in=on_sheet).select_for_update():
        if row not in ticked:
            row.delete()
            continue
        for name, value in facts.items():
            setattr(row, name, value)
        row.given_on = on
        save_next(row)
        given.append(row)
        audit.record(action="cases.consent.given", subject=row, by=by)
    if not given:
        audit.record(action="cases.consent.refused", subject=fresh, by=by)
    return given


def _check_signer(
    client: Client, given_by: str, on: date, *, youth_agrees: bool
) -> None:
    age = client.age_on(on)
    if age is None:
        return
    if age >= _ADULT and given_by not in {_By.SELF, _By.CUSTODIAN}:
        raise AdultSignsAlone
    if age < _YOUTH and given_by == _By.SELF:
        raise GuardianSigns
    if _YOUTH <= age < _ADULT and given_by != _By.SELF and not youth_agrees:
        raise YouthIsAsked


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: date, by: User | None) -> Consent:
    """
    End a consent at once; somebody has to tell the recipient (Art. 19 DSGVO).

    :param by: None: the person alone
    :raises AlreadyClosed: when it was never given, or is withdrawn already
    """
    row = locked(consent, expected=None)
    if not row.is_given or row.withdrawn_on is not None:
        raise AlreadyClosed
    row.withdrawn_on = row.ended_on = on
    save_next(row)
    for sharing in sharings:
        sharing.end(row, on, by)
    household = row.client.household
    todos.create_todo(
        municipality=row.municipality,
        kind=TELL,
        title=TELL_TITLE,
        today=on,
        owner=household.owner or by,
        team=household.team,
        subject_type="cases.consent",
        subject_id=row.pk,
        due_on=on + _TIME,
        by=by,
    )
    audit.record(action="cases.consent.withdrawn", subject=row, by=by)
    return row


@transaction.atomic
def end_expired(*, municipality_id: UUID, today: date) -> int:
    """
    End what hangs on consents whose last day is over, once; return how many.

    Nobody is asked to delete: the recipient was told until when it holds. What a
    later consent to the same lets go on goes on with that.
    """
    rows = Consent.objects.filter(
        municipality=municipality_id,
        given_on__isnull=False,
        withdrawn_on__isnull=True,
        expired_on__isnull=True,
        valid_until__lt=today,
    )
    # A second run waits here for the first, and finds nothing.
    found = list(rows.select_for_update().order_by("id"))
    for row in found:
        row.expired_on = today
        save_next(row)
        later = _renewal(row, today)
        for sharing in sharings:
            if later is None or sharing.renew is None:
                sharing.end(row, today, None)
            else:
                sharing.renew(row, later)
        audit.record(action="cases.consent.expired", subject=row, by=None)
    return len(found)


def _renewal(row: Consent, day: date) -> Consent | None:
    """Return a consent that lets the same one have the same, or more, today."""
    same = {
        name: getattr(row, name)
        for name in (
            *("client_id", "kind", "purpose", "recipient"),
            *("organisation_id", "team_id", "released_id"),
        )
    }
    rows = Consent.objects.valid(day).filter(**same)
    return (
        rows.filter(categories__contains=row.categories)
        .order_by("-valid_until")
        .first()
    )


@transaction.atomic
def recipient_told(*, consent: Consent, on: date, now: datetime, by: User) -> Consent:
    """
    Write down that the recipient was asked to delete what it got.

    :raises AlreadyClosed: when it is not withdrawn, or told already
    """
    row = locked(consent, expected=None)
    if row.withdrawn_on is None or row.told_on is not None:
        raise AlreadyClosed
    row.told_on = on
    save_next(row)
    todos.finish_about(
        kind=TELL, subject_id=row.pk, municipality=row.municipality, by=by, now=now
    )
    audit.record(action="cases.consent.recipient_told", subject=row, by=by)
    return row
