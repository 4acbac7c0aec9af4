"""What somebody with a browser does to get in; shared by the tests of the ways in."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.utils import timezone

from hafen.core.accounts import services
from hafen.core.db import context
from hafen.core.db.context import Context

PASSWORD = "kranich ufer sieben laternen"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/account/login/"


def somebody(place, *roles, email="clara@example.org", with_factor=True, **details):
    with context.acting(Context(municipality=place.pk)):
        user = services.create_user(
            municipality=place,
            name="Clara Exempel",
            email=email,
            password=PASSWORD,
            **details,
        )
        for role in roles:
            services.grant_role(
                user=user, role=role, valid_from=timezone.localdate(), by=None
            )
        if with_factor:
            TOTP.activate(user, SECRET)
    return user


def code(step=0):
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))


def type_password(client, email="clara@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def sign_in(client, step=0):
    type_password(client)
    return client.post("/account/2fa/authenticate/", {"code": code(step)})


def is_signed_in(client):
    return client.get("/account/me/").status_code == 200
