from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.casework.cases import services
from hafen.casework.cases.importers import PERSONS
from hafen.casework.cases.models import Case, Client, Household
from hafen.casework.cases.reference import programme_templates
from hafen.core.accounts.models import Team, TeamMembership
from hafen.core.db.roles import Role
from hafen.mechanisms.imports import readers
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.privacy import requests, restricting, rights

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=30)
LONG_AGO = TODAY - timedelta(days=400)


@pytest.fixture
def team(town, acting):
    """A maker of teams with their members: `team("Süd", clara, lead=agatha)`."""

    def make(name, *members, lead=None):
        acting(town)
        row = Team.objects.create(municipality=town, name=name)
        for user in (*members, *([lead] if lead else [])):
            TeamMembership.objects.create(
                municipality=town,
                user=user,
                team=row,
                is_lead=user is lead,
                valid_from=LONG_AGO,
            )
        return row

    return make


def worker(name):
    @pytest.fixture(name=name.lower())
    def make(town, person):
        return person(town, Role.SOCIAL_WORKER, name=name)

    return make


# Clara and Bela work in the team South, which Agatha leads; Emil works in North.
clara, bela, agatha, emil = map(worker, ("Clara", "Bela", "Agatha", "Emil"))


@pytest.fixture
def south(team, clara, bela, agatha):
    return team("Süd", clara, bela, lead=agatha)


@pytest.fixture
def north(team, emil):
    return team("Nord", emil)


def facts(name, **more):
    known = {"languages": ["ar"], "notice_on": LONG_AGO, "notice_edition": "1"}
    return {"name": name} | known | more


@pytest.fixture
def household(town, south, clara, acting):
    """A maker of households with one person, taken in by Clara."""

    def make(name="Amal Muster", *, on=LONG_AGO, person=None, **more) -> Household:
        acting(town, clara)
        return services.take_in(
            municipality=town,
            household={"name": f"Familie {name.split()[-1]}", "team": south} | more,
            person=facts(name, **(person or {})),
            on=on,
            today=TODAY,
            by=clara,
        )

    return make


@pytest.fixture
def case(household, clara):
    """A maker of cases; Clara is responsible."""

    def make(of=None, *, programme=None, on=LONG_AGO, criteria=(), **more) -> Case:
        return services.open_case(
            household=of or household(**more),
            client=None,
            owner=clara,
            programme=programme,
            criteria=criteria,
            on=on,
            today=TODAY,
            by=clara,
        )

    return make


@pytest.fixture
def shipped(town, clara, acting):
    """Take a programme over as it ships: `shipped("nrw-kim")`."""

    def take(code):
        acting(town, clara)
        facts = programme_templates(TODAY)[code].facts
        return services.save_programme(
            municipality=town, programme=None, facts=facts, expected=None, by=clara
        )

    return take


@pytest.fixture
def add(clara):
    def make(row, name, *, kind="CHILD", came="LATER", on=LONG_AGO, **more) -> Client:
        return services.add_member(
            household=row, person=facts(name, **more), kind=kind, came=came, on=on,
            by=clara,
        )  # fmt: skip

    return make


@pytest.fixture
def officer(town, person):
    return person(town, Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def second(town, person):
    return person(town, Role.ADMINISTRATOR)


@pytest.fixture
def entered(town, officer, acting):
    """A maker of requests for restriction that the officer has entered."""

    def make(client, *, ground="CONTESTED"):
        acting(town, officer)
        return requests.receive(
            kind="RESTRICT", roots=[rights.key_of(client)], received_on=TODAY,
            ground=ground, by=officer,
        )  # fmt: skip

    return make


@pytest.fixture
def closed(town, entered, second, acting):
    """A maker of restrictions in force: `closed(client)`."""

    def make(client, **more):
        asked = entered(client, **more)
        acting(town, second)
        return restricting.put_in_force(
            asked=asked, look_again_on=SOON, by=second, now=timezone.now(), today=TODAY
        )

    return make


def only(row) -> Client:
    """Return the one person of a household."""
    return Client.objects.get(household=row)


def stands(client, kind, code, by, *, since=LONG_AGO):
    return services.note_circumstance(
        client=client, kind=kind, code=code, valid_from=since, expires_on=None, by=by
    )


HEAD = (
    "Name;Vorname;Geburtsdatum;BG-Nr.;Datenschutzhinweis;"
    "Geschlecht;Sprachen;Rechtskreis;Staatsangehörigkeit"
)
ROWS = (
    "Muster;Amal;01.02.1990;BG-7;03.04.2017;w;Arabisch;Asylbewerberleistungsgesetz;Syrien",
    "Muster;Sami; 2015-06-01 ;BG-7;3.4.17;m;Arabisch;",
    "Beispiel;Lina;;;03.04.2017;w;Dari, Farsi;;AF",
    "Ohne;Hinweis;;;;w;;",
)


def list_of(town, by, path, rows=ROWS, head=HEAD):
    """Read a list of persons and check its rows, as somebody of the town."""
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    run = imports.load(
        readers.read(path),
        importer=PERSONS,
        municipality=town,
        file_name=path.name,
        by=by,
    )
    return run, imports.plan(run, columns=None, now=timezone.now())


@pytest.fixture
def bring_in(town, south, clara, acting, tmp_path):
    """Read a list at the desk, as Clara."""

    def run(rows=ROWS, head=HEAD, by=clara):
        acting(town, by)
        found, _told = list_of(town, by, tmp_path / "personen.csv", rows, head)
        return imports.apply(found, by=by, now=timezone.now())

    return run
