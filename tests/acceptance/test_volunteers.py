"""Catalogue entries of volunteering, by the public and staff pages: W15, W16, W48."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.exchange.pool.models import Need, Offer
from hafen.exchange.volunteers.models import Volunteer
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo

HERE = {"HTTP_ORIGIN": "http://testserver"}
# Wednesday: the third day of three parts each.
WEDNESDAY = ["6", "7", "8"]


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


def at(town, name, *parts):
    return reverse(f"volunteers:{name}", args=[town.slug, *parts])


def offer_help(client, language="de", **said):
    where = reverse("volunteers_public:offer", args=["hier", language])
    form = {
        "kinds": ["INTERPRETING"],
        "text": "Arabisch, mittwochs",
        "language_1": "ar",
        "level_1": "3",
        "slots": WEDNESDAY,
        "name": "Karim Beispiel",
        "email": "karim@example.org",
        "agrees": "on",
        "token": new_token(is_corrected=True),
    }
    return client.post(where, form | said, **HERE)


def test_w15_an_offer_of_help_is_found_under_new_offers(town, clara, client, sign_in):
    """Arabic interpreting, Wednesdays: under new offers, with its kind."""
    assert offer_help(client).status_code == 302
    desk = sign_in(clara)

    listed = desk.get(at(town, "volunteers"), {"part": "contact"}).content.decode()
    assert "Karim Beispiel" in listed
    assert "Dolmetschen" in listed
    row = Volunteer.objects.get()
    page = desk.get(at(town, "volunteer", row.pk)).content.decode()
    assert "Arabisch, mittwochs" in page
    assert "Mi." in page or "Mi " in page
    assert row.due_on > timezone.localdate()
    assert Todo.objects.get(kind="volunteers.next").owner == clara
    narrowed = {"kind": "INTERPRETING", "language": "ar", "free": "12", "q": "karim"}
    assert "Karim" in desk.get(at(town, "volunteers"), narrowed).content.decode()
    assert (
        "Karim" not in desk.get(at(town, "volunteers"), {"free": "0"}).content.decode()
    )


def test_w15_who_offers_help_updates_and_withdraws_by_the_mailed_link(
    town, clara, client, mailoutbox
):
    offer_help(client)
    [mail] = mailoutbox
    link = next(word for word in mail.body.split() if "/helping/" in word)
    where = "/" + link.split("/", 3)[3]
    page = client.get(where)
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    with context.acting(Context(municipality=town.pk)):
        assert Volunteer.objects.get().reached_at is None

    client.post(
        where, {"step": "save", "wishes": "Mit Kindern", "wants_news": "on"}, **HERE
    )
    with context.acting(Context(municipality=town.pk)):
        row = Volunteer.objects.get()
    assert row.wishes == "Mit Kindern"
    assert row.news_consent_on == timezone.localdate()
    assert row.reached_at is not None
    elsewhere = {"HTTP_ORIGIN": "https://evil.example"}
    assert client.post(where, {"step": "leave"}, **elsewhere).status_code == 403
    client.post(where, {"step": "leave"}, **HERE)
    client.post(where, {"step": "leave"}, **HERE)
    with context.acting(Context(municipality=town.pk)):
        assert Volunteer.objects.get().has_left
        assert Offer.objects.get().state == "WITHDRAWN"
    wrong = where[:-33] + "0" * 32 + "/"
    assert client.get(wrong).status_code == 404


def test_w15_a_second_registration_is_marked_and_joined(town, clara, client, sign_in):
    offer_help(client)
    offer_help(client, kinds=["COMPANY"], text="Auch zum Amt")
    desk = sign_in(clara)
    assert "vielleicht doppelt" in desk.get(at(town, "volunteers")).content.decode()
    first, second = Volunteer.objects.order_by("created_at", "pk")

    desk.post(at(town, "step", second.pk, "join"), {"into": str(first.pk)})

    row = Volunteer.objects.get()
    assert sorted(row.kinds) == ["COMPANY", "INTERPRETING"]
    assert Offer.objects.filter(helper=row.helper).count() == 2
    assert Todo.objects.filter(kind="volunteers.next", state="OPEN").count() == 1


def test_w16_nobody_is_placed_before_the_first_talk(town, clara, client, sign_in):
    """The waiting list shows its age in days."""
    offer_help(client)
    desk = sign_in(clara)
    Volunteer.objects.update(stage_since=timezone.localdate() - timedelta(days=12))
    listed = desk.get(at(town, "volunteers"), {"part": "contact"}).content.decode()
    assert "12 Tage" in listed
    offer, row = Offer.objects.get(), Volunteer.objects.get()
    need = enter_need(desk, town, clara)
    ask = reverse("pool:ask", args=[town.slug, need.pk])

    # Even where somebody opens the offer in the pool, the gate holds.
    Offer.objects.update(state="OPEN")
    refused = desk.post(ask, {"offer": str(offer.pk)}, follow=True)
    assert "Zuerst kommt das Erstgespräch" in refused.content.decode()

    said = {"kind": "FIRST", "on": timezone.localdate().isoformat()}
    missing = desk.post(at(town, "step", row.pk, "talk"), said)
    assert missing.status_code == 422
    said |= {"decision": "CLARIFIED", "note": "Gern mit Familien"}
    assert desk.post(at(town, "step", row.pk, "talk"), said).status_code == 302
    row.refresh_from_db()
    assert row.stage == "DOCUMENTS"
    asked = desk.post(ask, {"offer": str(offer.pk)}, follow=True).content.decode()
    assert "Gefragt. Die Antwort wird" in asked


def enter_need(desk, town, owner):
    sent = {
        "kind": "INTERPRETING", "title": "Gespräch in der Schule", "name": "Schule",
        "channel": "VISIT", "person_language": "de", "min_slots": "0", "places": "1",
        "visibility": "INTERNAL", "wanted_clearance": "0", "owner": str(owner.pk),
    }  # fmt: skip
    made = desk.post(reverse("pool:add_need", args=[town.slug]), sent)
    assert made.status_code == 302, made.content.decode()
    return Need.objects.get()


def test_w48_a_refugee_registers_in_arabic_and_no_status_is_asked(
    town, clara, client, sign_in
):
    where = reverse("volunteers_public:offer", args=["hier", "ar"])
    form = client.get(where).content.decode()
    assert 'lang="ar"' in form
    assert 'dir="rtl"' in form
    offer_help(client, language="ar", is_refugee="on", text="أريد أن أساعد")
    desk = sign_in(clara)
    row = Volunteer.objects.get()

    assert row.helper.language == "ar"
    assert "Karim" in desk.get(at(town, "volunteers")).content.decode()
    # No list and no file tells who came as a refugee: only a sum does.
    page = desk.get(at(town, "volunteer", row.pk)).content.decode()
    listed = desk.get(at(town, "volunteers"), {"as": "csv"}).content.decode()
    for text in (page, listed):
        assert "refugee" not in text.lower()
        assert "geflüchtet" not in text.lower()
        assert "Aufenthalt" not in text
    names = {
        field.name
        for model in (Volunteer, type(row.helper))
        for field in model._meta.fields
    }
    assert not {name for name in names if "resid" in name or "status" in name}
