"""A case asks the exchange for help: derived facts alone, by a consent alone."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hafen.casework.cases.errors import AlreadyClosed, NotAgreed
from hafen.casework.cases.models import Case, Client, Consent, SoughtHelp
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked
from hafen.core.mail.models import Notice
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Level, Need

_ADULT = 18


@transaction.atomic
def seek_help(
    *,
    case: Case,
    consent: Consent,
    facts: Mapping[str, Any],
    now: datetime,
    by: User,
) -> SoughtHelp:
    """
    Ask for help in the exchange: language, district and times, under no name.

    What is found is told to who is responsible for the case: the seeker, for the
    exchange.

    :param facts: kind, title, times and whoever looks for it
    :raises AlreadyClosed: when the case is closed
    :raises NotAgreed: when the consent does not hold, or is for something else
    """
    today = timezone.localdate(now)
    fresh = locked(case, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    agreed = locked(consent, expected=None)
    is_meant = agreed.kind == Consent.Kind.MATCHING
    is_here = agreed.client.household_id == fresh.household_id
    if not (is_meant and is_here and agreed.holds_on(today)):
        raise NotAgreed
    need = pool.enter_need(
        municipality=fresh.municipality,
        person=pool.Person(_seeker(fresh)),
        data={**_derived(agreed.client, today), **facts},
        by=by,
        now=now,
    )
    row = SoughtHelp.objects.create(
        municipality_id=fresh.municipality_id,
        client=agreed.client,
        case=fresh,
        consent=agreed,
        need=need,
    )
    audit.record(action="cases.help.sought", subject=fresh, by=by)
    return row


def _seeker(case: Case) -> dict[str, Any]:
    """Return whom the exchange speaks to: the case worker, with a drawn number."""
    number = secrets.token_hex(3).upper()
    return {"name": f"{case.team.name} {number}", **_speaker(case, case.owner)}


def _speaker(case: Case, owner: User) -> dict[str, Any]:
    return {
        "language": owner.language or case.municipality.default_language,
        "channel": Notice.Channel.MAIL,
        "email": owner.email,
    }


def follow_help(case: Case, to: User) -> None:
    """Let the exchange speak to the new owner about what the case looks for."""
    rows = SoughtHelp.objects.filter(case=case).select_related("need")
    for row in rows.order_by("need"):
        facts = _speaker(case, to)
        pool.change_speaker(need=row.need, facts=facts, now=timezone.now())


def _derived(client: Client, today: date) -> dict[str, Any]:
    age = client.age_on(today)
    return {
        "languages": dict.fromkeys(client.languages[:1], Level.GOOD),
        "district": client.household.district,
        "is_for_minor": age is not None and age < _ADULT,
        "language": client.municipality.default_language,
    }


def end_help(consent: Consent, on: date, by: User | None) -> None:
    """Close what was asked for by a consent that was withdrawn, or ran out."""
    del on
    rows = SoughtHelp.objects.filter(consent=consent).select_related("need")
    for row in rows:
        if row.need.is_living:
            pool.close_posting(
                posting=row.need, state=Need.State.WITHDRAWN, by=by, now=timezone.now()
            )


def renew_help(old: Consent, new: Consent) -> None:
    """Let what is looked for go on with a later consent."""
    SoughtHelp.objects.filter(consent=old).update(consent=new)
