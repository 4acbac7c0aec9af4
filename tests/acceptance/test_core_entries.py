"""What the cities' documents ask of the core, entry by entry."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts import queries, services
from hafen.core.accounts.registries import activities
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.core.taxonomy import queries as taxonomy
from hafen.network.contacts import services as contacts

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


def at(name, *arguments):
    return reverse(f"accounts:{name}", args=["hier", *arguments])


def note(town, group, by):
    data = {"held_on": TODAY, "group": group, "channel": "TELEPHONE"}
    contacts.record_contact(municipality=town, data=data, by=by)


def test_m44_half_a_post_and_a_whole_one_are_one_and_a_half(
    office, admin, sign_in, acting, town
):
    """Entered on the page of the team, read in the list of teams."""
    desk = sign_in(admin)
    for title, share in (("Netzwerkkoordination", "0.5"), ("Ehrenamt", "1.0")):
        sent = {"title": title, "share": share, "valid_from": TODAY.isoformat()}
        assert desk.post(at("add_position", office.pk), sent).status_code == 302

    page = desk.get(at("teams"))

    [staffing] = page.context["staffing"]
    assert staffing.total == Decimal("1.5")
    assert page.context["vacant"] == 2
    assert "insgesamt 1,50 Vollzeitstellen" in page.content.decode()


def test_w57_each_task_of_a_job_description_tells_how_often_it_was_done(
    office, admin, town, person, sign_in, acting
):
    """The tasks are written and linked with records on the pages of the post."""
    clara = person(town, Role.VOLUNTEER_COORDINATOR, name="Clara Exempel")
    desk = sign_in(admin)
    sent = {
        "title": "Koordination",
        "share": "1.0",
        "valid_from": TODAY.isoformat(),
        "tasks": "Ehrenamtliche beraten\nNetze pflegen\nBerichten",
    }
    desk.post(at("add_position", office.pk), sent)
    acting(town, admin)
    [position] = office.positions.all()
    services.add_member(
        team=office, user=clara, position=position, valid_from=TODAY, by=admin
    )
    counted = {
        "counted-0": ["contacts.residents", "contacts.newcomers"],
        "counted-1": ["contacts.actors"],
    }
    form = desk.get(at("edit_position", office.pk, position.pk)).context["form"]
    changed = {**sent, "version": form["version"].value(), **counted}
    done = desk.post(at("edit_position", office.pk, position.pk), changed)
    assert done.status_code == 302
    acting(town, admin)
    for group, times in (("a", 2), ("b", 3), ("c", 4)):
        for _ in range(times):
            note(town, group, clara)

    page = desk.get(at("activity_report", office.pk), {"year": TODAY.year})

    assert [(row.task.name, row.total) for row in page.context["rows"]] == [
        ("Ehrenamtliche beraten", 7),
        ("Netze pflegen", 2),
        ("Berichten", None),
    ]
    assert "Clara" not in page.content.decode()  # the office did it, not she
    [last_year] = {
        row.total
        for row in desk.get(
            at("activity_report", office.pk), {"year": TODAY.year - 1}
        ).context["rows"]
        if row.total is not None
    } or {0}
    assert last_year == 0


def test_w57_a_figure_stays_with_the_office_when_a_member_leaves(
    office, admin, town, person, acting
):
    clara = person(town, Role.VOLUNTEER_COORDINATOR)
    services.save_position(
        team=office,
        title="Koordination",
        share=Decimal(1),
        valid_from=TODAY,
        tasks=["Beraten"],
        counted={"Beraten": ["contacts.all"]},
        by=admin,
    )
    services.add_member(team=office, user=clara, valid_from=TODAY, by=admin)
    note(town, "a", clara)
    clara.memberships.update(valid_until=TODAY)
    services.disable(user=clara, now=timezone.now(), today=TODAY, by=admin)

    [row] = queries.task_coverage(office, TODAY.replace(month=1, day=1), TODAY)

    assert row.total == 1


def test_w57_everything_that_rooms_offer_can_be_counted_in_one_read(
    office, admin, person, town, sign_in, questions
):
    services.add_member(
        team=office, user=person(town, Role.EDITOR), valid_from=TODAY, by=admin
    )
    services.save_position(
        team=office,
        title="Koordination",
        share=Decimal(1),
        valid_from=TODAY,
        tasks=["Alles"],
        counted={"Alles": [activity.name for activity in activities]},
        by=admin,
    )
    desk = sign_in(admin)
    where = at("activity_report", office.pk)

    [row] = desk.get(where).context["rows"]

    assert [what.name for what, _number in row.counts] == [
        activity.name for activity in activities
    ]
    assert row.total == 0
    assert len(questions(desk, where)) <= 12


def test_l31_the_matrix_of_a_site_names_town_provider_and_volunteers(
    office, admin, town, person, sign_in
):
    """Read on the page "who serves where"."""
    site = Site.objects.create(municipality=town, name="Büro Nord", sort_key="buro")
    services.save_team(
        municipality=town, name=office.name, sites=[site], team=office, by=admin
    )
    for name, employer in (
        ("Clara Exempel", "Stadt"),
        ("Dora Probe", "Verband"),
        ("Emma Muster", "Lotsengruppe"),
    ):
        user = person(town, Role.VOLUNTEER, name=name)
        services.add_member(
            team=office, user=user, employer=employer, valid_from=TODAY, by=admin
        )

    text = sign_in(admin).get(at("serving")).content.decode()

    for word in ("Büro Nord", "Stadt", "Verband", "Lotsengruppe", "Clara", "Emma"):
        assert word in text


def test_w47_no_access_before_the_undertaking_is_signed(
    admin, town, person, sign_in, acting
):
    """A volunteer acknowledges the standard before anything is opened to them.

    This is the part of W47 that the core holds: no role of a volunteer is in
    force without a signed undertaking, and the list names who is missing. That
    a deployment profile asks for its own standard comes with the volunteers of
    issue 3, which build upon this.
    """
    text = services.publish_undertaking_text(
        municipality=town,
        edition="2026",
        language="de",
        text="Ich schweige über das, was ich im Ehrenamt erfahre.",
        today=TODAY,
        by=admin,
    )
    bernd = person(town, name="Bernd Beispiel")
    services.grant_role(user=bernd, role=Role.VOLUNTEER, valid_from=TODAY, by=admin)
    client = sign_in(bernd)
    assert client.get("/hier/desk/events/wishes/").status_code == 404
    assert "Ich schweige" in client.get("/account/me/").content.decode()
    missing = sign_in(admin).get(at("undertakings")).context["missing"]
    assert [user.name for user in missing] == ["Bernd Beispiel"]

    client = sign_in(bernd)
    client.post(
        reverse("accounts_installation:sign_undertaking"), {"text": str(text.pk)}
    )

    acting(town, bernd)
    bernd.forget_roles()
    assert Role.VOLUNTEER in bernd.roles_now
    assert client.get("/hier/desk/events/wishes/").status_code == 200
    missing = sign_in(admin).get(at("undertakings")).context["missing"]
    assert list(missing) == []


def test_w47_a_coordinator_records_what_was_signed_on_paper(
    admin, town, person, sign_in
):
    """Who may not look people up still keeps the list of who has signed."""
    text = services.publish_undertaking_text(
        municipality=town,
        edition="2026",
        language="de",
        text="Ich schweige.",
        today=TODAY,
        by=admin,
    )
    bernd = person(town, name="Bernd Beispiel")
    services.grant_role(user=bernd, role=Role.VOLUNTEER, valid_from=TODAY, by=admin)
    desk = sign_in(person(town, Role.VOLUNTEER_COORDINATOR))
    where = at("record_undertaking", bernd.pk)
    listed = desk.get(at("undertakings")).content.decode()

    page = desk.get(where).content.decode()
    empty = desk.post(where, {})
    done = desk.post(where, {"text": str(text.pk), "signed_on": TODAY.isoformat()})

    assert where in listed
    assert at("print_undertaking", bernd.pk, text.pk) in page
    assert empty.status_code == 422
    assert done["Location"] == at("undertakings")
    after = desk.get(at("undertakings"))
    assert list(after.context["missing"]) == []
    assert at("person", bernd.pk) not in after.content.decode()


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


def test_p45_a_bufdi_opens_tasks_and_no_people_and_nothing_after_the_last_day(
    admin, town, person, sign_in, acting
):
    """The administrator gives the role on the page of the person."""
    bufdi = person(town, name="Bruno Beispiel")
    desk = sign_in(admin)
    given = {"role": Role.INTERN, "valid_from": TODAY.isoformat()}
    assert desk.post(at("grant_role", bufdi.pk), given).status_code == 422
    given["valid_until"] = (TODAY + timedelta(days=364)).isoformat()
    assert desk.post(at("grant_role", bufdi.pk), given).status_code == 302
    acting(town, admin)
    person_signs(bufdi, admin)

    client = sign_in(bufdi)
    assert client.get("/hier/desk/").status_code == 200
    for page in ("people", "imports", "undertakings", "inquiries", "organisations/new"):
        assert client.get(f"/hier/desk/{page}/").status_code == 404, page

    # The day after the last one, in the session that is still open.
    bufdi.assignments.update(
        valid_from=TODAY - timedelta(days=365), valid_until=TODAY - timedelta(days=1)
    )
    assert client.get("/hier/desk/").status_code == 404


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
