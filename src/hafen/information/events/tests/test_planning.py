"""What surrounds events: needs, goals, invitations, questions, foreign calendars."""

from datetime import date, time

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hafen.core.accounts.models import Team
from hafen.core.places.models import District
from hafen.information.events import fetching, ical, queries, services
from hafen.information.events.models import (
    Event,
    ForeignCalendar,
    ParticipantNeed,
    Wish,
)
from hafen.information.events.recurrence import Change, Series
from hafen.information.events.tests.conftest import NOW
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def here(town, acting):
    acting(town)


def page_of(event):
    return reverse("events_public:event", args=["hier", "de", event.address])


def at(event, name, *arguments):
    return reverse(f"events:{name}", args=["hier", event.pk, *arguments])


def test_a3_12_needs_of_participants_become_todos_of_the_right_team(
    town, make, desk, acting
):
    team = Team.objects.create(municipality=town, name="Kinderbetreuung")
    services.set_need_team(municipality=town, kind="CHILDCARE", team=team, by=desk)
    event = make(has_registration=True, asks_needs=True)
    sent = {
        "name": "Amal",
        "email": "amal@example.org",
        "needs": ["CHILDCARE", "INTERPRETER"],
        "need_detail": "zwei Kinder, Arabisch",
        "token": new_token(),
    }

    answer = Client().post(f"{page_of(event)}register/2026-03-12/", sent, headers=HERE)
    assert answer.status_code == 302
    acting(town, desk)
    todos = Todo.objects.filter(kind="events.need").order_by("title")

    assert [(todo.team, todo.owner) for todo in todos] == [(None, desk), (team, None)]
    assert todos[0].due_on == date(2026, 3, 7)
    assert "Amal" not in str([todo.params for todo in todos])
    bookings.withdraw(registration=Registration.objects.get(), by=None, now=NOW)
    assert not Todo.objects.filter(kind="events.need").open().exists()
    assert not ParticipantNeed.objects.exists()


def test_m1_the_cadence_shows_a_half_year_without_a_workshop(town, make, desk):
    make(kind="WORKSHOP", first_day=date(2015, 3, 4))
    goal = services.set_goal(
        municipality=town,
        values={
            "kind": "WORKSHOP",
            "number": 1,
            "period": "HALF_YEAR",
            "since": date(2015, 1, 1),
        },
        by=desk,
    )

    first, second = queries.periods(goal, today=date(2015, 8, 1))

    assert (first.last, first.is_fulfilled) == (date(2015, 6, 30), True)
    assert (second.first, second.is_fulfilled) == (date(2015, 7, 1), False)


def test_m1_organisations_are_invited_by_category_and_the_silent_reminded(
    town, make, desk, sign_in
):
    rows = [
        Organisation.objects.create(
            municipality=town, name=name, sort_key=name, kind=kind, email=email
        )
        for name, kind, email in (
            ("Grundschule", "SCHOOL", "schule@example.org"),
            ("Gesamtschule", "SCHOOL", "gesamt@example.org"),
            ("Werft", "COMPANY", "werft@example.org"),
        )
    ]
    event = make(kind="WORKSHOP")
    client = sign_in(desk)

    client.post(at(event, "invitations"), {"kinds": ["SCHOOL"]})
    asked = {row.organisation_id: row for row in event.invitations.all()}
    assert asked.keys() == {rows[0].pk, rows[1].pk}
    client.post(
        at(event, "invitations"), {"step": "ACCEPTED", "item": asked[rows[0].pk].pk}
    )
    before = len(mail.outbox)
    client.post(at(event, "invitations"), {"step": "remind"})

    assert [m.to for m in mail.outbox[before:]] == [["gesamt@example.org"]]
    assert "1 von 2" in client.get(at(event, "invitations")).content.decode()


def test_m2_the_documentation_is_two_clicks_from_the_start_page(make, desk, sign_in):
    event = make(is_pinned=True)
    paper = SimpleUploadedFile("doku.pdf", PDF, content_type="application/pdf")
    client = sign_in(desk)

    client.post(at(event, "papers"), {"title": "Dokumentation", "upload": paper})

    start = Client().get("/hier/de/").content.decode()
    assert page_of(event) in start
    page = Client().get(page_of(event)).content.decode()
    assert "/hier/de/files/" in page
    assert "Dokumentation" in page


def test_m40_a_question_and_its_answer_stand_on_the_page_of_the_district(
    town, make, desk, sign_in, acting
):
    """M19 too: what is asked at the event is answered on its page."""
    nord = District.objects.create(municipality=town, name="Nord", layer="Bezirk")
    event = make(kind="CITIZENS", district=nord, takes_questions=True)
    sent = {"text": "Wann kommt der Bus?", "email": "a@example.org"}
    sent["token"] = new_token()
    Client().post(f"{page_of(event)}ask/", sent, headers=HERE)
    acting(town, desk)
    asked = event.questions.get()
    client = sign_in(desk)
    assert "Wann kommt der Bus" not in Client().get(page_of(event)).content.decode()

    client.post(
        f"{at(event, 'answers')}?question={asked.pk}",
        {"words": "Wann kommt der Bus?", "answer": "Alle zehn Minuten."},
    )
    client.post(
        at(event, "answers"), {"words": "Wer zahlt?", "answer": "Die Stadt zahlt."}
    )

    page = Client().get(page_of(event)).content.decode()
    assert "Alle zehn Minuten." in page
    assert "Die Stadt zahlt." in page
    listed = Client().get("/hier/de/events/", {"district": str(nord.pk)})
    assert "Alle zehn Minuten." in listed.content.decode()
    assert mail.outbox[-1].to == ["a@example.org"]
    assert "Alle zehn Minuten." in mail.outbox[-1].body


def test_m22_the_plan_shows_the_first_exchange_and_its_open_tasks(make, desk, sign_in):
    event = make(kind="SYMPOSIUM", first_day=date(2016, 2, 1))
    client = sign_in(desk)
    where = at(event, "plan")
    exchange = {"kind": "AGREEMENT", "day": "2015-10-08", "text": "Erster Austausch"}
    client.post(where, exchange)
    client.post(where, {"kind": "TASK", "day": "2015-11-01", "text": "Saal buchen"})

    page = client.get(where).content.decode()
    assert "8. Oktober 2015" in page
    assert page.count("Als erledigt") == 1
    client.post(where, {"step": "done", "item": event.plan.get(kind="TASK").pk})
    assert "Als erledigt" not in client.get(where).content.decode()


def test_m36_the_events_of_a_year_stand_with_kind_people_district_and_partners(
    town, make, desk, sign_in, acting
):
    """D33: activities of the year by district, with partners."""
    nord = District.objects.create(municipality=town, name="Nord", layer="Bezirk")
    partner = Organisation.objects.create(
        municipality=town, name="Chor", sort_key="chor"
    )
    make(title="Fest", kind="FESTIVAL", district=nord, partners=[partner])
    make(title="Vortrag", kind="LECTURE", has_registration=True)
    bookable = Bookable.objects.get()
    for name in ("Amal", "Boris"):
        bookings.register(
            bookable=bookable,
            data=bookings.RegistrationData(name=name, language="de", phone="01"),
            now=NOW,
        )
    there = set(Registration.objects.values_list("pk", flat=True))
    bookings.mark_attendance(bookable=bookable, present=there, by=desk)
    fest = Event.objects.get(title="Fest").dates.get()
    services.note_visitors(date=fest, visitors=130, by=desk)

    lines = queries.year_lines(desk, 2026)
    page = sign_in(desk).get(reverse("events:year", args=["hier", 2026]))

    assert [(line.event.title, line.people) for line in lines] == [
        ("Vortrag", 2),
        ("Fest", 130),
    ]
    assert "Chor" in page.content.decode()


def test_d56_three_wish_for_a_meeting_and_the_event_is_linked(town, desk, sign_in):
    for _voice in range(3):
        services.wish_for(municipality=town, title="Treffen Deutsch", by=desk)
    client = sign_in(desk)
    wish = Wish.objects.get()
    page = client.get(reverse("events:wishes", args=["hier"])).content.decode()
    assert "3 Stimmen" in page
    client.post(
        f"{reverse('events:create', args=['hier'])}?wish={wish.pk}",
        {"title": "Treffen Deutsch", "kind": "EXCHANGE", "first_day": "2026-04-01"},
    )

    wish.refresh_from_db()
    assert (wish.voices, wish.event.title) == (3, "Treffen Deutsch")


class TestForeignCalendars:
    @pytest.fixture
    def calendar(self, town):
        return ForeignCalendar.objects.create(
            municipality=town,
            name="Bücherei",
            address="https://buecherei.example/cal.ics",
            is_trusted=True,
        )

    def feed(self, **changes):
        series = Series(
            first_day=date(2026, 3, 10),
            last_day=date(2026, 3, 10),
            starts=time(16),
            ends=time(17),
            rule="FREQ=WEEKLY;BYDAY=TU",
            dropped=frozenset({date(2026, 3, 17)}),
            changes=(Change(date(2026, 3, 24), is_cancelled=True),),
        )
        values = {"uid": "1@x", "title": "Vorlesen", "series": series, "place": "Saal"}
        entry = ical.Entry(**values | changes)
        return ical.read(ical.write([entry], name="x"), zone="Europe/Berlin")

    def test_a3_04_reading_twice_makes_one_event_and_keeps_what_we_changed(
        self, calendar, desk
    ):
        services.take_over(calendar=calendar, entries=self.feed(), now=NOW)
        services.take_over(calendar=calendar, entries=self.feed(), now=NOW)
        event = Event.objects.get()
        version = event.version
        assert event.is_public
        assert event.dates.count() > 50
        assert not event.dates.filter(original_day=date(2026, 3, 17)).exists()
        assert event.dates.get(original_day=date(2026, 3, 24)).is_cancelled

        services.edit_event(
            event=event,
            data={"title": "Vorlesen für Kinder", "languages": ["ar"]},
            expected=version,
            by=desk,
            now=NOW,
        )
        services.take_over(
            calendar=calendar, entries=self.feed(title="Neu", place="Garten"), now=NOW
        )

        event.refresh_from_db()
        assert (event.title, event.place) == ("Vorlesen für Kinder", "Garten")
        assert event.languages == ["ar"]

    def test_what_goes_there_goes_here_and_what_is_not_trusted_waits(self, calendar):
        services.take_over(calendar=calendar, entries=self.feed(), now=NOW)
        services.take_over(calendar=calendar, entries=[], now=NOW)
        assert Event.objects.get().is_archived

        calendar.is_trusted = False
        entries = self.feed(uid="2@x")
        services.take_over(calendar=calendar, entries=entries, now=NOW)
        assert Event.objects.filter(state="SUBMITTED").count() == 1

    def test_trouble_is_noted_and_changes_nothing(self, calendar, monkeypatch):
        services.take_over(calendar=calendar, entries=self.feed(), now=NOW)
        monkeypatch.setattr(fetching, "fetch", lambda _address: b"<html>")

        assert services.read_calendar(calendar=calendar, now=NOW) == 0

        calendar.refresh_from_db()
        assert calendar.trouble == "no_calendar"
        assert Event.objects.get().is_public


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://a.example/x.ics", ["93.184.216.34"]),
        ("https://a.example:8443/x.ics", ["93.184.216.34"]),
        ("https://user:pw@a.example/", ["93.184.216.34"]),
        ("file:///etc/passwd", ["93.184.216.34"]),
        ("https://a.example/", ["127.0.0.1"]),
        ("https://a.example/", ["93.184.216.34", "10.0.0.1"]),
        ("https://a.example/", ["169.254.169.254"]),
        ("https://a.example/", ["::1"]),
        ("https://a.example/", ["::ffff:127.0.0.1"]),
        ("https://a.example/", ["fe80::1%eth0"]),
        ("https://a.example/", []),
    ],
)
def test_a_calendar_is_read_from_the_public_internet_only(address, found):
    with pytest.raises(fetching.Unreachable):
        fetching.checked(address, resolver=lambda _host: found)


def test_a_redirect_into_the_own_network_is_not_followed(monkeypatch):
    asked = []

    def answer(host, network, path):
        asked.append(network)
        return 302, b"", "https://inside.example/"

    monkeypatch.setattr(fetching, "_ask", answer)
    inside = {"out.example": ["93.184.216.34"], "inside.example": ["192.168.0.1"]}

    with pytest.raises(fetching.Unreachable):
        fetching.fetch("https://out.example/", resolver=lambda host: inside[host])
    assert asked == ["93.184.216.34"]


def test_the_desk_makes_a_series_in_words_and_changes_one_date(desk, sign_in, town):
    client = sign_in(desk)
    sent = {
        "title": "Bürgertreff",
        "kind": "CITIZENS",
        "first_day": "2026-03-02",
        "starts": "19:00",
        "ends": "21:00",
        "repeats": "monthly_weekday",
        "every": "1",
        "which": "-1",
        "weekday": "working",
        "place": "Moorweg 3",
    }
    assert client.post(reverse("events:create", args=["hier"]), sent).status_code == 302
    event = Event.objects.get()
    assert event.first_day == date(2026, 3, 31)
    client.post(at(event, "move"), {"step": "publish"})
    client.post(
        at(event, "change_date", "2026-04-30"),
        {"way": "moved", "new_day": "2026-04-29", "note": "wegen des Feiertags"},
    )

    page = Client().get(page_of(event)).content.decode()
    assert "der letzte im Monat" in page
    assert "29. April 2026" in page
    assert "wegen des Feiertags" in page
    edit = client.get(at(event, "edit")).content.decode()
    assert 'value="monthly_weekday" selected' in edit
    detail = client.get(at(event, "detail")).content.decode()
    assert "Termin ändern" in detail
    listing = client.get(reverse("events:listing", args=["hier"]))
    assert "Bürgertreff" in listing.content.decode()
