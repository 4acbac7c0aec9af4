"""Ways to help and take part: found from the start page, gone with their room."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places import services as places
from hafen.exchange.training import services as training
from hafen.information.events import services as events

ROOMS = {
    "board": "board_public:listing",
    "volunteers": "volunteers_public:offer",
    "mentoring": "mentoring_public:programmes",
    "training": "training_public:trainings",
}


def at(name):
    return reverse(name, args=["hier", "de"])


def test_the_ways_to_take_part_are_one_step_from_every_page_and_from_the_start(
    town, client
):
    page = client.get(at("portal_public:take_part"))
    start = client.get(at("portal_public:start")).content.decode()

    text = page.content.decode()
    for name in ROOMS.values():
        assert f'href="{at(name)}"' in text
        assert f'href="{at(name)}"' in start
        assert client.get(at(name)).status_code == 200
    navigation = start.partition("site-nav")[2].partition("</nav>")[0]
    assert f'href="{at("portal_public:take_part")}"' in navigation


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_is_off_is_no_way_to_take_part(town, client, room):
    places.set_features(town, switched={room: False}, expected=None)

    for name in ("portal_public:take_part", "portal_public:start"):
        assert at(ROOMS[room]) not in client.get(at(name)).content.decode()


@pytest.fixture
def planned(town, person, acting):
    """A training that begins in some days."""
    clara = person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")
    now = timezone.now()

    def make(days, title="Basis-Schulung"):
        acting(town, clara)
        module = training.save_module(
            municipality=town,
            module=None,
            data={"name": title, "kind": "BASIC", "parts": 2, "minutes": 60},
            expected=None,
            by=clara,
        )
        data = {
            "title": title,
            "first_day": timezone.localdate(now) + timedelta(days=days),
            "starts": time(18),
            "ends": time(20),
            "place": "Volkshochschule",
        }
        run = training.plan_run(
            municipality=town, module=module, data=data, groups=["VOLUNTEER"],
            places=9, times=2, owner=clara, by=clara, now=now,
        )  # fmt: skip
        return run, clara

    return make


def test_the_programme_of_trainings_shows_what_comes_and_leads_to_registering(
    town, planned, client, acting
):
    run, clara = planned(5)
    planned(-30, title="Vorbei")
    where = at("training_public:trainings")
    join = reverse("training_public:join", args=["hier", "de", run.pk])

    page = client.get(where).content.decode()

    assert "Basis-Schulung" in page
    assert "Volkshochschule" in page
    assert f'href="{join}"' in page
    assert "Vorbei" not in page
    assert f'href="{where}"' in client.get(join).content.decode()
    acting(town, clara)
    events.call_off_event(event=run.event, by=clara, now=timezone.now())
    assert "Basis-Schulung" not in client.get(where).content.decode()


def test_the_programme_asks_the_same_at_any_length(town, planned, client, questions):
    planned(5)
    where = at("training_public:trainings")
    few = len(questions(client, where))
    for number in range(6):
        planned(6 + number, title=f"Schulung {number}")

    assert len(questions(client, where)) == few
