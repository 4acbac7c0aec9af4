"""Catalogue entries of the expenses, through the staff pages: P42."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hafen.core.db.roles import Role
from hafen.exchange.allowances.models import Claim, Order, Tariff
from hafen.exchange.pool.models import Helper


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def dora(town, person):
    return person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Dora")


def at(town, name, *parts):
    return reverse(f"allowances:{name}", args=[town.slug, *parts])


def set_tariff(desk, town):
    rates = {
        "name": "Ehrenamt",
        "kind": "general",
        "valid_from": "2021-01-01",
        "pay_step": "30",
        "pay_step_euros": "7,50",
        "pay_from_km": "5",
        "pay_km_euros": "0,30",
    }
    assert desk.post(at(town, "add_tariff"), rates).status_code == 302


def give_order(desk, town, helper, owner):
    today = timezone.localdate()
    task = {
        "helper": str(helper.pk),
        "task": "Begleitung zu Ämtern",
        "tariff": str(Tariff.objects.get().pk),
        "starts_on": (today - timedelta(days=9)).isoformat(),
        "until": (today + timedelta(days=9)).isoformat(),
        "ordered_on": today.isoformat(),
        "owner": str(owner.pk),
    }
    assert desk.post(at(town, "add_order"), task).status_code == 302


def claim_for(desk, town, **order):
    job = {"on": timezone.localdate().isoformat(), "mode": "on_site", "minutes": "61"}
    job |= {"kilometres": "7,5", "receipt_1": "4,20", "receipt_note_1": "Bus"}
    return desk.post(at(town, "add_claim"), job | order)


def test_p42_only_what_the_city_ordered_is_claimed_and_what_is_approved_is_paid(
    town, clara, dora, sign_in
):
    """A claim without an order is refused; approved ones stand on the list."""
    set_tariff(sign_in(dora), town)
    desk = sign_in(clara)
    helper = Helper.objects.create(
        municipality=town, name="Bernd Beispiel", sort_key="bernd beispiel"
    )
    refused = claim_for(desk, town)
    assert refused.status_code == 422
    assert "nur, was die Kommune beauftragt hat" in refused.content.decode()
    assert Claim.objects.count() == 0

    give_order(desk, town, helper, clara)
    ordered = claim_for(desk, town, order=str(Order.objects.get().pk))
    assert ordered.status_code == 302
    claim = Claim.objects.get()
    page = desk.get(at(town, "claim", claim.pk)).content.decode()
    # 61 minutes are three started half hours; 15 km at 30 cents; the bus.
    assert "22,50\N{NO-BREAK SPACE}€" in page
    assert "31,20\N{NO-BREAK SPACE}€" in page
    assert desk.post(at(town, "approve", claim.pk)).status_code == 422
    approve_and_pay(sign_in(dora), town, claim)


def approve_and_pay(desk, town, claim):
    where = at(town, "payments")
    assert "Bernd Beispiel" not in desk.get(where).content.decode()
    assert desk.post(at(town, "approve", claim.pk)).status_code == 302
    assert "Bernd Beispiel" in desk.get(where).content.decode()
    file = desk.get(where, {"as": "xlsx"}).content
    [_head, row] = load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
    assert (row[0], row[7]) == ("Bernd Beispiel", 31.2)

    sent = {"claim": [str(claim.pk)], "paid_on": timezone.localdate().isoformat()}
    assert desk.post(where, sent).status_code == 302
    assert desk.post(where, sent).status_code == 422
    claim.refresh_from_db()
    assert claim.is_paid
    assert "Bernd Beispiel" not in desk.get(where).content.decode()
    sums = desk.get(at(town, "totals")).content.decode()
    assert "Bernd Beispiel" in sums
    assert "22,50" in sums
