"""Forged forms, cells that run, and words that end in the logs (SEC-20, SEC-24)."""

import logging
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import hafen
from hafen.config.operations.logs import JsonFormatter
from hafen.core.db.roles import EVERYBODY
from tests.architecture.routes import desk_routes, routes

# What it answers is worked out from the form and kept nowhere.
WRITES_NOTHING = {"directory_public:fitting"}
FOREIGN = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://evil.example/?http://testserver"},
    {"referer": "https://evil.example/http://testserver/"},
    {"referer": "http://testserver@evil.example/"},
    {},
)


def address_of(route):
    return reverse(route.name, kwargs=route.fitting(municipality="hier"))


def visitors_forms():
    return [
        route
        for route in routes()
        if getattr(route.callback, "csrf_exempt", False)
        and "language" in route.arguments
        and route.name not in WRITES_NOTHING
    ]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_of_visitors_is_taken_from_our_own_pages_alone(town, client, headers):
    found = {
        route.name: client.post(
            address_of(route), {"token": "x", "name": "x"}, headers=headers
        ).status_code
        for route in visitors_forms()
    }
    refused = {name for name, status in found.items() if status == 403}

    # A form of an entry that does not exist answers 404, wherever it comes from.
    assert set(found.values()) <= {403, 404, 405}, found
    assert "feedback_public:write" in refused
    assert len(refused) >= 3, found


def test_no_form_of_the_desk_is_taken_without_its_token(town, person, sign_in):
    signed_in = sign_in(person(town, *EVERYBODY)).cookies
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in

    taken = [
        route.name
        for route in desk_routes()
        if client.post(address_of(route)).status_code != 403
    ]

    assert taken == []


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
    assert careless == set()


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
        client.get(address, {"q": "canaryword", "token": "canaryword"})
        client.post(address, {"text": "canaryword", "password": "canaryword"})
        asked += 1
    lines = [JsonFormatter().format(record) for record in caplog.records]

    assert asked > 30
    assert len(lines) > asked
    assert [line for line in lines if "canaryword" in line] == []
