"""Contact points, mailboxes and texts: set once, used in every answer."""

import pytest
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.information.knowledge.models import FaqPage
from hafen.mechanisms.feedback.models import FeedbackEntry
from hafen.voice.inquiries import services
from hafen.voice.inquiries.models import ContactPoint, Mailbox, ReplyTemplate

pytestmark = pytest.mark.django_db


def address(name, town, *parts):
    return reverse(f"inquiries:{name}", args=[town.slug, *parts])


def test_w1_the_profile_of_a_contact_point_is_public_at_once(
    town, person, sign_in, client, acting
):
    admin = sign_in(person(town, Role.ADMINISTRATOR))
    sent = {
        "name": "Anlaufstelle Ehrenamt",
        "is_public": "on",
        "answer_days": "3",
        "urgent_days": "1",
        "mandate_de": "Wir antworten immer.",
        "phone": "0251 4920",
    }

    admin.post(address("add_point", town), sent)
    client.logout()
    page = client.get(f"/{town.slug}/de/inquiry/").content.decode()

    acting(town)
    assert ContactPoint.objects.get().answer_days == 3
    assert "Wir antworten immer." in page


def test_an_empty_secret_keeps_the_stored_one(town, point, clara, sign_in):
    sent = {
        "point": point.pk,
        "address": "wir@example.org",
        "host": "imap.example.org",
        "port": "993",
        "folder": "INBOX",
        "user": "wir",
        "sign_in": "PASSWORD",
        "is_active": "on",
    }
    client = sign_in(clara)

    client.post(address("add_mailbox", town), {**sent, "secret": "geheim"})
    box = Mailbox.objects.get()
    where = address("mailbox", town, box.pk)
    shown = client.get(where).content.decode()
    client.post(where, {**sent, "version": box.version, "folder": "Anfragen"})

    kept = Mailbox.objects.get()
    assert "geheim" not in shown
    assert (kept.secret, kept.folder) == ("geheim", "Anfragen")


def test_h3_a_text_is_filled_in_the_requesters_language(town, clara, received, sign_in):
    client = sign_in(clara)
    client.post(
        address("add_template", town),
        {
            "name": "Danke",
            "text_de": "Guten Tag {name}, Ihre Nummer ist {number}. {unknown}",
            "text_ar": "مرحباً {name}",
        },
    )
    text = ReplyTemplate.objects.get()
    german, arabic = (
        received(name="Demo Eins"),
        received(name="Demo Zwei", language="ar"),
    )

    page = client.get(
        address("detail", town, german.pk) + f"?template={text.pk}"
    ).content.decode()

    assert f"Guten Tag Demo Eins, Ihre Nummer ist {german.number}." in page
    assert "{unknown}" in page
    assert services.filled(text, arabic) == "مرحباً Demo Zwei"


def test_h11_an_inquiry_becomes_a_draft_or_a_correction_without_the_person(
    town, clara, received, sign_in
):
    client = sign_in(clara)
    inquiry = received(name="Demo Geheim", topics=("N01",))
    where = address("onward", town, inquiry.pk)

    client.post(where, {"question": "Wo lerne ich Deutsch?", "answer": "In der VHS."})
    client.post(where, {"text": "Die Zeiten des Sprachcafés stimmen nicht."})

    page = FaqPage.objects.get()
    assert (page.title, page.live) == ("Wo lerne ich Deutsch?", False)
    assert "Geheim" not in str(page.body)
    assert FeedbackEntry.objects.get().message.startswith("Die Zeiten")
