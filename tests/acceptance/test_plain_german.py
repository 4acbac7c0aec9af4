"""Plain German as one more language of the portal, where a town has switched it on."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.translation import contents, machines, services
from hafen.core.translation.texts import source_hash
from hafen.information.directory import services as directory
from hafen.information.events import services as events
from hafen.information.knowledge import services as knowledge
from hafen.information.knowledge.models import ArticlePage
from hafen.network.organisations import services as network

pytestmark = pytest.mark.django_db
PLAIN = "de-simple"
NOW = timezone.now()


@pytest.fixture
def edda(town, person, acting):
    user = person(town, Role.EDITOR, name="Edda Beispiel")
    acting(town, user)
    return user


@pytest.fixture
def bridge(town, edda):
    made = network.create_organisation(
        municipality=town, data={"name": "Brücke", "kind": "ASSOCIATION"}, by=edda
    )
    network.publish_organisation(organisation=made, expected=None, by=edda)
    return made


@pytest.fixture
def texts(town, edda, bridge):
    """A page, an offer, an event and a network, each public and in German."""
    service = directory.create_service(
        municipality=town,
        data={
            "organisation": bridge,
            "name": "Erstberatung",
            "summary": "Niedrigschwellige Beratung zum Aufenthaltsrecht.",
            "topics": ["N01"],
        },
        by=edda,
        now=NOW,
    )
    service = directory.publish_service(
        service=service, expected=None, by=edda, now=NOW
    )
    event = events.create_event(
        municipality=town,
        data={
            "title": "Vollversammlung",
            "summary": "Aussprache über die Bedarfe.",
            "first_day": date(NOW.year + 1, 3, 12),
            "starts": time(18),
            "ends": time(20),
            "place": "Rathaus, Saal",
        },
        by=edda,
        now=NOW,
    )
    event = events.publish_event(event=event, by=edda, now=NOW)
    body = network.create_network(
        municipality=town,
        data={
            "name": "Netzwerk Ankommen",
            "purpose": "Abstimmung der Regelangebote.",
            "is_public": True,
        },
        by=edda,
    )
    page = ArticlePage(title="Wohngeld", body=[("paragraph", "<p>Zuschuss.</p>")])
    knowledge.write_page(municipality=town, page=page, by=edda, publish=True)
    return {"offers": service, "events": event, "networks": body}


def test_an_administrator_switches_it_on_and_the_board_has_its_row(
    town, texts, edda, person, sign_in
):
    client = sign_in(edda)
    board = reverse("translation:overview", args=["hier"])
    to_do = reverse("translation:to_do", args=["hier", PLAIN])
    assert to_do not in client.get(board).content.decode()
    assert client.get(to_do).status_code == 404

    town.refresh_from_db()
    sign_in(person(town, Role.ADMINISTRATOR)).post(
        reverse("places:settings", args=["hier"]),
        {
            "name": town.name,
            "default_language": "de",
            "languages": ["de", "ar", PLAIN],
            "land": town.land,
            "domain": "",
            "colour": "#2044aa",
            "version": town.version,
        },
    )
    client = sign_in(edda)
    row = client.get(board).content.decode()
    said = client.get(to_do).content.decode()

    assert to_do in row
    assert "Leichte Sprache" in row
    for title in ("Erstberatung", "Vollversammlung", "Netzwerk Ankommen", "Wohngeld"):
        assert title in said


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("offers", {"name": "Rat", "summary": "Wir sagen Ihnen: Wer darf hier leben?"}),
        ("events", {"title": "Treffen", "summary": "Was brauchen Sie? Sagen Sie es."}),
        ("networks", {"purpose": "Wir sprechen uns ab. Damit Sie Hilfe finden."}),
    ],
)
def test_what_is_written_there_is_read_there_and_nowhere_else(
    town, texts, edda, sign_in, client, kind, fields
):
    town.languages = ["de", "ar", PLAIN]
    town.save()
    row = texts[kind]
    where = {
        "offers": reverse("directory:translate", args=["hier", row.pk, PLAIN]),
        "events": reverse("events:translate", args=["hier", row.pk, PLAIN]),
        "networks": reverse(
            "organisations:translate_network", args=["hier", row.pk, PLAIN]
        ),
    }[kind]
    answer = sign_in(edda).post(
        where,
        {**fields, "state": "CHECKED", "version": 0, "read_hash": source_hash(row)},
    )
    assert answer.status_code == 302
    client.logout()
    plain, german = (
        client.get(f"/hier/{language}/{kind}/{row.address}/").content.decode()
        for language in (PLAIN, "de")
    )

    *_title, said = fields.values()
    assert said in plain
    assert said not in german


def test_no_machine_writes_it(town, texts, edda, settings):
    settings.TRANSLATOR, settings.TRANSLATOR_WORDS = "libretranslate", 1000
    settings.TRANSLATOR_URL = "https://machine.example"
    town.languages = ["de", "ar", PLAIN]
    town.save()

    assert machines.machine("ar") is not None
    with pytest.raises(services.SwitchedOff):
        services.order_machine(
            municipality=town,
            content=contents.contents["directory.service"],
            language=PLAIN,
            by=edda,
            now=NOW,
        )
