"""A case asks the exchange for help: derived facts alone, by a consent alone."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext

from hafen.casework.cases.errors import AlreadyClosed, NeedsOwner, NotAgreed
from hafen.casework.cases.models import (
    Case,
    Consent,
    Household,
    NeedTopic,
    SoughtHelp,
    SoughtHelpQuerySet,
)
from hafen.casework.cases.queries import derived
from hafen.casework.cases.services._needs import note_offer
from hafen.casework.cases.services._owners import check_owner
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind, Match, Need

_OFFERS = frozenset({Match.State.PROPOSED, Match.State.ASKED})


@transaction.atomic
def seek_help(
    *,
    case: Case,
    consent: Consent,
    facts: Mapping[str, Any],
    topic: NeedTopic | None = None,
    now: datetime,
    by: User,
) -> SoughtHelp:
    """
    Ask for help in the exchange: language, district and times, under no name.

    What is found is told to who is responsible for the case: the seeker, for the
    exchange.

    :param facts: kind, title, times, for how many people, and whoever looks for it
    :param topic: the need of the case that it is for; its first offer is noted once
        somebody is proposed
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
        data={**derived(agreed.client, today), **_said(fresh, facts)},
        by=by,
        now=now,
    )
    row = SoughtHelp.objects.create(
        municipality_id=fresh.municipality_id,
        client=agreed.client,
        case=fresh,
        consent=agreed,
        topic=topic,
        need=need,
    )
    audit.record(action="cases.help.sought", subject=fresh, by=by)
    return row


def _said(case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as the exchange keeps them; of people it learns the number."""
    said = dict(facts)
    if people := said.pop("people", None):
        with translation.override(case.municipality.default_language):
            sentence = ngettext("For %(n)s person", "For %(n)s people", people)
            said["text"] = sentence % {"n": people}
    return said


def _seeker(case: Case) -> dict[str, Any]:
    """Return whom the exchange speaks to: the case worker, with a drawn number."""
    number = secrets.token_hex(3).upper()
    return {"name": f"{case.team.name} {number}", **_speaker(case.owner)}


def _speaker(owner: User) -> dict[str, Any]:
    return {
        "language": owner.language or owner.municipality.default_language,
        "channel": Notice.Channel.MAIL,
        "email": owner.email,
    }


def follow_help(case: Case, to: User) -> None:
    """Let the exchange speak to the new owner about what the case looks for."""
    _speak_to(to, SoughtHelp.objects.filter(case=case))


def follow_household(household: Household, to: User) -> None:
    """Let the exchange speak to the new owner about what closed cases left open."""
    # Closed cases of colleagues are among them, whoever names the new one.
    with opened_for(household.municipality_id):
        rows = SoughtHelp.objects.filter(case__household=household)
        _speak_to(to, rows.filter(case__closed_on__isnull=False))


def _speak_to(to: User, rows: SoughtHelpQuerySet) -> None:
    for row in rows.select_related("need").order_by("need"):
        pool.change_speaker(need=row.need, facts=_speaker(to), now=timezone.now())


def let_help_go(
    household: Household,
    rows: SoughtHelpQuerySet,
    *,
    ends_help: bool,
    help_with: User | None,
    today: date,
    by: User,
) -> None:
    """
    End what is looked for, or leave it with somebody; help that runs is not torn.

    Whoever goes on is responsible for the household from here on: the exchange
    speaks to them, and it is handed over with the household.

    :raises NeedsOwner: when something stays and nobody goes on with it
    :raises NotOfTheTeam: when that one does not belong to the team
    :raises KeptOutOfFile: when that one is one of them, or a relative
    """
    if ends_help:
        _withdraw(rows.looked_for(), by)
    staying = rows.looked_for() | rows.running()
    if not staying.exists():
        return
    if help_with is None:
        raise NeedsOwner
    check_owner(household, help_with, today)
    if household.owner_id != help_with.pk:
        household.owner = help_with
        save_next(household)
    _speak_to(help_with, SoughtHelp.objects.filter(pk__in=staying.values("pk")))


def _withdraw(rows: SoughtHelpQuerySet, by: User | None) -> None:
    for row in rows.select_related("need").order_by("need"):
        pool.close_posting(
            posting=row.need, state=Need.State.WITHDRAWN, by=by, now=timezone.now()
        )


def follow_placement(match: Match, by: User | None, now: datetime) -> None:
    """Note the first offer of a need once somebody of the exchange is proposed."""
    if match.state not in _OFFERS:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_sought_in(%s)", [match.need_id])
        [case] = cursor.fetchone()
    if case is None:
        return
    # The desk of the exchange reads nothing of a case.
    with opened_for(case):
        rows = SoughtHelp.objects.select_related("case", "topic")
        row = rows.filter(need=match.need_id).first()
        # Of a file that is closed for the time being nothing is found.
        if row is None or row.topic is None:
            return
        with translation.override(row.case.municipality.default_language):
            offer = str(Kind(match.need.kind).label)
        day = timezone.localdate(now)
        note_offer(case=row.case, domain=row.topic.domain, offer=offer, on=day, by=by)


def end_help(consent: Consent, on: date, by: User | None) -> None:
    """Close what was asked for by a consent that was withdrawn, or ran out."""
    del on
    _withdraw(SoughtHelp.objects.filter(consent=consent).living(), by)


def renew_help(old: Consent, new: Consent) -> None:
    """Let what is looked for go on with a later consent."""
    SoughtHelp.objects.filter(consent=old).update(consent=new)
