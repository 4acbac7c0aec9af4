"""The contact point as the catalogue of the cities tells it."""

import pypdfium2
import pytest
from django.urls import reverse

from hafen.core.db.names import sort_key
from hafen.core.db.roles import Role
from hafen.core.places.models import Unit
from hafen.voice.inquiries.forms.public import new_token
from hafen.voice.inquiries.models import Agreement, ContactPoint, Inquiry

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
EXPECTED = {
    "neighbours_de": "Nach 22 Uhr ist es im Hof leise.\nWir grüßen einander.",
    "newcomers_de": "Man spricht mit uns und nicht über uns.",
    "neighbours_ar": "بعد العاشرة ليلاً يسود الهدوء في الفناء.\nنحيّي بعضنا.",
    "newcomers_ar": "يتحدث الناس معنا لا عنا.",
}


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.mark.browser
def test_d77_what_both_sides_expect_is_one_page_in_two_languages(
    town, clara, sign_in, visit, client, acting
):
    town.languages = ["de", "ar", "en"]
    town.save()
    desk = sign_in(clara)
    new = reverse("inquiries:add_agreement", args=[town.slug])
    meeting = {
        "name": "Kaistraße",
        "held_on": "2026-03-12",
        "contacts_made": "7",
        "is_public": "on",
    }

    german_only = {name: text for name, text in EXPECTED.items() if "_de" in name}
    refused = desk.post(new, meeting | german_only)
    desk.post(new, meeting | EXPECTED)
    listed = desk.get(reverse("inquiries:agreements", args=[town.slug]))
    client.logout()

    agreement = Agreement.objects.get()
    assert refused.status_code == 422
    assert listed.context["contacts"] == 7
    asked = client.get(f"/{town.slug}/ar/inquiry/").content.decode()
    assert f"/ar/inquiry/neighbourhood/{agreement.short_id}/" in asked
    for language, line in (("de", "Wir grüßen einander."), ("ar", "لا عنا")):
        page = visit(
            f"/{town.slug}/{language}/inquiry/neighbourhood/{agreement.short_id}/",
            language=language,
        )
        assert line in page.inner_text("main")
        assert page.locator("ul[lang]").first.get_attribute("lang") == language
        printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
        assert len(printed) == 1
    acting(town)


def test_d77_a_sheet_that_is_not_released_is_not_public(town, clara, sign_in, client):
    town.languages = ["de", "ar"]
    town.save()
    sent = {"name": "Kaistraße", "held_on": "2026-03-12", "contacts_made": "0"}
    sign_in(clara).post(
        reverse("inquiries:add_agreement", args=[town.slug]), sent | EXPECTED
    )
    client.logout()

    found = Agreement.objects.get()
    where = f"/{town.slug}/de/inquiry/neighbourhood/{found.short_id}/"
    assert client.get(where).status_code == 404
    assert "Kaistraße" not in client.get(f"/{town.slug}/de/inquiry/").content.decode()


@pytest.fixture
def office(town, person, acting):
    """The Sozialamt, with the colleague whose address it has."""
    acting(town)
    ContactPoint.objects.create(
        municipality=town, name="Anlaufstelle", sort_key=sort_key("Anlaufstelle")
    )
    liaison = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Olga")
    Unit.objects.create(
        municipality=town, name="Sozialamt", sort_key="sozialamt", email=liaison.email
    )
    return liaison


@pytest.fixture
def seen_by(town, sign_in, client):
    """Open a page as somebody, or send it: `seen_by(olga, "detail", pk)`."""

    def ask(user, name, *parts, **data):
        signed_in = sign_in(user)
        where = reverse(f"inquiries:{name}", args=[town.slug, *parts])
        answer = signed_in.post(where, data) if data else signed_in.get(where)
        client.logout()
        return answer

    return ask


def test_w8_a_volunteer_complains_and_the_office_reads_the_released_summary_only(
    town, clara, office, client, acting, seen_by
):
    sent = {
        "token": new_token(is_corrected=True),
        "message": "Am Schalter hat uns niemand zugehört.",
        "name": "Bernd, ehrenamtlich",
    }
    summary = "Es geht um den Ablauf am Schalter."

    def summaries():
        return seen_by(office, "summaries").content.decode()

    # The volunteer files it without an account and keeps the acknowledgement.
    done = client.post(f"/{town.slug}/de/inquiry/new/complaint/", sent, headers=HERE)
    acknowledged = client.get(done["Location"]).content.decode()
    acting(town)
    inquiry = Inquiry.objects.get()
    facts = {"category": "CONDUCT", "outcome": ""}
    unit = str(Unit.objects.get().pk)
    seen_by(clara, "complaint", inquiry.pk, **facts, unit=unit, summary="")
    before = summaries()
    # It is written first, and released afterwards.
    seen_by(clara, "complaint", inquiry.pk, **facts, summary=summary)
    held_back = summaries()
    seen_by(clara, "complaint", inquiry.pk, **facts, summary=summary, is_released="on")
    after = summaries()

    assert inquiry.number in acknowledged
    assert summary not in before + held_back
    assert summary in after
    assert not [word for word in ("zugehört", "Bernd") if word in after]
    for page in ("detail", "person", "history", "sort"):
        assert seen_by(office, page, inquiry.pk).status_code == 404
    assert inquiry.number not in seen_by(office, "listing").content.decode()


@pytest.mark.browser
def test_h1_a_visit_is_noted_with_four_actions_from_today(
    town, clara, sign_in, visit, acting
):
    """Nothing but the words has to be typed; that is what twenty seconds allow."""
    sign_in(clara)
    page = visit(f"/{town.slug}/desk/")
    menu = page.get_by_role("link", name="Anruf oder Besuch notieren")

    menu.first.click()
    page.get_by_label("Weg", exact=True).select_option("PERSONAL")
    page.get_by_label("Worum es geht").fill("Fragt nach einem Sprachkurs am Abend.")
    page.get_by_role("button", name="Speichern").click()

    page.wait_for_url("**/inquiries/*-*/")
    acting(town)
    noted = Inquiry.objects.get()
    assert (noted.channel, noted.requester) == ("PERSONAL", None)
    assert noted.number in page.inner_text("main")
