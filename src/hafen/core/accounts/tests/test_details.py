"""Name, address, language and way of a person: changed by others and by oneself."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts import errors, services
from hafen.core.accounts.models import AddressChange
from hafen.core.audit.models import Event
from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role

NEW = "neu@example.org"
ME = "/account/me/edit/"


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def ayse(town, person):
    return person(town, Role.ADMINISTRATOR, name="Ayşe Muster")


@pytest.fixture
def clara(town, person):
    return person(town, Role.SOCIAL_WORKER, name="Clara Exempel")


@pytest.fixture
def desk(sign_in, ayse):
    return sign_in(ayse)


def at(found, name="edit_person"):
    return reverse(f"accounts:{name}", args=["hier", found.pk])


def said(found, **other):
    return {
        "name": found.name,
        "email": found.email,
        "language": found.language,
        "way": "MAIL",
        "postal_address": "",
        "phone": "",
        "version": found.version,
        **other,
    }


def mailed_link():
    return re.search(r"/account/address/hier/\S+", mail.outbox[-1].body).group()


def test_an_administrator_changes_how_somebody_is_reached(
    desk, ayse, clara, acting, town
):
    address = "Hafenweg 1\n10000 Hier"
    answer = desk.post(
        at(clara),
        said(
            clara,
            name="Clara Neu",
            language="ar",
            way="LETTER",
            postal_address=address,
        ),
    )

    acting(town, ayse)
    clara.refresh_from_db()
    assert answer.status_code == 302
    assert (clara.name, clara.language, clara.way) == ("Clara Neu", "ar", "LETTER")
    assert clara.postal_address.split() == address.split()
    assert clara.version == 2
    assert mail.outbox == []
    event = Event.objects.get(action="accounts.user.edited")
    assert event.actor_id == ayse.pk
    # Which fields, and nothing that stands in them.
    assert event.values == {"fields": ["language", "name", "postal_address", "way"]}
    page = desk.get(reverse("accounts:person", args=["hier", clara.pk]))
    assert "Hafenweg 1" in page.content.decode()


def test_a_new_address_counts_when_its_mailbox_has_proven_it(
    desk, client, ayse, clara, acting, town
):
    old = clara.email
    EmailAddress.objects.create(user=clara, email=old, verified=True)
    desk.post(at(clara), said(clara, email="Neu@Example.org"))
    acting(town, ayse)
    clara.refresh_from_db()
    assert clara.email == old
    assert [sent.to for sent in mail.outbox] == [[NEW]]
    link = mailed_link()

    # Mail programs open links as well: looking changes nothing.
    client.logout()
    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    acting(town, ayse)
    clara.refresh_from_db()
    assert clara.email == old

    assert client.post(link).status_code == 200
    acting(town, ayse)
    clara.refresh_from_db()
    assert clara.email == NEW
    # Nothing of the old address signs in any longer, and its owner is told.
    assert not EmailAddress.objects.filter(user=clara).exists()
    assert mail.outbox[-1].to == [old]
    assert NEW not in mail.outbox[-1].body
    assert client.post(link).status_code == 410


def test_whether_an_address_is_in_use_is_not_said(
    desk, client, ayse, clara, person, other_town, acting, town
):
    stranger = person(other_town, Role.EDITOR, name="Emil Fremd")
    acting(town, ayse)
    free = desk.post(at(clara), said(clara, email=NEW), follow=True)
    taken = desk.post(at(clara), said(clara, email=stranger.email), follow=True)

    def words(page):
        return [str(message) for message in page.context["messages"]]

    assert words(free) == words(taken)
    assert [sent.to for sent in mail.outbox] == [[NEW], [stranger.email]]
    assert mail.outbox[0].subject == mail.outbox[1].subject
    # The mailbox's owner presses the button: nobody gets two owners.
    assert client.post(mailed_link()).status_code == 409
    acting(town, ayse)
    clara.refresh_from_db()
    assert clara.email != stranger.email


def ask(clara, by, email=NEW, **details):
    return services.edit_person(
        user=clara,
        details=services.Details(name=clara.name, language="de", way="MAIL", **details),
        email=email,
        expected=None,
        now=timezone.now(),
        today=timezone.localdate(),
        by=by,
    )


@pytest.mark.parametrize("end", ["another", "withdrawn", "closed", "late"])
def test_a_link_ends(ayse, clara, acting, town, end):
    acting(town, ayse)
    now = timezone.now()
    assert ask(clara, ayse)
    token = mailed_link().rstrip("/").rpartition("/")[2]
    if end == "another":
        ask(clara, ayse, "zwei@example.org")
    elif end == "withdrawn":
        services.withdraw_address(user=clara, now=now, today=now.date(), by=ayse)
    elif end == "closed":
        services.disable(user=clara, now=now, today=now.date(), by=ayse)
    else:
        now += services.ADDRESS_CHANGE_LASTS + timedelta(seconds=1)

    with pytest.raises(errors.LinkNotValid):
        services.confirm_address(token=token, now=now)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR])
def test_nobody_changes_who_may_more_than_they_give(desk, ayse, town, person, role):
    watched = person(town, role, name="Wer wacht")

    assert desk.get(at(watched)).status_code == 404
    assert desk.post(at(watched), said(watched, email=NEW)).status_code == 404
    with pytest.raises(errors.PersonNotYours):
        ask(watched, ayse)
    assert mail.outbox == []


def test_colleagues_without_the_right_change_nobody(sign_in, ayse, clara):
    assert sign_in(clara).post(at(ayse), said(ayse)).status_code in {403, 404}


def test_two_who_change_one_person_compare(desk, ayse, clara, acting, town):
    before = said(clara)
    desk.post(at(clara), before | {"name": "Clara Eins"})
    second = desk.post(at(clara), before | {"name": "Clara Zwei"})

    page = second.content.decode()
    assert second.status_code == 409
    assert "Clara Eins" in page
    assert "Clara Zwei" in page
    acting(town, ayse)
    clara.refresh_from_db()
    assert clara.name == "Clara Eins"
    with pytest.raises(LostUpdate):
        services.edit_person(
            user=clara,
            details=services.Details("Clara Drei", "de", "MAIL"),
            email="",
            expected=1,
            now=timezone.now(),
            today=timezone.localdate(),
            by=ayse,
        )


@pytest.mark.parametrize(
    ("way", "field"), [("LETTER", "postal_address"), ("TELEPHONE", "phone")]
)
def test_a_way_needs_what_it_uses(desk, clara, way, field):
    answer = desk.post(at(clara), said(clara, way=way))

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]


@pytest.mark.parametrize("roles", [[Role.SOCIAL_WORKER], [Role.VOLUNTEER]])
def test_everybody_changes_what_is_about_them(sign_in, town, person, acting, roles):
    me = person(town, *roles, name="Dora Beispiel")
    client = sign_in(me)
    assert client.get(ME).status_code == 200
    answer = client.post(
        ME, said(me, name="Dora Neu", email=NEW, way="TELEPHONE", phone="0123 4567")
    )

    acting(town, me)
    old = me.email
    me.refresh_from_db()
    assert answer.status_code == 302
    assert (me.name, me.phone, me.email) == ("Dora Neu", "0123 4567", old)
    assert NEW in client.get("/account/me/").content.decode()

    client.post("/account/me/address/withdraw/")
    acting(town, me)
    assert AddressChange.objects.get().withdrawn_at is not None
    assert client.post(ME, said(me, version=1)).status_code == 409


def test_who_was_away_long_proves_themselves_before_changing(
    sign_in, clara, acting, town
):
    acting(town, clara)
    clara.set_password("kranich ufer sieben laternen")
    clara.save()
    client = sign_in(clara)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1.0}]
    session.save()

    answer = client.post(ME, said(clara, name="Fremde Hand"))

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
