"""Seats in bodies, presentations and participations of the unit."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.registries import ownables
from hafen.core.db.roles import Role
from hafen.core.files.doors import may_read
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import kinds
from hafen.network.organisations import queries, services
from hafen.network.organisations.models import Appearance, Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


def net(town, name, **data):
    return services.create_network(
        municipality=town, data={"name": name, **data}, by=None
    )


def address(name, town, *parts):
    return reverse(f"organisations:{name}", args=[town.slug, *parts])


def test_w24_a_meeting_of_a_sub_group_stands_under_its_body_in_the_report(
    town, clara, acting, sign_in
):
    acting(town)
    body = net(town, "AK Bürgerschaftliches Engagement", kind="BODY")
    group = net(town, "AG Anerkennung", parent=body)
    client = sign_in(clara)
    client.post(
        address("take_seat", town, body.pk),
        {"user": str(clara.pk), "role": "Mitglied", "since": "2018-01-01"},
    )
    sent = {
        "kind": "PARTICIPATION",
        "title": "Zweite Sitzung",
        "held_on": "2018-05-02",
        "network": str(group.pk),
        "people": [str(clara.pk)],
        "contribution": "Vorschlag für eine Ehrenkarte",
    }
    client.post(address("record_appearance", town), sent)
    elsewhere = {**sent, "network": "", "title": "Anderes", "held_on": "2018-09-02"}
    client.post(address("record_appearance", town), elsewhere)

    seats = client.get(address("network", town, body.pk))
    report = client.get(address("appearances", town), {"network": body.pk})
    half = client.get(
        address("appearances", town), {"first": "2018-01-01", "last": "2018-06-30"}
    )
    csv = client.get(address("appearances", town), {"as": "csv"}).content.decode()

    assert f"?network={body.pk}" in seats.content.decode()
    assert [row.title for row in report.context["page"]] == ["Zweite Sitzung"]
    name = "AK Bürgerschaftliches Engagement – AG Anerkennung"
    assert half.context["by_group"] == [(name, 1)]
    assert (name in csv, "Ehrenkarte" in csv) == (True, True)
    assert Seat.objects.get().role == "Mitglied"
    assert "Mitglied" in seats.content.decode()


def test_d55_participations_of_the_half_year_can_be_listed_by_group(
    town, clara, acting, sign_in
):
    acting(town)
    body = net(town, "§ 78 SGB VIII", kind="BODY")
    schools = net(town, "AG Kita und Grundschulen", parent=body)
    refuge = net(town, "AG Flüchtlingshilfe")
    for network, kind, day in (
        (schools, "PARTICIPATION", date(2018, 1, 10)),
        (schools, "PARTICIPATION", date(2018, 6, 30)),
        (refuge, "PARTICIPATION", date(2018, 3, 1)),
        (refuge, "PARTICIPATION", date(2018, 7, 1)),
        (refuge, "PRESENTATION", date(2018, 4, 1)),
    ):
        services.record_appearance(
            municipality=town,
            data={"kind": kind, "title": "Sitzung", "held_on": day, "network": network},
            by=None,
        )
    half = {"kind": "PARTICIPATION", "first": "2018-01-01", "last": "2018-06-30"}
    client = sign_in(clara)

    page = client.get(address("appearances", town), half)
    one = client.get(address("appearances", town), {**half, "network": schools.pk})
    csv = client.get(address("appearances", town), {**half, "as": "csv"})

    assert page.context["by_group"] == [
        ("AG Flüchtlingshilfe", 1),
        ("§ 78 SGB VIII – AG Kita und Grundschulen", 2),
    ]
    assert [row.held_on.month for row in one.context["page"]] == [6, 1]
    assert len(csv.content.decode().splitlines()) == 1 + 3


def test_w13_the_report_tells_when_each_network_was_visited_and_which_never(
    town, clara, person, acting, sign_in
):
    acting(town)
    today = timezone.localdate()
    for name, ago in (("Ost", 3), ("Nord", 400), ("Süd", 20)):
        services.record_appearance(
            municipality=town,
            data={
                "kind": "PARTICIPATION",
                "title": "Treffen",
                "held_on": today - timedelta(days=ago),
                "network": net(town, name),
                "people": [clara],
            },
            by=None,
        )
    net(town, "West")
    net(town, "Darf ruhen", quiet_months=None)
    net(town, "Vorbei", ended_on=today)
    client = sign_in(clara)
    since = (today - timedelta(days=30)).isoformat()

    page = client.get(address("attendance", town), {"first": since})
    asleep = client.get(address("attendance", town), {"quiet": "on"})
    start = client.get(reverse("desk:today", args=[town.slug])).content.decode()
    csv = client.get(address("attendance", town), {"first": since, "as": "csv"})

    lines = page.context["lines"]
    assert [(line.network.name, line.times) for line in lines[2:]] == [
        ("Nord", 0),
        ("Süd", 1),
        ("Ost", 1),
    ]
    assert {line.network.name for line in lines[:2]} == {"West", "Darf ruhen"}
    assert lines[-1].last_on == today - timedelta(days=3)
    assert [line.network.name for line in asleep.context["lines"]] == ["West", "Nord"]
    assert page.content.decode().count("nie</bdi>") == 2
    assert f"{address('attendance', town)}?quiet=on" in start
    assert "Süd" in csv.content.decode()
    partner = sign_in(person(town, Role.ORGANISATION_EDITOR))
    assert partner.get(address("attendance", town)).status_code in {403, 404}


def test_a_meeting_of_a_working_group_counts_for_its_network_once(
    town, clara, acting, questions, sign_in
):
    acting(town)
    body = net(town, "Netz")
    group = net(town, "AG", parent=body)
    today = timezone.localdate()
    for network in (body, group, group):
        services.record_appearance(
            municipality=town,
            data={
                "kind": "PARTICIPATION",
                "title": "Treffen",
                "held_on": today,
                "network": network,
                "people": [clara],
            },
            by=None,
        )

    lines = queries.attendance(clara, first=today, last=today, today=today)

    assert {line.network.name: line.times for line in lines} == {"Netz": 3, "AG": 2}
    assert len(questions(sign_in(clara), address("attendance", town))) <= 12


def test_w58_two_presentations_stand_in_the_list_of_the_year_with_their_papers(
    town, clara, person, acting, sign_in
):
    acting(town)
    client = sign_in(clara)
    today = timezone.localdate()
    paper = SimpleUploadedFile("folien.pdf", b"%PDF-1.4\n%%EOF\n")
    sent = {
        "kind": "PRESENTATION",
        "title": "Vorstellung im Ortsbeirat",
        "held_on": "2018-03-01",
        "place": "Rathaus",
        "people": [str(clara.pk)],
        "audience": "Ortsbeirat",
        "number": "25",
        "file": paper,
        "due_on": (today + timedelta(days=7)).isoformat(),
    }
    client.post(address("record_appearance", town), sent)
    again = {k: v for k, v in sent.items() if k not in {"file", "due_on"}}
    client.post(
        address("record_appearance", town),
        {**again, "title": "Stand auf dem Markt", "held_on": "2018-10-01"},
    )
    client.post(
        address("record_appearance", town),
        {**again, "title": "Im Jahr davor", "held_on": "2017-10-01"},
    )

    year = {"kind": "PRESENTATION", "first": "2018-01-01", "last": "2018-12-31"}
    page = client.get(address("appearances", town), year)
    csv = client.get(address("appearances", town), {**year, "as": "csv"})

    acting(town)
    shown = [row.title for row in page.context["page"]]
    assert shown == ["Stand auf dem Markt", "Vorstellung im Ortsbeirat"]
    assert "folien.pdf" in csv.content.decode()
    row = Appearance.objects.get(title="Vorstellung im Ortsbeirat")
    todo = Todo.objects.get()
    where = address("appearance", town, row.pk)
    assert (todo.owner, todo.due_on) == (clara, today + timedelta(days=7))
    assert kinds[todo.kind].addresses([row.pk], clara) == {row.pk: where}
    file = row.materials.get().file
    assert may_read(user=clara, file=file)
    assert not may_read(user=person(town, Role.ORGANISATION_EDITOR), file=file)


def test_an_entry_that_is_deleted_takes_its_papers_and_its_todo_along(
    town, clara, acting, sign_in
):
    acting(town)
    today = timezone.localdate()
    row = services.record_appearance(
        municipality=town,
        data={"kind": "PRESENTATION", "title": "Markt", "held_on": today},
        by=None,
    )
    paper = SimpleUploadedFile("folien.pdf", b"%PDF-1.4\n%%EOF\n")
    services.attach_material(appearance=row, upload=paper, by=clara)
    services.follow_up(appearance=row, owner=clara, due_on=today, today=today, by=clara)

    sign_in(clara).post(address("take_back_appearance", town, row.pk))

    assert not Appearance.objects.exists()
    assert not Todo.objects.open().exists()


def test_whoever_leaves_gives_the_seat_on_and_stays_written_down(
    town, clara, person, acting
):
    acting(town)
    body = net(town, "AK", kind="BODY")
    today = timezone.localdate()
    heir = person(town, Role.VOLUNTEER_COORDINATOR, name="Heide")
    seat = {"network": body, "role": "Mitglied", "since": date(2020, 1, 1), "by": None}
    services.take_seat(user=clara, **seat)
    ownable = ownables["organisations.seat"]

    assert ownable.give(ownable, ownable.held_by(clara), heir, None) == 1

    assert not ownable.held_by(clara).exists()
    assert Seat.objects.get(user=clara).until == today
    assert Seat.objects.get(user=heir).role == "Mitglied"
