"""What is typed on the way stays on the device until it is saved, and no longer."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import Case, NeedRating, Note
from hafen.core.accounts.models import TeamMembership
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.network.contacts.models import Contact
from tests.browser.test_home_visit import kept, no_connection
from tests.visits import go, sends

SAID = "Will im Sommer mit der Ausbildung anfangen und sucht einen Platz."


@pytest.fixture
def worker(musterhafen, speaking):
    user = speaking("sozialarbeit@example.org", "de")
    context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
    return user


@pytest.fixture
def row(worker):
    return Case.objects.filter(owner=worker, closed_on=None).order_by("id").first()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def without_connection(page, press, field):
    """Try to save while there is no connection; the text stands there afterwards."""
    page.get_by_text("behalten").first.wait_for()
    page.route("**/*", no_connection)
    press.click()
    page.get_by_text("Keine Verbindung").wait_for()
    page.unroute("**/*", no_connection)
    page.complaints.clear()
    assert "draft:" in kept(page)
    assert "Ausbildung" not in kept(page)
    page.reload()
    page.get_by_text("noch nicht gespeichert").wait_for()
    assert field.input_value() == SAID
    assert field.is_visible()


def test_a_note_of_a_case_survives_and_leaves_nothing(musterhafen, row, visit):
    page = visit(reverse("cases:case", args=[musterhafen.slug, row.pk]), width=360)
    page.get_by_text("Notiz schreiben", exact=True).click()
    field = page.locator("[name=text]").first
    field.fill(SAID)
    save = page.locator("form[data-draft^=note]").get_by_role("button").last
    without_connection(page, save, field)
    sends(page, save)

    assert Note.objects.filter(case=row).latest("created_at").text == SAID
    assert "draft:" not in kept(page)


def test_a_needs_sheet_survives_but_for_special_categories(musterhafen, row, visit):
    page = visit(reverse("cases:assess", args=[musterhafen.slug, row.pk]), width=360)
    page.locator("[name=urgency_N13]").select_option("TODAY")
    page.locator("[name=urgency_N04]").select_option("WEEK")
    field = page.locator("[name=reason_N04]")
    field.evaluate("field => field.closest('details').open = true")
    field.fill(SAID)
    save = button(page, "Bogen speichern")
    without_connection(page, save, field)
    assert page.locator("[name=urgency_N04]").input_value() == "WEEK"
    # Health never lies on a device.
    assert page.locator("[name=urgency_N13]").input_value() == ""
    sends(page, save)

    rated = NeedRating.objects.filter(case=row, domain="N04").latest("on")
    assert rated.reason == SAID
    assert "draft:" not in kept(page)


def test_a_contact_survives_in_the_dialog(musterhafen, worker, visit):
    page = visit(reverse("desk:today", args=[musterhafen.slug]))
    page.get_by_role("link", name="Kontakt erfassen").first.click()
    field = page.locator("#quick-contact-inside [name=note]")
    field.evaluate(
        "field => { const fold = field.closest('details'); if (fold) fold.open = true }"
    )
    field.fill(SAID)
    page.locator("#quick-contact-inside [data-draft-state]").get_by_text(
        "behalten"
    ).wait_for()
    assert "Ausbildung" not in kept(page)
    page.reload()
    page.get_by_role("link", name="Kontakt erfassen").first.click()
    page.get_by_text("noch nicht gespeichert").wait_for()
    assert field.input_value() == SAID
    page.locator("#quick-contact-inside [name=whom]").first.evaluate(
        "field => field.type === 'radio' ? field.click() : field.selectedIndex = 1"
    )
    sends(page, page.locator("#quick-contact-inside").get_by_role("button").last)

    assert Contact.objects.latest("created_at").note == SAID
    assert "draft:" not in kept(page)


def test_another_account_on_the_same_device_gets_nothing(
    musterhafen, row, visit, person, sign_in
):
    where = reverse("cases:case", args=[musterhafen.slug, row.pk])
    page = visit(where, width=360)
    page.get_by_text("Notiz schreiben", exact=True).click()
    page.locator("[name=text]").first.fill(SAID)
    page.get_by_text("behalten").first.wait_for()
    # The session ran out, and somebody else of the team signs in.
    other = person(musterhafen, Role.SOCIAL_WORKER, name="Olga Beispiel")
    context.enter(Context(municipality=musterhafen.pk))
    TeamMembership.objects.create(
        municipality=musterhafen, user=other, team_id=row.team_id, is_lead=True,
        valid_from=timezone.localdate(),
    )  # fmt: skip
    sign_in(other)
    go(page, where)

    assert page.locator("[name=text]").first.input_value() == ""
    page.wait_for_function(
        "!Object.keys(localStorage).some(k => k.startsWith('draft:'))"
    )
