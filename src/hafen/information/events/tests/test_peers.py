"""What the best systems of the field have, row by row (peers.md, A3)."""

import io
import re
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pypdfium2
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from hafen.core.places.models import District
from hafen.information.events import ical, services
from hafen.information.events.models import Event, ParticipantNeed
from hafen.information.events.tests.conftest import NOW
from hafen.information.events.tests.steps import HERE, at, page_of, registered
from hafen.mechanisms.bookings.models import Bookable, Registrant, Registration
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.privacy import retention
from hafen.mechanisms.questions.models import Answer
from hafen.mechanisms.questions.services import QuestionData, create_questionnaire
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def here(town, acting):
    acting(town)


def test_a3_09_only_the_chosen_are_written_to_and_each_alone(make, desk, sign_in):
    make(has_registration=True)
    bookable = Bookable.objects.get()
    rows = registered(bookable, "Amal", "Boris", "Ciara")
    before = len(mail.outbox)
    where = reverse("bookings:write", args=["hier", bookable.pk])

    sign_in(desk).post(
        where, {"text": "Bitte Ausweis mitbringen.", "chosen": [rows[0].pk, rows[2].pk]}
    )

    sent = mail.outbox[before:]
    assert sorted(message.to for message in sent) == [
        ["amal@example.org"],
        ["ciara@example.org"],
    ]
    assert all("Ausweis" in message.body for message in sent)


def test_a3_11_who_was_there_gets_a_certificate_by_the_mailed_link(
    town, make, desk, sign_in, acting
):
    make(has_registration=True, first_day=date(2026, 3, 2), starts=time(8))
    bookable = Bookable.objects.get()
    before = NOW - timedelta(days=1)
    amal, boris = registered(bookable, "Amal", "Boris", now=before)
    client = sign_in(desk)
    sheet = reverse("bookings:attendance_sheet", args=["hier", bookable.pk])
    assert "Boris" in client.get(sheet).content.decode()
    client.post(
        reverse("bookings:attendance", args=["hier", bookable.pk]),
        {"chosen": [str(amal.pk)]},
    )

    links = [
        re.search(r"(/hier/\S+/registration/\S+/)", message.body)[1]
        for message in mail.outbox[:2]
    ]
    paper = Client().get(f"{links[0]}certificate.pdf")
    text = "".join(
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(io.BytesIO(paper.content))
    )
    assert "Amal" in text
    assert "Elternabend" in text
    assert Client().get(f"{links[1]}certificate.pdf").status_code == 404
    acting(town, desk)
    boris.refresh_from_db()
    assert boris.attended is False


def test_a3_13_names_answers_and_needs_go_after_the_event_and_numbers_stay(
    town, make, acting, desk
):
    form = create_questionnaire(
        municipality=town,
        name="Elternabend",
        by=None,
        questions=[QuestionData("TEXT", {"de": "Beruf?"}, is_required=True)],
    )
    event = make(has_registration=True, asks_needs=True, questionnaire=form)
    question = form.questions.get()
    sent = {
        "name": "Amal",
        "email": "amal@example.org",
        f"question_{question.pk.hex}": "Ärztin",
        "needs": ["CHILDCARE"],
        "token": new_token(),
    }
    Client().post(f"{page_of(event)}register/2026-03-12/", sent, headers=HERE)
    acting(town, desk)
    assert (Answer.objects.count(), ParticipantNeed.objects.count()) == (1, 1)
    end = event.dates.get().ends_at

    retention.sweep(now=end + timedelta(days=25))
    assert Registrant.objects.count() == 1
    retention.sweep(now=end + timedelta(days=32))

    assert Registrant.objects.count() == 0
    assert Answer.objects.count() == 0
    assert ParticipantNeed.objects.count() == 0
    assert Registration.objects.get().is_confirmed


def test_a3_01_the_week_of_the_change_of_clocks_through_desk_page_and_feed(
    desk, sign_in
):
    """Every day at 2:30 over the last Sunday of March, 2026-03-29."""
    client = sign_in(desk)
    sent = {
        "title": "Nachtdienst",
        "kind": "OTHER",
        "first_day": "2026-03-27",
        "starts": "01:30",
        "ends": "04:00",
        "repeats": "daily",
        "every": "1",
        "until": "2026-03-31",
        "place": "Wache",
    }
    client.post(reverse("events:create", args=["hier"]), sent)
    event = Event.objects.get()
    client.post(at(event, "move"), {"step": "publish"})

    dates = list(event.dates.in_order())
    assert [row.starts_at.astimezone(BERLIN).time() for row in dates] == [
        time(1, 30)
    ] * 5
    hours = [(row.ends_at - row.starts_at) / timedelta(hours=1) for row in dates]
    assert hours == [2.5, 2.5, 1.5, 2.5, 2.5]
    body = Client().get("/hier/de/events/calendar.ics").content
    strict = icalendar.Calendar.from_ical(body)
    assert not any(part.errors for part in strict.walk())
    (entry,) = ical.read(body, zone="Europe/Berlin")
    assert entry.series.starts == time(1, 30)


def test_a3_01_exdates_and_whole_days_come_back_from_the_feed_as_they_were(desk, make):
    event = make(
        title="Putztag",
        starts=None,
        ends=None,
        first_day=date(2026, 3, 31),
        rule="FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        until=date(2026, 7, 31),
    )
    services.change_date(
        event=event,
        day=date(2026, 4, 30),
        values={"is_dropped": True},
        by=desk,
        now=NOW,
    )

    days = list(event.dates.in_order().values_list("first_day", flat=True))
    assert days == [
        date(2026, 3, 31),
        date(2026, 5, 29),
        date(2026, 6, 30),
        date(2026, 7, 31),
    ]
    body = Client().get("/hier/de/events/calendar.ics").content
    assert b"EXDATE;VALUE=DATE:20260430" in body
    assert b"DTSTART;VALUE=DATE:20260331" in body
    (entry,) = ical.read(body, zone="Europe/Berlin")
    again = ical.read(ical.write([entry], name="x"), zone="Europe/Berlin")
    assert again == [entry]
    assert entry.series.starts is None
    assert entry.series.dropped == {date(2026, 4, 30)}


def test_a3_02_a_lay_form_begins_with_once_and_says_weekly_in_words(desk, sign_in):
    client = sign_in(desk)
    page = client.get(reverse("events:create", args=["hier"])).content.decode()
    assert '<option value="" selected>einmal</option>' in page
    sent = {
        "title": "Treff",
        "kind": "CAFE",
        "first_day": "2026-03-05",
        "starts": "15:00",
        "ends": "17:00",
        "repeats": "weekly",
        "every": "2",
        "place": "Anker",
    }
    client.post(reverse("events:create", args=["hier"]), sent)
    event = Event.objects.get()

    days = list(event.dates.in_order().values_list("first_day", flat=True)[:3])
    assert days == [date(2026, 3, 5), date(2026, 3, 19), date(2026, 4, 2)]
    assert "Alle 2 Wochen" in client.get(at(event, "detail")).content.decode()


def test_a_date_that_takes_place_again_takes_registrations_again(make, desk):
    event = make(has_registration=True, places=1)
    registered(Bookable.objects.get(), "Amal")
    day = date(2026, 3, 12)
    change = {"event": event, "day": day, "by": desk, "now": NOW}
    services.change_date(**change, values={"is_cancelled": True})
    assert Bookable.objects.get().is_cancelled

    services.change_date(**change, values=None)

    bookable = Bookable.objects.get()
    assert not bookable.is_cancelled
    [row] = registered(bookable, "Boris")
    assert row.is_confirmed


def test_invitations_go_by_category_and_by_district(town, make, desk, sign_in):
    nord = District.objects.create(municipality=town, name="Nord", layer="Bezirk")
    for name, kind, where in (
        ("Schule Nord", "SCHOOL", nord),
        ("Schule Süd", "SCHOOL", None),
        ("Werft Nord", "COMPANY", nord),
    ):
        row = Organisation.objects.create(
            municipality=town,
            name=name,
            sort_key=name,
            kind=kind,
            email=f"{kind.lower()}{len(name)}@example.org",
        )
        if where is not None:
            row.districts.create(municipality=town, district=where)
    event = make(kind="CITIZENS")

    sign_in(desk).post(
        at(event, "invitations"), {"kinds": ["SCHOOL"], "district": str(nord.pk)}
    )

    asked = set(event.invitations.values_list("organisation__name", flat=True))
    assert asked == {"Schule Nord"}
