"""What people write ends no line and no element of a feed (SEC-26).

Texts that would open a component, an alarm or a second entry stand in every
field that calendars and readers show; what comes out is read strictly.
"""

import re
from datetime import date, time
from email import message_from_bytes
from urllib.parse import urlencode

import icalendar
import pytest
from defusedxml import ElementTree as Xml
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.calendars import Dated
from hafen.core.db.lines import many_lines, one_line
from hafen.core.db.xml import printable
from hafen.core.mail.models import OutgoingMail
from hafen.core.places.models import Municipality, Site
from hafen.information.events import services
from hafen.information.events.models import DateChange, Event, EventTranslation
from hafen.mechanisms.feedback import forms as visitors
from hafen.mechanisms.feedback.forms import new_token
from hafen.network.organisations import services as organisations
from hafen.web.desk.calendar import as_calendar

HOSTILE = (
    "a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:PROCEDURE\r\nATTACH:ftp://x/y\r\nb",
    "a\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "a\rEND:VEVENT\rBEGIN:VEVENT\rUID:other\rb",
    "a\\nEND:VEVENT\\r\\nBEGIN:VALARM",
    "a\r\n ORGANIZER:mailto:x@evil.example\r\n\tfolded",
    "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028END:VEVENT\u2029h",
    "bell\x07 escape\x1b[2J\x7f delete\x9b1m",
    '";VALUE=URI:javascript:alert(1)',
    "ATTACH;FMTTYPE=application/x-msdownload:https://evil.example/x.exe",
    "a,b;c:d\\,e\\;f\\\\g^n^'^^",
    "\u202eabc\u2066def\u2069\u200f\u061c",
    "ß€𝄞" * 45,
    "]]></title><item><title>x</title></item><![CDATA[",
    "&amp;lt;script&gt; &#0; &#x1b; <!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "\ufffe\uffff\ufdd0 none",
)
EVENT = {
    "UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "DESCRIPTION", "LOCATION",
    "URL", "CATEGORIES", "STATUS", "COMMENT", "RRULE", "EXDATE", "RECURRENCE-ID",
}  # fmt: skip
CALENDAR = {
    "PRODID", "VERSION", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME",
    "REFRESH-INTERVAL",
}  # fmt: skip
PERSONAL = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP", "URL"}
_LINE = re.compile(rb"[A-Z][A-Z0-9-]*(;[A-Z-]+=[\w/.-]+)*:[^\r\n]*")
MOST_OCTETS = 75


def strictly(body: bytes) -> icalendar.Calendar:
    """Read a calendar as RFC 5545 has it: its lines first, then what they say."""
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert [line for line in lines if len(line) > MOST_OCTETS] == []
    for line in re.sub(rb"\r\n[ \t]", b"", body).split(b"\r\n")[:-1]:
        assert _LINE.fullmatch(line), line
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), line
    calendar = icalendar.Calendar.from_ical(body)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return calendar


def kept(text: str) -> str:
    """Return a longer text as a calendar gives it back."""
    return many_lines(text.replace("\r\n", "\n").replace("\r", "\n"))


def named(calendar: icalendar.Calendar) -> str:
    """Return the name of a calendar; the library reads no escapes in it."""
    return re.sub(r"\\([\\;,])", r"\1", str(calendar["X-WR-CALNAME"]))


@pytest.fixture
def written(town, acting):
    """An event of each hostile text in all its fields, and a changed date of it."""
    acting(town)
    Municipality.objects.update(name=HOSTILE[0])
    made = []
    for number, text in enumerate(HOSTILE):
        name = f"{text}{number}"
        organisation = organisations.create_organisation(
            municipality=town, data={"name": name, "kind": "ASSOCIATION"}, by=None
        )
        site = Site.objects.create(
            municipality=town, name=name[:120], kind="MEETING_PLACE", street=name[:120],
            is_published=True, sort_key=f"{number}",
        )  # fmt: skip
        data = {
            "title": text, "summary": text, "description": text, "programme": text,
            "first_day": date(2030, 3, 11), "starts": time(18), "ends": time(20),
            "organiser": text, "contact": text, "organisation": organisation,
            "rule": "FREQ=WEEKLY;COUNT=3",
        }  # fmt: skip
        data |= {"site": site} if number % 2 else {"place": text}
        event = services.create_event(
            municipality=town, data=data, by=None, now=timezone.now()
        )
        event = services.publish_event(event=event, by=None, now=timezone.now())
        DateChange.objects.create(
            municipality=town, event=event, day=date(2030, 3, 18),
            starts=time(19), place=text, note=text,
        )  # fmt: skip
        EventTranslation.objects.create(
            municipality=town, event=event, language="ar",
            state=EventTranslation.State.CHECKED, title=text, summary=text,
            description=text,
        )  # fmt: skip
        made.append(event)
    return made


@pytest.mark.parametrize("language", ["de", "ar"])
def test_no_text_ends_a_line_of_the_calendar(town, written, language):
    body = Client().get(f"/hier/{language}/events/calendar.ics").content

    calendar = strictly(body)

    told = calendar.walk("VEVENT")
    kinds = {part.name for part in calendar.walk()}
    assert kinds == {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
    assert set(calendar) <= CALENDAR
    assert one_line(HOSTILE[0]) in named(calendar)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"]
    assert {name for part in told for name in part} <= EVENT
    assert len(told) == 2 * len(HOSTILE)
    assert len({str(part["UID"]) for part in told}) == len(HOSTILE)
    for part, event in zip(told[::2], written, strict=True):
        assert str(part["SUMMARY"]) == one_line(event.title)
        assert str(part["DESCRIPTION"]) == kept(f"{event.summary}\n\n{event.title}")
        assert str(part["URL"]).startswith("http")
    for part, text in zip(told[1::2], HOSTILE, strict=True):
        assert (str(part["COMMENT"]), str(part["LOCATION"])) == (one_line(text),) * 2


def test_one_event_alone_ends_no_line_either(town, written):
    for event in written:
        address = reverse(
            "events_public:event_calendar", args=["hier", "de", event.address]
        )
        calendar = strictly(Client().get(address).content)
        assert len(calendar.walk("VEVENT")) == 2
        assert named(calendar) == one_line(event.title)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_a_line_of_a_personal_calendar(text):
    now = timezone.now()
    dates = [
        Dated("a", text, date(2030, 3, 11), address=f"/x/?{urlencode({'q': text})}")
    ]

    body = as_calendar(
        dates, title=text, host="https://x.example", now=now, again_after=now - now
    )

    calendar = strictly(body)
    (event,) = calendar.walk("VEVENT")
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert set(calendar) <= CALENDAR
    assert set(event) <= PERSONAL
    assert str(event["SUMMARY"]) == one_line(text)
    assert named(calendar) == one_line(text)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_no_text_ends_an_element_of_the_feed(town, written, language):
    root = Xml.fromstring(Client().get(f"/hier/{language}/events/feed.rss").content)

    items = root.findall("channel/item")
    assert len(items) == 3 * len(HOSTILE)
    assert {child.tag for item in items for child in item} == {
        "title", "link", "description", "guid", "pubDate",
    }  # fmt: skip
    assert {len(item) for item in items} == {5}
    told = {re.sub(r"\s+", " ", item.findtext("title", "")) for item in items}
    for event in written:
        words = re.sub(r"\s+", " ", printable(event.title))
        assert any(words in title for title in told), words


def test_maps_of_the_site_are_xml_whatever_names_say(town, written):
    for address in ("/hier/sitemap.xml", "/hier/sitemap-1.xml", "/sitemap.xml"):
        answer = Client().get(address)
        if answer.status_code == 200:
            Xml.fromstring(answer.content)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_title_keeps_a_mail_back_or_adds_a_head(town, acting, settings, text):
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    acting(town)

    send_mail(f"Erinnerung: {text}", "Guten Tag", None, ["amira@example.org"])

    mail = OutgoingMail.objects.get()
    head = message_from_bytes(bytes(mail.source))
    assert head.defects == []
    assert {name.lower() for name in head.keys()} <= {  # noqa: SIM118 - one may come twice
        "content-type", "mime-version", "subject", "from", "to", "date", "reply-to",
        "message-id", "auto-submitted",
    }  # fmt: skip
    assert len(head.keys()) == len(set(head.keys()))


def test_a_title_that_is_sent_with_lines_becomes_one_line(town, monkeypatch, acting):
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)
    acting(town)
    sent = {
        "title": HOSTILE[0],
        "description": HOSTILE[6],
        "kind": "CAFE",
        "first_day": "2030-03-14",
        "starts": "10:00",
        "ends": "12:00",
        "place": HOSTILE[1],
        "submitter_organisation": HOSTILE[2],
        "submitter_name": HOSTILE[5],
        "submitter_email": "ina@example.org",
        "token": new_token(),
    }

    answer = Client().post(
        "/hier/de/events/submit/", sent, headers={"Origin": "http://testserver"}
    )

    assert answer.status_code == 302
    acting(town)
    event = Event.objects.get()
    assert event.title == one_line(HOSTILE[0])
    assert event.place == one_line(HOSTILE[1])
    assert event.description == "bell escape[2J delete1m"
