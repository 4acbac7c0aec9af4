import json
import re
from datetime import date, time

import icalendar
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from hafen.core.places.models import District
from hafen.information.events import ical, services
from hafen.information.events.models import Event, Submitter
from hafen.information.events.tests.conftest import NOW
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.questions.models import Answer
from hafen.mechanisms.questions.services import QuestionData, create_questionnaire
from hafen.mechanisms.search.models import SearchDocument
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.services import (
    archive_organisation,
    publish_organisation,
)

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
LIST = "/hier/de/events/"


@pytest.fixture(autouse=True)
def here(town, acting):
    acting(town)


def read(path, **query):
    answer = Client().get(path, query)
    assert answer.status_code == 200, path
    return answer.content.decode()


def page_of(event, language="de"):
    return reverse("events_public:event", args=["hier", language, event.address])


def test_w28_a_partner_submits_and_the_public_sees_it_after_approval(
    town, desk, acting
):
    sent = {
        "title": "Frauenfrühstück",
        "description": "Wir frühstücken zusammen.",
        "kind": "CAFE",
        "first_day": "2026-03-14",
        "starts": "10:00",
        "ends": "12:00",
        "place": "Anker, Hafenstraße 2",
        "submitter_organisation": "Anker e. V.",
        "submitter_name": "Ina Beispiel",
        "submitter_email": "ina@example.org",
        "token": new_token(),
    }
    feed = f"{LIST}calendar.ics"

    assert Client().post(f"{LIST}submit/", sent, headers=HERE).status_code == 302
    acting(town, desk)
    event = Event.objects.get(title="Frauenfrühstück")
    assert event.is_submitted
    assert "Frauenfrühstück" not in read(LIST)
    assert "Frauenfrühstück" not in read(feed)

    acting(town, desk)
    services.publish_event(event=event, by=desk, now=NOW)
    assert mail.outbox[-1].to == ["ina@example.org"]
    assert "Frauenfrühstück" in read(LIST)
    assert "Frauenfrühstück" in read(feed)
    acting(town, desk)
    assert Submitter.objects.get().decided_at == NOW


def test_a3_15_today_this_week_near_me_and_in_my_language(town, make):
    district = District.objects.create(municipality=town, name="Nord", layer="Bezirk")
    make(title="Heute", first_day=date(2026, 3, 2), languages=["ar"])
    make(title="Am Freitag", first_day=date(2026, 3, 6), district=district)
    make(title="Im April", first_day=date(2026, 4, 6))

    def shown(**query):
        return set(re.findall(r"Heute|Am Freitag|Im April", _list(**query)))

    assert shown() == {"Heute", "Am Freitag", "Im April"}
    assert shown(when="today") == {"Heute"}
    assert shown(when="week") == {"Heute", "Am Freitag"}
    assert shown(language="ar") == {"Heute"}
    assert shown(district=str(district.pk)) == {"Am Freitag"}


def test_a_weekly_café_stands_once_with_its_next_date(make, desk, questions):
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=TH", "until": date(2026, 4, 30)}
    café = make(title="Café", **weekly)
    make(title="Konzert", first_day=date(2026, 3, 20))

    first, concert = _cards()
    assert "12. März 2026" in first
    assert "Jede Woche: Donnerstag" in first
    assert "noch 7 weitere Termine" in first
    assert "weitere" not in concert

    services.change_date(
        event=café,
        day=date(2026, 3, 19),
        values={"is_cancelled": True},
        by=desk,
        now=NOW,
    )
    _first, off, _concert = _cards()
    assert "19. März 2026" in off
    assert "fällt aus" in off
    few = questions(Client(), LIST)
    for title in ("Chor", "Sport", "Yoga"):
        make(title=title, **weekly)
    assert len(_cards()) == 6
    assert len(questions(Client(), LIST)) == len(few)


def _cards():
    return re.findall(r"<article.*?</article>", read(LIST), re.S)


def _list(**query):
    """The list without its tabs, whose words are those of the titles."""
    return "".join(re.findall(r"<article.*?</article>", read(LIST, **query), re.S))


def test_a3_15_the_page_tells_machines_the_same(make):
    event = make(first_day=date(2026, 3, 29), starts=time(10), ends=None)

    page = read(page_of(event))
    found = re.search(r'ld\+json">(.*?)</script>', page)
    data = json.loads(found[1])

    assert data["@type"] == "Event"
    assert data["startDate"] == "2026-03-29T10:00:00+02:00"
    assert data["location"]["name"] == "Rathaus, Zimmer 1"
    assert data["eventStatus"].endswith("EventScheduled")


def test_a_text_cannot_leave_the_block_for_machines(make):
    event = make(summary="</script><script>alert(1)</script>")

    assert "<script>alert(1)" not in read(page_of(event))


def test_a3_03_one_translation_is_one_of_the_whole_series(make, desk):
    event = make(rule="FREQ=WEEKLY;BYDAY=TH")
    services.translate_event(
        event=event,
        language="ar",
        texts={"title": "أمسية الأهل"},
        state="CHECKED",
        by=desk,
        now=NOW,
    )

    dates = Client().get("/hier/ar/events/feed.rss").content.decode()
    assert dates.count("أمسية الأهل") >= 5
    assert "أمسية الأهل" in read("/hier/ar/events/")
    services.edit_event(
        event=event, data={"title": "Elterntreff"}, expected=None, by=desk, now=NOW
    )
    assert event.translations.get(language="ar").state == "OUTDATED"


def test_a_feed_of_a_topic_says_the_series_and_what_differs(make, desk):
    event = make(rule="FREQ=WEEKLY;BYDAY=TH", topics=["N02"])
    make(title="Etwas anderes")
    for day, values in (
        (date(2026, 3, 19), {"is_dropped": True}),
        (date(2026, 3, 26), {"is_cancelled": True}),
        (date(2026, 4, 2), {"new_day": date(2026, 4, 3), "starts": time(17)}),
    ):
        services.change_date(event=event, day=day, values=values, by=desk, now=NOW)

    body = Client().get(f"{LIST}calendar.ics", {"topic": "N02"}).content
    strict = icalendar.Calendar.from_ical(body)
    (entry,) = ical.read(body, zone="Europe/Berlin")

    assert not any(part.errors for part in strict.walk())
    assert entry.title == "Elternabend"
    assert entry.series.dropped == {date(2026, 3, 19)}
    assert [change.is_cancelled for change in entry.series.changes] == [True, False]
    rss = read(f"{LIST}feed.rss", topic="N02")
    assert rss.count("<item>") >= 5
    assert "Etwas anderes" not in rss


@pytest.mark.parametrize("feed", ["calendar.ics", "feed.rss"])
def test_a_feed_is_narrowed_by_topic_district_and_language(town, make, feed):
    district = District.objects.create(municipality=town, name="Nord", layer="Bezirk")
    make(title="Elternabend", topics=["N02"])
    make(title="Am Kanal", district=district, topics=[])
    make(title="Auf Arabisch", languages=["ar"], topics=[])

    def told(**query):
        body = read(f"{LIST}{feed}", **query)
        return set(re.findall(r"Elternabend|Am Kanal|Auf Arabisch", body))

    assert told() == {"Elternabend", "Am Kanal", "Auf Arabisch"}
    assert told(topic="N02") == {"Elternabend"}
    assert told(district=str(district.pk)) == {"Am Kanal"}
    assert told(language="ar") == {"Auf Arabisch"}


def test_an_event_that_is_called_off_stays_in_sight(make, desk):
    event = make()
    services.call_off_event(event=event, by=desk, now=NOW)

    assert "fällt aus" in read(page_of(event))
    assert b"STATUS:CANCELLED" in Client().get(f"{page_of(event)}event.ics").content


@pytest.mark.usefixtures("other_town")
def test_drafts_and_events_of_another_town_are_found_nowhere(make):
    event = make(is_public=False)

    assert Client().get(page_of(event)).status_code == 404
    assert "Elternabend" not in read(LIST)
    shown = make()
    there = page_of(shown).replace("/hier/", "/dort/")
    assert Client().get(there).status_code == 404


def test_the_start_page_and_the_site_map_lead_to_what_is_on(make):
    make(title="Bald", first_day=date(2026, 3, 3))
    make(title="Besonders", first_day=date(2026, 5, 3), is_pinned=True)

    page = read("/hier/de/")
    assert page.index("Besonders") < page.index("Bald")
    assert "/hier/de/events/" in read("/hier/sitemap-1.xml")


def test_w22_two_events_of_one_campaign_stand_on_its_page(town, make, desk):
    week = services.keep_campaign(
        municipality=town,
        titles={"de": "Woche des bürgerschaftlichen Engagements"},
        texts={},
        by=desk,
    )
    make(title="Markt", campaign=week)
    make(title="Lauf", campaign=week, partners=[])
    make(title="Anderes")

    page = read(f"{LIST}campaign/{week.short_id}/")

    assert "Woche des bürgerschaftlichen Engagements" in page
    assert "Markt" in page
    assert "Lauf" in page
    assert "Anderes" not in page


class TestRegistration:
    @pytest.fixture
    def event(self, town, make):
        form = create_questionnaire(
            municipality=town,
            name="Elternabend",
            by=None,
            questions=[QuestionData("TEXT", {"de": "Beruf?"}, is_required=True)],
        )
        return make(has_registration=True, places=1, questionnaire=form)

    def join(self, event, name="Amal", **changes):
        question = event.questionnaire.questions.get()
        sent = {
            "name": name,
            "email": f"{name.lower()}@example.org",
            "phone": "",
            f"question_{question.pk.hex}": "Arzt",
            "token": new_token(),
        }
        where = f"{page_of(event)}register/2026-03-12/"
        return Client().post(where, sent | changes, headers=HERE)

    def test_a3_14_a_guest_registers_and_the_next_one_waits(self, event, town, acting):
        assert "2026-03-12" in read(page_of(event))
        first, second = self.join(event), self.join(event, "Boris")
        acting(town)

        assert first["Location"].endswith("/registered/")
        states = Registration.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["CONFIRMED", "WAITING"]
        assert Answer.objects.count() == 2
        assert not second.cookies
        assert "/hier/de/registration/" in mail.outbox[0].body

    def test_a3_05_what_must_be_answered_is_asked_again(self, event):
        question = event.questionnaire.questions.get()

        assert (
            self.join(event, **{f"question_{question.pk.hex}": ""}).status_code == 422
        )
        assert self.join(event, email="").status_code == 422
        assert self.join(event, website="http://x").status_code == 302
        assert Registration.objects.count() == 0

    def test_moving_and_calling_off_the_date_reach_those_who_registered(
        self, event, desk, town, acting
    ):
        self.join(event)
        acting(town, desk)
        event.refresh_from_db()
        services.edit_event(
            event=event, data={"starts": time(17)}, expected=None, by=desk, now=NOW
        )
        assert mail.outbox[-1].subject == "Neue Zeit oder neuer Ort: Elternabend"
        services.call_off_event(event=event, by=desk, now=NOW)

        assert mail.outbox[-1].subject == "Fällt aus: Elternabend"
        assert Bookable.objects.get().is_cancelled


def test_an_organisation_is_named_while_it_is_published(
    make, town, django_capture_on_commit_callbacks
):
    """Neither page, list, feed nor search names a draft, or one that is gone."""
    choir, club = (
        Organisation.objects.create(municipality=town, name=name, sort_key=name.lower())
        for name in ("Chor Abendlied", "Verein Morgenrot")
    )
    event = make(organisation=choir, partners=[club])
    pages = (page_of(event), LIST, f"{LIST}feed.rss", f"{LIST}calendar.ics")

    def named():
        text = "".join(read(path) for path in pages)
        text += str(SearchDocument.objects.values_list("facets"))
        return [name for name in ("Abendlied", "Morgenrot") if name in text]

    assert named() == []
    for row in (choir, club):
        with django_capture_on_commit_callbacks(execute=True):
            publish_organisation(organisation=row, expected=None, by=None)
    assert named() == ["Abendlied", "Morgenrot"]
    with django_capture_on_commit_callbacks(execute=True):
        for row in (club, choir):
            archive_organisation(organisation=row, expected=None, by=None)
    assert named() == []
