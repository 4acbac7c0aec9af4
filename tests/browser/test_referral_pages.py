"""Referrals at the desk and at the office: no barrier, nothing wider than a phone."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from hafen.casework.cases.models import Client
from hafen.casework.referrals import keys
from hafen.casework.referrals.models import AreaSwitch, Duty, OpenQuestion, Referral
from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places.models import Unit
from tests.visits import look


def desk(town):
    def address(name, *parts, query=""):
        return reverse(f"referrals:{name}", args=[town.slug, *parts]) + query

    return address


def pages_of_casework(town):
    """Return the pages of who refers, each with something on it."""
    at = desk(town)
    amal = Client.objects.get(name="Amal Muster")
    accepted = Referral.objects.get(state="ACCEPTED")
    waiting = Referral.objects.filter(state="OFFERED", way="TOLD").earliest("pk")
    switch = AreaSwitch.objects.get()
    unit = Unit.objects.get(name="Sozialamt")
    link = urlsplit(keys.answer_address(accepted)).path
    return {
        "referrals": at("referrals"),
        "refer": at("refer", amal.pk, query="?topic=N01"),
        "prepare": at("prepare", amal.pk, query=f"?topic=N08&unit={unit.pk}"),
        "referral": at("referral", waiting.pk),
        "switch": at("switch", switch.pk),
        "add-switch": at("add_switch", amal.pk),
        "answer-number": link,
        "answer-waiting": urlsplit(keys.answer_address(waiting)).path,
    }


def pages_of_steering(town):
    at = desk(town)
    return {
        "duties": at("duties"),
        "duty": at("duty", Duty.objects.earliest("sort_key").pk),
        "question": at("question", OpenQuestion.objects.get().pk),
    }


def pages_of_an_office(town):
    return {"addressed": desk(town)("addressed")}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_referrals_have_no_barrier(musterhafen, sign_in, visit, language):
    for address, pages in (
        ("sozialarbeit@example.org", pages_of_casework),
        ("koordination@example.org", pages_of_steering),
        ("traeger@example.org", pages_of_an_office),
    ):
        User.objects.filter(email=address).update(language=language)
        user = User.objects.get(email=address)
        sign_in(user)
        context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
        look(pages(musterhafen), visit, language)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_an_office_reads_with_its_number(musterhafen, visit, client, language):
    user = User.objects.get(email="sozialarbeit@example.org")
    context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
    row = Referral.objects.get(state="ACCEPTED")
    page = urlsplit(keys.answer_address(row)).path
    said = {"step": "open", "number": keys.number_of(row)}

    client.post(page, said, headers={"host": "localhost", "origin": "http://localhost"})

    look({"answer": page.replace("/de/", f"/{language}/")}, visit, language)
