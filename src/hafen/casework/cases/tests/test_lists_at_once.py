"""Two lists of persons in the same second, and one that dies in the middle."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from hafen.casework.cases.models import Circumstance, Client
from hafen.casework.cases.tests.conftest import TODAY, list_of
from hafen.core.accounts.models import Team, TeamMembership
from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.mechanisms.imports import services as imports
from tests.racing import named

HEAD = "Name;Geburtsdatum;BG-Nr.;Datenschutzhinweis;Rechtskreis;Team"
FIRST = "Muster, Amal;01.02.1990;BG-7;03.04.2017;AsylbLG;Süd"
AGAIN = FIRST.replace("AsylbLG", "SGB II")


@pytest.fixture
def desks(race, person):
    """Clara and Bela of one team, with real transactions; Clara's list is written."""
    town = race.town
    people = [person(town, Role.SOCIAL_WORKER, name=name) for name in ("Clara", "Bela")]
    with acting(Context(municipality=town.pk)):
        row = Team.objects.create(municipality=town, name="Süd")
        for user in people:
            TeamMembership.objects.create(
                municipality=town, user=user, team=row, valid_from=TODAY
            )
    return people


def writes(town, user, path, *rows):
    def step():
        with acting(Context(municipality=town.pk, actor=user.pk)):
            run, _seen = list_of(town, user, path, rows, HEAD)
            imports.apply(run, by=user, now=timezone.now())

    return step


def test_two_lists_at_once_take_nobody_in_twice(race, desks, tmp_path):
    clara, bela = desks
    steps = [
        writes(race.town, user, tmp_path / f"{user.name}.csv", FIRST)
        for user in (clara, bela)
    ]

    assert named(race(*steps)) == ["won", "won"]
    with acting(Context(municipality=race.town.pk, actor=clara.pk)):
        assert Client.objects.count() == 1


def test_a_list_that_is_killed_in_the_middle_changed_nothing(race, desks, tmp_path):
    clara, _bela = desks
    people = [FIRST.replace("Amal", f"Amal {n}") for n in "ABC"]
    again = [AGAIN.replace("Amal", f"Amal {n}") for n in "ABC"]
    assert race(writes(race.town, clara, tmp_path / "a.csv", *people)) == ["won"]
    seen = threading.local()

    def kills(execute, sql, *more):
        found = execute(sql, *more)
        if sql.startswith('INSERT INTO "cases_circumstance"'):
            seen.count = getattr(seen, "count", 0) + 1
            if seen.count == 3:
                execute("SELECT pg_terminate_backend(pg_backend_pid())", (), *more[1:])
        return found

    def dies():
        with connection.execute_wrapper(kills):
            writes(race.town, clara, tmp_path / "b.csv", *again)()

    assert "won" not in race(dies)
    with acting(Context(municipality=race.town.pk, actor=clara.pk)):
        kept = Circumstance.objects.filter(kind="LEGAL_AREA")
        assert list(kept.values_list("code", "valid_until")) == [("asylblg", None)] * 3
    assert race(writes(race.town, clara, tmp_path / "c.csv", *again)) == ["won"]
    with acting(Context(municipality=race.town.pk, actor=clara.pk)):
        now = Circumstance.objects.filter(kind="LEGAL_AREA").valid(TODAY)
        assert set(now.values_list("code", flat=True)) == {"sgb2"}
