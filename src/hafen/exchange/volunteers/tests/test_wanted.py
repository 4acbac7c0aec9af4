"""What is looked for, shown to partners or to everybody, and never for whom."""

import pytest
from django.db import connection
from django.urls import reverse

from hafen.exchange.pool import services as pool
from hafen.exchange.pool.tests.conftest import enter
from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.tests.test_placed_entries import make_partner
from hafen.mechanisms.search.models import SearchDocument


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


@pytest.fixture
def indexed(django_capture_on_commit_callbacks):
    """Do something, and let the search follow: `indexed(wish, "Titel", "PUBLIC")`."""

    def run(step, *said, **facts):
        connection.run_on_commit.clear()  # what earlier steps left waiting
        with django_capture_on_commit_callbacks(execute=True):
            return step(*said, **facts)

    return run


def found():
    rows = SearchDocument.objects.filter(kind="pool.need", language="de")
    return {(row.title, row.address) for row in rows}


def test_what_everybody_may_read_is_found_while_it_is_shown(clara, wish, now, indexed):
    indexed(wish, "Fürs Netzwerk", "NETWORK")
    row = indexed(wish, "Für alle", "PUBLIC")
    assert found() == {("Für alle", "help/#wanted")}

    row = indexed(pool.pause_posting, posting=row, by=clara)
    assert found() == set()
    row = indexed(pool.reopen_posting, posting=row, by=clara, now=now)
    assert len(found()) == 1
    indexed(
        pool.edit_posting, posting=row, person={}, data={"visibility": "NETWORK"},
        expected=None, by=clara, now=now,
    )  # fmt: skip
    assert found() == set()


def test_what_is_placed_is_not_found_any_more(town, clara, wish, now, indexed):
    need = indexed(wish, "Für alle", "PUBLIC")
    offer = enter(pool.enter_offer, "Bernd", town, clara, {}, now)
    match = pool.note_agreement(need=need, offer=offer, by=clara, now=now)
    assert found() != set()

    indexed(pool.confirm, match=match, by=clara, now=now)

    assert found() == set()
