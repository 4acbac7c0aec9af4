"""Entries of the catalogues that belong to events."""

import re
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.core.places.models import District, Room
from hafen.information.events import services
from hafen.information.events.tests.conftest import NOW
from hafen.information.events.tests.steps import ask, at, read, site
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def here(town, acting):
    acting(town)


def test_m19_a_question_of_the_event_stands_with_its_answer_on_the_page_of_the_call(
    town, make, desk, sign_in, acting
):
    call = services.keep_campaign(
        municipality=town, titles={"de": "Förderaufruf Sprache"}, texts={}, by=desk
    )
    event = make(kind="INFORMATION", campaign=call, takes_questions=True)
    make(title="Anderes")
    ask(event, "Wie viel Eigenmittel braucht ein Verein?")
    acting(town, desk)
    question = event.questions.get()
    page = f"/hier/de/events/campaign/{call.short_id}/"
    assert "Eigenmittel" not in read(page)

    sign_in(desk).post(
        f"{at(event, 'answers')}?question={question.pk}",
        {"words": "Wie viel Eigenmittel?", "answer": "Zehn Prozent genügen."},
    )

    said = read(page)
    assert "Wie viel Eigenmittel?" in said
    assert "Zehn Prozent genügen." in said
    assert mail.outbox[-1].to == ["frage@example.org"]


def test_p28_the_programme_of_a_centre_is_public_and_shows_free_rooms(town, make, desk):
    centre = site(town, street="Moorweg", house_number="3")
    hall = Room.objects.create(
        municipality=town, site=centre, name="Saal", sort_key="a", seats=80
    )
    Room.objects.create(municipality=town, site=centre, name="Werkraum", sort_key="b")
    make(title="Vortrag", first_day=date(2026, 3, 4), site=centre, room=hall)
    make(title="Entwurf", is_public=False, site=centre, room=hall)
    make(title="Anderswo", first_day=date(2026, 3, 4))
    page = f"/hier/de/events/at/{centre.path}/"

    said = read(page)

    assert "Vortrag" in said
    assert "Anderswo" not in said
    assert "Entwurf" not in said
    saal = re.search(r"<tr><th[^>]*><bdi[^>]*>Saal.*?</tr>", said, re.S)[0]
    assert "<bdi>18:00–20:00</bdi> belegt" in saal
    assert saal.count("frei") == 6
    werkraum = re.search(r"<tr><th[^>]*><bdi[^>]*>Werkraum.*?</tr>", said, re.S)[0]
    assert werkraum.count("frei") == 7
    assert page in read(f"/hier/de/sites/{centre.path}/")
    shelter = site(town, "Unterkunft", kind="ACCOMMODATION")
    assert Client().get(f"/hier/de/events/at/{shelter.path}/").status_code == 404


def test_p28_a_room_is_given_to_one_event_at_a_time(town, make, desk, sign_in):
    hall = Room.objects.create(municipality=town, site=site(town), name="Saal")
    make(title="Zuerst", site=hall.site, room=hall, rule="FREQ=WEEKLY;BYDAY=TH")
    late = make(title="Danach", is_public=False, starts=time(20), ends=time(21))
    services.edit_event(
        event=late, data={"room": hall}, expected=None, by=desk, now=NOW
    )
    services.publish_event(event=late, by=desk, now=NOW)

    with pytest.raises(services.RoomTaken):
        services.edit_event(
            event=late, data={"starts": time(19)}, expected=None, by=desk, now=NOW
        )
    clash = make(title="Gleichzeitig", is_public=False, site=hall.site, room=hall)
    client = sign_in(desk)
    answer = client.post(at(clash, "move"), {"step": "publish"}, follow=True)
    assert "hat den Raum" in answer.content.decode()
    clash.refresh_from_db()
    assert clash.is_draft


def test_m30_the_page_of_an_accommodation_lists_the_last_exchange_and_follow_ups(
    town, make, desk, sign_in
):
    home = site(town, "Unterkunft Süd", kind="ACCOMMODATION", is_published=False)
    make(title="Alt", kind="EXCHANGE", site=home, first_day=date(2026, 1, 8))
    event = make(
        title="Runder Tisch", kind="EXCHANGE", site=home, first_day=date(2026, 2, 19)
    )
    make(title="Nächster", kind="EXCHANGE", site=home, first_day=date(2026, 4, 2))
    client = sign_in(desk)
    where = at(event, "plan")
    client.post(
        where, {"kind": "AGREEMENT", "day": "2026-02-19", "text": "Sprechzeit montags"}
    )
    client.post(where, {"kind": "TASK", "day": "2026-03-20", "text": "Bank aufstellen"})

    page = client.get(reverse("places:site", args=["hier", home.pk])).content.decode()

    assert "19. Februar 2026: Runder Tisch" in page
    assert "Sprechzeit montags" in page
    assert "Bank aufstellen" in page
    assert "Alt" not in page.partition("Letzter Austausch")[2].partition("</ul>")[0]


def test_d33_activities_of_the_year_are_listed_per_district_with_partners(
    town, make, desk, sign_in
):
    rows = {}
    for name in ("Aplerbeck", "Brackel"):
        rows[name] = District.objects.create(
            municipality=town, name=name, layer="Bezirk"
        )
    choir = Organisation.objects.create(municipality=town, name="Chor", sort_key="chor")
    make(title="Nachbarschaftsfest", district=rows["Brackel"], partners=[choir])
    make(title="Lesung", district=rows["Aplerbeck"], organiser="Bücherei")
    make(title="Vorjahr", district=rows["Brackel"], first_day=date(2025, 5, 2))

    page = sign_in(desk).get(reverse("events:year", args=["hier", 2026]))

    lines = re.findall(r"<tr>.*?</tr>", page.content.decode(), re.S)
    found = [
        next((row for row in lines if word in row), "")
        for word in ("Lesung", "Nachbarschaftsfest")
    ]
    assert "Aplerbeck" in found[0]
    assert "Bücherei" in found[0]
    assert "Brackel" in found[1]
    assert "Chor" in found[1]
    assert lines.index(found[0]) < lines.index(found[1])
    assert "Vorjahr" not in page.content.decode()


def test_p22_an_accommodation_warns_until_the_neighbours_are_informed(
    town, make, person, sign_in
):
    """The part of events: sheet and checklist join with the accommodations."""
    home = site(
        town, "Unterkunft Nord", kind="ACCOMMODATION", is_published=False, street="Weg"
    )
    client = sign_in(person(town, Role.ADMINISTRATOR))
    page = reverse("places:site", args=["hier", home.pk])
    edit = reverse("places:edit_site", args=["hier", home.pk])
    sent = {"name": home.name, "kind": "ACCOMMODATION", "opens_on": "2026-04-01"}
    sent |= {"version": home.version}

    answer = client.post(edit, sent, follow=True).content.decode()
    assert "Nachbarschaft ist noch nicht informiert" in answer
    draft = make(title="Infoabend", kind="NEIGHBOURS", site=home, is_public=False)
    assert "noch nicht informiert" in client.get(page).content.decode()
    services.publish_event(event=draft, by=None, now=NOW)

    assert "noch nicht informiert" not in client.get(page).content.decode()
