"""One journey: a visitor waits, moves up and is there; told in three browsers."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.events import services
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.feedback import forms as visitors
from tests.visits import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def clock():
    """Let the journey live today: a browser has a clock of its own."""
    return timezone.now()


@pytest.fixture
def desk(town, person, acting, monkeypatch):
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)
    found = person(town, Role.EDITOR, name="Dora")
    acting(town, found)
    return found


def offered(town, desk, now):
    """An evening in a week with one place, which Boris has."""
    day: date = timezone.localdate(now) + timedelta(days=7)
    event = services.create_event(
        municipality=town,
        data={
            "title": "Elternabend",
            "first_day": day,
            "starts": time(18),
            "ends": time(20),
            "place": "Rathaus",
            "has_registration": True,
            "places": 1,
        },
        by=desk,
        now=now,
    )
    services.translate_event(
        event=event,
        language="ar",
        texts={"title": "أمسية الأهل"},
        state="CHECKED",
        by=desk,
        now=now,
    )
    services.publish_event(event=event, by=desk, now=now)
    data = bookings.RegistrationData(name="Boris", language="de", phone="0123")
    boris, _new = bookings.register(bookable=Bookable.objects.get(), data=data, now=now)
    return boris


def registers(visit):
    page = visit("/hier/ar/events/", width=360, language="ar")
    assert violations(page) == []
    page.get_by_role("link", name="أمسية الأهل").click()
    assert overflow(page) <= 0
    assert violations(page) == []
    page.get_by_role("link", name="التسجيل").click()
    page.locator("[name=name]").fill("أمل")
    page.locator("[name=email]").fill("amal@example.org")
    page.get_by_role("button", name="التسجيل في قائمة الانتظار").click()
    assert "وصل تسجيلك" in page.inner_text("main")


def takes_the_place(visit):
    lines = mail.outbox[-1].body.splitlines()
    link = next(line for line in lines if "/registration/" in line)
    page = visit("/" + link.split("/", 3)[3], width=360, language="ar")
    assert overflow(page) <= 0
    assert violations(page) == []
    page.get_by_role("button", name="نعم، أقبل المكان").click()
    assert "لديكم مكان" in page.inner_text("main")


def takes_attendance(visit):
    page = visit(f"/hier/desk/registrations/{Bookable.objects.get().pk}/")
    assert violations(page) == []
    page.get_by_role("link", name="Anwesenheit", exact=True).click()
    page.get_by_label("أمل").check()
    page.get_by_role("button", name="Anwesenheit speichern").click()
    assert "Die Anwesenheit ist eingetragen." in page.inner_text("main")


def test_a_visitor_registers_in_arabic_moves_up_and_is_there(
    town, desk, visit, sign_in, acting
):
    boris = offered(town, desk, timezone.now())

    registers(visit)
    acting(town, desk)
    waiting = Registration.objects.get(state="WAITING")
    bookings.withdraw(registration=boris, by=None, now=timezone.now())
    takes_the_place(visit)
    sign_in(desk)
    takes_attendance(visit)

    acting(town, desk)
    waiting.refresh_from_db()
    assert waiting.attended
