"""A coordinator on Monday: a late inquiry, a third party, a tally, a list."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from hafen.mechanisms.todos.models import Todo
from hafen.network.contacts.models import Contact
from hafen.voice.inquiries.models import Inquiry
from tests.browser.journeys import TOWN, enter, look, mailed_link, quick
from tests.visits import HOST, overflow, sends

__all__ = ["enter", "quick"]
QUESTION = "Wer zahlt die Miete im Übergangsmonat?"
THEIRS = "Das Sozialamt zahlt bis zum Monatsende."
OURS = "Das Sozialamt zahlt die Miete bis zum Monatsende."


@pytest.fixture
def late(musterhafen, acting):
    """The inquiry about the rent of one month, whose day is over."""
    acting(musterhafen)
    found = Inquiry.objects.get(channel="TELEPHONE")
    found.due_on = timezone.localdate() - timedelta(days=3)
    found.save()
    Todo.objects.filter(subject_id=found.pk).update(due_on=found.due_on)
    return found


@pytest.fixture
def monday(late, enter, visit):
    enter("ehrenamt")
    return visit(f"{TOWN}/desk/")


def test_a_late_inquiry_is_asked_on_answered_and_closed(
    monday, late, visit, enter, acting, musterhafen, client, quick
):
    page = monday
    opens_the_late_one(page, late)
    asks_a_third_party(page)
    client.logout()
    the_third_party_answers(visit)
    enter("ehrenamt")
    answers_and_closes(page, late)
    acting(musterhafen)
    late.refresh_from_db()
    assert (late.state, late.reaction, late.success) == ("CLOSED", "POSITIVE", "YES")


def opens_the_late_one(page, late):
    look(page, "co-1-today")
    page.locator("main").get_by_role("link", name=late.number).first.click()
    if page.get_by_role("link", name="Dorthin gehen").count():
        page.get_by_role("link", name="Dorthin gehen").click()
    look(page, "co-2-inquiry")
    assert "verspätet" in page.inner_text("main")


def asks_a_third_party(page):
    page.get_by_role("link", name="Dritte fragen").click()
    due = timezone.localdate() + timedelta(days=5)
    one = page.locator("section", has_text="Stelle fragen").last
    one.get_by_label("Stelle", exact=False).first.select_option(index=1)
    one.get_by_label("Was die Stelle erfährt").fill(QUESTION)
    one.get_by_label("Warum sie es erfahren darf").select_option("NAMELESS")
    one.locator("[name=due_on]").fill(due.isoformat())
    look(page, "co-3-party")
    one.get_by_role("button", name="Frage absenden").click()
    page.get_by_role("heading", name="Dritte").wait_for()
    look(page, "co-4-asked")


def the_third_party_answers(visit):
    theirs = visit(mailed_link("/inquiry/party/"), width=360)
    look(theirs, "co-5-their-page")
    assert QUESTION in theirs.inner_text("main")
    theirs.locator("main textarea").fill(THEIRS)
    theirs.get_by_role("button", name="Absenden").click()
    theirs.get_by_text("hier ist nichts weiter zu tun").wait_for()
    assert overflow(theirs) <= 0


def answers_and_closes(page, late):
    page.goto(f"{HOST}{TOWN}/desk/")
    look(page, "co-6-today")
    page.locator("main").get_by_role("link", name=late.number).first.click()
    if page.get_by_role("link", name="Dorthin gehen").count():
        page.get_by_role("link", name="Dorthin gehen").click()
    assert THEIRS in page.inner_text("main")
    page.locator("#answer textarea").fill(OURS)
    sends(page, page.get_by_role("button", name="Antwort senden"))
    page.get_by_text("Anfrage abschließen").click()
    look(page, "co-7-answered")
    page.get_by_label("Reaktion der Person").select_option("POSITIVE")
    page.get_by_label("Ergebnis in der Sache").select_option("YES")
    sends(page, page.get_by_role("button", name="Schließen", exact=True))
    look(page, "co-8-closed")


def test_a_short_enquiry_is_counted_with_two_clicks(monday, acting, musterhafen):
    acting(musterhafen)
    before = Contact.objects.filter(is_tally=True).count()
    page = monday

    page.get_by_role("link", name="Kontakte", exact=True).first.click()
    look(page, "co-9-contacts")
    page.locator("[name=tally]").first.click()
    page.get_by_role("button", name="Zurücknehmen").wait_for()
    look(page, "co-10-counted")

    acting(musterhafen)
    assert Contact.objects.filter(is_tally=True).count() == before + 1


def test_a_list_is_fetched_as_a_spreadsheet_with_keys_alone(monday, client):
    page = monday
    reach(page, "Kontakte")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/contacts/")
    count = page.locator("main tbody tr").count()
    reach(page, "Tabelle (Excel)")
    address = page.evaluate("document.activeElement.href").replace(HOST, "")

    sheet = load_workbook(BytesIO(client.get(address).getvalue())).active
    assert sheet.max_row > count


def reach(page, words):
    """Press Tab until the link with these words has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = "document.activeElement.innerText || ''"
        if page.evaluate(focused).strip() == words:
            return
    raise AssertionError(words)
