"""How often a thing was read, said on its own desk page."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.directory import services as directory
from hafen.information.events import services as events
from hafen.information.knowledge import services as knowledge
from hafen.information.knowledge.models import ArticlePage
from hafen.network.organisations import services as network
from hafen.web.readings import months

pytestmark = pytest.mark.django_db
SAID = "In diesem Monat 60-mal gelesen, im Monat davor 40-mal"


@pytest.fixture
def edda(town, person, acting):
    user = person(town, Role.EDITOR, name="Edda Beispiel")
    acting(town, user)
    return user


@pytest.fixture
def things(town, edda):
    """Where an offer, an event and a page are edited, with kind and key of each."""
    now = timezone.now()
    bridge = network.create_organisation(
        municipality=town, data={"name": "Brücke", "kind": "ASSOCIATION"}, by=edda
    )
    offer = directory.create_service(
        municipality=town,
        data={"organisation": bridge, "name": "Beratung", "topics": ["N01"]},
        by=edda,
        now=now,
    )
    event = events.create_event(
        municipality=town,
        data={
            "title": "Fest",
            "first_day": date(now.year + 1, 3, 12),
            "starts": time(18),
            "ends": time(20),
        },
        by=edda,
        now=now,
    )
    page = ArticlePage(title="Wohngeld", body=[("paragraph", "<p>Zuschuss.</p>")])
    knowledge.write_page(municipality=town, page=page, by=edda, publish=True)
    return {
        ("service", offer.pk): reverse("directory:detail", args=["hier", offer.pk]),
        ("event", event.pk): reverse("events:detail", args=["hier", event.pk]),
        ("page", page.translation_key): reverse(
            "knowledge:read", args=["hier", page.address]
        ),
    }


def line_of(client, where, kind, key):
    """What the page of a thing fetches for its line; empty where it has none."""
    fetched = reverse("readings:of_thing", args=["hier", kind, key])
    page = client.get(where)
    if f'hx-get="{fetched}"' not in page.content.decode():
        assert client.get(fetched).status_code == 404
        return ""
    return client.get(fetched).content.decode()


def test_a121_an_editor_sees_how_often_each_thing_was_read(
    town, person, edda, things, add_read, sign_in
):
    month = months.before(timezone.localdate(), 0)
    client = sign_in(edda)
    for (kind, key), where in things.items():
        assert "0-mal gelesen" in line_of(client, where, kind, key)
        add_read(town, key, "de", month, 45, kind=kind)
        add_read(town, key, "ar", month, 15, kind=kind)
        add_read(town, key, "de", months.before(month), 40, kind=kind)
        add_read(town, key, "de", months.before(month, 2), 9, kind=kind)

    for (kind, key), where in things.items():
        assert SAID in line_of(client, where, kind, key), where
    worker = sign_in(person(town, Role.SOCIAL_WORKER))
    for (kind, key), where in things.items():
        assert line_of(worker, where, kind, key) == ""
    town.features = {**town.features, "readings": False}
    town.save()
    client = sign_in(edda)
    for (kind, key), where in things.items():
        assert line_of(client, where, kind, key) == ""
