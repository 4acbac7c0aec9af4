"""Third parties, complaints, merging, figures and the end of the texts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.mail.models import OutgoingMail
from hafen.mechanisms.todos.models import Todo
from hafen.voice.inquiries import keys, queries, services
from hafen.voice.inquiries.models import (
    Conversation,
    Inquiry,
    Message,
    Requester,
    ThirdParty,
)
from hafen.voice.inquiries.tests.conftest import NOW

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}


def address(name, town, *parts):
    return reverse(f"inquiries:{name}", args=[town.slug, *parts])


def today():
    return timezone.localdate()


def ask(inquiry, by, unit, **changes):
    facts = {
        "role": "ASK",
        "unit": unit,
        "question": "Wer zahlt im Übergangsmonat?",
        "ground": "NAMELESS",
        **changes,
    }
    return services.ask_party(
        inquiry=inquiry, asked=services.Asked(**facts), by=by, now=NOW
    )


def party_page(town, party):
    return reverse(
        "inquiries_public:party",
        args=[town.slug, "de", party.pk, keys.party_code(party)],
    )


def test_w5_two_legal_areas_propose_both_offices_and_open_one_conversation(
    town, clara, offices, received, sign_in
):
    inquiry = received(topics=("N08",))
    services.sort_inquiry(
        inquiry=inquiry,
        data={"legal_areas": ["asylblg", "sgb2"]},
        expected=None,
        by=clara,
        now=NOW,
    )
    client = sign_in(clara)
    where = address("parties", town, inquiry.pk)

    page = client.get(where)
    units = [value for value, _label in page.context["joint"].fields["units"].choices]
    sent = {
        "form": "joint",
        "joint-units": units,
        "joint-question": "Wer übernimmt die Miete?",
        "joint-ground": "NAMELESS",
    }
    client.post(where, sent)

    conversation = Conversation.objects.get()
    assert page.context["is_joint_proposed"]
    assert {party.unit for party in conversation.parties.all()} == set(offices.values())
    assert {mail.recipient for mail in OutgoingMail.objects.all()} == {
        "sozialamt@example.org",
        "jobcenter@example.org",
    }


def test_w5_each_in_a_joint_conversation_reads_what_the_others_say(
    town, clara, offices, received, client, acting
):
    inquiry = received()
    conversation = services.open_conversation(
        inquiry=inquiry,
        parties=[
            services.Asked(role="JOIN", unit=unit, question="?", ground="NAMELESS")
            for unit in offices.values()
        ],
        by=clara,
        now=NOW,
    )
    first, second = conversation.parties.order_by("name")
    sent = {"message": "Wir zahlen bis zum 15.", "step": "answer"}

    client.post(party_page(town, first), sent, headers=HERE)
    page = client.get(party_page(town, second)).content.decode()

    acting(town)
    assert "Wir zahlen bis zum 15." in page
    assert ThirdParty.objects.get(pk=first.pk).state == "ANSWERED"


def test_h8_a_third_party_confirms_and_answers_by_a_link_without_account(
    town, clara, offices, received, client, acting
):
    party = ask(received(), clara, offices["Jobcenter"])
    where = party_page(town, party)

    seen = client.get(where)
    acting(town)
    untouched = ThirdParty.objects.get().state  # opening a link changes nothing
    client.post(where, {"step": "received"}, headers=HERE)
    empty = client.post(where, {"step": "answer"}, headers=HERE)
    client.post(where, {"step": "answer", "message": "Das Jobcenter."}, headers=HERE)
    late = client.post(where, {"step": "answer", "message": "Noch."}, headers=HERE)

    acting(town)
    done = ThirdParty.objects.get()
    assert seen.status_code == 200
    assert untouched == "ASKED"
    assert empty.status_code == 422
    assert (done.state, done.answer) == ("ANSWERED", "Das Jobcenter.")
    assert late.status_code == 200
    assert Message.objects.filter(kind="PARTY").count() == 1
    assert Todo.objects.filter(kind=services.READ_ANSWER).exists()
    wrong = where[:-2] + ("1/" if where[-2] == "0" else "0/")
    assert client.get(wrong).status_code == 404


def test_nothing_is_told_without_a_ground(clara, offices, received):
    inquiry = received()

    for changes in ({"ground": ""}, {"ground": "CONSENT", "ground_note": ""}):
        with pytest.raises(services.NoGround):
            ask(inquiry, clara, offices["Sozialamt"], **changes)

    assert not OutgoingMail.objects.exists()


def test_an_inquiry_waits_for_third_parties_and_reminds_them(clara, offices, received):
    inquiry = received()
    party = ask(inquiry, clara, offices["Sozialamt"])
    later = NOW + timedelta(days=20)

    with pytest.raises(services.StillWaiting):
        services.close_inquiry(
            inquiry=inquiry,
            reaction="",
            success="",
            because="WITHDRAWN",
            expected=None,
            by=clara,
            now=later,
        )
    times = [
        services.remind_late_parties(municipality_id=inquiry.municipality_id, now=later)
        for _time in range(2)
    ]

    assert party.due_on.isoformat() == "2026-03-25"
    assert times == [1, 0]  # once a day


def test_d44_the_mean_response_time_per_office_is_shown(
    town, clara, offices, received, sign_in
):
    inquiry = received()
    for hours in (2, 4):
        party = ask(inquiry, clara, offices["Sozialamt"])
        services.hear_party(
            party=party,
            text="Ja",
            is_declined=False,
            now=NOW + timedelta(hours=hours),
        )

    page = sign_in(clara).get(address("figures", town))

    [office] = page.context["offices"]
    assert (office.name, office.asked, office.minutes) == ("Sozialamt", 2, 180)


def test_w6_five_of_ten_with_a_clarification_are_fifty_percent(
    town, clara, received, sign_in
):
    for number in range(10):
        inquiry = received()
        if number % 2:
            services.add_step(
                inquiry=inquiry,
                kind="MEETING",
                held_on=NOW.date(),
                note="Gespräch",
                result="",
                is_accompanied=True,
                by=clara,
                now=NOW,
            )

    page = sign_in(clara).get(address("figures", town))

    assert page.context["figures"].third_party_share == 50
    assert "50 %" in page.content.decode()


def test_h5_a_merge_keeps_both_histories_and_can_be_undone(
    town, clara, received, sign_in
):
    first = received(text="Erste Mail")
    second = received(text="Zweite Mail", topics=("N02",))
    client = sign_in(clara)

    client.post(address("merge", town, second.pk), {"number": first.number})
    texts = {
        message.text for message in Inquiry.objects.get(pk=first.pk).messages.all()
    }
    merged = Inquiry.objects.get(pk=second.pk)
    client.post(address("merge", town, second.pk))

    assert texts == {"Erste Mail", "Zweite Mail"}
    assert merged.is_merged
    assert queries.living_target(merged) == first
    again = Inquiry.objects.get(pk=second.pk)
    assert again.is_living
    assert [message.text for message in again.messages.all()] == ["Zweite Mail"]


def test_h15_texts_and_people_go_after_half_a_year_and_figures_stay(
    town, clara, received
):
    inquiry = received(name="Demo Weg", who="ENGAGED")
    services.reply(
        inquiry=inquiry,
        text="Ja",
        is_question=False,
        whole=False,
        by=clara,
        now=NOW,
    )
    services.close_inquiry(
        inquiry=inquiry,
        reaction="POSITIVE",
        success="YES",
        because="",
        expected=None,
        by=clara,
        now=NOW,
    )
    Requester.objects.update(created_at=NOW)

    early = services.forget_inquiries(
        municipality_id=town.pk, now=NOW + timedelta(days=179)
    )
    services.forget_inquiries(municipality_id=town.pk, now=NOW + timedelta(days=181))

    left = Inquiry.objects.get()
    assert early == 0
    assert not Message.objects.exists()
    assert not Requester.objects.exists()
    assert (left.who, left.success) == ("ENGAGED", "YES")
    assert queries.figures(Inquiry.objects.all(), today=today()).answered == 1
