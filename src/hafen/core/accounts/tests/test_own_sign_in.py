"""The municipality's own sign-in, there and back, against a small stand-in."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.utils import timezone

from hafen.core.accounts import errors, services
from hafen.core.accounts.models import LinkedIdentity, SignInProvider, User
from hafen.core.accounts.services import WantedRole
from hafen.core.accounts.tests import stand_in
from hafen.core.accounts.tests.steps import (
    LOGIN,
    code,
    is_signed_in,
    somebody,
    type_password,
)
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality

START = "/account/own/hier/"
SCREEN = "/hier/desk/own-sign-in/"


@pytest.fixture
def service():
    with stand_in.running() as found:
        yield found


@pytest.fixture
def boss(place):
    return somebody(place, Role.ADMINISTRATOR, email="anna@example.org")


def details(service, **changed):
    return {
        "name": "Konto des Rathauses",
        "issuer": service.issuer,
        "client_id": stand_in.CLIENT,
        "client_secret": stand_in.SECRET,
        "vouches_for_addresses": False,
        "is_active": True,
        "expected": None,
        **changed,
    }


@pytest.fixture
def provider(place, boss, service):
    with context.acting(Context(municipality=place.pk, actor=boss.pk)):
        return services.save_provider(municipality=place, by=boss, **details(service))


def go(client, service, start=START):
    """Walk to the service and back; return the last answer."""
    return client.get(service.authorize(client.get(start).headers["Location"]))


def links(place):
    with context.acting(Context(municipality=place.pk)):
        return list(LinkedIdentity.objects.values_list("subject", flat=True))


def test_the_administrator_sets_it_up_and_a_colleague_walks_in(
    client, other_device, place, boss, service
):
    type_password(client, email="anna@example.org")
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert b"/account/own/hier/back/" in client.get(SCREEN).content
    form = details(service, is_active="on", vouches_for_addresses="", expected="")
    saved = client.post(SCREEN, form)
    assert saved.headers["Location"] == SCREEN
    again = client.get(SCREEN).content.decode()
    assert service.issuer in again
    assert stand_in.SECRET not in again

    somebody(place, Role.SOCIAL_WORKER)
    assert "Konto des Rathauses" in other_device.get(LOGIN).content.decode()
    first = go(other_device, service, START + "?next=/hier/desk/people/")
    # A second factor is asked for as after a password.
    assert first.headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_signed_in(other_device)
    other_device.post("/account/2fa/authenticate/", {"code": code()})
    assert is_signed_in(other_device)
    assert links(place) == ["s-1"]


def test_who_is_linked_is_known_by_more_than_an_address(
    client, place, provider, service
):
    somebody(place, Role.ORGANISATION_EDITOR, with_factor=False)
    go(client, service)
    assert is_signed_in(client)
    client.post("/account/logout/")

    service.person["email"] = "new-name@example.org"
    go(client, service)
    assert is_signed_in(client)
    client.post("/account/logout/")

    # The old address was given to somebody else.
    service.person |= {"sub": "s-2", "email": "clara@example.org"}
    assert go(client, service).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "http://127.0.0.1:1"},
        {"aud": "somebody-else"},
        {"nonce": "of-another-attempt"},
        {"exp": 1},
        {"azp": "somebody-else"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "nobody@example.org"},
        {"email": "emil@example.org"},
        {"sub": ""},
    ],
    ids=str,
)
def test_what_does_not_fit_lets_nobody_in(client, place, provider, service, lie):
    somebody(place, Role.ORGANISATION_EDITOR, with_factor=False)
    elsewhere = Municipality.objects.create(slug="dort", name="Dort", languages=["de"])
    somebody(elsewhere, email="emil@example.org", with_factor=False)
    service.claims = lie

    assert go(client, service).status_code == 403
    assert not is_signed_in(client)
    assert links(place) == []


def test_a_forged_signature_and_a_foreign_state_let_nobody_in(
    client, other_device, place, provider, service
):
    somebody(place, Role.ORGANISATION_EDITOR, with_factor=False)
    back = service.authorize(client.get(START).headers["Location"])
    assert other_device.get(back).status_code == 403  # somebody else's browser
    assert client.get(back.replace("state=", "state=x")).status_code == 403
    assert client.get(back).status_code == 403  # the attempt is used up

    service.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert go(client, service).status_code == 403
    assert not is_signed_in(client)


def test_an_invitation_is_redeemed_with_the_rights_it_promised(
    client, place, boss, provider, service
):
    with context.acting(Context(municipality=place.pk, actor=boss.pk)):
        services.invite(
            municipality=place,
            email="neu@example.org",
            name="Neu Person",
            language="de",
            roles=[WantedRole(Role.ORGANISATION_EDITOR)],
            now=timezone.now(),
            by=boss,
        )
    service.person["email"] = "Neu@Example.org"

    go(client, service)

    assert is_signed_in(client)
    with context.acting(Context(municipality=place.pk)):
        user = User.objects.get(email="neu@example.org")
        assert user.roles_now == {Role.ORGANISATION_EDITOR}
        assert not user.has_usable_password()


def test_the_secret_lies_sealed(provider):
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM accounts_signinprovider")
        [(stored,)] = cursor.fetchall()

    assert stand_in.SECRET.encode() not in bytes(stored)


def test_closed_or_missing_services_are_no_way_in(client, place, provider, service):
    assert client.get("/account/own/dort/").status_code == 404
    service.metadata = dict
    assert client.get(START).status_code == 503
    SignInProvider.objects.update(is_active=False)
    assert client.get(START).status_code == 404
    assert "Rathauses" not in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    ("issuer", "error"),
    [
        ("http://login.example.org", errors.AddressUnsafe),
        ("ftp://127.0.0.1", errors.AddressUnsafe),
        ("http://127.0.0.1:9", errors.ProviderUnreachable),
    ],
)
def test_an_address_that_is_no_safe_service_is_refused(
    place, boss, service, issuer, error
):
    with (
        context.acting(Context(municipality=place.pk, actor=boss.pk)),
        pytest.raises(error),
    ):
        services.save_provider(
            municipality=place, by=boss, **details(service, issuer=issuer)
        )
    assert not SignInProvider.objects.exists()


def test_another_service_forgets_who_was_who(place, boss, provider, service):
    user = somebody(place)
    with (
        context.acting(Context(municipality=place.pk, actor=boss.pk)),
        stand_in.running() as other,
    ):
        LinkedIdentity.objects.create(
            municipality=place, provider=provider, user=user, subject="s-1"
        )
        services.save_provider(
            municipality=place,
            by=boss,
            **details(service, issuer=other.issuer, client_secret=""),
        )
        assert not LinkedIdentity.objects.exists()
        assert SignInProvider.objects.get().client_secret == stand_in.SECRET
