from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import services as casework
from hafen.casework.cases.tests.conftest import (
    TODAY,
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
from hafen.casework.casetable import services
from hafen.core.db.roles import Role

__all__ = [
    "agatha", "bela", "case", "clara", "closed", "emil", "entered", "household",
    "north", "officer", "second", "south", "team",
]  # fmt: skip
NOW = timezone.now()
SIGNED = {"given_by": "SELF", "form": "PAPER", "witness": "", "interpreted": ""}
JOBCENTER = "Jobcenter Hier"


def at(name, town, *parts, query=""):
    return reverse(f"casetable:{name}", args=[town.slug, *parts]) + query


@pytest.fixture
def dora(town, person):
    """Coordinates the network; calls case tables, and works on no case."""
    return person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Dora")


@pytest.fixture
def jonas(town, person):
    """The contact at the job centre, with an account."""
    return person(town, Role.AUTHORITY_LIAISON, name="Jonas")


@pytest.fixture
def table(town, dora, acting):
    """A maker of case tables that Dora calls; one that runs, unless said."""

    def make(*, begins=-timedelta(hours=2), hours=6):
        acting(town, dora)
        facts = {
            "title": "Jour fixe",
            "place": "Rathaus",
            "starts_at": NOW + begins,
            "ends_at": NOW + begins + timedelta(hours=hours),
        }
        return services.call_meeting(municipality=town, facts=facts, by=dora)

    return make


@pytest.fixture
def seat(town, dora, acting):
    """A maker of seats: `seat(table, "Sozialamt", user=dora)`."""

    def make(meeting, office, *, user=None, item=None, by=dora, **facts):
        acting(town, by)
        known = {"office": office, "name": "Frau Beispiel", "email": "jc@example.org"}
        return services.invite(
            meeting=meeting,
            item=item,
            user=user,
            organisation=None,
            facts=known | facts,
            now=NOW,
            by=by,
        )

    return make


@pytest.fixture
def agreed(clara, town, acting):
    """A maker of consents for a table: `agreed(client, "N05", "Sozialamt", …)`."""

    def make(client, topic, *offices):
        acting(town, clara)
        rows = [
            each
            for office in offices
            for each in casework.prepare_consents(
                client=client,
                facts={"kind": "TABLE", "recipient": office, "categories": []},
                purposes=[topic],
                months=12,
                today=TODAY,
                by=clara,
            )
        ]
        return casework.sign_consents(
            client=client,
            asked=rows,
            ticked=rows,
            facts=SIGNED,
            youth_agrees=True,
            on=TODAY - timedelta(days=1),  # a table may have begun before midnight
            by=clara,
        )

    return make


@pytest.fixture
def brought(case, agreed, clara, town, acting):
    """A maker of cases at a table: `brought(table, JOBCENTER, name="Amal Muster")`."""

    def make(meeting, *offices, name="Amal Muster", topic="N05", **told):
        file = case(name=name)
        client = only(file.household)
        consents = agreed(client, topic, *offices)
        facts = {"summary": "Sucht eine Ausbildung in der Küche", "minutes": 20}
        return services.bring_case(
            meeting=meeting,
            case=file,
            client=client,
            told=services.Told(topic=topic, **facts | told),
            consents=consents,
            now=NOW,
            by=clara,
        )

    return make
