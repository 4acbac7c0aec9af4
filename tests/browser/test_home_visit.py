"""A home visit on a phone whose connection goes: counted in steps, nothing is lost."""

import pytest
from django.urls import reverse

from hafen.casework.outreach.models import HomeVisit, VisitNote
from hafen.core.db import context
from hafen.core.db.context import Context
from tests.visits import overflow, sends

NOTE = "Zwei Kinder warten auf einen Schulplatz; Termin mit der Schule gesucht."


@pytest.fixture
def planned(musterhafen, speaking):
    user = speaking("sozialarbeit@example.org", "de")
    context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
    return HomeVisit.objects.get(result="")


@pytest.fixture
def phone(musterhafen, planned, visit):
    return visit(reverse("outreach:visits", args=[musterhafen.slug]), width=360)


def kept(page):
    """Return what lies on the device."""
    return page.evaluate("Object.entries(localStorage).flat().join(' ')")


def no_connection(route):
    route.abort()


def save(page):
    return page.get_by_role("button", name="Besuch eintragen")


def holds(page):
    """Return whether the page has what was typed before."""
    note = page.locator("[name=note]").input_value()
    return note == NOTE and page.get_by_label("angetroffen", exact=True).is_checked()


def test_a_home_visit_loses_no_typed_text(planned, phone):
    phone.get_by_role("link", name=planned.arrival.name).click()
    phone.get_by_label("angetroffen", exact=True).check()
    phone.locator("[name=note]").fill(NOTE)
    phone.get_by_text("behalten").wait_for()
    assert overflow(phone) <= 0
    phone.route("**/*", no_connection)
    save(phone).click()
    phone.get_by_text("Keine Verbindung").wait_for()
    assert holds(phone)
    # Whoever finds the phone finds no word of it.
    assert "draft:" in kept(phone)
    assert "Schulplatz" not in kept(phone)
    phone.unroute("**/*", no_connection)
    phone.complaints.clear()

    phone.reload()
    phone.get_by_text("noch nicht gespeichert").wait_for()
    assert holds(phone)
    sends(phone, save(phone))
    phone.get_by_text(NOTE).wait_for()

    planned.refresh_from_db()
    assert planned.is_met
    assert VisitNote.objects.get(visit=planned).text == NOTE
    assert "draft:" not in kept(phone)


def test_who_signs_out_leaves_nothing_on_a_shared_phone(planned, phone):
    phone.get_by_role("link", name=planned.arrival.name).click()
    phone.locator("[name=note]").fill(NOTE)
    phone.get_by_text("behalten").wait_for()
    phone.locator(".user-menu summary").click()
    sends(phone, phone.get_by_role("button", name="Abmelden"))

    assert "draft:" not in kept(phone)
