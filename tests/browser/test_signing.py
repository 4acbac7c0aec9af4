"""Somebody signs on the screen of a tablet, in their language and in German."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import services
from hafen.casework.cases.models import Case, Client, Consent, IntegrationAgreement
from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context
from tests.visits import go, look, sends


@pytest.fixture
def waiting(musterhafen, sign_in):
    """An agreement and two consents that nobody has signed yet."""
    user = User.objects.get(email="sozialarbeit@example.org")
    sign_in(user)
    context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
    cases = Case.objects.filter(owner=user, goals__isnull=False, closed_on=None)
    case = cases.filter(goals__ended_on=None).earliest("pk")
    adult = Client.objects.get(name="Amal Muster")
    today = timezone.localdate()
    agreement = services.prepare_agreement(
        case=case, client=adult, review_on=today, today=today, by=user
    )
    services.prepare_consents(
        client=adult,
        facts={"kind": "SHARING", "recipient": "Kompass", "categories": ["LANGUAGE"]},
        purposes=["N05", "N06"],
        months=12,
        today=today,
        by=user,
    )
    return {
        "sign-agreement": reverse(
            "cases:sign_agreement", args=[musterhafen.slug, agreement.pk]
        ),
        "sign-consents": reverse(
            "cases:sign_consents", args=[musterhafen.slug, adult.pk]
        ),
    }


def test_signing_has_no_barrier(waiting, visit):
    look(waiting, visit, "de")


def write(page):
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for step in range(12):
        up = 30 if step % 2 else 70
        page.mouse.move(box["x"] + 20 + 15 * step, box["y"] + up)
    page.mouse.up()


def test_e05_what_the_hand_writes_is_kept(waiting, visit):
    page = visit(waiting["sign-agreement"], width=768)
    write(page)
    page.get_by_role("button", name="Noch einmal schreiben").click()
    assert page.locator("[name=signature]").input_value() == ""
    write(page)
    sends(page, page.get_by_role("button", name="Ich unterschreibe"))

    signed = IntegrationAgreement.objects.latest("pk")
    assert len(signed.signature.split()) > 8

    go(page, waiting["sign-consents"])
    page.locator("[name=ticked]").first.check()
    write(page)
    sends(page, page.get_by_role("button", name="Ich unterschreibe"))

    given = Consent.objects.filter(form="SIGNED")
    assert [each for each in given if len((each.signature or "").split()) > 8]
