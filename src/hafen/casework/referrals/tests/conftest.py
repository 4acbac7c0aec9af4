from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import services as casework
from hafen.casework.cases.tests.conftest import (
    TODAY,
    add,
    agatha,
    bela,
    case,
    clara,
    closed,
    emil,
    entered,
    household,
    north,
    officer,
    only,
    second,
    south,
    team,
)
from hafen.casework.referrals import services
from hafen.network.organisations.models import Organisation

__all__ = [
    "add", "agatha", "bela", "case", "clara", "closed", "emil", "entered",
    "household", "north", "officer", "second", "south", "team",
]  # fmt: skip
NOW = timezone.now()
SIGNED = {"given_by": "SELF", "form": "PAPER", "witness": "", "interpreted": ""}


def at(name, town, *parts, query=""):
    return reverse(f"referrals:{name}", args=[town.slug, *parts]) + query


@pytest.fixture
def kompass(town, acting):
    """The debt advice of an association."""
    acting(town)
    return Organisation.objects.create(
        municipality=town,
        name="Kompass e. V.",
        sort_key="kompass",
        kind="WELFARE",
        email="kompass@example.org",
    )


@pytest.fixture
def amal(kompass, household):
    person = {"born_on": date(1990, 5, 1), "phone": "+49231112233"}
    return only(household(person=person))


@pytest.fixture
def agreed(amal, kompass, clara):
    """A maker of consents of Amal's: `agreed("N16")`."""

    def make(purpose, *categories, organisation=kompass, recipient=""):
        rows = casework.prepare_consents(
            client=amal,
            facts={
                "kind": "SHARING",
                "recipient": recipient or organisation.name,
                "organisation": organisation,
                "categories": list(categories or ["CONTACT", "LANGUAGE"]),
            },
            purposes=[purpose],
            months=12,
            today=TODAY,
            by=clara,
        )
        casework.sign_consents(
            client=amal,
            asked=rows,
            ticked=rows,
            facts=SIGNED,
            youth_agrees=True,
            on=TODAY,
            by=clara,
        )
        return rows[0]

    return make


@pytest.fixture
def prepared(town, amal, kompass, clara, south):
    """A maker of drafts: Amal, to Kompass, about debts, with her consent."""

    def make(*, topic="N16", client=amal, receiver=None, **facts):
        known = {
            "way": "TOLD",
            "urgency": "WEEK",
            "language": "ar",
            "email": "kompass@example.org",
            "gate": "CONSENT",
            "categories": ["CONTACT", "LANGUAGE"],
        }
        return services.prepare_referral(
            municipality=town,
            client=client,
            team=south,
            receiver=receiver or services.Receiver(organisation=kompass),
            topic=topic,
            facts=known | facts,
            today=TODAY,
            by=clara,
        )

    return make


@pytest.fixture
def offered(prepared, agreed, clara):
    """A maker of referrals that lie with Kompass."""

    def make(**facts):
        if facts.get("gate", "CONSENT") == "CONSENT":
            agreed("N16")
        row = prepared(**facts)
        return services.offer_referral(referral=row, now=NOW, by=clara)

    return make
