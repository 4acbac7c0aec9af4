"""Who is erased leaves nothing in the rooms of casework, nor comes back by a backup."""

import pytest
from django.db import connection

from conftest import clone_template, drop, make_town, use
from hafen.casework.cases import services as cases
from hafen.casework.cases.models import Client, NameKey
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY, facts, stands
from hafen.casework.consultations.models import Visit, Visitor
from hafen.casework.outreach.models import Arrival, HomeVisit
from hafen.casework.referrals.models import Referral
from hafen.core.accounts.models import Team, TeamMembership
from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.mechanisms.privacy import requests
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.privacy.tests.test_rights import NOW, heads, texts_of

__all__ = ["heads"]
WORDS = ("Quittenduft", "+49231998877", "Kornblumenweg")
# The trail keeps numbers, and requests keep whom they were about.
KEPT = {"audit_event.subject_id", "audit_event.values", "privacy_rightsrequest.roots"}


@pytest.fixture
def town(own_database, django_db_blocker, heads):
    with django_db_blocker.unblock():
        yield make_town("hier")
        connection.close()


def live_of(town, clara):
    """One person with rows in each room of casework; return what belongs to them."""
    own = {"municipality": town}
    team = Team.objects.create(**own, name="Süd")
    TeamMembership.objects.create(**own, user=clara, team=team, valid_from=LONG_AGO)
    household = cases.take_in(
        **own,
        household={"name": f"Familie {WORDS[0]}", "team": team, "address": WORDS[2]},
        person=facts(f"Amal {WORDS[0]}", phone=WORDS[1], other_names=[WORDS[0]]),
        on=LONG_AGO, today=TODAY, by=clara,
    )  # fmt: skip
    person = Client.objects.get()
    stands(person, "LEGAL_AREA", "sgb2", clara)
    row = cases.open_case(
        household=household, client=None, owner=clara, programme=None, on=TODAY,
        today=TODAY, by=clara,
    )  # fmt: skip
    cases.write_note(case=row, text=WORDS[0], on=TODAY, by=clara)
    cases.write_secret(case=row, text=WORDS[0], on=TODAY, by=clara)
    Referral.objects.create(
        **own, client=person, team=team, owner=clara, topic="N16", recipient="K",
        way="SLIP",
    )  # fmt: skip
    site = Site.objects.create(**own, name="Büro", sort_key="buero", kind="OFFICE")
    visit = Visit.objects.create(**own, site=site, day=TODAY, number=1, came_at=NOW)
    Visitor.objects.create(
        **own, visit=visit, household=household, client=person, day=TODAY
    )
    arrival = Arrival.objects.create(
        **own, kind="LISTED", name=WORDS[0], address=WORDS[2], on=TODAY,
        due_on=TODAY, team=team, household=household,
    )  # fmt: skip
    HomeVisit.objects.create(
        **own, arrival=arrival, visitor=clara, on=TODAY, announced="PHONE"
    )
    keys = [str(key) for key in NameKey.objects.values_list("pk", flat=True)]
    return person, [str(person.pk), str(household.pk), str(row.pk), *keys]


def left(database, told):
    """Return where words stand, and keys beside the trail."""
    return {
        (column, each)
        for column, value in texts_of(database)
        for each in told
        if each.casefold() in value.casefold() and (column not in KEPT or each in WORDS)
    }


def test_an_erased_file_is_in_no_table_and_not_in_a_backup_that_was_restored(
    own_database, town, person
):
    officer, admin, clara = (
        person(town, role, name=role.label)
        for role in (
            Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR, Role.SOCIAL_WORKER,
        )
    )  # fmt: skip
    with acting(Context(municipality=town.pk, actor=clara.pk)):
        amal, keys = live_of(town, clara)
    told = (*WORDS, *keys)
    connection.close()
    backup = clone_template(own_database)

    with acting(Context(municipality=town.pk, actor=officer.pk)):
        asked = requests.receive(
            kind="ERASURE", roots=[f"cases.Client:{amal.pk}"], received_on=TODAY,
            by=officer,
        )  # fmt: skip
    with acting(Context(municipality=town.pk, actor=admin.pk)):
        done = requests.carry_out(asked=asked, blacken=(), by=admin, now=NOW)

    assert done.state == RightsRequest.State.DONE
    assert left(own_database, told) == set()
    try:
        use(backup)
        with acting(Context(municipality=town.pk, channel="command")):
            assert requests.replay(town=town, now=NOW) == 1
        assert left(backup, told) == set()
    finally:
        use(own_database)
        drop(backup)
