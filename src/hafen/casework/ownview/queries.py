"""What a visit shows, and whose own view somebody at the desk sees."""

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import (
    Client,
    ContestedPoint,
    IntegrationAgreement,
)
from hafen.casework.ownview.models import OwnAccess, OwnAccessQuerySet
from hafen.casework.ownview.rules import OPEN_OWN_VIEW
from hafen.core.accounts.models import User
from hafen.core.db.encryption import place, ring
from hafen.core.places.models import Municipality

_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def clients_visible_to(user: User, *, today: date) -> QuerySet[Client]:
    """Return the people of one's teams: whoever is asked to end an own view can."""
    if not OPEN_OWN_VIEW.held_by(user):
        return Client.objects.none()
    return cases.clients_visible_to(user, today=today)


def reads_a_case_of(user: User, client: Client, *, today: date) -> bool:
    """Return whether somebody may open the own view and hand it out.

    It shows what stands in a case: a colleague who does not read that would get it
    by digits of their own.
    """
    files = cases.cases_visible_to(user, today=today).open()
    return files.filter(
        Q(client=client) | Q(client__isnull=True), household=client.household_id
    ).exists()


def accesses_visible_to(user: User, *, today: date) -> OwnAccessQuerySet:
    seen = clients_visible_to(user, today=today).values("pk")
    rows = OwnAccess.objects.filter(client__in=seen)
    return rows.select_related("client", "municipality")


def access_by_link(municipality: Municipality, pk: UUID) -> OwnAccess | None:
    """Return the row that a link names; the context has opened it."""
    rows = OwnAccess.objects.living().select_related("municipality")
    return rows.filter(municipality=municipality, pk=pk).first()


def may_have_one(client: Client) -> bool:
    """Return whether it is an adult with an open case, in a file that is not restricted
    and goes on under no other entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ownview_opens(%s)", [client.pk])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class Appointment:
    pk: UUID
    starts_at: datetime
    site: str
    street: str
    has_interpreter: bool


@dataclass(frozen=True)
class Agreement:
    """What both sides signed, worded in German and in the language of the person."""

    signed_on: date
    review_on: date
    parts: list[dict[str, Any]]

    def part_in(self, language: str) -> dict[str, Any]:
        found = [each for each in self.parts if each["language"] == language]
        return (found or self.parts)[0]


@dataclass(frozen=True)
class Agreed:
    pk: UUID
    kind: str
    purpose: str
    categories: list[str]
    recipient: str
    given_on: date
    valid_until: date


@dataclass(frozen=True)
class Paper:
    kind: str
    valid_until: date


@dataclass(frozen=True)
class Contested:
    """What the person said is wrong, and what came of it."""

    about: str
    words: str
    since: date
    settled_on: date | None
    how: str


@dataclass(frozen=True)
class AppliedFor:
    form: str
    agency: str
    state: str
    due_on: date | None
    ended_on: date | None
    missing: list[str]


@dataclass(frozen=True)
class Sent:
    pk: UUID
    topic: str
    recipient: str
    state: str
    offered_on: datetime
    appointment_at: datetime | None
    papers: list[str]

    @property
    def may_arrive(self) -> bool:
        return self.state in {"OFFERED", "ACCEPTED"}


@dataclass(frozen=True)
class Reading:
    at: datetime
    action: str
    functions: list[str]
    office: str


@dataclass(frozen=True)
class Shown:
    """All that a person reads of the own file; keys lead on to what it may change."""

    access: UUID
    client: UUID
    household: UUID
    restricted_since: date | None
    notice_on: date
    notice_edition: str
    appointments: list[Appointment]
    agreements: list[Agreement]
    consents: list[Agreed]
    papers: list[Paper]
    contested: list[Contested]
    applications: list[AppliedFor]
    referrals: list[Sent]
    readings: list[Reading]


def shown(secret: str) -> Shown | None:
    """Return what the secret of a visit opens; None where it opens nothing (more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ownview_shown(%s)", [secret])
        found = cursor.fetchone()
    if not secret or found is None or found[0] is None:
        return None
    told = json.loads(found[0])
    return Shown(
        access=UUID(told["access"]),
        client=UUID(told["client"]),
        household=UUID(told["household"]),
        restricted_since=_day(told["restricted_since"]),
        notice_on=date.fromisoformat(told["notice_on"]),
        notice_edition=told["notice_edition"],
        appointments=[_appointment(row) for row in told["appointments"] or []],
        agreements=[_agreement(row) for row in told["agreements"] or []],
        consents=[_consent(row) for row in told["consents"] or []],
        papers=[
            Paper(row["kind"], date.fromisoformat(row["valid_until"]))
            for row in told["papers"] or []
        ],
        contested=[_contested(row) for row in told["contested"] or []],
        applications=[_application(row) for row in told["applications"] or []],
        referrals=[_referral(row) for row in told["referrals"] or []],
        readings=[_reading(row) for row in told["readings"] or []],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _appointment(row: dict[str, Any]) -> Appointment:
    return Appointment(
        pk=UUID(row["id"]),
        starts_at=datetime.fromisoformat(row["starts_at"]),
        site=row["site"],
        street=f"{row['street']} {row['house_number']}".strip(),
        has_interpreter=row["interpreter"],
    )


def _agreement(row: dict[str, Any]) -> Agreement:
    where = place(IntegrationAgreement, UUID(row["id"]), "content")
    text = ring().open(b64decode(row["content"]), place=where)
    # Of paper: what keeps runs of letters apart for the typesetter alone.
    content = json.loads(text.translate(_ISOLATES))
    return Agreement(
        signed_on=date.fromisoformat(row["signed_on"]),
        review_on=date.fromisoformat(row["review_on"]),
        parts=content["parts"],
    )


def _consent(row: dict[str, Any]) -> Agreed:
    return Agreed(
        pk=UUID(row["id"]),
        kind=row["kind"],
        purpose=row["purpose"],
        categories=row["categories"],
        recipient=row["recipient"],
        given_on=date.fromisoformat(row["given_on"]),
        valid_until=date.fromisoformat(row["valid_until"]),
    )


def _contested(row: dict[str, Any]) -> Contested:
    where = place(ContestedPoint, UUID(row["id"]), "words")
    return Contested(
        about=row["about"],
        words=ring().open(b64decode(row["words"]), place=where),
        since=date.fromisoformat(row["since"]),
        settled_on=_day(row["settled_on"]),
        how=row["how"],
    )


def _application(row: dict[str, Any]) -> AppliedFor:
    return AppliedFor(
        form=row["form"],
        agency=row["agency"],
        state=row["state"],
        due_on=_day(row["due_on"]),
        ended_on=_day(row["ended_on"]),
        missing=row["missing"] or [],
    )


def _referral(row: dict[str, Any]) -> Sent:
    at = row["appointment_at"]
    return Sent(
        pk=UUID(row["id"]),
        topic=row["topic"],
        recipient=row["recipient"],
        state=row["state"],
        offered_on=datetime.fromisoformat(row["offered_at"]),
        appointment_at=datetime.fromisoformat(at) if at else None,
        papers=row["papers"] or [],
    )


def _reading(row: dict[str, Any]) -> Reading:
    return Reading(
        at=datetime.fromisoformat(row["at"]),
        action=row["action"],
        functions=row["functions"] or [],
        office=row["office"] or "",
    )
