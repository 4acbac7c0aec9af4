"""The way of somebody without an account: ask, PIN, read, write again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail.models import OutgoingMail
from hafen.mechanisms.feedback import forms as visitors
from hafen.mechanisms.todos.models import Todo
from hafen.voice.inquiries import keys, services
from hafen.voice.inquiries.forms.public import new_token
from hafen.voice.inquiries.models import Inquiry, Message, RequesterEmail

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}


def where(name, town, *parts, language="de"):
    return reverse(f"inquiries_public:{name}", args=[town.slug, language, *parts])


def ask(client, town, *, language="de", kind="question", **changes):
    sent = {
        "token": new_token(is_corrected=True),
        "message": "أين أتعلم الألمانية؟",
        "name": "Demo Amira",
        **changes,
    }
    return client.post(
        where("write", town, kind, language=language), sent, headers=HERE
    )


def test_w1_a_citizen_asks_without_login_and_the_coordinator_sees_the_number(
    town, point, client, clara, sign_in, acting
):
    page = client.get(where("ask", town))
    done = ask(client, town)
    thanks = client.get(done["Location"]).content.decode()
    acting(town)
    inquiry = Inquiry.objects.get()

    inbox = sign_in(clara).get(reverse("inquiries:listing", args=[town.slug]))

    assert page.status_code == 200
    assert inquiry.number in thanks
    assert keys.pin(inquiry)[:4] in thanks
    assert inquiry.number in inbox.content.decode()


def test_the_requester_reads_the_answer_in_the_own_language_with_the_pin(
    town, point, client, clara, acting
):
    ask(client, town, language="ar", email="amira@example.org")
    acting(town)
    inquiry = Inquiry.objects.get()
    services.reply(
        inquiry=inquiry,
        text="في مركز تعليم الكبار.",
        is_question=False,
        whole=False,
        by=clara,
        now=timezone.now(),
    )
    own = where(
        "own_page", town, inquiry.short_id, keys.link_code(inquiry), language="ar"
    )

    shut = client.get(own)
    wrong = client.post(own, {"pin": "00000000"}, headers=HERE)
    opened = client.post(own, {"pin": keys.pin(inquiry)}, headers=HERE)
    page = client.get(opened["Location"])

    assert "تعليم" not in shut.content.decode()
    assert wrong.status_code == 422
    text = page.content.decode()
    assert 'dir="rtl"' in text
    assert "في مركز تعليم الكبار." in text
    assert page["Cache-Control"] == "no-store"
    assert where("own_page", town, inquiry.short_id, "f" * 32) != own
    assert client.get(own[:-2] + ("1/" if own[-2] == "0" else "0/")).status_code == 404


def test_number_and_pin_lead_to_the_page_without_any_mail(town, point, client, acting):
    ask(client, town, name="")
    acting(town)
    inquiry = Inquiry.objects.get()
    sent = {"number": inquiry.number, "pin": keys.pin(inquiry)}

    done = client.post(where("mine", town), sent, headers=HERE)
    page = client.get(done["Location"])

    assert inquiry.requester is None
    assert "أين أتعلم" in page.content.decode()


def test_a_pin_cannot_be_found_by_trying(town, point, client, acting):
    ask(client, town)
    acting(town)
    inquiry = Inquiry.objects.get()
    sent = {"number": inquiry.number, "pin": "1"}

    answers = [
        client.post(where("mine", town), sent, headers=HERE).status_code
        for _time in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_what_the_requester_adds_opens_a_closed_inquiry_again(
    town, point, client, clara, acting
):
    ask(client, town)
    acting(town)
    inquiry = Inquiry.objects.get()
    services.close_inquiry(
        inquiry=inquiry,
        reaction="",
        success="",
        because="UNREACHABLE",
        expected=None,
        by=clara,
        now=timezone.now(),
    )
    own = where("own_page", town, inquiry.short_id, keys.link_code(inquiry))
    sent = {"message": "Ich bin wieder da.", "pass": keys.new_pass(inquiry)}

    client.post(own, sent, headers=HERE)

    acting(town)
    assert Inquiry.objects.get().is_living
    assert Message.objects.latest("said_at").text == "Ich bin wieder da."
    assert Todo.objects.open().get().kind == services.READ_ANSWER


def test_h13_no_mail_goes_by_itself_to_an_address_that_somebody_typed(
    town, point, client, acting
):
    ask(client, town, email="fremd@example.org")
    acting(town)

    assert not OutgoingMail.objects.exists()
    assert RequesterEmail.objects.get().verified_at is None


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({"website": "http://spam"}, HERE, 302),
        ({"token": "quick"}, HERE, 302),
        ({"token": "forged"}, HERE, 422),
        ({}, {"Origin": "http://elsewhere"}, 403),
        ({"message": ""}, HERE, 422),
    ],
)
def test_robots_and_strangers_leave_nothing_behind(
    town, point, client, acting, changes, headers, status, monkeypatch
):
    sent = {"token": new_token(is_corrected=True), "message": "Hallo", **changes}
    if sent["token"] == "quick":
        sent["token"] = new_token()
        # Whatever this machine is busy with, it is quicker than a person.
        monkeypatch.setattr(visitors, "QUICKEST_SECONDS", 600)

    done = client.post(where("write", town, "question"), sent, headers=headers)

    acting(town)
    assert done.status_code == status
    assert not Inquiry.objects.exists()


def test_a_flood_is_stopped(town, point, client):
    answers = [ask(client, town).status_code for _time in range(6)]

    assert answers == [302] * 5 + [429]


def test_the_page_with_the_pin_shuts_after_an_hour(town, point, client, acting):
    done = ask(client, town)
    acting(town)
    mark = keys.sent_mark(Inquiry.objects.get())

    assert mark.split(":")[0] in done["Location"]
    assert keys.sent_inquiry("forged") is None
    assert client.get(where("sent", town, "forged"))["Location"] == where("mine", town)


def test_notes_for_colleagues_never_reach_the_requester(
    town, point, client, clara, acting
):
    ask(client, town)
    acting(town)
    inquiry = Inquiry.objects.get()
    services.add_note(inquiry=inquiry, text="Nur für uns", by=clara, now=timezone.now())
    own = where("own_page", town, inquiry.short_id, keys.link_code(inquiry))

    page = client.get(own, {"pass": keys.new_pass(inquiry)})

    assert page.status_code == 200
    assert "Nur für uns" not in page.content.decode()


def test_switched_off_nothing_is_asked(town, point, client, person, sign_in):
    town.features = {"inquiries": False}
    town.save()

    assert client.get(where("ask", town)).status_code == 404
    desk = sign_in(person(town, Role.VOLUNTEER_COORDINATOR))
    assert desk.get(reverse("inquiries:listing", args=[town.slug])).status_code == 404
    assert timedelta(hours=1).seconds == keys.PASS_SECONDS
