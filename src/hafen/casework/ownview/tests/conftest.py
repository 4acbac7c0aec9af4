from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from hafen.casework.cases.tests.conftest import (
    TODAY,
    add,
    agatha,
    bela,
    case,
    clara,
    closed,
    emil,
    entered,
    household,
    north,
    officer,
    second,
    south,
    team,
)
from hafen.casework.ownview import keys, services
from hafen.casework.ownview.views.public import COOKIE
from hafen.casework.referrals.tests.conftest import (
    agreed,
    amal,
    kompass,
    offered,
    prepared,
)

__all__ = [
    "add", "agatha", "agreed", "amal", "bela", "case", "clara", "closed",
    "emil", "entered", "household", "kompass", "north", "offered", "officer",
    "prepared", "second", "south", "team",
]  # fmt: skip
HOST = {"HTTP_ORIGIN": "http://testserver"}
DIGITS = "280614"
HOME = "/hier/ar/own/"


@pytest.fixture
def file(amal, case, clara):
    """The case of Amal's household."""
    return case(of=amal.household)


@pytest.fixture
def opened(file, amal, clara, acting, town):
    """A maker of own views, opened by Clara; Amal's unless said."""

    def make(client=amal, *, language="ar", until=TODAY + timedelta(days=180)):
        acting(town, clara)
        return services.open_own_view(
            client=client,
            language=language,
            interpreted="",
            code=DIGITS,
            until=until,
            today=TODAY,
            by=clara,
        )

    return make


def door(access):
    """Return the path of the link."""
    return urlsplit(keys.address(access)).path


@pytest.fixture
def enter(client):
    """Open the door with digits; the answer."""

    def go(access, digits=DIGITS, by=None):
        return (by or client).post(door(access), {"code": digits}, **HOST)

    return go


@pytest.fixture
def inside(opened, enter, client):
    """Amal's telephone, after the digits."""
    answer = enter(opened())
    assert answer.status_code == 302, answer.content.decode()
    assert client.cookies[COOKIE]["httponly"]
    return client


def told(client):
    """Return what the page says."""
    answer = client.get(HOME)
    assert answer.status_code == 200
    return answer.content.decode()


def step(client, name, row="", **more):
    return client.post(f"{HOME}step/{name}/", {"row": row} | more, **HOST)
