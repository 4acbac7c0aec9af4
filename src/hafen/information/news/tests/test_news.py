import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role
from hafen.core.places.caching import MARK
from hafen.core.translation.contents import contents
from hafen.information.events import services as events
from hafen.information.news import services
from hafen.information.news.models import NewsItem
from hafen.information.news.tasks import follow
from hafen.mechanisms.search.models import SearchDocument

pytestmark = pytest.mark.django_db
LIST = "/hier/de/news/"
DESK = "/hier/desk/news/"
START = "/hier/de/"


def read(path, **query):
    answer = Client().get(path, query)
    assert answer.status_code == 200, path
    return answer.content.decode()


def page_of(item, language="de"):
    return reverse("news_public:item", args=["hier", language, item.address])


def at(item, name, *arguments):
    return reverse(f"news:{name}", args=["hier", item.pk, *arguments])


def _feed(text):
    return ElementTree.fromstring(text)  # noqa: S314 - our own


def test_a118_the_search_follows_the_plan(make, town, clock, monkeypatch):
    planned = []

    def defer(name, *, at=None, item=None, **_rest):
        planned.append((name, at, item))

    monkeypatch.setattr(services.work, "defer", defer)
    at_noon = datetime(2026, 3, 4, 11, tzinfo=UTC)
    item = make(publish_at=at_noon, ends_on=date(2026, 3, 6))
    midnight = datetime(2026, 3, 6, 23, tzinfo=UTC)

    assert planned == [
        (services.INDEX, at_noon, item.pk),
        (services.INDEX, midnight, item.pk),
    ]
    documents = SearchDocument.objects.filter(municipality=town, kind="news")
    for instant, number in (
        (at_noon - timedelta(seconds=1), 0),
        (at_noon, 1),
        (midnight, 0),
    ):
        clock.now = instant
        follow(item=item.pk)
        assert documents.values("object_id").distinct().count() == number


def test_a118_a_template_carries_its_checked_translations(
    make, desk, sign_in, clock, town, acting
):
    template = make(
        is_template=True,
        title="{ort}: zu am {datum}",
        text="",
        said={
            "en": ("{ort}: closed on {datum}", ""),
            "ar": ("{ort}: مغلق", ""),  # the day is missing
        },
    )
    client = sign_in(desk)
    sent = {"gap_ort": "Rathaus", "gap_datum": "2026-12-24"}
    answer = client.post(at(template, "use"), sent)
    acting(town, desk)

    item = NewsItem.objects.get(state="DRAFT")
    assert answer["Location"] == at(item, "edit")
    assert item.title == "Rathaus: zu am 24. Dezember 2026"
    english, arabic = (item.translations.get(language=tag) for tag in ("en", "ar"))
    assert (english.state, english.checker) == ("CHECKED", desk)
    assert english.title.startswith("Rathaus: closed on ")
    assert "2026" in english.title
    assert arabic.state == "DRAFT"
    assert client.post(at(template, "use"), {"gap_ort": "x"}).status_code == 422
    with pytest.raises(services.OpenGap):
        services.copy_item(item=template, by=desk, now=clock())
    acting(town, desk)
    services.publish_item(item=item, by=desk, now=clock())
    assert "Rathaus: closed on" in read("/hier/en/news/")
    assert template.title not in read(LIST)
    assert Client().get(page_of(template)).status_code == 404


def test_a118_the_desk_writes_plans_copies_and_archives(
    desk, sign_in, clock, town, acting
):
    client = sign_in(desk)
    form = {
        "title": "Neues Büro",
        "text": "Wir sind umgezogen.",
        "is_important": "on",
        "publish_at": "2026-03-04T12:00",
        "ends_on": "2026-03-06",
        "owner": str(desk.pk),
    }
    assert client.post(f"{DESK}new/", form | {"ends_on": "2026-03-03"}).status_code == (
        422
    )
    assert client.post(f"{DESK}new/", form).status_code == 302
    acting(town, desk)
    item = NewsItem.objects.get()
    assert item.publish_at == datetime(2026, 3, 4, 11, tzinfo=UTC)
    assert item.owner == desk

    def press(step):
        answer = client.post(at(item, "move"), {"step": step})
        acting(town, desk)
        item.refresh_from_db()
        return answer

    press("publish")
    assert "geplant" in client.get(DESK).content.decode()
    press("copy")
    copy = NewsItem.objects.get(state="DRAFT")
    assert (copy.title, copy.publish_at, copy.owner) == ("Neues Büro", None, desk)
    press("template")
    assert NewsItem.objects.filter(state="TEMPLATE").count() == 1
    press("archive")
    assert item.is_archived
    assert client.post(at(item, "move"), {"step": "burn"}).status_code == 404
    file = client.get(DESK, {"as": "csv", "state": "ARCHIVED"}).content.decode()
    assert "Neues Büro" in file
    assert "Dora" in file


def test_a118_an_item_that_is_over_is_not_published(make, desk, clock, sign_in):
    item = make(is_public=False, ends_on=date(2026, 3, 1))

    with pytest.raises(services.AlreadyOver):
        services.publish_item(item=item, by=desk, now=clock())
    public = make()
    with pytest.raises(services.WrongState):
        services.publish_item(item=public, by=desk, now=clock())
    with pytest.raises(services.AlreadyOver):
        services.edit_item(
            item=public,
            data={"ends_on": date(2026, 3, 1)},
            expected=1 + 1,
            by=desk,
            now=clock(),
        )
    with pytest.raises(LostUpdate):
        services.edit_item(item=public, data={}, expected=1, by=desk, now=clock())


def test_a118_reading_by_topic_in_ones_language_and_as_a_feed(make, desk, clock):
    make(title="Kurs", topic="N01", said={"ar": ("دورة", "نص")})
    make(title="Nur deutsch", topic="N18")

    assert "Nur deutsch" not in read(LIST, topic="N01")
    page = read("/hier/ar/news/")
    assert "دورة" in page
    assert '<bdi lang="de">Deutsch</bdi>' in page
    feed = Client().get("/hier/ar/news/feed.rss").content.decode()
    titles = [each.text for each in _feed(feed).iter("title")]
    assert titles[1:] == ["[Deutsch] Nur deutsch", "دورة"]
    assert "Nur deutsch" not in read(f"{LIST}feed.rss", topic="N01")
    item = NewsItem.objects.get(title="Nur deutsch")
    shown = read(page_of(item, "ar"))
    assert f'rel="canonical" href="http://localhost:8000{page_of(item, "ar")}"' in (
        re.sub(r"https?://[^/\"]+", "http://localhost:8000", shown)
    )
    assert "mailto:?subject=Nur%20deutsch" in shown
    assert re.search(r'<h1 lang="de" dir="ltr">Nur deutsch', shown)
    old = page_of(item).replace("nur-deutsch", "alt")
    assert Client().get(old)["Location"] == page_of(item)


def test_a118_a_new_text_makes_translations_outdated_on_the_board(
    make, desk, clock, town
):
    item = make(said={"en": ("New office", "We have moved.")})
    services.edit_item(
        item=item, data={"text": "Anders."}, expected=None, by=desk, now=clock()
    )

    assert item.translations.get().state == "OUTDATED"
    assert "This translation may be out of date" in read(page_of(item, "en"))
    [text] = contents["news.item"].texts(town.pk, "en")
    assert (text.title, text.state) == ("Neues Büro", "OUTDATED")


def test_a118_a_link_leads_to_what_is_public_here(
    desk, make, sign_in, clock, town, acting
):
    event = events.create_event(
        municipality=town,
        data={
            "title": "Elternabend",
            "first_day": date(2026, 3, 12),
            "place": "Rathaus",
        },
        by=None,
        now=clock(),
    )
    client = sign_in(desk)
    form = {
        "title": "Kommen Sie",
        "link": f"https://x.org/hier/en/events/{event.address}/",
    }
    assert client.post(f"{DESK}new/", form).status_code == 422
    acting(town, desk)
    events.publish_event(event=event, by=None, now=clock())
    for wrong in ("javascript:alert(1)", "https://boese.example/x", "/dort/de/events/"):
        assert client.post(f"{DESK}new/", form | {"link": wrong}).status_code == 422
    assert client.post(f"{DESK}new/", form).status_code == 302
    acting(town, desk)
    item = services.publish_item(item=NewsItem.objects.get(), by=desk, now=clock())
    assert f'href="/hier/de/events/{event.address}/"' in read(page_of(item))
    acting(town, desk)
    events.archive_event(event=event, by=None, now=clock())
    assert event.address not in read(page_of(item))


def test_a118_wrong_roles_and_strangers_change_nothing(
    make, town, other_town, person, sign_in, acting
):
    item = make()
    for role, read_status in ((Role.SOCIAL_WORKER, 200), (Role.VOLUNTEER, 404)):
        client = sign_in(person(town, role))
        assert client.get(DESK).status_code in {read_status, 403}
        for name in ("edit", "use"):
            assert client.get(at(item, name)).status_code in {403, 404}
        sent = client.post(at(item, "move"), {"step": "archive"})
        assert sent.status_code in {403, 404}
    stranger = sign_in(person(other_town, Role.EDITOR))
    assert stranger.get(at(item, "detail")).status_code in {403, 404}
    there = at(item, "detail").replace("/hier/", "/dort/")
    assert stranger.get(there).status_code == 404
    assert stranger.post(f"{there}move/", {"step": "archive"}).status_code == 404
    assert Client().get(page_of(item).replace("/hier/", "/dort/")).status_code == 404
    acting(town)
    item.refresh_from_db()
    assert item.is_published


def test_a118_switched_off_it_is_nowhere(make, town, desk, sign_in):
    item = make()
    town.features = {"news": False}
    town.save()

    for path in (LIST, f"{LIST}feed.rss", page_of(item)):
        assert Client().get(path).status_code == 404
    assert "Neues Büro" not in read(START)
    assert sign_in(desk).get(DESK).status_code == 404


def test_a118_pages_ask_the_same_number_of_questions(make, desk, sign_in, questions):
    def asked():
        paths = (LIST, START, f"{LIST}feed.rss", page_of(first))
        return [len(questions(Client(), path)) for path in paths]

    first = make(said={"en": ("One", "")}, topic="N01")
    make(topic="N18")
    asked()  # what the portal keeps for itself is made once
    few = asked()
    at_desk = len(questions(sign_in(desk), DESK))
    for number in range(12):
        make(title=f"Nummer {number}", said={"en": (f"No {number}", "")})
        make(title=f"Vorlage {number}", is_template=True)
    assert asked() == few
    assert len(questions(sign_in(desk), DESK)) == at_desk <= 12
    assert len(questions(sign_in(desk), at(first, "detail"))) <= 12


HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\u202e"


def test_a118_hostile_text_stays_text(make, desk, sign_in):
    item = make(title=HOSTILE, text=f"{HOSTILE}]]>", said={"en": (HOSTILE, HOSTILE)})
    client = sign_in(desk)

    for page in (
        read(LIST),
        read(START),
        read(page_of(item)),
        read(f"{LIST}feed.rss"),
        client.get(DESK).content.decode(),
        client.get(at(item, "detail")).content.decode(),
        client.get(at(item, "edit")).content.decode(),
        client.get(at(item, "translate", "en")).content.decode(),
    ):
        assert "<script>alert" not in page
        assert "alert(1)" in page
    assert len(list(_feed(read(f"{LIST}feed.rss")).iter("item"))) == 1


def test_pages_say_until_when_they_hold(make, clock):
    make(publish_at=clock() + timedelta(hours=1))

    mark = Client().get(LIST).headers[MARK]
    assert mark == f"hier;{int((clock() + timedelta(hours=1)).timestamp())}"
