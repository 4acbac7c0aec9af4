"""Invitation, mailed link, card and reset (SEC-07); nobody signs up."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from hafen.core.accounts import errors, services
from hafen.core.accounts.models import Invitation, User
from hafen.core.accounts.services import WantedRole
from hafen.core.accounts.tests.steps import (
    PASSWORD,
    is_signed_in,
    somebody,
    type_password,
)
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role


def invited(place, *roles):
    boss = somebody(place, Role.ADMINISTRATOR, email="anna@example.org")
    with context.acting(Context(municipality=place.pk, actor=boss.pk)):
        _invitation, token = services.invite(
            municipality=place,
            email="Neu@Example.org",
            name="Neu Person",
            language="de",
            roles=[WantedRole(role) for role in roles],
            now=timezone.now(),
            by=boss,
        )
    return f"/account/invitation/hier/{token}/"


def test_sec07_an_invitation_works_once_under_its_address(client, place):
    url = invited(place, Role.EDITOR)
    assert mail.outbox[0].to == ["neu@example.org"]
    assert url in mail.outbox[0].body

    assert client.get(url).status_code == 200
    client.post(url, {"name": "Neu Person", "password": PASSWORD})
    again = client.post(url, {"name": "Zwei", "password": PASSWORD})

    assert again.status_code == 410
    with context.acting(Context(municipality=place.pk)):
        user = User.objects.get(email="neu@example.org")
        assert user.roles_now == {Role.EDITOR}


def test_sec07_of_two_who_redeem_at_the_same_moment_one_wins(client, place):
    token = invited(place, Role.EDITOR).rstrip("/").rpartition("/")[2]
    start = threading.Barrier(2)

    def redeem(number):
        try:
            with context.acting(Context(municipality=place.pk)):
                start.wait(10)
                services.redeem_invitation(
                    token=token,
                    name=f"Neu {number}",
                    language="de",
                    password=PASSWORD,
                    now=timezone.now(),
                    today=timezone.localdate(),
                )
        except errors.LinkNotValid:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(2) as pool:
        winners = list(pool.map(redeem, range(2)))

    assert sorted(winners) == [0, 1]


def test_sec07_an_invitation_expires_after_72_hours(client, place):
    url = invited(place, Role.EDITOR)
    with context.acting(Context(municipality=place.pk)):
        Invitation.objects.update(
            created_at=timezone.now() - timedelta(hours=73),
            expires_at=timezone.now() - timedelta(hours=1),
        )

    assert client.get(url).status_code == 410


@pytest.mark.parametrize("tail", ["x", "/account/invitation/hier/aaaa/"])
def test_sec07_guessed_links_open_nothing(client, place, tail):
    invited(place, Role.EDITOR)
    url = tail if tail.startswith("/") else f"/account/invitation/dort/{tail}/"

    assert client.get(url).status_code in {404, 410}


def test_sec04_an_administrator_needs_15_characters(client, place):
    url = invited(place, Role.ADMINISTRATOR)

    answer = client.post(url, {"name": "Neu", "password": "kranich ufer"})

    assert answer.status_code == 422


def test_a_mailed_link_changes_nothing_until_its_button_is_pressed(client, place):
    somebody(place, Role.ORGANISATION_EDITOR, with_factor=False)
    client.post("/account/link/", {"email": "clara@example.org"})
    url = next(word for word in mail.outbox[0].body.split() if "/link/hier/" in word)
    path = url.partition("//")[2].partition("/")[2]

    client.get(f"/{path}")
    assert not is_signed_in(client)
    client.post(f"/{path}")
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert client.post(f"/{path}").status_code == 410


def test_staff_get_no_link_by_mail(client, place):
    somebody(place, Role.SOCIAL_WORKER)

    client.post("/account/link/", {"email": "clara@example.org"})

    assert mail.outbox == []


def card_of(place, user, boss):
    with context.acting(Context(municipality=place.pk, actor=boss.pk)):
        printed = services.issue_card(
            user=user, today=timezone.localdate(), now=timezone.now(), by=boss
        )
    return f"/account/card/hier/{printed.secret}/", printed


def test_a_card_and_its_pin_open_the_account_of_somebody_without_email(client, place):
    boss = somebody(place, Role.ADMINISTRATOR, email="anna@example.org")
    user = somebody(place, Role.RESIDENTS_COUNCIL, email=None, with_factor=False)
    url, printed = card_of(place, user, boss)

    assert client.post(url, {"pin": "000000"}).status_code == 422 or printed.pin == (
        "000000"
    )
    client.post(url, {"pin": printed.pin})
    assert is_signed_in(client)

    with context.acting(Context(municipality=place.pk, actor=boss.pk)):
        services.revoke_card(card=printed.card, now=timezone.now(), by=boss)
    assert not is_signed_in(client)
    assert client.post(url, {"pin": printed.pin}).status_code == 422


def test_a_card_rests_after_five_wrong_pins(client, place):
    boss = somebody(place, Role.ADMINISTRATOR, email="anna@example.org")
    user = somebody(place, email=None, with_factor=False)
    url, printed = card_of(place, user, boss)
    wrong = "111111" if printed.pin != "111111" else "222222"
    for _try in range(5):
        client.post(url, {"pin": wrong})

    client.post(url, {"pin": printed.pin})

    assert not is_signed_in(client)


def test_a_password_reset_leads_back_in(client, place):
    somebody(place, Role.ORGANISATION_EDITOR, with_factor=False)
    client.post("/account/password/reset/", {"email": "clara@example.org"})
    url = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    page = client.get(url, follow=True)
    new = "neun boote fahren langsam"

    done = client.post(
        page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True
    )

    assert done.status_code == 200
    assert type_password(client, password=PASSWORD).status_code == 200
    assert type_password(client, password=new).status_code == 302


def test_an_unknown_address_gets_no_mail(client, place):
    client.post("/account/password/reset/", {"email": "nobody@example.org"})

    assert mail.outbox == []


def test_nobody_signs_up(client, place):
    page = client.get("/account/signup/")

    assert b"<form" not in page.content.partition(b"<main")[2].partition(b"</main")[0]


@pytest.mark.parametrize("value", ["x" * 5000, "clara@", ""])
def test_odd_addresses_do_no_harm(client, place, value):
    assert type_password(client, email=value).status_code == 200
