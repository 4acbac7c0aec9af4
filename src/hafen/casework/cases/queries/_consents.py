"""Consents: whose they are, which run out, and whether one opens a gate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from hafen.casework.cases.models import (
    Circumstance,
    Client,
    Consent,
    Membership,
)
from hafen.casework.cases.queries._contested import contested_by, marks
from hafen.casework.cases.queries._visible import clients_visible_to
from hafen.core.accounts.models import User
from hafen.network.organisations.models import Organisation

# This long before a consent runs out, the person is asked again.
REMINDER = timedelta(days=30)
# And this long before what hangs on it ends, whoever is responsible is told.
LAST_CALL = timedelta(days=14)
_Category = Consent.Category
_Kind = Circumstance.Kind
_SITUATION = {
    _Category.SITUATION: (_Kind.RESIDENCE, _Kind.LEGAL_AREA, _Kind.ACCOMMODATION),
    _Category.SCHOOLING: (_Kind.GERMAN, _Kind.COURSE),
}


def consents_visible_to(user: User, *, today: date) -> QuerySet[Consent]:
    seen = clients_visible_to(user, today=today)
    rows = Consent.objects.filter(client__in=seen.values("pk"))
    return rows.select_related("client", "client__household", "released")


def filtered_consents(
    rows: QuerySet[Consent], part: str, *, today: date
) -> QuerySet[Consent]:
    given = Q(given_on__isnull=False)
    holds = given & Q(withdrawn_on__isnull=True, valid_until__gte=today)
    parts = {
        "valid": holds,
        "ending": holds & Q(valid_until__lte=today + REMINDER),
        "soon": holds & Q(valid_until__lte=today + LAST_CALL),
        "to_tell": Q(withdrawn_on__isnull=False, told_on__isnull=True),
        "ended": given & ~holds,
    }
    return rows.filter(parts.get(part, given)).order_by("valid_until", "id")


def consent_for(
    client: Client,
    *,
    organisation: Organisation,
    purpose: str,
    category: str,
    day: date,
) -> Consent | None:
    """Return what lets exactly this recipient have exactly this, on a day."""
    rows = Consent.objects.valid(day).filter(
        client=client,
        kind=Consent.Kind.SHARING,
        organisation=organisation,
        purpose=purpose,
        categories__contains=[category],
    )
    return rows.order_by("-valid_until").first()


@dataclass(frozen=True)
class Told:
    """What a recipient gets of one category."""

    label: Any
    lines: list[str]


def told(
    consent: Consent, *, day: date, wording: Any, spoken: dict[str, Any]
) -> list[Told]:
    """Return what a consent lets its recipient have, and nothing beside it.

    Of the household no other person is named: each adult agrees alone.
    """
    return told_of(
        consent.client, consent.categories, day=day, wording=wording, spoken=spoken
    )


def told_of(
    client: Client,
    categories: Collection[str],
    *,
    day: date,
    wording: Any,
    spoken: dict[str, Any],
) -> list[Told]:
    """Return what stands in some categories about one person.

    What the person contests is told with this mark alone (§ 84 Abs. 2 SGB X).
    """
    contested = contested_by(client)
    return [
        Told(
            _Category(code).label,
            [
                *_lines(code, client, day, wording, spoken),
                *marks(contested, code),
            ],
        )
        for code in categories
    ]


def _lines(
    code: str, client: Client, day: date, wording: Any, spoken: dict[str, Any]
) -> list[str]:
    if code == _Category.CONTACT:
        return [text for text in (client.name, client.phone, client.email) if text]
    if code == _Category.LANGUAGE:
        return [str(spoken.get(tag, tag)) for tag in client.languages]
    if code == _Category.HOUSEHOLD:
        rows = Membership.objects.valid(day).filter(household=client.household)
        ages = [row.client.age_on(day) for row in rows.select_related("client")]
        known = sorted(age for age in ages if age is not None)
        return [str(len(ages)), ", ".join(map(str, known))]
    facts = Circumstance.objects.valid(day).filter(
        client=client, kind__in=_SITUATION.get(_Category(code), ())
    )
    return [wording.name(fact.kind, fact.code) for fact in facts.order_by("kind")]
