"""Password, second factor and session (SEC-01 to SEC-05 and SEC-08)."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts import sealing, services
from hafen.core.accounts.models import User
from hafen.core.accounts.tests.steps import (
    LOGIN,
    PASSWORD,
    SECRET,
    code,
    is_signed_in,
    sign_in,
    somebody,
    type_password,
)
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.encryption import ring
from hafen.core.db.roles import Role


def test_password_and_code_open_the_desk(client, place):
    somebody(place, Role.SOCIAL_WORKER)

    first = type_password(client)
    assert first.status_code == 302
    assert not is_signed_in(client)
    second = client.post("/account/2fa/authenticate/", {"code": code()})

    assert second.headers["Location"] == "/hier/desk/"
    assert is_signed_in(client)


def test_a_code_works_once(client, place):
    somebody(place, Role.SOCIAL_WORKER)
    # The same code for both, though the half minute may end in between.
    once = {"code": code()}
    type_password(client)
    client.post("/account/2fa/authenticate/", once)
    assert is_signed_in(client)
    client.post("/account/logout/")

    type_password(client)
    assert client.post("/account/2fa/authenticate/", once).status_code == 200
    assert not is_signed_in(client)


def test_sec01_staff_without_a_second_factor_reach_the_enrolment_alone(client, place):
    somebody(place, Role.ADMINISTRATOR, with_factor=False)
    type_password(client)

    for name in ("people", "teams", "absences", "undertakings", "rights"):
        answer = client.get(reverse(f"accounts:{name}", args=["hier"]))
        assert answer.headers["Location"] == "/account/second-factor/"
    assert client.get("/account/me/").headers["Location"] == "/account/second-factor/"
    assert client.get("/account/second-factor/").status_code == 200


def test_the_enrolment_leads_in(client, place):
    user = somebody(place, Role.ADMINISTRATOR, with_factor=False)
    type_password(client)
    page = client.get("/account/2fa/totp/activate/", follow=True)
    if "password" in page.context["form"].fields:
        page = client.post(
            page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True
        )
    secret = page.context["form"].secret
    fresh = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    client.post("/account/2fa/totp/activate/", {"code": fresh})

    with context.acting(Context(municipality=place.pk)):
        assert Authenticator.objects.filter(user=user).count() == 2
    assert client.get("/account/me/").status_code == 302
    assert client.get("/account/me/").headers["Location"].startswith(
        "/account/2fa/reauthenticate/"
    ) or is_signed_in(client)


def test_sec01_a_visitor_with_the_password_alone_sees_no_page(client, place):
    somebody(place, Role.ADMINISTRATOR)
    type_password(client)

    assert client.get("/hier/desk/people/").headers["Location"].startswith(LOGIN)


def test_people_without_a_desk_need_no_second_factor(client, place):
    somebody(place, Role.ORGANISATION_EDITOR, with_factor=False)

    assert type_password(client).headers["Location"] == "/account/me/"
    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["clara@example.org", "nobody@example.org"])
@pytest.mark.parametrize("url", [LOGIN, "/account/password/reset/", "/account/link/"])
def test_sec02_answers_do_not_tell_who_exists(client, place, email, url):
    somebody(place, Role.SOCIAL_WORKER)
    data = {"login": email, "password": "wrong but long enough", "email": email}

    answer = client.post(url, data)
    text = answer.content.decode().replace(email, "…")
    other = client.post(url, data)

    assert (answer.status_code, answer.get("Location")) in {
        (200, None),
        (302, "/account/password/reset/done/"),
        (302, "/account/link/sent/"),
    }
    assert other.status_code == answer.status_code
    assert "clara" not in text.lower()


def test_sec03_guesses_are_refused_and_the_owner_still_gets_in(client, place):
    somebody(place, Role.SOCIAL_WORKER)
    sign_in(client)
    client.post("/account/logout/")

    stranger = {"REMOTE_ADDR": "203.0.113.9"}
    evaluated = 0
    for number in range(40):
        answer = client.post(
            LOGIN,
            {"login": "clara@example.org", "password": f"guess number {number}"},
            **stranger,
        )
        [error] = answer.context["form"].errors.as_data()["__all__"]
        evaluated += error.code != "too_many_login_attempts"
    assert evaluated <= 20
    assert type_password(client).headers["Location"] == "/account/2fa/authenticate/"


def test_sec05_a_new_session_id_at_sign_in_and_none_after_sign_out(client, place):
    somebody(place, Role.SOCIAL_WORKER)
    type_password(client)
    before = client.cookies["session"].value
    client.post("/account/2fa/authenticate/", {"code": code()})
    during = client.cookies["session"].value
    client.post("/account/logout/")
    client.cookies["session"] = during

    assert before != during
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("started", "seen", "open_"),
    [(0, 0, True), (0, 29, True), (0, 31, False), (599, 1, True), (601, 1, False)],
)
def test_sec05_a_session_rests_30_minutes_and_lasts_10_hours(
    client, place, started, seen, open_
):
    somebody(place, Role.SOCIAL_WORKER)
    sign_in(client)
    session = client.session
    session["hafen_started"] = time.time() - started * 60
    session["hafen_seen"] = time.time() - seen * 60
    session.save()

    assert is_signed_in(client) == open_


def test_sec08_disabling_ends_sessions_at_once(client, place):
    user = somebody(place, Role.SOCIAL_WORKER)
    sign_in(client)
    assert is_signed_in(client)

    with context.acting(Context(municipality=place.pk)):
        for name in ("anna", "bela"):
            boss = services.create_user(
                municipality=place, name=name, email=f"{name}@example.org"
            )
            services.grant_role(
                user=boss,
                role=Role.ADMINISTRATOR,
                valid_from=timezone.localdate(),
                by=None,
            )
        services.disable(
            user=User.objects.get(pk=user.pk),
            now=timezone.now(),
            today=timezone.localdate(),
            by=boss,
        )

    assert not is_signed_in(client)
    type_password(client)
    assert not is_signed_in(client)


def test_end_all_my_sessions_ends_the_other_device(client, place, other_device):
    somebody(place, Role.SOCIAL_WORKER)
    sign_in(client)
    sign_in(other_device, step=1)
    assert is_signed_in(other_device)

    client.post("/account/me/sessions/")

    assert not is_signed_in(client)
    assert not is_signed_in(other_device)


def test_secrets_of_factors_lie_sealed_and_are_sealed_anew(client, place):
    user = somebody(place, Role.SOCIAL_WORKER)
    with context.acting(Context(municipality=place.pk)):
        before = Authenticator.objects.get(user=user).data["secret"]
    assert SECRET not in before

    ring().add()
    assert sealing.seal_anew() == 1
    assert sealing.seal_anew() == 0

    with context.acting(Context(municipality=place.pk)):
        after = Authenticator.objects.get(user=user).data["secret"]
    assert before != after
    sign_in(client)
    assert is_signed_in(client)
