"""Appointments that people ask for without an account, at times that are free."""

import re
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.casework.consultations import keys, queries, services
from hafen.casework.consultations.models import Appointment, DeskHour, OnlineRequest
from hafen.casework.consultations.tests.stage import DORTMUND, at, moment
from hafen.core.accounts.models import Absence
from hafen.core.mail.models import Notice
from hafen.core.places.models import ClosedDay
from hafen.core.places.services import replace_hours
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.services import MOST_PER_SENDER
from tests.visits import _keep, go, overflow, violations

pytestmark = pytest.mark.django_db
MAIL = "mira@example.org"
HERE = {"HTTP_ORIGIN": "http://testserver"}


def next_day(weekday: int) -> date:
    """Return the first such weekday that is a week away at least."""
    today = timezone.localdate()
    return today + timedelta(days=7 + (weekday - today.weekday()) % 7)


@pytest.fixture
def point(office, town, clara, acting):
    """Clara advises on Mondays from nine to ten, half an hour each, online too."""
    acting(town, clara)
    office.is_published = True
    office.save()
    offer(office, clara)
    return office


def offer(site, adviser, weekday=0, begins=9, ends=10, **more):
    facts = {"online_minutes": 30, "languages": ["de"]} | more
    return DeskHour.objects.create(
        municipality_id=site.municipality_id, site=site, weekday=weekday,
        begins=time(begins), ends=time(ends), adviser=adviser,
        first_day=timezone.localdate() - timedelta(days=30), **facts,
    )  # fmt: skip


def times(town, site, **more):
    facts = {"topic": "", "language": "de", "now": timezone.now()} | more
    return queries.free_times(town, site, **facts)


def page(town, site, language="ar"):
    return reverse("consultations_public:ask", args=[town.slug, language, site.path])


def asks(client, town, site, free, **more):
    data = {
        "topic": "N01", "language": "ar", "slot": free.key, "email": MAIL,
        "token": new_token(is_corrected=True),
    }  # fmt: skip
    return client.post(page(town, site), data | more, **HERE)


def own(row, town):
    args = [town.slug, "ar", row.pk, keys.code_of(row.pk)]
    return reverse("consultations_public:appointment", args=args)


def press(client, row, town, step, **more):
    return client.post(own(row, town), {"step": step} | more, **HERE)


@pytest.fixture
def asked(point, town, client, clara, acting):
    """An appointment for which somebody asked who speaks Arabic, and confirmed it."""
    asks(client, town, point, times(town, point)[0])
    row = Appointment.objects.get()
    press(client, row, town, "confirm")
    acting(town, clara)
    return Appointment.objects.get()


def test_d11_somebody_asks_and_confirms_by_the_mailed_link(point, town, client, clara):
    assert "Büro" in client.get(page(town, point)).content.decode()
    free = times(town, point)
    shown = client.post(page(town, point), {"topic": "N01", "language": "ar"}, **HERE)
    assert free[0].key in shown.content.decode()
    assert asks(client, town, point, free[0]).status_code == 302

    row = Appointment.objects.get()
    assert (row.state, row.topic, row.language) == ("HELD", "N01", "ar")
    told = Notice.objects.get()
    assert told.subject == "يرجى تأكيد موعدكم"
    assert own(row, town) in told.text
    assert not queries.arranged(clara, part="asked", today=timezone.localdate())
    # Looking changes nothing: scanners of mail open links.
    assert client.get(own(row, town)).status_code == 200
    row.refresh_from_db()
    assert row.is_held
    for _twice in range(2):
        assert press(client, row, town, "confirm").status_code == 302
    row.refresh_from_db()
    assert row.is_asked


def test_d11_the_desk_sees_it_today_and_takes_it_on(asked, town, desk, client):
    today = desk.get(reverse("desk:today", args=[town.slug])).content.decode()
    assert "part=asked" in today
    listed = desk.get(at(town, "appointments"), {"part": "asked"})
    assert [each for each, _brief, _may in listed.context["rows"]] == [asked]
    assert MAIL not in listed.content.decode()
    mail.outbox.clear()
    desk.post(at(town, "appointment_step", asked.pk, "accept"), {"part": "asked"})

    asked.refresh_from_db()
    assert asked.is_arranged
    assert [each.subject for each in mail.outbox] == ["موعدكم"]
    (calendar,) = mail.outbox[0].attachments
    written = calendar.get_payload(decode=True).decode().replace("\r\n ", "")
    assert "METHOD:REQUEST" in written
    assert "Büro" in written
    assert [word for word in ("N01", "Clara", asked.code) if word in written] == []
    file = client.get(own(asked, town) + "appointment.ics")
    assert b"METHOD:PUBLISH" in file.content
    assert MAIL.encode() not in file.content

    mail.outbox.clear()
    day = timezone.localdate(asked.starts_at) - timedelta(days=1)
    for _twice in range(2):
        services.remind(municipality_id=town.pk, today=day, now=timezone.now())
    assert [each.subject for each in mail.outbox] == ["موعدكم غدًا"]


def test_d11_it_is_moved_by_the_link_and_asked_for_anew(
    asked, point, town, client, clara
):
    services.accept(appointment=asked, by=clara, now=timezone.now())
    first, second = asked.starts_at, times(town, point)[0]

    assert press(client, asked, town, "move", slot=second.key).status_code == 302
    asked.refresh_from_db()
    assert (asked.starts_at, asked.state) == (second.starts_at, "ASKED")
    assert times(town, point)[0].starts_at == first
    # A time that is no longer free is refused; the next one is offered.
    refused = press(client, asked, town, "move", slot="99")
    assert refused.status_code == 422
    assert refused.context["form"]["slot"].value() == times(town, point)[0].key


def test_d11_the_desk_moves_it_and_the_link_cancels_it(
    asked, town, client, desk, clara
):
    mail.outbox.clear()
    later = moment(next_day(2), 16)
    form = {"adviser": clara.pk, "day": later.date().isoformat(), "begins": "16:00"}
    assert desk.post(at(town, "move", asked.pk), form).status_code == 302
    asked.refresh_from_db()
    assert (asked.starts_at, asked.state, asked.minutes) == (later, "ARRANGED", 30)
    assert [each.subject for each in mail.outbox] == ["تغيّر وقت موعدكم"]

    for step in ("cancel", "confirm"):
        assert press(client, asked, town, step).status_code == 302
        asked.refresh_from_db()
        assert asked.state == "OFF"
    (calendar,) = mail.outbox[-1].attachments
    assert b"METHOD:CANCEL" in calendar.get_payload(decode=True)


def test_only_what_is_free_open_and_not_overrun_is_offered(
    point, town, clara, bela, came
):
    day = next_day(0)
    hours = {each.starts_at for each in times(town, point)}
    assert {moment(day, 9), moment(day, 9, 30)} <= hours
    assert all(timezone.localtime(each).weekday() == 0 for each in hours)

    # Another topic, a closed day, somebody who is away, and the door shut.
    DeskHour.objects.update(topics=["N02"])
    assert times(town, point, topic="N01") == []
    assert len(times(town, point)) == len(hours)
    ClosedDay.objects.create(municipality=town, first_day=day, last_day=day, reason="Z")
    assert moment(day, 9) not in {each.starts_at for each in times(town, point)}
    ClosedDay.objects.all().delete()
    Absence.objects.create(municipality=town, user=clara, valid_from=day)
    assert all(each.starts_at < moment(day, 0) for each in times(town, point))
    offer(point, bela, languages=["ar"])
    free = next(each for each in times(town, point) if each.starts_at == moment(day, 9))
    assert [hour.adviser for hour in free.hours] == [bela]
    offer(point, bela, weekday=2)
    assert len({each.starts_at for each in times(town, point)}) == len(hours)

    # Mondays are overrun: nobody is sent there besides.
    Absence.objects.all().delete()
    for week in range(1, 5):
        for minute in range(0, 40, 2):
            came(at=moment(next_day(0) - timedelta(weeks=week + 1), 9, minute))
    replace_hours(point, rows=[each for each in DORTMUND if each.weekday != 2])
    assert times(town, point) == []


def test_who_speaks_the_language_is_asked_first(point, town, client, bela):
    offer(point, bela, languages=["ar"])
    asks(client, town, point, times(town, point, language="ar")[0])
    assert Appointment.objects.get().adviser == bela


def test_a_time_that_nobody_confirms_is_free_again_and_nothing_is_kept(
    point, town, client
):
    free = times(town, point)[0]
    asks(client, town, point, free)
    row = Appointment.objects.get()
    assert free.key not in {each.key for each in times(town, point)}
    later = timezone.now() + services.HELD_FOR
    assert free.key in {each.key for each in times(town, point, now=later)}
    assert services.forget_unconfirmed(municipality_id=town.pk, now=later) == 1
    assert not OnlineRequest.objects.exists()
    gone = client.get(own(row, town))
    assert (gone.status_code, "no-store") == (404, gone["Cache-Control"])


def test_nobody_takes_all_times_or_learns_who_has_asked(point, town, client):
    free = times(town, point)
    answers = [asks(client, town, point, each) for each in free[:3]]
    assert [each.status_code for each in answers] == [302, 302, 302]
    assert len({each["Location"] for each in answers}) == 1
    assert Appointment.objects.count() == 2
    last = Notice.objects.latest("created_at")
    for row in Appointment.objects.all():
        assert own(row, town) in last.text

    for number in range(MOST_PER_SENDER - 3):
        asks(client, town, point, free[2 + number], email=f"a{number}@example.org")
    flood = asks(client, town, point, free[-1], email="z@example.org")
    assert flood.status_code == 429


def test_robots_strangers_and_wrong_links_get_nothing(point, town, other_town, client):
    free = times(town, point)[0]
    assert asks(client, town, point, free, website="x").status_code == 302
    assert asks(client, town, point, free, token=new_token()).status_code == 302
    data = {"topic": "", "language": "ar", "slot": free.key, "email": MAIL}
    foreign = {"HTTP_ORIGIN": "https://evil.example"}
    assert client.post(page(town, point), data, **foreign).status_code == 403
    assert client.post(page(town, point), data, **HERE).status_code == 422
    wrong = asks(client, town, point, free, topic="<b>", language="xx")
    assert wrong.status_code == 422
    assert not Appointment.objects.exists()

    asks(client, town, point, free)
    row = Appointment.objects.get()
    assert (
        client.get(own(row, town).replace(keys.code_of(row.pk), "a" * 32)).status_code
        == 404
    )
    there = reverse(
        "consultations_public:appointment",
        args=[other_town.slug, "de", row.pk, keys.code_of(row.pk)],
    )
    assert client.get(there).status_code == 404
    assert press(client, row, town, "steal").status_code == 404


def test_where_a_desk_offers_none_nothing_changes(point, town, client, desk):
    site = reverse("places_public:site", args=[town.slug, "de", point.path])
    assert "Termin anfragen" in client.get(site).content.decode()
    DeskHour.objects.update(online_minutes=None)
    row = DeskHour.objects.get()
    services.end_desk_hour(hour=row, last_day=timezone.localdate(), by=row.adviser)
    assert "Termin anfragen" not in client.get(site).content.decode()
    assert client.get(page(town, point)).status_code == 404


def test_only_a_colleague_can_be_asked_for_online(desk, town, point, clara):
    form = {
        "site": point.pk, "weekday": 2, "begins": "09:00", "ends": "12:00",
        "name": "Frau Beispiel", "first_day": timezone.localdate().isoformat(),
        "online_minutes": "30",
    }  # fmt: skip
    refused = desk.post(at(town, "add_desk_hour"), form)
    assert list(refused.context["form"].errors) == ["online_minutes"]
    done = desk.post(at(town, "add_desk_hour"), form | {"adviser": clara.pk})
    assert done.status_code == 302


def test_who_did_not_come_is_counted(point, town, client, desk, clara):
    rows = []
    for free, what in zip(times(town, point), ("missed", "off"), strict=False):
        asks(client, town, point, free)
        row = Appointment.objects.latest("created_at")
        press(client, row, town, "confirm")
        desk.post(at(town, "appointment_step", row.pk, what))
        rows.append(row)
    day = timezone.localdate(rows[-1].starts_at).isoformat()
    load = desk.get(at(town, "load"), {"first": day, "last": day})
    got = load.context["numbers"]
    assert (got.missed, got.off, got.came, got.online) == (1, 1, 0, 2)


def test_whoever_comes_second_is_offered_the_next_time(
    point, town, client, monkeypatch
):
    free, later = times(town, point)[:2]
    asked = services.ask

    def somebody_is_quicker(**facts):
        monkeypatch.setattr(services, "ask", asked)
        asked(**facts | {"email": "first@example.org"})
        return asked(**facts)

    monkeypatch.setattr(services, "ask", somebody_is_quicker)
    second = asks(client, town, point, free)
    assert second.status_code == 422
    assert second.context["form"]["slot"].value() == later.key
    assert re.search(r'value="mira@example\.org"', second.content.decode())
    assert asks(client, town, point, later).status_code == 302


@pytest.mark.parametrize(
    ("language", "width"), [("de", 360), ("de", 1280), ("ar", 360), ("ar", 1280)]
)
def test_it_is_asked_for_in_the_browser(
    point, town, clara, visit, acting, language, width
):
    def looked(name):
        assert overflow(window) <= 0, name
        assert violations(window) == [], name
        _keep(window, f"online-{name}-{language}-{width}")

    # A person needs some seconds; the test does not.
    window = visit(page(town, point, language), width=width, language=language)
    looked("wish")
    window.locator("#id_topic").select_option(index=1)
    window.locator("main button[type=submit]").click()
    window.locator("#id_email").fill(MAIL)
    looked("times")
    window.locator("[name=token]").evaluate("(field, fresh) => field.value = fresh",
        new_token(is_corrected=True))  # fmt: skip
    window.locator("main button[type=submit]").click()
    window.wait_for_url("**sent=1")
    looked("asked")
    acting(town, clara)
    row = Appointment.objects.get()
    go(window, own(row, town).replace("/ar/", f"/{language}/"))
    looked("held")
    window.locator("button[value=confirm]").click()
    window.locator("button[value=confirm]").wait_for(state="detached")
    window.locator("main summary").click()
    looked("own")
