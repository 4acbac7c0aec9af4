"""kill -9 in the middle of a hand-over: the file is here or there, never in between."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from conftest import make_town
from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Case, Household
from hafen.casework.cases.tests.conftest import TODAY, facts
from hafen.casework.outreach import services
from hafen.casework.outreach.models import HandOver
from hafen.config import environment as env
from hafen.core.accounts.models import Team, TeamMembership
from hafen.core.db.context import Context, acting, opened_for
from hafen.core.db.roles import Role
from hafen.mechanisms.todos.models import Todo

ROUNDS = 60 if os.environ.get("HAFEN_LONG") else 2
# What the process that dies does: it says when it begins, and when it has ended.
ACCEPT = """
import sys, django
django.setup()
from django.utils import timezone
from uuid import UUID
from hafen.casework.outreach import services
from hafen.casework.outreach.models import HandOver
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
town, user = UUID(sys.argv[1]), UUID(sys.argv[2])
for key in sys.stdin:
    with acting(Context(municipality=town, actor=user)):
        by = User.objects.get(pk=user)
        row = HandOver.objects.get(pk=UUID(key.strip()))
        print("begun", flush=True)
        now = timezone.now()
        services.accept(hand_over=row, today=timezone.localdate(), now=now, by=by)
    print("done", flush=True)
"""


@pytest.fixture
def teams(own_database, django_db_blocker, person):
    """Two teams with one worker each, in a database of their own."""
    with django_db_blocker.unblock():
        town = make_town("hier")
        found = []
        for name in ("Unterkunft", "Stadt"):
            user = person(town, Role.SOCIAL_WORKER, name=name)
            with acting(Context(municipality=town.pk)):
                team = Team.objects.create(municipality=town, name=name)
                TeamMembership.objects.create(
                    municipality=town, user=user, team=team, valid_from="2020-01-01"
                )
            found.append((team, user))
        yield town, found
        connection.close()


def offered(town, teams, number):
    """A file with a case that is offered by the first team to the second one."""
    (sender, by), (receiver, _user) = teams
    with acting(Context(municipality=town.pk, actor=by.pk)):
        household = cases.take_in(
            municipality=town,
            household={"name": f"Familie {number}", "team": sender, "owner": by},
            person=facts(f"Person {number}"),
            on=TODAY,
            today=TODAY,
            by=by,
        )
        cases.open_case(
            household=household, client=None, owner=by, programme=None, on=TODAY,
            today=TODAY, by=by,
        )  # fmt: skip
        wishes = {
            "kind": "SHELTER", "to_team": receiver, "topics": [], "urgency": "NOW",
            "parts": ["HISTORY"], "special": [],
        }  # fmt: skip
        row = services.begin_hand_over(
            household=household, facts=wishes, today=TODAY, by=by
        )
        told = {"hand_over": row, "today": TODAY, "by": by}
        services.check_gate(**told, ground="TASK", note="Zuständigkeit")
        services.offer(**told)
    return row


def accepting(database, town, user):
    """Start a process that accepts the hand-overs whose keys it is told."""
    kept = os.environ | {
        "HAFEN_DB_NAME": database,
        "HAFEN_DB_ROLE": "web",
        "PYTHONPATH": str(env.ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "hafen.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", ACCEPT, str(town.pk), str(user.pk)],
        env=kept,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def where(town, row):
    """Return what says that the file is with the receiver, each for itself."""
    with (
        acting(Context(municipality=town.pk)),
        opened_for(town.pk),
    ):
        card = HandOver.objects.get(pk=row.pk)
        case = Case.objects.get(household=card.household_id)
        household = Household.objects.get(pk=card.household_id)
        asked = Todo.objects.filter(kind=services.DECIDE, subject_id=row.pk)
        return {
            card.state == "ACCEPTED",
            household.team_id == card.to_team_id,
            case.team_id == card.to_team_id,
            household.owner_id == case.owner_id != card.begun_by_id,
            not asked.open().exists(),
        }


def test_a_killed_hand_over_leaves_the_file_here_or_there(own_database, teams):
    town, both = teams
    dice = random.Random(4711)  # noqa: S311 - moments, no secrets
    process, took = accepting(own_database, town, both[1][1]), 0.2
    found = []
    for number in range(ROUNDS + 1):
        row = offered(town, both, number)
        process.stdin.write(f"{row.pk}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "begun\n"
        begin = time.monotonic()
        if number == 0:  # the first one lives, to know how long it takes
            assert process.stdout.readline() == "done\n"
            took = time.monotonic() - begin
        else:
            # The second dies in the middle for sure, the others wherever.
            time.sleep(took * (0.3 if number == 1 else dice.uniform(0, 1.2)))
            process.kill()
            process.communicate()  # closes what it wrote to
            process = accepting(own_database, town, both[1][1])
        time.sleep(0.05)  # until the database has noticed
        found.append(where(town, row))
    process.kill()
    process.communicate()  # closes what it wrote to

    assert found[0] == {True}
    assert {False, True} not in found[1:]
