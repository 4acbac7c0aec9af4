"""A home visit on a phone whose connection goes, and by keyboard; counted in steps.

What it takes stands in `docs/outreach.md`, as the tests print it.
"""

import time

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


# Seconds of a practised hand for a key or a tap, and for making up one's mind
# (Card, Moran and Newell: The Psychology of Human-Computer Interaction). The words of
# the note are not counted: they take as long on paper.
KEY, TAP, THOUGHT = 0.28, 1.1, 1.35
MOST_STEPS, MOST_SECONDS = 8, 20


def recorded(page, planned, begin):
    """Wait until the visit is written down; return the seconds that the house took."""
    page.get_by_text(NOTE).wait_for()
    seconds = time.monotonic() - begin
    planned.refresh_from_db()
    assert planned.is_met
    assert VisitNote.objects.get(visit=planned).text == NOTE
    return seconds


def told(where, steps, seconds):
    # The figures of the docs.
    print(f"A home visit {where}: {steps} steps, {seconds:.1f} s")  # noqa: T201
    assert steps <= MOST_STEPS
    assert seconds < MOST_SECONDS


def test_a_home_visit_is_written_down_on_a_phone_in_a_few_taps(planned, phone):
    begin = time.monotonic()
    phone.get_by_role("link", name=planned.arrival.name).click()
    phone.get_by_label("angetroffen", exact=True).check()
    note = phone.locator("[name=note]")
    note.click()
    note.fill(NOTE)
    assert overflow(phone) <= 0
    sends(phone, save(phone))

    seconds = recorded(phone, planned, begin)
    told("on a phone", 4, seconds + 4 * TAP + 2 * THOUGHT)


def test_a_home_visit_is_written_down_by_keyboard_alone(musterhafen, planned, visit):
    page = visit(reverse("outreach:visits", args=[musterhafen.slug]))
    keys = 0

    def press(key):
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    begin = time.monotonic()
    for _link in page.locator(".task a").all():
        press("j")
        if planned.arrival.name in page.evaluate("document.activeElement.textContent"):
            break
    press("Enter")
    page.locator("[name=note]").wait_for()
    page.wait_for_function("document.activeElement.name === 'result'")
    press("Space")
    press("Tab")
    press("Tab")
    assert page.evaluate("document.activeElement.name") == "note"
    page.keyboard.insert_text(NOTE)
    assert overflow(page) <= 0
    press("Control+Enter")

    seconds = recorded(page, planned, begin)
    told("by keyboard", keys, seconds + (keys + 1) * KEY + 2 * THOUGHT)
