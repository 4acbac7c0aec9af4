"""A partner organisation: the mailed question, one change, an own event."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.information.directory import services
from hafen.information.directory.models import Review, Service
from hafen.network.organisations.models import Organisation
from tests.browser.journeys import TOWN, enter, look, mailed_link, quick
from tests.visits import overflow, sends

__all__ = ["enter", "quick"]
CHANGED = "Jetzt auch am Samstag, in einfacher Sprache."


@pytest.fixture
def asked(musterhafen, acting):
    """One organisation of the demo is asked about all that it offers."""
    acting(musterhafen)
    partner = Organisation.objects.get(email="leuchtfeuer@example.org")
    Service.objects.update(next_check_on=timezone.localdate() + timedelta(days=300))
    own = Service.objects.filter(organisation=partner, state="PUBLISHED")
    own.update(next_check_on=timezone.localdate())
    assert own.count() >= 2
    services.ask_organisations(municipality=musterhafen, now=timezone.now())
    return mailed_link("/review/")


def test_a_partner_changes_one_entry_and_confirms_the_rest(
    asked, musterhafen, visit, enter, acting, client, quick
):
    page = visit(asked, width=360)
    look(page, "de-1-review")
    assert overflow(page) <= 0
    name = proposes_a_change(page)
    confirms_the_rest(page)
    acting(musterhafen)
    assert not Review.objects.get().is_open
    an_editor_takes_it_over(visit, enter, name)
    client.logout()
    public = visit(f"{TOWN}/de/offers/?q=")
    acting(musterhafen)
    assert Service.objects.get(name=name).summary == CHANGED
    public.close()


def proposes_a_change(page):
    name = page.locator("main .task__title a").first.inner_text()
    page.get_by_role("link", name="Etwas ändern").first.click()
    look(page, "de-2-propose")
    page.locator("[name=summary]").fill(CHANGED)
    page.get_by_role("button", name="An die Redaktion senden").click()
    page.wait_for_url("**/review/*/")
    look(page, "de-3-proposed")
    return name


def confirms_the_rest(page):
    page.get_by_role("button", name="Alles stimmt noch").click()
    page.get_by_text("Danke. Alles ist beantwortet.").wait_for()
    look(page, "de-4-confirmed")


def an_editor_takes_it_over(visit, enter, name):
    enter("redaktion")
    page = visit(f"{TOWN}/desk/")
    look(page, "de-5-editor-today")
    page.goto(page.url + "offers/upkeep/")
    page.get_by_role("link", name=name, exact=True).first.click()
    look(page, "de-6-decide")
    assert CHANGED in page.inner_text("main")
    sends(page, page.get_by_role("button", name="Übernehmen"))


def test_a_partner_hands_an_event_in_and_sees_it_after_approval(
    musterhafen, visit, enter, client, quick
):
    page = visit(f"{TOWN}/de/", width=360)
    hands_an_event_in(page)
    page.goto(page.url.split("/submit")[0] + "/")
    assert "Lesefest am Kai" not in page.inner_text("main")
    enter("redaktion")
    publishes_it(visit(f"{TOWN}/desk/"))
    client.logout()
    sees_it(visit)


def hands_an_event_in(page):
    page.get_by_role("link", name="Alle Veranstaltungen").first.click()
    page.get_by_role("link", name="Eigene Veranstaltung melden").click()
    look(page, "de-7-submit")
    day = timezone.localdate() + timedelta(days=3)
    page.get_by_label("Titel").fill("Lesefest am Kai")
    page.get_by_label("Beschreibung").fill("Wir lesen in fünf Sprachen vor.")
    page.locator("[name=first_day]").fill(day.isoformat())
    page.locator("[name=starts]").fill("15:00")
    page.get_by_label("Ort", exact=False).first.fill("Kaisaal, Hafenweg 1")
    page.get_by_label("Ihre Organisation").fill("Demo Verein")
    page.get_by_label("Ihr Name").fill("Demo Person")
    page.get_by_label("Ihre E-Mail-Adresse").fill("demo-verein@example.org")
    page.get_by_role("button", name="Einreichen").click()
    page.wait_for_url("**/submit/thanks/")
    look(page, "de-8-thanks")
    assert overflow(page) <= 0


def publishes_it(page):
    look(page, "de-9-today")
    page.get_by_role("link", name="Lesefest am Kai").first.click()
    if page.get_by_role("link", name="Dorthin gehen").count():
        page.get_by_role("link", name="Dorthin gehen").click()
    look(page, "de-10-moderation")
    page.get_by_role("button", name="Veröffentlichen").click()
    page.get_by_role("link", name="Öffentliche Seite").wait_for()
    # What the page fetches by itself is asked for before somebody signs out.
    page.wait_for_load_state("networkidle")


def sees_it(visit):
    letter = mailed_link("/events/")
    page = visit(letter, width=360)
    look(page, "de-11-public")
    assert "Lesefest am Kai" in page.inner_text("h1")
    page = visit(f"{TOWN}/ar/events/", width=360, language="ar")
    look(page, "ar-12-events")
    assert page.get_by_role("link", name="Lesefest am Kai").count()
    assert overflow(page) <= 0
