"""What is looked for, shown to partners or to everybody, and never for whom."""

import pytest
from django.urls import reverse

from hafen.exchange.pool import services as pool
from hafen.exchange.pool.tests.conftest import enter
from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.tests.test_placed_entries import make_partner


@pytest.fixture
def wish(town, clara, acting, now):
    def make(title, visibility, **facts):
        acting(town, clara)
        told = {"name": "Amira Haddad", "text": "Bei Familie Haddad klingeln."}
        told |= {"title": title, "visibility": visibility} | facts
        return enter(pool.enter_need, "Amira", town, clara, told, now)

    return make


@pytest.fixture
def all_levels(wish):
    wish("Vom Schreibtisch", "INTERNAL")
    wish("Fürs Netzwerk", "NETWORK")
    return wish("Für alle", "PUBLIC")


def shown(page):
    text = page.content.decode()
    assert "Haddad" not in text
    assert "amira@example.org" not in text
    titles = ("Vom Schreibtisch", "Fürs Netzwerk", "Für alle")
    return [title for title in titles if title in text]


def public_page(client):
    return client.get(reverse("volunteers_public:offer", args=["hier", "de"]))


def test_the_public_reads_what_is_public_where_help_is_offered(client, all_levels):
    page = public_page(client)

    assert shown(page) == ["Für alle"]
    assert "Di Nachmittag" in page.content.decode()


def test_a_partner_reads_what_the_network_may_read_too(
    client, town, clara, all_levels, acting
):
    acting(town, clara)
    partner = make_partner(town, clara)
    where = reverse(
        "volunteers_public:partner",
        args=["hier", "de", partner.pk, keys.partner_code(partner)],
    )

    assert shown(client.get(where)) == ["Fürs Netzwerk", "Für alle"]


def test_what_is_settled_or_rests_is_shown_no_more(
    client, town, clara, all_levels, acting
):
    acting(town, clara)
    pool.pause_posting(posting=all_levels, by=clara)

    assert shown(public_page(client)) == []
