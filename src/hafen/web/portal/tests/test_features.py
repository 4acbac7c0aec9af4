"""What a municipality switches off is gone: address, navigation, search."""

import pytest

from hafen.core.db.roles import Role
from hafen.core.places import services
from hafen.mechanisms.search import registries

SWITCHES = {
    "feedback": ("de/feedback/", "de/feedback/thanks/"),
    "map": ("de/offers/map.json",),
    "places": ("de/sites/", "de/offices/"),
}


def switch(town, **switched):
    return services.set_features(town, switched=switched, expected=None)


def text_of(client, address):
    return client.get(f"/portalstadt/{address}").content.decode()


@pytest.mark.parametrize("name", SWITCHES)
def test_an_address_of_a_room_that_is_off_is_not_found(client, town, name):
    pages = [f"/portalstadt/{address}" for address in SWITCHES[name]]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)

    switch(town, **{name: False})

    assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_no_page_leads_to_a_room_that_is_off(client, town, course, searchable):
    pages = (
        "de/",
        "de/offers/",
        "de/offers/?topic=N22",
        f"de/offers/{course.address}/",
        "de/search/?q=xyzzyx",
        "de/about/accessibility/",
        "de/about/easy/",
    )
    tell_tales = ("/de/feedback/", "map.json", "/de/sites/")
    before = "".join(text_of(client, page) for page in pages)
    assert all(tell_tale in before for tell_tale in tell_tales)

    switch(town, feedback=False, map=False, places=False)

    for page in pages:
        found = [each for each in tell_tales if each in text_of(client, page)]
        assert found == [], page


def test_the_search_leaves_out_rooms_that_are_off(client, town, searchable, course):
    address = "de/search/?q=Sprachkurs"
    [source] = [each for each in registries.sources if each.kind == "service"]
    assert "Sprachkurs am Abend" in text_of(client, address)

    # Offers cannot be switched off, so one of the other switches stands in.
    object.__setattr__(source, "feature", "map")
    try:
        switch(town, map=False)
        assert "Sprachkurs am Abend" not in text_of(client, address)
    finally:
        object.__setattr__(source, "feature", "")


def test_an_administrator_switches_rooms_on_a_screen(town, person, sign_in):
    client = sign_in(person(town, Role.ADMINISTRATOR))
    address = "/portalstadt/desk/settings/rooms/"
    page = client.get(address).content.decode()
    assert all(f'name="{name}"' in page for name in SWITCHES)

    answer = client.post(address, {"feedback": "on", "places": "on"})

    assert answer.status_code == 302
    assert client.get("/portalstadt/de/offers/map.json").status_code == 404
    assert client.get("/portalstadt/de/sites/").status_code == 200
