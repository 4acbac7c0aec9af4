"""Own views: opened and ended at the desk, entered with a link and six digits.

What a person changes goes through the services of the rooms it belongs to, without a
colleague, and only where the own view shows it.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Client, Consent
from hafen.casework.consultations import services as consultations
from hafen.casework.consultations.models import Appointment
from hafen.casework.ownview import keys
from hafen.casework.ownview.errors import (
    Ended,
    Locked,
    NotForThisPerson,
    NotShown,
    OpenAlready,
    TooEasy,
)
from hafen.casework.ownview.models import OwnAccess
from hafen.casework.ownview.queries import Shown, may_have_one
from hafen.casework.referrals import services as referrals
from hafen.casework.referrals.models import Referral
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import requests
from hafen.mechanisms.todos import services as todos

MONTHS = (3, 6, 12)
OTHER_TIME = "ownview.other_time"
OTHER_TIME_TITLE = gettext_noop("A person asks for another time for an appointment")
Ending = OwnAccess.Ending
_TIME = timedelta(days=3)


@transaction.atomic
def open_own_view(
    *,
    client: Client,
    language: str,
    interpreted: str,
    code: str,
    until: date,
    today: date,
    by: User,
) -> OwnAccess:
    """
    Let an adult read the own file until a day.

    :param code: six digits that the person chose
    :raises NotForThisPerson: for minors, in restricted files, without an open case
    :raises OpenAlready: when the person has one
    :raises TooEasy: when others would guess the code first
    """
    fresh = locked(client, expected=None)
    if not may_have_one(fresh):
        raise NotForThisPerson
    if OwnAccess.objects.living().filter(client=fresh).exists():
        raise OpenAlready
    row = OwnAccess(
        municipality_id=fresh.municipality_id,
        client=fresh,
        language=language,
        interpreted=interpreted,
        opened_on=today,
        until=until,
        author=by,
    )
    _set_code(row, code)
    row.save()
    audit.record(action="ownview.access.opened", subject=row, by=by)
    return row


def _set_code(row: OwnAccess, code: str) -> None:
    if keys.is_easy(code):
        raise TooEasy
    row.code, row.failures, row.session_key = keys.sealed_code(row.pk, code), 0, ""


@transaction.atomic
def set_code(*, access: OwnAccess, code: str, by: User) -> OwnAccess:
    """
    Set the digits anew, because they were forgotten or tried too often.

    :raises Ended: when the own view has ended
    :raises TooEasy: when others would guess the code first
    """
    row = _living(access)
    _set_code(row, code)
    save_next(row)
    audit.record(action="ownview.access.code_set", subject=row, by=by)
    return row


def _living(access: OwnAccess) -> OwnAccess:
    row = locked(access, expected=None)
    if row.ended_on is not None:
        raise Ended
    return row


@transaction.atomic
def end_own_view(
    *, access: OwnAccess, ending: str, on: date, by: User | None
) -> OwnAccess:
    """
    End it for good, and a visit that runs at once.

    :raises Ended: when it has ended already
    """
    row = _living(access)
    row.ended_on, row.ending, row.session_key = max(on, row.opened_on), ending, ""
    save_next(row)
    audit.record(action="ownview.access.ended", subject=row, by=by)
    return row


@transaction.atomic
def end_what_is_over(*, municipality_id: UUID, today: date) -> int:
    """End own views whose case has closed, or whose time is over; each for good."""
    over = 0
    rows = OwnAccess.objects.living().filter(municipality=municipality_id)
    for row in rows.select_related("client"):
        if row.until >= today and may_have_one(row.client):
            continue
        end_own_view(access=row, ending=Ending.OVER, on=today, by=None)
        over += 1
    return over


@transaction.atomic
def enter(*, access: OwnAccess, code: str, now: datetime) -> str:
    """
    Begin a visit, which ends one that runs elsewhere.

    :return: its secret for the browser; nothing where the code was wrong, which
        is counted and so must not be taken back
    :raises Ended: when the own view has ended
    :raises Locked: after too many wrong codes
    """
    row = locked(access, expected=None)
    if not row.opens_on(timezone.localdate(now)):
        raise Ended
    if row.is_locked:
        raise Locked
    if not keys.is_code(row, code):
        row.failures += 1
        save_next(row)
        audit.record(action="ownview.access.refused", subject=row)
        return ""
    secret = keys.visit()
    row.failures, row.session_key, row.session_since = 0, keys.digest(secret), now
    save_next(row)
    audit.record(action="ownview.access.entered", subject=row)
    return secret


@transaction.atomic
def leave(*, shown: Shown) -> None:
    """End the visit; the own view stays."""
    with opened_for(shown.access):
        row = locked(OwnAccess(pk=shown.access), expected=None)
        row.session_key = ""
        save_next(row)


@transaction.atomic
def end_by_person(*, shown: Shown, on: date) -> None:
    """
    End the own view for good, on the wish of the person.

    :raises Ended: when it has ended already
    """
    with opened_for(shown.access):
        row = OwnAccess.objects.get(pk=shown.access)
        end_own_view(access=row, ending=Ending.PERSON, on=on, by=None)


@transaction.atomic
def withdraw(*, shown: Shown, consent: UUID, on: date) -> None:
    """
    Withdraw a consent: the recipient reads nothing more, and a colleague writes to it.

    :raises NotShown: when the own view shows no such consent
    """
    if consent not in {row.pk for row in shown.consents}:
        raise NotShown
    with opened_for(shown.household, shown.client):
        row = Consent.objects.select_related("client__household").get(pk=consent)
        cases.withdraw_consent(consent=row, on=on, by=None)


@transaction.atomic
def call_off(
    *, shown: Shown, appointment: UUID, wants_other: bool, now: datetime
) -> None:
    """
    Call an appointment off, and ask for another time if the person wants one.

    :raises NotShown: when the own view shows no such appointment
    """
    if appointment not in {row.pk for row in shown.appointments}:
        raise NotShown
    with opened_for(shown.household, shown.client):
        row = Appointment.objects.select_related("municipality").get(pk=appointment)
        consultations.call_off(appointment=row, by=None, now=now)
        if wants_other:
            today = timezone.localdate(now)
            todos.create_todo(
                municipality=row.municipality,
                kind=OTHER_TIME,
                title=OTHER_TIME_TITLE,
                today=today,
                owner=row.adviser,
                subject_type="ownview.client",
                subject_id=shown.client,
                due_on=today + _TIME,
            )


@transaction.atomic
def arrive(*, shown: Shown, referral: UUID, now: datetime) -> None:
    """
    Say that one has been to the office to which one was sent.

    :raises NotShown: when the own view shows no such referral, or it is over
    """
    if referral not in {row.pk for row in shown.referrals if row.may_arrive}:
        raise NotShown
    with opened_for(referral, shown.client):
        row = Referral.objects.get(pk=referral)
        referrals.arrive(referral=row, on=timezone.localdate(now), now=now, by=None)


@transaction.atomic
def ask_for_copy(*, municipality: Municipality, shown: Shown, on: date) -> None:
    """Ask for a copy of one's data (Art. 15 DSGVO)."""
    requests.receive_copy(
        municipality=municipality, root=Client(pk=shown.client), received_on=on
    )
