"""Contacts: counted with two clicks, recorded in one dialog, told in figures."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hafen.core.db.roles import Role
from hafen.network.contacts import queries, services
from hafen.network.contacts.models import Contact, OfficeTask
from hafen.network.contacts.queries import ContactFilter
from hafen.network.organisations.models import ContactPerson, Organisation
from hafen.network.organisations.services import create_organisation, set_level
from tests.visits import overflow

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def recorded(town, acting):
    acting(town)

    def make(**data):
        facts = {"held_on": TODAY(), "group": "b", "channel": "PERSONAL", **data}
        return services.record_contact(municipality=town, data=facts, by=None)

    return make


def network(town, name):
    return create_organisation(
        municipality=town, data={"name": name, "kind": "INITIATIVE"}, by=None
    )


def address(name, town, *parts):
    return reverse(f"contacts:{name}", args=[town.slug, *parts])


def totals(user):
    lines = queries.figures(queries.contacts_visible_to(user), dimension="month")
    return queries.total(lines).by_group


def test_d34_a_tally_is_two_clicks_and_raises_the_total_of_its_target_group(
    town, clara, sign_in
):
    client = sign_in(clara)
    start = client.get(reverse("desk:today", args=[town.slug])).content.decode()
    page = client.get(address("listing", town)).content.decode()

    client.post(address("tally", town), {"tally": "c:TELEPHONE"})

    # The first click, on a phone too: it stands on Today, not in the menu alone.
    assert f"{address('listing', town)}#tally" in start
    assert 'value="c:TELEPHONE"' in page  # the second one
    assert totals(clara) == {"a": 0, "b": 0, "c": 1}
    assert Contact.objects.get().is_tally


def test_d34_short_enquiries_that_nobody_counted_are_estimated_beside(
    town, clara, recorded, sign_in
):
    recorded(group="a")
    sent = {"month": "2026-03-17", "group": "a", "number": "150"}
    client = sign_in(clara)

    client.post(address("estimate", town), sent)
    client.post(address("estimate", town), {**sent, "number": "140"})
    page = client.get(address("figures", town)).content.decode()

    assert queries.estimates(clara, first=date(2026, 3, 1), last=None).total == 140
    assert totals(clara)["a"] == 1
    assert "140" in page


def test_d34_a_contact_is_recorded_by_keyboard_on_a_phone(
    town, clara, acting, sign_in, visit
):
    sign_in(clara)
    page = visit(reverse("desk:today", args=[town.slug]), width=360)

    page.keyboard.press("n")
    page.locator("#quick-contact-inside form").wait_for()
    page.wait_for_function("document.activeElement.name === 'whom'")
    wide = overflow(page)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Der Kontakt ist erfasst").wait_for()
    page.locator("a[href$='#tally']").click()
    page.locator("button[value='c:TELEPHONE']").click()
    page.get_by_text("Gezählt.").wait_for()

    acting(town)
    assert wide <= 0
    assert totals(clara) == {"a": 0, "b": 1, "c": 1}


def test_d62_the_target_group_c_shows_neighbours_landlords_interested_volunteers(
    town, clara, recorded, sign_in
):
    kinds = ("neighbours", "landlords", "interested", "volunteers")
    for kind in kinds:
        recorded(group="c", subtype=f"c.{kind}")
    recorded(group="a", subtype="a.authority")
    client = sign_in(clara)

    page = client.get(address("listing", town), {"whom": "c"})
    split = client.get(address("figures", town), {"whom": "c", "by": "subtype"})

    shown = {row["contact"].subtype for row in page.context["rows"]}
    assert shown == {f"c.{kind}" for kind in kinds}
    assert split.context["total"].by_group == {"a": 0, "b": 0, "c": 4}
    assert len(split.context["lines"]) == 4


def test_w13_the_presence_report_highlights_a_network_that_was_never_contacted(
    town, clara, recorded, sign_in
):
    for number, name in enumerate(("Ost", "Nord", "Süd")):
        recorded(
            group="a",
            organisation=network(town, name),
            held_on=TODAY() - timedelta(days=number),
        )
    network(town, "West")

    page = sign_in(clara).get(address("presence", town))

    rows = [(row.name, row.last_contact) for row in page.context["page"]]
    assert rows[0] == ("West", None)
    assert [name for name, _day in rows[1:]] == ["Süd", "Nord", "Ost"]
    assert page.content.decode().count("nie</bdi>") == 1


def test_d22_contacts_with_53_actors_count_as_53_irrespective_of_repeats(
    town, clara, recorded, sign_in
):
    begin, end = date(2016, 10, 1), date(2017, 3, 31)
    for number in range(53):
        actor = network(town, f"Akteur {number}")
        for _time in range(1 + number % 3):
            recorded(organisation=actor, held_on=begin + timedelta(days=number))
        if number < 32:
            set_level(organisation=actor, level="COOPERATION", since=begin, by=None)
    late = network(town, "Zu spät")
    recorded(organisation=late, held_on=end + timedelta(days=1))
    set_level(organisation=late, level="CONTRACT", since=date(2017, 4, 1), by=None)

    found = queries.actors(clara, first=begin, last=end)
    page = sign_in(clara).get(
        address("presence", town), {"first": "2016-10-01", "last": "2017-03-31"}
    )

    assert (found.total, found.close, found.kinds) == (53, 32, [("INITIATIVE", 53)])
    assert page.context["actors"] == found


def test_m8_activities_under_six_tasks_give_a_report_of_six_sections(
    town, clara, recorded, sign_in
):
    for number, code in enumerate("abcdef", start=1):
        task = services.add_task(
            municipality=town, code=code, name=f"Aufgabe {code}", by=None
        )
        for _time in range(number):
            recorded(task=task)

    page = sign_in(clara).get(address("figures", town), {"by": "task"})

    sections = [(name, line.total) for name, line in page.context["lines"]]
    assert sections == list(zip("abcdef", range(1, 7), strict=True))


def test_the_dialog_records_a_contact_at_an_organisation(town, clara, acting, sign_in):
    acting(town)
    bridge = network(town, "Brücke")
    asked = ContactPerson.objects.create(
        municipality=town, organisation=bridge, name="Demo Kern", confirmed_on=TODAY()
    )
    client = sign_in(clara)
    there = reverse("organisations:detail", args=[town.slug, bridge.pk])
    sent = {
        "held_on": TODAY().isoformat(),
        "whom": "a.association",
        "channel": "TELEPHONE",
        "topics": ["N01", "N02"],
        "minutes": "15",
        "language": "ar",
        "result": "INFORMED",
        "organisation": str(bridge.pk),
        "contact_person": str(asked.pk),
        "note": "Räume für den Herbst",
    }

    page = client.get(there).content.decode()
    inside = client.get(
        f"{address('record', town)}?organisation={bridge.pk.hex}",
        headers={"HX-Request": "true"},
    ).content.decode()
    done = client.post(f"{address('record', town)}?back={there}", sent)

    contact = Contact.objects.get()
    assert "quick-contact" in page
    assert inside.lstrip().startswith("<form")
    assert done["Location"] == there
    assert (contact.group, contact.subtype) == ("a", "a.association")
    assert (contact.contact_person, contact.recorded_by) == (asked, clara)
    assert contact.note == "Räume für den Herbst"
    assert queries.presence(clara, first=None, last=None).get().times == 1


def test_a_contact_person_of_another_organisation_is_refused(town, recorded):
    asked = ContactPerson.objects.create(
        municipality=town,
        organisation=network(town, "Brücke"),
        name="Demo Kern",
        confirmed_on=TODAY(),
    )

    with pytest.raises(services.ForeignPerson):
        recorded(organisation=network(town, "Andere"), contact_person=asked)


def test_what_one_counted_today_can_be_taken_back_and_nothing_else(
    town, clara, person, recorded
):
    own = services.record_contact(
        municipality=town,
        data={"held_on": TODAY(), "group": "c", "channel": "EMAIL"},
        by=clara,
    )
    colleague = person(town, Role.SOCIAL_WORKER)

    with pytest.raises(services.NotOwnOfToday):
        services.take_back(contact=recorded(), by=colleague, today=TODAY())
    with pytest.raises(services.NotOwnOfToday):
        services.take_back(contact=own, by=clara, today=TODAY() + timedelta(days=1))
    services.take_back(contact=own, by=clara, today=TODAY())

    assert not Contact.objects.filter(pk=own.pk).exists()


def test_a_domain_finds_the_contacts_of_its_sub_topics(clara, recorded):
    sub = recorded(topics=["N01.course"])
    recorded(topics=["N02"])

    found = queries.filtered(
        queries.contacts_visible_to(clara),
        ContactFilter(topics=("N01", "N01.course")),
    )

    assert list(found) == [sub]


def test_list_and_figures_go_out_in_the_order_shown_and_run_no_formula(
    town, clara, recorded, sign_in
):
    recorded(held_on=date(2026, 1, 5), organisation=network(town, "=1+1"))
    recorded(held_on=date(2026, 2, 5), group="c", topics=["N01"], minutes=5)
    client = sign_in(clara)

    csv = client.get(address("listing", town) + "?as=csv").content.decode("utf-8-sig")
    book = client.get(address("figures", town) + "?by=month&as=xlsx").content

    days = [line.split(";")[0] for line in csv.splitlines()[1:]]
    assert days == ["2026-02-05", "2026-01-05"]
    assert ";'=1+1;" in csv
    table = list(load_workbook(io.BytesIO(book)).active.values)
    assert [row[:5] for row in table[1:]] == [
        ("01/2026", 0, 1, 0, 1),
        ("02/2026", 0, 0, 1, 1),
        ("Summe", 0, 1, 1, 2),
        ("Zusätzlich geschätzt", 0, 0, 0, 0),
    ]


def test_the_lists_take_few_queries_at_any_size(town, clara, recorded, sign_in):
    client = sign_in(clara)
    bridge = network(town, "Brücke")
    for _time in range(30):
        recorded(organisation=bridge, topics=["N01"], language="ar")

    for name in ("listing", "figures", "presence", "record"):
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert client.get(address(name, town)).status_code == 200
        asked = [
            each["sql"]
            for each in told.captured_queries
            if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
        ]
        assert len(asked) <= 14, (name, asked)


def test_another_town_sees_nothing(town, other_town, person, recorded, sign_in):
    contact = recorded()
    emil = person(other_town, Role.VOLUNTEER_COORDINATOR)
    client = sign_in(emil)

    assert client.get(address("edit", other_town, contact.pk)).status_code == 404
    assert not queries.contacts_visible_to(emil).exists()
    assert Organisation.objects.exists() is False
    assert OfficeTask.objects.exists() is False
