"""Whoever was told of somebody hears that the data was erased, or corrected."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hafen.casework.cases import services as cases
from hafen.casework.referrals.tests.conftest import NOW, TODAY
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import requests, telling
from hafen.mechanisms.privacy.models import RecipientNotice, RightsRequest
from hafen.mechanisms.privacy.rights import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town, person):
    return person(town, Role.DATA_PROTECTION_OFFICER, name="Ofelia")


@pytest.fixture
def second(town, person):
    return person(town, Role.ADMINISTRATOR, name="Arno")


@pytest.fixture
def asked(offered, amal, officer, acting, town):
    def make(**facts):
        offered(**facts)
        acting(town, officer)
        return requests.receive(
            kind=RightsRequest.Kind.ERASURE, roots=[key_of(amal)], received_on=TODAY,
            by=officer,
        )  # fmt: skip

    return make


def erase(row, by):
    return requests.carry_out(asked=row, blacken=(), by=by, now=NOW)


def test_an_office_is_told_once_asked_again_and_confirms(
    asked, second, town, client, mailoutbox
):
    row = asked()
    mailoutbox.clear()
    erase(row, second)

    [mail] = mailoutbox
    assert mail.to == ["kompass@example.org"]
    assert RecipientNotice.objects.get().reference in mail.body
    assert "Amal" not in mail.subject + mail.body
    later = TODAY + telling.WAIT
    assert telling.remind(municipality=town.pk, today=TODAY + timedelta(days=13)) == 0
    assert telling.remind(municipality=town.pk, today=later) == 1
    assert telling.remind(municipality=town.pk, today=later) == 0

    link = re.search(r"https?://[^/]+(/\S+)", mail.body)[1]
    assert client.get(link).status_code == 200
    assert RecipientNotice.objects.get().confirmed_on is None
    assert client.get(link.replace(link[-6:], "aaaaa/")).status_code == 404
    host = {"headers": {"origin": "http://testserver"}}
    for _twice in range(2):
        assert client.post(link, {"step": "confirm"}, **host).status_code == 200
    assert RecipientNotice.objects.get().confirmed_on == TODAY
    assert telling.remind(municipality=town.pk, today=later) == 0


def test_an_office_without_a_mailbox_waits_for_a_letter(
    asked, officer, second, town, sign_in, mailoutbox
):
    row = asked(email="")
    mailoutbox.clear()
    page = reverse("privacy:request", args=[town.slug, row.pk])
    assert "Kompass" in sign_in(officer).get(page).content.decode()
    erase(row, second)
    assert mailoutbox == []

    desk = sign_in(officer)
    notice = RecipientNotice.objects.get()
    assert list(telling.notices_to_do(officer, TODAY)) == [notice]
    step = reverse("privacy:note_recipient", args=[town.slug, notice.pk])
    assert "Brief" in desk.get(page).content.decode()
    desk.post(step, {"step": "letter"})
    assert not telling.notices_to_do(officer, TODAY).exists()
    desk.post(step, {"step": "confirmed"})
    notice.refresh_from_db()
    assert (notice.told_on, notice.confirmed_on) == (TODAY, TODAY)


def test_a_draft_told_nobody(prepared, agreed, amal, officer, second, mailoutbox):
    agreed("N16")
    prepared()
    row = requests.receive(
        kind=RightsRequest.Kind.ERASURE, roots=[key_of(amal)], received_on=TODAY,
        by=officer,
    )  # fmt: skip
    mailoutbox.clear()
    erase(row, second)
    assert not RecipientNotice.objects.exists()
    assert mailoutbox == []


def test_who_has_not_the_right_notes_nothing(
    asked, second, town, clara, person, other_town, sign_in
):
    erase(asked(), second)
    notice = RecipientNotice.objects.get()
    step = reverse("privacy:note_recipient", args=[town.slug, notice.pk])
    assert sign_in(clara).post(step, {"step": "letter"}).status_code == 404
    stranger = person(other_town, Role.DATA_PROTECTION_OFFICER)
    there = reverse("privacy:note_recipient", args=[other_town.slug, notice.pk])
    assert sign_in(stranger).post(there, {"step": "letter"}).status_code == 404


@pytest.fixture
def settle(amal, clara, acting, town):
    def make(about, how):
        acting(town, clara)
        point = cases.contest(
            client=amal, about=about, words="Falsch", since=TODAY, by=clara
        )
        cases.settle_contested(point=point, how=how, now=NOW, by=clara)

    return make


def test_an_office_that_got_it_hears_of_a_correction_and_confirms(
    offered, settle, clara, officer, town, client, sign_in, mailoutbox
):
    offered()  # tells name and languages
    mailoutbox.clear()
    for about, how in (
        ("LANGUAGE", "RIGHT"),
        ("LANGUAGE", "UNCLEAR"),
        ("AREA", "CORRECTED"),
        ("COMMUNITY", "CORRECTED"),
    ):
        settle(about, how)
    assert not RightsRequest.objects.exists()

    settle("LANGUAGE", "CORRECTED")

    [mail] = mailoutbox
    row, notice = RightsRequest.objects.get(), RecipientNotice.objects.get()
    assert (row.kind, row.state, row.asked_by) == ("CORRECT", "DONE", clara)
    assert (mail.to, notice.told_on) == (["kompass@example.org"], TODAY)
    for private in ("Amal", "Falsch", "Sprache"):
        assert private not in mail.subject + mail.body
    assert "berichtigt" in mail.subject + mail.body
    assert "gelöscht" not in mail.body

    link = re.search(r"https?://[^/]+(/\S+)", mail.body)[1]
    assert "Berichtigung" in client.get(link).content.decode()
    host = {"headers": {"origin": "http://testserver"}}
    assert client.post(link, {"step": "confirm"}, **host).status_code == 200
    notice.refresh_from_db()
    assert notice.confirmed_on == TODAY
    page = reverse("privacy:request", args=[town.slug, row.pk])
    shown = sign_in(officer).get(page).content.decode()
    assert "Kompass" in shown
    assert "Amal" not in shown


def test_an_office_reads_the_mark_and_not_the_words(offered, amal, clara, acting, town):
    acting(town, clara)
    for about in ("LANGUAGE", "AREA"):  # of the second nothing is told
        cases.contest(client=amal, about=about, words="Falsch", since=TODAY, by=clara)

    told = offered().told

    assert told.count("bestritten") == 1
    assert "Falsch" not in told
