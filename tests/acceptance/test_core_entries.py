"""What the cities' documents ask of the core, entry by entry."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hafen.core.accounts import queries, services
from hafen.core.accounts.models import PositionTask
from hafen.core.accounts.registries import Activity, activities
from hafen.core.db.roles import Role
from hafen.core.taxonomy import queries as taxonomy

TODAY = timezone.localdate()


@pytest.fixture
def admin(town, person, acting):
    user = person(town, Role.ADMINISTRATOR)
    acting(town, user)
    return user


@pytest.fixture
def office(town, admin):
    return services.save_team(
        municipality=town, name="Koordinierungsstelle", employers=["Stadt"], by=admin
    )


def post(team, by, title, share, **details):
    return services.save_position(
        team=team,
        title=title,
        share=Decimal(share),
        valid_from=TODAY,
        by=by,
        **details,
    )


def test_m44_half_a_post_and_a_whole_one_are_one_and_a_half(office, admin):
    post(office, admin, "Netzwerkkoordination", "0.5")
    post(office, admin, "Ehrenamtskoordination", "1.0")

    [staffing] = queries.staffing([office], TODAY)
    assert staffing.total == Decimal("1.5")


def test_w57_each_task_of_a_job_description_tells_how_often_it_was_done(
    office, admin, town, person, monkeypatch
):
    """A room that counts something registers it; three stand here for one."""
    monkeypatch.setattr(activities, "_entries", {})
    activities.register(Activity("contacts", "Kontakte", lambda *_: 3))
    clara = person(town, Role.VOLUNTEER_COORDINATOR)
    position = post(
        office, admin, "Koordination", "1.0", tasks=["Beraten", "Netze pflegen"]
    )
    services.add_member(
        team=office, user=clara, position=position, valid_from=TODAY, by=admin
    )
    PositionTask.objects.filter(name="Beraten").update(activity="contacts")

    coverage = queries.task_coverage(office, TODAY - timedelta(days=30), TODAY)

    assert [(found.task.name, found.count) for found in coverage] == [
        ("Beraten", 3),
        ("Netze pflegen", None),
    ]


def test_p45_the_access_of_a_federal_volunteer_ends_on_the_last_day(
    admin, town, person
):
    bufdi = person(town)
    services.grant_role(
        user=bufdi,
        role=Role.INTERN,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=364),
        by=admin,
    )
    person_signs(bufdi, admin)

    assert Role.INTERN in bufdi.roles_on(TODAY + timedelta(days=364))
    assert bufdi.roles_on(TODAY + timedelta(days=365)) == frozenset()


def test_p45_an_intern_opens_tasks_and_no_people(town, person, sign_in):
    client = sign_in(person(town, Role.INTERN))

    assert client.get("/hier/desk/").status_code == 200
    assert client.get("/hier/desk/people/").status_code == 404
    assert client.get("/hier/desk/imports/").status_code == 404


@pytest.mark.django_db
def test_d62_target_group_c_is_made_of_neighbours_landlords_interested_and_volunteers():
    groups = taxonomy.tree("target_groups", language="de", today=TODAY)
    c = next(group for group in groups if group.code == "c")

    assert {child.code for child in c.children} >= {
        "c.neighbours",
        "c.landlords",
        "c.interested",
        "c.volunteers",
    }


def person_signs(user, admin):
    text = services.publish_undertaking_text(
        municipality=user.municipality,
        edition="2026",
        language="de",
        text="Ich schweige.",
        today=TODAY,
        by=admin,
    )
    services.record_undertaking(
        user=user, text=text, signed_on=TODAY, is_on_paper=True, by=admin
    )
