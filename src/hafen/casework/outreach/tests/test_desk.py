"""Hand-overs at two desks, and what pages ask of the database."""

import pytest
from django.urls import reverse

from hafen.casework.cases import services as cases
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.outreach.models import (
    HandOver,
)
from hafen.casework.outreach.tests.conftest import MOST_QUERIES, agree, at
from hafen.core.db.roles import Role

pytestmark = pytest.mark.django_db


def press(client, row, name, **told):
    where = at(row.municipality, "hand_over_step", row.pk, name)
    return client.post(where, told)


@pytest.fixture
def offered(town, case, north, clara, sign_in, acting):
    """A hand-over from Clara's desk to the team North, step by step on her pages."""
    acting(town, clara)
    file, desk = case().household, sign_in(clara)
    wishes = {"kind": "SHELTER", "to_team": str(north.pk), "urgency": "SOON"}
    begun = desk.post(at(town, "begin", file.pk), wishes | {"parts": ["HISTORY"]})
    row = HandOver.objects.get()
    assert begun["Location"] == at(town, "hand_over", row.pk)
    press(desk, row, "ask-consents")
    assert "Nord" in desk.get(at(town, "told", row.pk)).content.decode()
    press(desk, row, "check")
    row.refresh_from_db()
    assert row.state == "DRAFT"  # nobody has agreed yet
    acting(town, clara)
    agree(file, north, row.parts, clara)
    press(desk, row, "protocol", needs="Kurs", matters="Frist am 3.")
    for name in ("check", "offer"):
        press(desk, row, name)
    for item in HandOver.Item.values:
        press(desk, row, "tick", item=item)
    row.refresh_from_db()
    assert row.state == "OFFERED"
    return row


def test_p10_a_file_is_handed_over_at_two_desks(town, offered, emil, clara, sign_in):
    card, papers = (at(town, name, offered.pk) for name in ("hand_over", "protocol"))
    desk = sign_in(emil)
    assert "Muster" not in desk.get(card).content.decode()
    assert desk.get(papers).status_code == 404
    press(desk, offered, "accept")
    assert "Frist am 3." in desk.get(papers).content.decode()
    press(desk, offered, "answer", result="ARRIVED")
    press(desk, offered, "close")
    offered.refresh_from_db()
    assert offered.state == "CLOSED"

    desk = sign_in(clara)
    assert "Muster" not in desk.get(card).content.decode()
    assert desk.get(papers).status_code == 404
    file = reverse("cases:household", args=[town.slug, offered.household_id])
    assert desk.get(file).status_code == 404
    assert desk.get(at(town, "hand_overs"), {"part": "sent"}).status_code == 200


def test_the_protocol_marks_what_goes_along_and_is_contested(
    town, offered, clara, emil, acting, sign_in
):
    acting(town, clara)
    amal = only(offered.household)
    for about, words in (("NOTE", "Nie gesagt"), ("AREA", "Falsches Gesetz")):
        cases.contest(client=amal, about=about, words=words, since=TODAY, by=clara)
    paper = at(town, "protocol", offered.pk)

    before = sign_in(clara).get(paper).content.decode()
    desk = sign_in(emil)
    press(desk, offered, "accept")
    after = desk.get(paper).content.decode()

    # The history goes along, the circumstances stay.
    for page in (before, after):
        assert "Nie gesagt" in page
        assert "Falsches Gesetz" not in page


def test_somebody_of_another_town_finds_nothing(
    town, other_town, arrival, visit, person, sign_in
):
    row = arrival()
    planned = visit(row)
    stranger = sign_in(person(other_town, Role.SOCIAL_WORKER))
    for name, key in (("arrival", row.pk), ("visit", planned.pk)):
        assert stranger.get(at(town, name, key)).status_code == 404
        assert stranger.get(at(other_town, name, key)).status_code == 404


@pytest.mark.parametrize("size", [1, 10])
def test_pages_ask_as_much_of_many_as_of_one(
    town, desk, arrival, visit, case, handed, clara, acting, questions, size, paper
):
    acting(town, clara)
    row = arrival()
    for number in range(size):
        visit(row, "NOT_MET")
        visit(arrival(f"Familie {number}"))
    file = case().household
    card = handed(file)
    acting(town, clara)
    desk.get(at(town, "arrivals"))  # what a process keeps after its first page
    pages = {
        "arrivals": at(town, "arrivals"),
        "arrival": at(town, "arrival", row.pk),
        "sent": at(town, "sent"),
        "visits": at(town, "visits"),
        "visit": at(town, "visit", visit(row).pk),
        "entry": at(town, "entry"),
        "counter": at(town, "counter"),
        "hand_overs": at(town, "hand_overs") + "?part=sent",
        "hand_over": at(town, "hand_over", card.pk),
    }
    asked = {name: len(questions(desk, where)) for name, where in pages.items()}

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
    assert only(file).name == "Amal Muster"
