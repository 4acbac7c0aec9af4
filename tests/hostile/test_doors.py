"""The doors of the house: forged forms, hosts, ways out, lines within lines."""

import re
import signal
import sys

import pytest
from django.test import Client

from hafen.core.db import outside
from hafen.core.db.roles import Role
from hafen.core.ui.visitors import own_path

EVIL = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "/\t/evil.example/",
    "///evil.example",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "/hier/../..//evil.example",
    "//evil.example\\@testserver/",
    "\x01//evil.example",
)


@pytest.mark.parametrize("evil", EVIL)
def test_what_a_visitor_hands_over_is_a_link_to_ourselves_or_none(evil):
    assert own_path(evil) == ("/hier/../..//evil.example" if "hier" in evil else "")
    assert own_path("/hier/de/offers/?q=1#x") == "/hier/de/offers/?q=1#x"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "testserver.evil.example"},
        {"host": "localhost@evil.example"},
        {"host": "evil.example:80:80"},
        {"host": 'localhost"><script>'},
    ],
)
def test_a_foreign_host_is_answered_by_nothing(town, client, settings, headers):
    client.raise_request_exception = False

    answer = client.get("/hier/de/", headers=headers)

    assert answer.status_code == 400
    assert b"evil" not in answer.content


@pytest.mark.parametrize(
    "name",
    ["x-forwarded-host", "x-host", "x-original-url", "x-rewrite-url", "forwarded"],
)
def test_no_head_of_a_request_changes_what_a_page_links_to(town, client, name):
    plain = client.get("/hier/de/").content

    assert client.get("/hier/de/", headers={name: "evil.example"}).content == plain


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0",  # noqa: S104 "224.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
        "2001:db8::1", "not an address", "",
    ],
)  # fmt: skip
def test_a_server_inside_is_asked_nothing(address):
    assert not outside.is_public(address)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0", "[::1]"],
)
def test_another_spelling_of_this_machine_is_this_machine(host, settings):
    with pytest.raises(outside.NotPublic):
        outside.check(host, 443)
    settings.INTERNAL_HOSTS = frozenset({"sso.rathaus.example", host})
    outside.check(host, 443)  # the operator said so


def test_a_name_that_leads_inside_too_is_refused(monkeypatch):
    both = ["93.184.216.34", "10.0.0.1"]
    monkeypatch.setattr(outside, "addresses_of", lambda _host, _port: both)

    with pytest.raises(outside.NotPublic):
        outside.check("calendar.example", 443)


SLOWEST_SECONDS = 0.4
LONG = 4_000
REPEATED = frozenset(" \n\t.,;:-_/<>@#=\"'()[]aA0x")


def our_patterns():
    for name, module in sorted(sys.modules.items()):
        if name.startswith("hafen."):
            for key, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{name}.{key}", value


class TooSlow(Exception):
    """A pattern did not end in time."""


def takes_long(pattern, text):
    given = text.encode() if isinstance(pattern.pattern, bytes) else text
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOWEST_SECONDS)
    try:
        pattern.search(given)
        pattern.match(given)
    except TooSlow:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return False


def test_no_pattern_of_ours_takes_its_time():
    """A text that almost fits must not keep a process busy."""

    def ring(_number, _frame):
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, ring)
    slow = {
        name
        for name, pattern in our_patterns()
        for sign in {*str(pattern.pattern)} & REPEATED | {" ", "a", "0", "\n"}
        for text in (sign * LONG + "!", (sign + "a") * LONG, "a" + sign * LONG)
        if takes_long(pattern, text)
    }
    signal.signal(signal.SIGVTALRM, before)

    assert slow == set()


def test_a_session_that_somebody_laid_is_not_the_one_that_signs_in(
    town, person, sign_in, client
):
    client.cookies["session"] = "a" * 32
    user = person(town, Role.EDITOR)
    before = client.cookies["session"].value

    sign_in(user)

    assert client.cookies["session"].value != before
    stranger = Client()
    stranger.cookies["session"] = before
    assert stranger.get("/hier/desk/").status_code == 302
