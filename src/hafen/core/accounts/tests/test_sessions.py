"""Everybody sees where they are signed in, and ends it from anywhere."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from hafen.core.accounts import services
from hafen.core.accounts.models import OpenSession
from hafen.core.accounts.services._sessions import device_of
from hafen.core.accounts.tests.steps import is_signed_in, sign_in, somebody
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role

ME = "/account/me/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0"


@pytest.fixture
def both(client, other_device, place):
    """Clara, signed in at the desk and on her phone."""
    user = somebody(place, Role.SOCIAL_WORKER)
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client)
    sign_in(other_device, step=1)
    return user


def rows(place):
    with context.acting(Context(municipality=place.pk)):
        return list(OpenSession.objects.order_by("created_at"))


def test_the_list_names_devices_and_marks_this_one(client, both, place):
    page = client.get(ME).content.decode()

    assert "Firefox · Windows" in page
    assert "Unbekanntes Gerät" in page
    assert page.count("diese hier") == 1


def test_one_session_is_ended_and_the_other_stays(client, other_device, both, place):
    mine, theirs = rows(place)

    client.post(f"/account/me/sessions/{theirs.pk}/")

    assert is_signed_in(client)
    assert not is_signed_in(other_device)
    assert [row.pk for row in rows(place)] == [mine.pk]


def test_all_others_end_and_this_one_stays(client, other_device, both, place):
    client.post("/account/me/sessions/others/")

    assert is_signed_in(client)
    assert not is_signed_in(other_device)
    [left] = rows(place)
    assert Session.objects.filter(session_key=left.key).exists()


def test_nobody_ends_a_session_of_somebody_else(client, other_device, both, place):
    with context.acting(Context(municipality=place.pk)):
        boss = services.create_user(
            municipality=place, name="Bela", email="bela@example.org"
        )
        foreign = services.note_session(
            user=boss, key="k", agent="", now=timezone.now()
        )

    answer = client.post(f"/account/me/sessions/{foreign.pk}/")

    assert answer.status_code == 404
    assert len(rows(place)) == 3


def test_signing_out_leaves_no_row_and_a_new_password_ends_the_rest(
    client, other_device, both, place
):
    other_device.post("/account/logout/")
    assert len(rows(place)) == 1

    with context.acting(Context(municipality=place.pk)):
        services.end_sessions(user=both, by=both)
    assert rows(place) == []
    assert not is_signed_in(client)


def test_the_key_of_a_session_lies_sealed_and_no_network_is_kept(both, place):
    keys = set(Session.objects.values_list("session_key", flat=True))
    with context.acting(Context(municipality=place.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_opensession")
        stored = str(cursor.fetchall())

    assert keys
    assert not any(key in stored for key in keys)
    assert "127.0.0.1" not in stored


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox · Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537",
            "Chrome · Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(agent, device):
    assert device_of(agent) == device
