"""Signed on the screen of a tablet: what is kept are the lines of the hand."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse

from hafen.casework.cases import services
from hafen.casework.cases.models import Consent, Goal, IntegrationAgreement
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.core.ui.signing import drawn
from hafen.network.organisations.models import Organisation

pytestmark = pytest.mark.django_db
LINES = "10,20 30,60 50,20 70,60;90,40 120,40 150,80 180,20"


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


def at(town, name, *parts):
    return reverse(f"cases:{name}", args=[town.slug, *parts])


@pytest.fixture
def agreement(case, clara):
    row = case()
    facts = {"domain": "N01", "text": "Deutsch bis B1", "own_text": ""}
    services.set_goal(case=row, facts=facts, is_special=False, today=TODAY, by=clara)
    return services.prepare_agreement(
        case=row, client=only(row.household), review_on=TODAY, today=TODAY, by=clara
    )


@pytest.fixture
def asked(household, town, clara):
    """Two consents of Amal's that wait to be signed."""
    kompass = Organisation.objects.create(
        municipality=town, name="Kompass e. V.", sort_key="kompass", kind="WELFARE"
    )
    return services.prepare_consents(
        client=only(household()),
        facts={
            "kind": "SHARING",
            "recipient": kompass.name,
            "organisation": kompass,
            "categories": ["LANGUAGE"],
        },
        purposes=["N05", "N06"],
        months=12,
        today=TODAY,
        by=clara,
    )


def pictures_on(paper):
    pages = pypdfium2.PdfDocument(BytesIO(paper.content))
    return sum(len(list(page.get_objects())) for page in pages)


def test_e05_an_agreement_is_signed_on_the_screen_and_printed_with_it(
    desk, town, agreement
):
    page = at(town, "sign_agreement", agreement.pk)
    before = pictures_on(desk.get(at(town, "agreement", agreement.pk)))

    shown = desk.get(page)
    unsigned = desk.post(page, {"interpreted": "", "signature": ""})
    a_dot = desk.post(page, {"interpreted": "", "signature": "1,1 1,1 2,1"})
    signed = desk.post(page, {"interpreted": "PROFESSIONAL", "signature": LINES})

    assert "Deutsch bis B1" in shown.content.decode()
    assert (unsigned.status_code, a_dot.status_code, signed.status_code) == (
        422,
        422,
        302,
    )
    row = IntegrationAgreement.objects.get()
    assert (row.signed_on, row.signature) == (TODAY, LINES)
    assert pictures_on(desk.get(at(town, "agreement", row.pk))) > before
    assert desk.get(page).status_code == 404  # signed once
    assert Goal.objects.count() == 1


def test_r1_a_consent_is_ticked_and_signed_on_the_screen(desk, town, asked):
    first, second = asked
    page = at(town, "sign_consents", first.client_id)
    sent = {"asked": [first.pk, second.pk], "given_by": "SELF", "interpreted": ""}

    shown = desk.get(page).content.decode()
    unsigned = desk.post(page, sent | {"ticked": [first.pk]})
    signed = desk.post(page, sent | {"ticked": [first.pk], "signature": LINES})

    assert 'lang="ar" dir="rtl"' in shown
    assert (unsigned.status_code, signed.status_code) == (422, 302)
    [row] = Consent.objects.all()  # the other one was not ticked and is forgotten
    assert (row.pk, row.form, row.signature) == (first.pk, "SIGNED", LINES)
    assert "<svg" in desk.get(at(town, "agreed", row.client_id)).content.decode()


def test_whoever_ticks_nothing_signs_nothing(desk, town, asked):
    page = at(town, "sign_consents", asked[0].client_id)
    sent = {"asked": [each.pk for each in asked], "given_by": "SELF"}

    assert desk.post(page, sent).status_code == 302
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "lines",
    ["", "<script>", '1,1"/><script>', "1,1 2", "1000,1 2,2", "M1,1", "1,1;;2,2"],
)
def test_what_is_no_line_is_not_drawn(lines):
    assert drawn(lines, "Amal") == ""


def test_a_name_stays_a_name_in_a_drawing():
    assert '"><b>' not in drawn(LINES, '"><b>')
