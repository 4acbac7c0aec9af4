"""At the desk: opened with the person, printed in two languages, mailed, ended."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from hafen.casework.cases.models import Client
from hafen.casework.ownview import keys
from hafen.casework.ownview.models import OwnAccess
from hafen.casework.ownview.tests.conftest import DIGITS, TODAY

pytestmark = pytest.mark.django_db
SAID = {
    "language": "ar", "months": "3", "wished": "on", "code": DIGITS, "again": DIGITS,
}  # fmt: skip


def page(town, client):
    return reverse("ownview:own_view", args=[town.slug, client.pk])


def at(name, town, access, *parts):
    return reverse(f"ownview:{name}", args=[town.slug, access.pk, *parts])


def test_e23_it_is_opened_printed_mailed_and_ended(
    file, amal, town, clara, sign_in, acting
):
    Client.objects.filter(pk=amal.pk).update(email="amal@example.org")
    client = sign_in(clara)

    answer = client.post(page(town, amal), SAID)

    assert answer.status_code == 302
    acting(town, clara)
    access = OwnAccess.objects.get()
    assert timedelta(89) < access.until - TODAY < timedelta(93)
    assert DIGITS not in access.code
    paper = client.get(at("sheet", town, access)).content.decode()
    assert keys.address(access) in paper
    assert paper.count("<h1") == 2
    assert amal.name not in paper
    assert b"<svg" in client.get(at("code", town, access)).content
    client.post(at("step", town, access, "mail"))
    (sent,) = mail.outbox
    assert (sent.to, keys.address(access) in sent.body) == (["amal@example.org"], True)
    assert amal.name not in sent.subject + sent.body
    client.post(at("step", town, access, "end"))
    access.refresh_from_db()
    assert (access.ending, access.ended_on) == ("DESK", TODAY)


@pytest.mark.parametrize(
    "wrong", [{"wished": ""}, {"code": "12"}, {"again": "604218"}, {"code": "111111"}]
)
def test_what_the_person_did_not_say_opens_nothing(
    file, amal, town, clara, sign_in, wrong
):
    assert sign_in(clara).post(page(town, amal), SAID | wrong).status_code == 422
    assert OwnAccess.objects.count() == 0


def test_a_colleague_of_the_team_ends_it_and_hands_none_out(
    opened, amal, town, bela, emil, north, sign_in, acting
):
    access = opened()
    client = sign_in(emil)
    assert client.get(page(town, amal)).status_code == 404
    assert client.post(at("step", town, access, "end")).status_code == 404
    acting(town, emil)
    assert OwnAccess.objects.count() == 0

    client = sign_in(bela)
    assert client.get(page(town, amal)).status_code == 200
    assert client.get(at("sheet", town, access)).status_code == 404
    digits = {"code": "604218", "again": "604218"}
    assert client.post(at("step", town, access, "digits"), digits).status_code == 404
    client.post(at("step", town, access, "end"))
    client.post(page(town, amal), SAID)
    acting(town, bela)
    assert [row.ending for row in OwnAccess.objects.all()] == ["DESK"]
