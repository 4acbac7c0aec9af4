"""Invented people, whose password everybody knows, get in while the demo runs."""

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import timezone

from hafen.core.accounts import services
from hafen.core.accounts.adapters import AccountAdapter
from hafen.core.accounts.models import User
from hafen.core.accounts.services import NoDemo
from hafen.core.accounts.tests.steps import (
    PASSWORD,
    code,
    is_signed_in,
    sign_in,
    somebody,
    type_password,
)
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role

REFUSED = "/account/inactive/"


@pytest.fixture
def stage(place, settings):
    """The town is an invented one, and the demo runs."""
    settings.DEMO = True
    place.is_demo = True
    place.save()
    return place


def refused_ways(client, stage, boss, helper):
    """Return where each way in leads: password, link, card, passkey."""
    with context.acting(Context(municipality=stage.pk, actor=boss.pk)):
        printed = services.issue_card(
            user=helper, today=timezone.localdate(), now=timezone.now(), by=boss
        )
        link = services.make_sign_in_link(user=helper, now=timezone.now())
    yield type_password(client)
    yield type_password(client, email="helper@example.org")
    yield client.post(f"/account/link/hier/{link}/")
    yield client.post(
        f"/account/card/hier/{printed.secret}/", {"pin": printed.pin}, follow=False
    )


def test_outside_of_the_demo_no_way_lets_invented_people_in(client, stage, settings):
    boss = somebody(stage, Role.ADMINISTRATOR)
    helper = somebody(stage, email="helper@example.org", with_factor=False)
    settings.DEMO = False

    for answer in refused_ways(client, stage, boss, helper):
        assert answer.headers["Location"] == REFUSED
        assert not is_signed_in(client)
    with context.acting(Context(municipality=stage.pk, actor=boss.pk)):
        request = RequestFactory().post("/account/2fa/webauthn/login/")
        with pytest.raises(ImmediateHttpResponse):
            AccountAdapter(request).login(request, boss)
        assert authenticate(request, email=boss.email, password=PASSWORD) is None
    assert b"<h1" in client.get(REFUSED).content


def test_a_session_and_a_half_finished_sign_in_of_the_demo_end_with_it(
    client, other_device, stage, settings
):
    somebody(stage, Role.ADMINISTRATOR)
    sign_in(client)
    type_password(other_device)
    assert is_signed_in(client)

    settings.DEMO = False

    assert not is_signed_in(client)
    answer = other_device.post("/account/2fa/authenticate/", {"code": code(step=1)})
    assert answer.status_code == 302
    assert not is_signed_in(other_device)


def test_real_people_get_in_as_ever(client, place, settings):
    settings.DEMO = False
    somebody(place, Role.ADMINISTRATOR)
    sign_in(client)

    assert is_signed_in(client)


def test_the_town_can_be_locked_for_good_and_opened_by_the_next_demo(
    client, stage, settings
):
    facts = {
        "municipality": stage,
        "name": "Demo Verwaltung",
        "email": "clara@example.org",
        "password": PASSWORD,
        "roles": [Role.ADMINISTRATOR],
        "today": timezone.localdate(),
    }
    with context.acting(Context(municipality=stage.pk)):
        services.create_demo_user(**facts)
        assert services.close_demo(municipality=stage, now=timezone.now()) == 1
        user = User.objects.get()
        assert not user.is_active
        assert not user.has_usable_password()
        assert not services.has_second_factor(user)
    assert type_password(client).status_code == 200

    with context.acting(Context(municipality=stage.pk)):
        services.create_demo_user(**facts)
        digits = services.demo_code("clara")
    type_password(client)
    client.post("/account/2fa/authenticate/", {"code": digits})
    assert is_signed_in(client)


def test_a_town_of_real_people_is_never_locked(place):
    with (
        context.acting(Context(municipality=place.pk)),
        pytest.raises(NoDemo),
    ):
        services.close_demo(municipality=place, now=timezone.now())
