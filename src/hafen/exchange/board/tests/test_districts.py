"""The board of a district: its address, its notices, its mails and its feed."""

from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse

from hafen.core.mail.models import OutgoingMail
from hafen.core.places.models import District
from hafen.exchange.board import addresses, queries, services
from hafen.exchange.board.models import Post, Subscription
from hafen.exchange.board.tests.conftest import NOW
from hafen.exchange.board.tests.test_public import HERE, said
from hafen.mechanisms.feedback.forms import new_token


def at(name, *parts):
    return reverse(f"board_public:{name}", args=["hier", "de", *parts])


@pytest.fixture
def quarters(town, acting):
    """Süd with Süd-Dorf in it, Brücke, and a second Brücke further inside."""
    acting(town)

    def make(name, parent=None, layer="bezirke"):
        return District.objects.create(
            municipality=town,
            name=name,
            sort_key=name.lower(),
            layer=layer,
            level=parent.level + 1 if parent else 1,
            parent=parent,
        )

    south = make("Süd")
    village = make("Süd-Dorf", south, "teile")
    bridge = make("Brücke")
    return south, village, bridge, make("Brücke", bridge, "teile")


@pytest.fixture
def notices(hanging, quarters):
    south, village, bridge, _inner = quarters
    return {
        "Süd": hanging(title="Rad im Süden", district=south, email="a@example.org"),
        "Dorf": hanging(title="Tisch im Dorf", district=village, email="b@example.org"),
        "Brücke": hanging(title="Bank", district=bridge, email="c@example.org"),
        "all": hanging(title="Überall", email="d@example.org"),
    }


def titles(answer):
    return {row.title for row in answer.context["page"]}


def test_b02_each_district_has_an_address_that_can_be_read(town, quarters):
    south, village, bridge, inner = quarters
    boards = queries.district_boards(town)

    assert {path: node.district for path, node in boards.items()} == {
        "sued": south,
        "bruecke": bridge,
        "sued-dorf": village,
        "bruecke-2": inner,
    }


def test_b02_the_board_of_a_district_has_its_heading_and_its_notices(
    town, quarters, notices, client
):
    front = client.get(at("listing"))
    assert titles(front) == {"Rad im Süden", "Tisch im Dorf", "Bank", "Überall"}
    assert f'href="{at("district", "sued")}"' in front.content.decode()
    assert at("district", "sued-dorf") not in front.content.decode()

    page = client.get(at("district", "sued"))

    assert titles(page) == {"Rad im Süden", "Tisch im Dorf"}
    text = page.content.decode()
    assert 'Schwarzes Brett: <bdi lang="de">Süd</bdi></h1>' in text
    assert f'href="{at("district", "sued-dorf")}"' in text
    assert 'name="district"' not in text
    assert titles(client.get(at("district", "sued"), {"q": "tisch"})) == {
        "Tisch im Dorf"
    }
    assert client.get(at("district", "nirgends")).status_code == 404


def test_b02_its_feed_brings_what_hangs_there_and_no_address(
    town, quarters, notices, client
):
    answer = client.get(at("district_feed", "sued"))

    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = fromstring(answer.content).find("channel")
    assert channel.find("title").text == "Schwarzes Brett: Süd"
    found = [item.find("title").text for item in channel.findall("item")]
    assert sorted(found) == ["Biete: Rad im Süden", "Biete: Tisch im Dorf"]
    assert b"example.org<" not in answer.content
    whole = fromstring(client.get(at("feed")).content)
    assert len(whole.findall("channel/item")) == 4
    none = fromstring(client.get(at("feed"), {"side": "NEED"}).content)
    assert none.findall("channel/item") == []


def test_a_feed_is_of_one_category_and_one_language(town, hanging, written, client):
    hanging(title="Wiege", name="Anna Probe", email="anna@example.org")
    hanging(title="مهد", language="ar")
    hanging(title="Umzugshilfe", category="rides.moving")
    written(title="Noch nicht gesehen")

    def titles(**wanted):
        answer = client.get(at("feed"), wanted)
        assert b"Anna" not in answer.content
        return {i.find("title").text for i in fromstring(answer.content).iter("item")}

    assert titles(category="goods") == {"Biete: Wiege", "Biete: مهد"}
    assert titles(category="goods", language="ar") == {"Biete: مهد"}
    [item] = fromstring(client.get(at("feed"), {"language": "ar"}).content).iter("item")
    assert item.find("category").text.startswith("Sachen")


def test_what_people_write_ends_no_element_of_the_feed(town, hanging, client):
    hanging(title="]]></title><item>\x0b\x1b", text="&x; <!ENTITY y 'z'>\ufffe")

    [item] = fromstring(client.get(at("feed")).content).findall("channel/item")

    assert item.find("title").text == "Biete: ]]></title><item>"


def test_b02_whoever_subscribes_there_hears_of_that_district_alone(
    town, quarters, notices, client, acting, hanging
):
    south, *_rest = quarters
    where = f"{at('subscribe')}?district=sued"
    assert client.get(where).context["form"].initial["district"] == south
    wish = {"token": new_token(is_corrected=True), "email": "l@example.org"}
    client.post(where, wish | {"district": str(south.pk)}, **HERE)
    acting(town)
    row = Subscription.objects.get()
    link = f"/{addresses.alert(row).partition('//')[2].partition('/')[2]}"
    client.post(link, {"step": "keep", "district": str(south.pk)}, **HERE)
    acting(town)
    row.refresh_from_db()
    assert row.district == south
    Subscription.objects.update(told_at=NOW)
    before = OutgoingMail.objects.count()

    Post.objects.update(published_at=NOW + timedelta(hours=1))
    assert services.send_news(municipality_id=town.pk, now=NOW) == 1

    mail = bytes(OutgoingMail.objects.order_by("pk")[before].source).decode()
    assert "Tisch im Dorf" in mail
    assert "Bank" not in mail


def test_b02_an_urgent_call_reaches_the_districts_around_it(
    town, quarters, written, mona, acting
):
    south, village, bridge, _inner = quarters
    for number, district in enumerate((south, village, bridge, None)):
        facts = {"side": "", "categories": [], "district": district, "now": NOW}
        email = f"leser{number}@example.org"
        wish = services.subscribe(
            municipality=town, email=email, language="de", **facts
        )
        services.confirm_subscription(row=wish, **facts)
    row = services.publish_post(
        row=written(district=village), is_urgent=True, by=mona, now=NOW
    )

    services.spread(post_id=row.pk, now=NOW)

    told = OutgoingMail.objects.filter(subject=f"Dringend: {row.title}")
    assert set(told.values_list("recipient", flat=True)) == {
        "leser0@example.org",
        "leser1@example.org",
        "leser3@example.org",
    }


def test_b02_whoever_writes_from_there_finds_the_district_chosen(
    town, quarters, client, acting
):
    south, *_rest = quarters
    where = f"{at('write')}?side=OFFER&district=sued"
    assert client.get(where).context["form"].initial["district"] == south

    client.post(where, said(district=str(south.pk)), **HERE)

    acting(town)
    assert Post.objects.get().district == south


def square(longitude):
    """Return an outline of some hundred metres; 0.014 degrees are a kilometre here."""
    west, east = longitude - 0.002, longitude + 0.002
    ring = [[west, 51], [east, 51], [east, 51.003], [west, 51.003], [west, 51]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_b01_a_district_can_be_looked_around(town, quarters, notices, client, acting):
    south, _village, bridge, _inner = quarters
    acting(town)
    District.objects.filter(pk=south.pk).update(geometry=square(7.0))
    District.objects.filter(pk=bridge.pk).update(geometry=square(7.06))

    def found(**wanted):
        return titles(client.get(at("listing"), {"district": south.pk} | wanted))

    assert found() == {"Rad im Süden", "Tisch im Dorf"}
    assert found(km=2) == {"Rad im Süden", "Tisch im Dorf"}
    assert found(km=5) == {"Rad im Süden", "Tisch im Dorf", "Bank"}
    assert titles(client.get(at("district", "sued"), {"km": "5"})) == found(km=5)
    # Without an outline nobody knows what is near.
    District.objects.filter(pk=south.pk).update(geometry=None)
    assert found(km=10) == {"Rad im Süden", "Tisch im Dorf"}
