"""Institutions: registered, approved, closed, with a link of their own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.interpreting.errors import NameTaken, NotOpen
from hafen.exchange.interpreting.models import Institution, Service
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._tell import booking_address, tell_booker

State = Institution.State


@transaction.atomic
def save_service(
    *, municipality: Municipality, data: Mapping[str, Any], by: User
) -> Service:
    """Say who looks after interpreting, by which tariff and with which periods."""
    row, _is_new = Service.objects.update_or_create(
        municipality=municipality, defaults=dict(data)
    )
    audit.record(action="interpreting.service.saved", subject=row, by=by)
    return row


@transaction.atomic
def register_institution(
    *,
    municipality: Municipality,
    data: Mapping[str, Any],
    by: User | None,
    now: datetime,
) -> Institution:
    """
    Enter an institution; it books nothing before somebody approves it.

    :raises NoService: if nobody looks after interpreting here yet
    :raises NameTaken: if one of this name is there
    """
    service = owners.service(municipality)
    row = Institution(municipality=municipality, owner=service.owner)
    _fill(row, data)
    _save(row)
    today = timezone.localdate(now)
    owners.remind(
        row,
        owners.APPROVE,
        owner=row.owner,
        due_on=today + timedelta(days=3),
        today=today,
        by=by,
    )
    audit.record(action="interpreting.institution.registered", subject=row, by=by)
    return row


@transaction.atomic
def edit_institution(
    *, institution: Institution, data: Mapping[str, Any], expected: int | None, by: User
) -> Institution:
    """
    Change an institution.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NameTaken: if another one has the name
    """
    fresh = locked(institution, expected=expected)
    _fill(fresh, data)
    fresh.version += 1
    _save(fresh)
    audit.record(action="interpreting.institution.edited", subject=fresh, by=by)
    return fresh


def _fill(row: Institution, data: Mapping[str, Any]) -> None:
    for name, value in data.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)


def _save(row: Institution) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        if "an_institution_has_a_name_of_its_own" in str(refused):
            raise NameTaken from refused
        raise


@transaction.atomic
def approve_institution(
    *, institution: Institution, by: User, now: datetime
) -> Institution:
    """
    Let an institution book, and send it its link.

    :raises NotOpen: if it may book already
    """
    fresh = locked(institution, expected=None)
    if fresh.is_approved:
        raise NotOpen
    fresh.state, fresh.closed_at, fresh.approved_by = State.APPROVED, None, by
    save_next(fresh)
    owners.relieve(fresh, owners.APPROVE, by=by, now=now)
    audit.record(action="interpreting.institution.approved", subject=fresh, by=by)
    _send_link(fresh, now=now)
    return fresh


@transaction.atomic
def close_institution(
    *, institution: Institution, by: User, now: datetime
) -> Institution:
    """
    Let an institution book no more; its link is worthless from now on.

    Whoever has only asked to book, and is refused so, is told.

    :raises NotOpen: if it is closed by now
    """
    fresh = locked(institution, expected=None)
    if fresh.closed_at is not None:
        raise NotOpen
    if fresh.is_registered:
        with words_in(fresh.language):
            subject = _("Your wish to book interpreters")
            text = _("We are sorry: we cannot let you book interpreters.")
        tell_booker(fresh, subject=subject, text=text, now=now)
    fresh.state, fresh.closed_at = State.CLOSED, now
    fresh.link_number += 1
    save_next(fresh)
    owners.relieve(fresh, owners.APPROVE, by=by, now=now)
    audit.record(action="interpreting.institution.closed", subject=fresh, by=by)
    return fresh


@transaction.atomic
def renew_link(*, institution: Institution, by: User, now: datetime) -> Institution:
    """
    Send a new link; the old one is worthless.

    :raises NotOpen: if the institution may not book
    """
    fresh = locked(institution, expected=None)
    if not fresh.is_approved:
        raise NotOpen
    fresh.link_number += 1
    save_next(fresh)
    audit.record(action="interpreting.institution.link_renewed", subject=fresh, by=by)
    _send_link(fresh, now=now)
    return fresh


def _send_link(institution: Institution, *, now: datetime) -> None:
    with words_in(institution.language):
        text = "\n\n".join(
            [
                _("You can book interpreters from now on."),
                _("This address is yours alone. Please do not pass it on:"),
                booking_address(institution),
                _("Never write the name of a client; use a code of your own."),
            ]
        )
        subject = _("Your address for booking interpreters")
        tell_booker(institution, subject=subject, text=text, now=now)
