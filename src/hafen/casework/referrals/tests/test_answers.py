"""What an office does by its link, and what it reads when."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from hafen.casework.cases.tests.conftest import TODAY
from hafen.casework.referrals import keys, queries, services
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.tests.conftest import NOW
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.mechanisms.todos.models import Todo

pytestmark = pytest.mark.django_db
HOST = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def link(offered, clara):
    """A referral that lies with Kompass, and its page for whoever has the mail."""
    row = offered(question="Bitte um einen Termin")
    return row, urlsplit(keys.answer_address(row)).path


def again(row, town, clara):
    context.enter(Context(municipality=town.pk, actor=clara.pk))
    row.refresh_from_db()
    return row


def test_d42_an_office_reads_who_it_is_only_when_it_takes_the_person_on(
    town, link, client, clara
):
    row, page = link
    sent = mail.outbox[0]
    before = client.get(page).content.decode()

    client.post(page, {"step": "accept"}, **HOST)
    taken_on = client.get(page).content.decode()
    opened = client.post(page, {"step": "open", "number": keys.number_of(row)}, **HOST)
    after = client.get(page).content.decode()

    assert keys.answer_address(row) in sent.body
    assert keys.number_of(row) not in sent.body + sent.subject
    assert "Amal" not in taken_on
    assert "Bitte um einen Termin" not in taken_on
    assert opened.status_code == 302
    assert "Amal" not in sent.body + sent.subject + before
    assert "Bitte um einen Termin" not in before
    assert "Amal Muster" in after
    assert "Bitte um einen Termin" in after
    assert "§ 78 SGB X" in after
    assert again(row, town, clara).state == "ACCEPTED"
    todo = Todo.objects.get(kind=services.LOOK)
    assert (todo.owner, todo.subject_id) == (clara, row.pk)


def test_d42_a_link_opens_one_referral_and_no_other(link, offered, client):
    row, page = link
    other = urlsplit(keys.answer_address(offered())).path

    borrowed = page.replace(str(row.pk), other.split("/")[-3])

    assert client.get(borrowed).status_code == 404
    assert client.get(page[:-2] + "x/").status_code == 404
    assert client.post(page, {"step": "accept"}).status_code == 403  # no origin
    assert client.get(page)["Cache-Control"] == "no-store"


def opens_with(client, page, number):
    return client.post(page, {"step": "open", "number": number}, **HOST).status_code


def test_the_number_of_a_mailbox_opens_all_that_went_there_this_year(
    town, link, prepared, clara, client
):
    """Domain 5.4 no. 9: a password by a second channel."""
    row, page = link
    second = services.offer_referral(referral=prepared(), now=NOW, by=clara)
    other_page = urlsplit(keys.answer_address(second)).path
    for each in (page, other_page):
        client.post(each, {"step": "accept"}, **HOST)
    arabic = keys.number_of(row).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert opens_with(client, page, arabic) == 302
    assert "Amal Muster" in client.get(other_page).content.decode()
    assert "Amal" not in Client().get(page).content.decode()

    row.email = "andere@example.org"
    assert keys.number_of(row) != keys.number_of(second)


def test_wrong_numbers_open_nothing_and_after_five_the_right_one_waits(link, client):
    row, page = link
    client.post(page, {"step": "accept"}, **HOST)

    tries = [opens_with(client, page, "1234 5678") for _try in range(5)]
    late = opens_with(client, page, keys.number_of(row))

    assert tries == [422] * 5
    assert late == 422
    assert "Amal" not in client.get(page).content.decode()


def test_without_a_name_no_number_is_asked(offered, client):
    row = offered(gate="NAMELESS", categories=[], question="Gibt es Plätze?")
    page = urlsplit(keys.answer_address(row)).path
    client.post(page, {"step": "accept"}, **HOST)

    assert "Gibt es Plätze?" in client.get(page).content.decode()


def test_a_draft_has_no_page(prepared, agreed, client):
    agreed("N16")

    assert client.get(urlsplit(keys.answer_address(prepared())).path).status_code == 404


def test_e10_it_is_offered_taken_on_arrived_and_done(town, link, client, clara):
    row, page = link

    client.post(page, {"step": "accept", "appointment_at": "2030-01-02T10:00"}, **HOST)
    client.post(page, {"step": "arrive", "on": TODAY.isoformat()}, **HOST)
    row = again(row, town, clara)
    assert (row.state, row.appointment_at.year) == ("ARRIVED", 2030)
    client.post(page, {"step": "refuse", "refusal": "FULL"}, **HOST)  # too late
    client.post(page, {"step": "finish", "outcome": "INFORMED"}, **HOST)

    over = client.get(page).content.decode()
    row = again(row, town, clara)
    assert (row.state, row.outcome, row.ended_on) == ("DONE", "INFORMED", TODAY)
    assert (row.told, "Amal" in over) == ("", False)


def test_e10_a_refusal_has_a_reason_and_names_who_is_responsible(
    town, link, client, clara
):
    row, page = link

    wrong = client.post(page, {"step": "refuse"}, **HOST)
    sent = {"step": "refuse", "refusal": "NOT_RESPONSIBLE", "suggestion": "Jobcenter"}
    client.post(page, sent, **HOST)

    row = again(row, town, clara)
    assert wrong.status_code == 422
    assert (row.state, row.refusal, row.suggestion) == (
        "REFUSED",
        "NOT_RESPONSIBLE",
        "Jobcenter",
    )
    assert row.answer_minutes is not None


def test_d42_an_office_that_is_late_is_reminded_once_a_day(
    town, offered, acting, clara
):
    row = offered(answer_due_on=TODAY + timedelta(days=1))
    later = NOW + timedelta(days=3)
    mail.outbox.clear()

    times = [
        services.remind_offices(municipality_id=town.pk, now=later) for _ in range(2)
    ]

    assert times == [1, 0]
    assert mail.outbox[0].to == ["kompass@example.org"]
    assert row.is_late(later.date())


def test_art_18_the_link_of_an_office_shows_nothing_of_a_restricted_file(
    town, link, client, clara, closed, acting
):
    row, page = link
    client.post(page, {"step": "accept"}, **HOST)
    closed(row.client)

    assert client.get(page).status_code == 404
    assert client.post(page, {"step": "arrive"}, **HOST).status_code == 404
    acting(town, clara)
    assert not queries.referrals_visible_to(clara, today=TODAY).exists()
    assert not Referral.objects.exists()
    # Nor does the house remind the office of it.
    context.enter(Context(municipality=town.pk, channel="job"))
    assert not Referral.objects.exists()
