"""The screens of the desk: lists, forms, the claim, the year and its certificate."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.allowances import services
from hafen.exchange.allowances.models import Claim, Declaration, Order, Tariff
from hafen.exchange.allowances.tests.conftest import (
    enter_claim,
    enter_helper,
    enter_order,
)

RATES = {
    "name": "Dolmetschen",
    "kind": "general",
    "valid_from": "2026-01-01",
    "pay_step": "30",
    "pay_step_euros": "25,25",
    "pay_first": "60",
    "pay_first_euros": "50,50",
    "pay_paid_time": "on",
    "pay_most_minutes": "90",
    "pay_strokes": "55",
    "pay_line_euros": "1,25",
    "pay_off_hours": "24",
    "fee_step": "60",
    "fee_step_euros": "60",
}


def at(town, name, *parts):
    return reverse(f"allowances:{name}", args=[town.slug, *parts])


@pytest.fixture
def money(dora, sign_in):
    return sign_in(dora)


def test_a_tariff_is_written_in_plain_fields(money, town):
    assert money.post(at(town, "add_tariff"), RATES).status_code == 302

    row = Tariff.objects.get()
    assert row.pay == {
        "on_site": {"step": 30, "cents": 2_525, "first": 60, "first_cents": 5_050},
        "way": {"paid_time": True, "most_minutes": 90},
        "lines": {"strokes": 55, "cents": 125},
        "called_off": {"hours": 24},
    }
    assert row.fee == {"on_site": {"step": 60, "cents": 6_000}}
    page = money.get(at(town, "edit_tariff", row.pk)).content.decode()
    assert 'value="25,25"' in page
    assert "Dolmetschen" in money.get(at(town, "tariffs")).content.decode()


def test_rates_that_cannot_be_are_refused(money, town, tariff):
    wrong = RATES | {"pay_strokes": "", "valid_until": "2025-01-01", "fee_step": ""}
    refused = money.post(at(town, "add_tariff"), wrong)
    assert refused.status_code == 422
    named = set(refused.context["form"].errors)
    assert {"pay_strokes", "valid_until", "fee_step"} <= named

    again = money.post(at(town, "add_tariff"), RATES | {"name": tariff.name})
    assert again.context["form"].errors["valid_from"]
    assert Tariff.objects.count() == 1


def test_a_new_version_begins_on_a_later_day(money, town, tariff, claim):
    claim()
    sent = RATES | {"name": tariff.name, "version": "1"}

    same = sent | {"valid_from": tariff.valid_from.isoformat()}
    assert money.post(at(town, "edit_tariff", tariff.pk), same).status_code == 422
    assert money.post(at(town, "edit_tariff", tariff.pk), sent).status_code == 302
    assert money.post(at(town, "edit_tariff", tariff.pk), sent).status_code == 409
    assert Tariff.objects.filter(sort_key=tariff.sort_key).count() == 2


def test_the_form_refuses_what_does_not_fit(town, order, clara, sign_in):
    desk = sign_in(clara)
    sent = {"order": str(order.pk), "on": order.starts_on.isoformat()}
    sent |= {"mode": "on_site", "minutes": "60"}
    wrong = sent | {"receipt_2": "3", "way_minutes_inside": "9"}

    refused = desk.post(at(town, "add_claim"), wrong)

    named = set(refused.context["form"].errors)
    assert {"receipt_note_2", "way_minutes_inside"} <= named
    early = order.starts_on - timedelta(days=1)
    outside = desk.post(at(town, "add_claim"), sent | {"on": early.isoformat()})
    assert "außerhalb des Auftrags" in outside.content.decode()
    assert Claim.objects.count() == 0


def test_beyond_the_limit_a_reason_and_the_right_are_needed(
    town, claim, clara, dora, person, sign_in
):
    made = claim(minutes=70 * 60)
    eve = person(town, Role.INTERPRETER_COORDINATOR, name="Eve")
    where = at(town, "approve", made.pk)

    desk = sign_in(eve)
    page = desk.get(at(town, "claim", made.pk)).content.decode()
    assert "überschreitet die Jahresgrenze" in page
    assert where not in page
    why = {"override_reason": "Beschluss"}
    assert desk.post(where, why).status_code == 422

    desk = sign_in(dora)
    assert "960,00" in desk.post(where).content.decode()
    assert desk.post(where, why).status_code == 302
    made.refresh_from_db()
    assert (made.is_approved, made.override_reason) == (True, "Beschluss")


def test_from_80_percent_on_the_page_warns(town, claim, money):
    made = claim(minutes=52 * 60)

    page = money.get(at(town, "claim", made.pk)).content.decode()

    assert "Mehr als 80 Prozent" in page


def test_refusing_says_why_and_whoever_is_late_reads_who_was_faster(town, claim, money):
    made = claim()
    where = at(town, "refuse", made.pk)

    assert money.post(where).status_code == 422
    assert money.post(where, {"reason": "Doppelt"}).status_code == 302
    late = money.post(at(town, "approve", made.pk))
    assert late.status_code == 422
    assert "Dora hat am" in late.content.decode()
    assert "Doppelt" in money.get(at(town, "claim", made.pk)).content.decode()


def test_a_year_takes_what_others_pay_and_gives_a_certificate(
    town, claim, money, dora, bernd
):
    made = claim()
    services.approve_claim(claim=made, by=dora, now=timezone.now())
    today = timezone.localdate()
    services.pay_claims(municipality=town, claims=[made.pk], paid_on=today, by=dora)
    where = at(town, "person", bernd.pk, today.year)

    sent = {"kind": "general", "elsewhere": "100,00"}
    assert money.post(where, sent).status_code == 302
    assert money.post(where, sent | {"elsewhere": "120,50"}).status_code == 302
    assert Declaration.objects.get().cents == 12_050
    assert "824,50" in money.get(where).content.decode()
    assert money.get(at(town, "person", bernd.pk, 1999)).status_code == 404
    for language in ("de", "ar", "uk"):
        bernd.language = language
        bernd.save()
        paper = money.get(at(town, "certificate", bernd.pk, today.year))
        assert paper.content.startswith(b"%PDF")
        assert b"/StructTreeRoot" in paper.content


@pytest.mark.parametrize(
    ("role", "lists", "pays"),
    [
        (Role.VOLUNTEER_COORDINATOR, 200, 404),
        (Role.INTERPRETER_COORDINATOR, 200, 404),
        (Role.ADMINISTRATIVE_COORDINATOR, 200, 200),
        (Role.SOCIAL_WORKER, 404, 404),
        (Role.VOLUNTEER, 404, 404),
    ],
)
def test_who_may_look_and_who_pays(town, person, sign_in, role, lists, pays):
    desk = sign_in(person(town, role, name="Probe"))

    for name in ("claims", "orders", "totals"):
        assert desk.get(at(town, name)).status_code == lists
    for name in ("payments", "tariffs", "add_tariff"):
        assert desk.get(at(town, name)).status_code == pays


def test_another_municipality_sees_nothing(
    town, other_town, claim, bernd, tariff, person, sign_in
):
    made = claim()
    emil = person(other_town, Role.ADMINISTRATIVE_COORDINATOR, name="Emil")
    desk = sign_in(emil)
    year = timezone.localdate().year

    for name, parts in (
        ("claim", [made.pk]),
        ("person", [bernd.pk, year]),
        ("certificate", [bernd.pk, year]),
        ("edit_tariff", [tariff.pk]),
    ):
        assert desk.get(at(other_town, name, *parts)).status_code == 404
    for name in ("approve", "refuse"):
        sent = desk.post(at(other_town, name, made.pk), {"reason": "x"})
        assert sent.status_code == 404


def test_lists_ask_as_much_for_many_as_for_few(
    town, order, tariff, clara, dora, money, questions
):
    def grow(count):
        for number in range(count):
            helper = enter_helper(town, name=f"Hilfe {number}")
            one = enter_order(town, helper, tariff, clara)
            services.approve_claim(
                claim=enter_claim(one, clara), by=dora, now=timezone.now()
            )

    pages = [at(town, name) for name in ("claims", "orders", "payments", "totals")]
    pages[0] += f"?{urlencode({'part': 'approved'})}"
    grow(2)
    one = Order.objects.order_by("-id").first().claims.get()
    pages += [at(town, "claim", one.pk), at(town, "add_claim")]
    pages += [at(town, "person", one.helper_id, timezone.localdate().year)]
    few = [len(questions(money, page)) for page in pages]
    grow(12)

    assert [len(questions(money, page)) for page in pages] == few
    assert max(few) <= 12
