"""Forged forms, cells that run, and words that end in the logs (SEC-20, SEC-24)."""

import logging
import re
from pathlib import Path

import pytest
from django.test import Client

import hafen
from hafen.config.operations.logs import JsonFormatter
from hafen.core.db.roles import EVERYBODY
from tests.architecture.routes import FITTING, desk_routes, routes
from tests.hostile import keyed
from tests.hostile.walking import route_of

# What it answers is worked out from the form and kept nowhere.
WRITES_NOTHING = {"directory_public:fitting"}
CLOSED = {403, 404, 405}
WRITING = ("POST", "PUT", "PATCH", "DELETE")
EXPRESSIONS = {
    "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)": "1-x",
    r"(\d+)": "1",
    r"(live|earliest|\d+)": "live",
    r"(live|latest|\d+)": "live",
    r"\.": ".",
    ".*": "x",
    "^": "",
    "$": "",
}
_PUBLIC = "<slug:municipality>/<language:language>/"
# Forms behind a secret of a mail.
MAILED = {
    f"{_PUBLIC}inquiry/<slug:short_id>/<slug:code>/",
    f"{_PUBLIC}placement/<uuid:pk>/<slug:code>/",
    f"{_PUBLIC}renewal/<slug:part>/<uuid:pk>/<slug:code>/",
    f"{_PUBLIC}registration/<str:link>/",
    f"{_PUBLIC}review/<str:token>/",
}
FOREIGN = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://evil.example/?http://testserver"},
    {"referer": "https://evil.example/http://testserver/"},
    {"referer": "http://testserver@evil.example/"},
    {},
)


def address_of(route, municipality="hier"):
    """Return the address of a route, of a library's nameless ones too."""
    values = {
        name: FITTING.get(kind, "x") for name, kind in route.arguments.items()
    } | {"municipality": municipality}
    path = re.sub(
        r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), path_of(route)
    )
    return f"/{path}"


def path_of(route):
    """Return the route with texts for the expressions that libraries write."""
    path = route.route
    for expression, text in EXPRESSIONS.items():
        path = path.replace(expression, text)
    return path


def is_exempt(route):
    """Whether a view of visitors asks for the origin in place of a token.

    Views of libraries that say so too ask for the token themselves.
    """
    is_said = getattr(route.callback, "csrf_exempt", False)
    return is_said and "language" in route.arguments


def is_of_a_library(route):
    """Whether a view asks for the token itself, and perhaps not for each method."""
    return getattr(route.callback, "csrf_exempt", False) and not is_exempt(route)


def test_every_address_leads_where_the_table_says(town):
    """So that the tests below knock at the doors that they name."""
    lost = {
        route.route: found
        for route in routes()
        if (found := route_of(address_of(route))).replace("^", "")
        != route.route.replace("^", "")
    }

    assert lost == {}


def test_no_address_takes_a_form_without_its_token(town, person, sign_in):
    """Of somebody who is signed in: each address of the table, whosever it is."""
    signed_in = sign_in(person(town, *EVERYBODY)).cookies
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = signed_in
    asked = [route for route in routes() if not is_exempt(route)]

    taken = [
        (route.route, method, status)
        for route in asked
        for method in WRITING[: None if is_of_a_library(route) else 1]
        if (status := client.generic(method, address_of(route)).status_code)
        not in (CLOSED if is_of_a_library(route) else {403})
    ]

    assert taken == []
    assert len(asked) > len(desk_routes())


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_of_visitors_is_taken_from_our_own_pages_alone(town, client, headers):
    """Their pages carry no token, since they are kept: the origin is asked for."""
    found = {
        route.name: client.post(
            address_of(route), {"token": "x", "name": "x"}, headers=headers
        ).status_code
        for route in routes()
        if is_exempt(route) and route.name not in WRITES_NOTHING
    }
    refused = {name for name, status in found.items() if status == 403}

    # An entry that does not exist answers 404, wherever it comes from.
    assert {name: code for name, code in found.items() if code not in CLOSED} == {}
    assert "feedback_public:write" in refused


def test_a_form_of_an_entry_that_exists_is_not_taken_from_elsewhere(
    musterhafen, client, at_desk
):
    """The links that were mailed too, and with the cookie of somebody at the desk."""
    found = keyed.secret_addresses(musterhafen)
    for route in routes():
        varying = set(route.arguments) - {"municipality", "language"}
        if is_exempt(route) and varying and route.name not in WRITES_NOTHING:
            opened = keyed.open_one(client, route, musterhafen)
            found += [opened[0]] if opened else []
    evil = {"origin": "https://evil.example"}

    taken = {
        address: status
        for address in found
        if (status := at_desk.post(address, {"text": "x"}, headers=evil).status_code)
        not in CLOSED
    }

    assert {route_of(address) for address in found} >= MAILED
    assert taken == {}


def test_every_table_that_leaves_the_house_is_made_harmless():
    """Whoever writes a name must not make a spreadsheet run it."""
    source = Path(hafen.__file__).parent
    writers = {
        path
        for path in source.rglob("*.py")
        if "tests" not in path.parts
        and any(
            sign in path.read_text(encoding="utf-8")
            for sign in ("csv.writer(", "DictWriter(", "Workbook(")
        )
    }
    careless = {
        path.relative_to(source).as_posix()
        for path in writers
        if "harmless(" not in path.read_text(encoding="utf-8")
    }

    assert len(writers) >= 3
    # Read by programs alone, which take an apostrophe before a number for its part.
    assert careless == {"web/api/packing.py"}


def test_no_word_of_a_visitor_stands_in_the_logs(town, client, caplog):
    """Neither of an address nor of a form, on no page that everybody opens."""
    caplog.set_level(logging.DEBUG, logger="hafen")
    caplog.set_level(logging.DEBUG, logger="django.request")
    client.raise_request_exception = False
    known = {"municipality", "language"}
    asked = 0
    for route in routes():
        if (
            not set(route.arguments) <= known
            or "(" in route.route
            or "None" in route.name
        ):
            continue
        if not getattr(route.callback, "is_public", False):
            continue
        address = address_of(route)
        client.get(address, {"q": "canaryword", "token": "canaryword"}).close()
        client.post(address, {"text": "canaryword", "password": "canaryword"})
        asked += 1
    lines = [JsonFormatter().format(record) for record in caplog.records]

    assert asked > 30
    assert len(lines) > asked
    assert [line for line in lines if "canaryword" in line] == []
