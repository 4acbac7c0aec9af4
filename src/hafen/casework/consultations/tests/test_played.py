"""A consultation hour played in the browser: by keyboard, and on a phone.

What it takes is counted and stands in `docs/consultations.md`.
"""

import time

import pytest

from hafen.casework.cases.tests.conftest import only
from hafen.casework.consultations.models import Visit, Visitor
from hafen.casework.consultations.tests.stage import at
from hafen.network.contacts.models import Contact
from tests.visits import overflow

pytestmark = pytest.mark.django_db

# Seconds of a practised hand for a key or a tap, and for making up one's mind
# (Card, Moran and Newell: The Psychology of Human-Computer Interaction).
KEY, TAP, THOUGHT = 0.28, 1.1, 1.35
MOST_SECONDS = 20


def test_an_hour_is_played_by_keyboard_and_on_a_phone(
    desk, town, household, acting, clara, visit
):
    row = household()
    hour = at(town, "hour")

    by_keyboard = play_by_keyboard(visit(hour))
    by_phone, widths = play_by_phone(visit(hour, width=360))

    acting(town, clara)
    assert max(widths) <= 0
    assert {each.state for each in Visit.objects.all()} == {"DONE"}
    met = Visitor.objects.order_by("visit__number").values_list("client", flat=True)
    assert list(met) == [only(row).pk, None]
    assert Contact.objects.filter(is_tally=False).count() == 2
    assert Contact.objects.get(is_tally=True).group == "b"
    assert max(by_keyboard, by_phone) < MOST_SECONDS


def play_by_keyboard(page):
    """Give two numbers, count a question, call and record; return its seconds."""
    for number in (1, 2):
        page.keyboard.press("n")
        arrive(page, page.get_by_text(f"Nummer {number}"))
    page.keyboard.press("b")
    arrive(page, page.get_by_text("Gezählt."))

    begin = time.monotonic()
    page.keyboard.press("w")
    arrive(page, page.get_by_role("heading", name="Nummer 1"))
    page.keyboard.type("amal")
    page.locator("#found input[value^='person:']").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Der Kontakt ist erfasst").wait_for()
    return time.monotonic() - begin + 7 * KEY + 2 * THOUGHT


def play_by_phone(page):
    """Call and record the next one; return its seconds, and what was too wide."""
    widths = [overflow(page)]
    begin = time.monotonic()
    page.get_by_role("button", name="Nächste Nummer aufrufen").click()
    arrive(page, page.get_by_role("heading", name="Nummer 2"))
    page.locator("#id_q").fill("amal")
    page.locator("#found input[value^='all:']").check()
    widths.append(overflow(page))
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Der Kontakt ist erfasst").wait_for()
    return time.monotonic() - begin + 3 * TAP + 4 * KEY + 3 * THOUGHT, widths


def arrive(page, sign):
    """Wait for a page, and until its scripts listen."""
    sign.wait_for()
    page.wait_for_load_state()
    page.evaluate("new Promise((ready) => setTimeout(ready))")
