"""What is not released, and whom nobody asked, leaves by no public address."""

from datetime import timedelta

import pypdfium2
import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from hafen.core.db.names import sort_key
from hafen.core.places.models import Site, Unit, UnitContact
from hafen.information.directory import services as directory
from hafen.information.events import services as events
from hafen.information.knowledge import services as knowledge
from hafen.information.knowledge.models import ArticlePage, FaqPage
from hafen.mechanisms.search.services import rebuild
from hafen.network.organisations.models import ContactPerson, Organisation
from hafen.network.organisations.services import create_organisation
from hafen.voice.inquiries import services as inquiries
from hafen.voice.inquiries.models import Agreement

pytestmark = pytest.mark.django_db
SECRET = "Grünspecht"  # stands in everything that nobody outside may read
QUERIES = {
    "hsds/services": "?per_page=500&full=true&full_service=true",
    "search/": f"?q={SECRET}",
    "search/suggest/": f"?q={SECRET[:6]}",
    "embed/search.json": f"?q={SECRET}",
    "embed/offers.json": f"?q={SECRET}",
    "embed/events.json": "?when=month",
}


@pytest.fixture
def released_and_not(town, person, acting):
    """A town with one public entry of each kind beside one that is not."""
    now = timezone.now()
    town.languages = ["de", "ar"]
    town.save()
    editor = person(town, name=f"Redaktion {SECRET}")
    acting(town, editor)
    open_one = create_organisation(
        municipality=town, data={"name": "Brücke", "kind": "ASSOCIATION"}, by=None
    )
    Organisation.objects.filter(pk=open_one.pk).update(state="PUBLISHED")
    create_organisation(
        municipality=town,
        data={"name": f"Verein {SECRET}", "kind": "ASSOCIATION"},
        by=None,
    )
    silent = ContactPerson.objects.create(
        municipality=town,
        organisation=open_one,
        name=f"Petra {SECRET}",
        phone="+49251987654",
        email="gruenspecht@example.org",
        confirmed_on=timezone.localdate(),
    )
    offer = {"organisation": open_one, "topics": ["N01"], "summary": "Kommen Sie."}
    shown = directory.create_service(
        municipality=town, data={**offer, "name": "Sprachkurs"}, by=None, now=now
    )
    directory.publish_service(service=shown, expected=None, by=None, now=now)
    hidden = {**offer, "name": f"Kurs {SECRET}"}
    directory.create_service(municipality=town, data=hidden, by=None, now=now)
    day = {"first_day": timezone.localdate() + timedelta(days=3)}
    _events(town, day, now)
    for kind in (ArticlePage, FaqPage):
        for title, publish in (("Wohnen", True), (f"Seite {SECRET}", False)):
            page = kind(title=title, body=[("paragraph", f"<p>{title}</p>")])
            knowledge.write_page(
                municipality=town, page=page, parent=None, by=editor, publish=publish
            )
    _places(town)
    _inquiry(town, now)
    rebuild(municipality=town)
    return silent


def _events(town, day, now):
    for title in ("Fest", f"Fest {SECRET}"):
        made = events.create_event(
            municipality=town,
            data={"title": title, "summary": "Alle.", "place": "Hof", **day},
            by=None,
            now=now,
        )
        if SECRET not in title:
            events.publish_event(event=made, by=None, now=now)


def _places(town):
    for name, is_published in (("Büro", True), (f"Haus {SECRET}", False)):
        Site.objects.create(
            municipality=town,
            kind=Site.Kind.OFFICE,
            name=name,
            sort_key=sort_key(name),
            is_published=is_published,
        )
    unit = Unit.objects.create(
        municipality=town,
        name="Sozialamt",
        sort_key="sozialamt",
        internal_phone="+49251987654",
        note=f"Nur für uns: {SECRET}",
    )
    UnitContact.objects.create(
        municipality=town, unit=unit, name=f"Frau {SECRET}", phone="+49251987654"
    )


def _inquiry(town, now):
    inquiries.receive_inquiry(
        municipality=town,
        new=inquiries.NewInquiry(
            kind="COMPLAINT",
            channel="WEB",
            language="de",
            text=f"Beschwerde {SECRET}",
            person=inquiries.Person(
                name=f"Kläger {SECRET}", email="gruenspecht@example.org"
            ),
        ),
        now=now,
    )
    Agreement.objects.create(
        municipality=town,
        name=f"Straße {SECRET}",
        sort_key="strasse",
        held_on=now.date(),
        contacts_made=0,
    )


def addresses(town):
    """Return every public address that needs no key, in each language."""
    found = []
    for pattern, prefix in _patterns(get_resolver().url_patterns, ""):
        route = prefix + str(pattern.pattern)
        is_public = getattr(pattern.callback, "is_public", False)
        if not is_public or route.startswith(("account/", "cms/", "health", "static")):
            continue
        for language in town.languages:
            path = route.replace("<slug:municipality>", town.slug)
            path = path.replace("<language:language>", language)
            for feed in ("offers", "events", "questions", "search"):
                found.append(path.replace("<slug:name>", feed))
    return sorted({path for path in found if "<" not in path})


def _patterns(patterns, prefix):
    for each in patterns:
        if isinstance(each, URLPattern):
            yield each, prefix
        else:
            yield from _patterns(each.url_patterns, prefix + str(each.pattern))


def said(answer):
    body = b"".join(answer) if answer.streaming else answer.content
    if answer.get("Content-Type") == "application/pdf":
        pages = pypdfium2.PdfDocument(body)
        return " ".join(page.get_textpage().get_text_range() for page in pages)
    return body.decode("utf-8", errors="replace")


def test_no_public_address_tells_a_draft_a_note_or_a_person_without_consent(
    town, client, released_and_not
):
    asked, told = addresses(town), {}
    for path in asked:
        query = next((q for end, q in QUERIES.items() if path.endswith(end)), "")
        answer = client.get(f"/{path}{query}")
        if answer.status_code == 200:
            # What a visitor typed stands in the field of the search again.
            told[path] = said(answer).replace(f'value="{SECRET}"', "")

    feeds = ("calendar.ics", "feed.rss", "embed/events.json", "hsds/services")
    assert all(any(path.endswith(feed) for path in told) for feed in feeds)
    everything = " ".join(told.values())
    for known in ("Sprachkurs", "Fest", "Wohnen", "Sozialamt", "Büro"):
        assert known in everything
    secrets = ("Verein", "Kurs", "Fest", "Seite", "Haus", "Frau", "Petra", "Kläger")
    leaks = [
        (path, word)
        for path, text in told.items()
        for word in (
            *(f"{word} {SECRET}" for word in secrets),
            f"Beschwerde {SECRET}",
            f"Straße {SECRET}",
            f"Redaktion {SECRET}",
            f"Nur für uns: {SECRET}",
            "987654",
            "gruenspecht@example.org",
        )
        if word in text
    ]
    assert leaks == []
