"""What nobody here can take: passed on, counted, called for in public."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.interpreting import keys
from hafen.exchange.interpreting.errors import (
    AlreadyAnswered,
    NameTaken,
    NotOpen,
    NotTheLanguage,
)
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Forwarding,
    Interpreter,
    Provider,
    Wanted,
)
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._booking import seek
from hafen.exchange.interpreting.services._profiles import enter_interpreter
from hafen.exchange.interpreting.services._settling import close_calls, release_calls
from hafen.exchange.interpreting.services._tell import address, tell_institution
from hafen.exchange.interpreting.words import brief
from hafen.exchange.pool import services as pool

State = Appointment.State
_CALLED_FOR = timedelta(days=90)
_ANSWER_EXPECTED = timedelta(days=2)


@transaction.atomic
def save_provider(
    *,
    municipality: Municipality,
    provider: Provider | None,
    data: Mapping[str, Any],
    by: User,
) -> Provider:
    """
    Enter or change a professional provider.

    :raises NameTaken: if another one has the name
    """
    row = provider or Provider(municipality=municipality)
    for name, value in data.items():
        setattr(row, name, value)
    row.version += provider is not None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise NameTaken from refused
    audit.record(action="interpreting.provider.saved", subject=row, by=by)
    return row


@transaction.atomic
def give_up(*, appointment: Appointment, by: User | None, now: datetime) -> Appointment:
    """
    Say that nobody was found; it counts as unmet demand.

    :raises NotOpen: if it is settled or over
    """
    fresh = locked(appointment, expected=None)
    if not (fresh.is_open or fresh.is_forwarded):
        raise NotOpen
    fresh.state, fresh.closed_at = State.UNMET, now
    save_next(fresh)
    release_calls(close_calls([fresh], Call.State.WITHDRAWN), now=now)
    owners.relieve(fresh, owners.FIND, owners.CONFIRM, owners.AWAIT, by=by, now=now)
    tell_institution(
        [fresh], gettext_noop("We are sorry: we found no interpreter."), now=now
    )
    audit.record(action="interpreting.appointment.unmet", subject=fresh, by=by)
    return fresh


@transaction.atomic
def forward(
    *, appointment: Appointment, provider: Provider, by: User, now: datetime
) -> Forwarding:
    """
    Pass a request on: language, time, district, way and subject, and nothing else.

    :raises NotOpen: if it is settled, over, or with a provider already
    :raises NotTheLanguage: if the provider does not offer the language
    """
    fresh = locked(appointment, expected=None)
    if not fresh.is_open or not provider.is_active:
        raise NotOpen
    if provider.languages and fresh.language not in provider.languages:
        raise NotTheLanguage
    town = fresh.municipality
    with words_in(town.default_language):
        text = "\n".join(brief(fresh))
    row = Forwarding.objects.create(
        municipality=town,
        appointment=fresh,
        provider=provider,
        text=text,
        sent_at=now,
    )
    fresh.state = State.FORWARDED
    save_next(fresh)
    release_calls(close_calls([fresh], Call.State.WITHDRAWN), now=now)
    owners.relieve(fresh, owners.FIND, owners.CONFIRM, by=by, now=now)
    _write_to(provider, row, now=now)
    _await_answer(fresh, by=by, now=now)
    audit.record(action="interpreting.appointment.forwarded", subject=fresh, by=by)
    return row


def _await_answer(appointment: Appointment, *, by: User, now: datetime) -> None:
    """Put a request that was passed on before the desk, should nobody answer."""
    today = timezone.localdate(now)
    last = timezone.localdate(appointment.starts_at)
    owners.remind(
        appointment,
        owners.AWAIT,
        owner=appointment.institution.owner,
        due_on=max(today, min(last, today + _ANSWER_EXPECTED)),
        today=today,
        by=by,
    )


def _write_to(provider: Provider, row: Forwarding, *, now: datetime) -> None:
    town = row.municipality
    language = town.default_language
    with words_in(language):
        code = keys.code(keys.FORWARDING, row.pk)
        where = address("forwarded", town, language, row.pk, code)
        text = "\n\n".join(
            [row.text, _("Please answer here, no sign-in is needed:"), where]
        )
        notify(
            municipality=town.pk,
            recipient=Recipient(
                name=provider.contact or provider.name,
                language=language,
                channel=Notice.Channel.MAIL,
                person=provider.pk,
                email=provider.email,
            ),
            subject=_("Request for an interpreter"),
            text=text,
            now=now,
        )


@transaction.atomic
def answer_forwarding(
    *, forwarding: Forwarding, accepts: bool, by: User | None, now: datetime
) -> Forwarding:
    """
    Note what the provider says; after a no the desk looks on.

    :raises AlreadyAnswered: if an answer is there, or the request is off
    """
    appointment = locked(forwarding.appointment, expected=None)
    fresh = locked(forwarding, expected=None)
    if not fresh.is_sent or not appointment.is_forwarded:
        raise AlreadyAnswered
    fresh.state = Forwarding.State.ACCEPTED if accepts else Forwarding.State.DECLINED
    fresh.answered_at = now
    save_next(fresh)
    owners.relieve(appointment, owners.AWAIT, by=by, now=now)
    if accepts:
        tell_institution(
            [appointment],
            gettext_noop("A professional service interprets for you."),
            now=now,
        )
    else:
        appointment.state = State.OPEN
        save_next(appointment)
        seek(appointment, by=by, now=now)
    audit.record(
        action=f"interpreting.forwarding.{fresh.state.lower()}", subject=fresh, by=by
    )
    return fresh


@transaction.atomic
def call_for(
    *, municipality: Municipality, language: str, unmet: int, by: User, now: datetime
) -> Wanted:
    """Call in public for interpreters of a language, for three months."""
    today = timezone.localdate(now)
    row, _is_new = Wanted.objects.update_or_create(
        municipality=municipality,
        language=language,
        defaults={
            "unmet": unmet,
            "published_on": today,
            "until": today + _CALLED_FOR,
        },
    )
    audit.record(action="interpreting.call.published", subject=row, by=by)
    return row


@transaction.atomic
def end_call(*, wanted: Wanted, by: User) -> None:
    audit.record(action="interpreting.call.ended", subject=wanted, by=by)
    wanted.delete()


@transaction.atomic
def apply(
    *,
    municipality: Municipality,
    person: Mapping[str, Any],
    speech: Mapping[str, Any],
    now: datetime,
) -> Interpreter:
    """
    Take in who answers a public call: not proposed before the desk has talked.

    :raises NoService: if nobody looks after interpreting here yet
    """
    interpreter = enter_interpreter(
        municipality=municipality,
        person=person,
        offer={},
        data={},
        speeches=[speech],
        by=None,
        now=now,
    )
    pool.tell_received(interpreter.offer.helper, now=now)
    return interpreter


@transaction.atomic
def close_unmet(*, municipality_id: UUID, now: datetime) -> int:
    """Count as unmet what was open, or unanswered elsewhere, on its last date."""
    # No join: a request may have been passed on more than once.
    sent = Forwarding.objects.filter(
        appointment=OuterRef("pk"), state=Forwarding.State.SENT
    )
    unanswered = Q(Exists(sent), state=State.FORWARDED)
    rows = Appointment.objects.filter(
        Q(state=State.OPEN) | unanswered, municipality=municipality_id, ends_at__lt=now
    )
    done = 0
    for row in rows.select_related("municipality", "institution").order_by("pk"):
        if max(ends for _begins, ends in row.spans) < now:
            give_up(appointment=row, by=None, now=now)
            done += 1
    return done
