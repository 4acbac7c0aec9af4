"""What is claimed, approved and paid, and what is refused."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hafen.core.db.errors import LostUpdate
from hafen.exchange.allowances import errors, queries, services
from hafen.exchange.allowances.models import Claim, Kind, Payout, Tariff
from hafen.exchange.allowances.scales import BadScale
from hafen.exchange.allowances.tests.conftest import (
    FAR_BACK,
    PAY,
    enter_claim,
    enter_order,
    enter_tariff,
)
from hafen.mechanisms.todos.models import Todo

DEARER = {"on_site": {"step": 30, "cents": 1_000}}
# Of 960 € a year: 126 started half hours make 945 €.
MUCH = 63 * 60


def approve(claim, by, **facts):
    return services.approve_claim(claim=claim, by=by, now=timezone.now(), **facts)


def year(helper):
    today = timezone.localdate()
    return queries.year_of(helper, today.year, today=today)[Kind.GENERAL]


def test_a_claim_shows_what_it_was_made_from_and_waits_for_somebody_else(claim, clara):
    made = claim(minutes=61, metres=7_500, receipts=[{"cents": 420, "note": "Bus"}])

    assert made.lines == [["work", 61, 2_250], ["kilometres", 15_000, 450]]
    assert (made.pay_cents, made.refund_cents) == (2_250, 450 + 420)
    [todo] = Todo.objects.filter(kind=services.CHECK)
    assert (todo.subject_id, todo.owner) == (made.pk, clara)


def test_without_an_order_or_outside_of_it_nothing_is_claimed(claim, clara, order):
    with pytest.raises(errors.NoOrder):
        enter_claim(None, clara)
    with pytest.raises(errors.OutsideOrder):
        claim(on=order.starts_on - timedelta(days=1))
    with pytest.raises(errors.OutsideOrder):
        claim(on=timezone.localdate() + timedelta(days=1))
    assert claim(on=order.starts_on).pk


def test_what_the_tariff_has_no_price_for_is_refused(claim):
    with pytest.raises(errors.NoPrice):
        claim(mode="written", strokes=1_000)
    with pytest.raises(errors.NothingDue):
        claim(minutes=0)
    assert Claim.objects.count() == 0


def test_a_job_is_priced_by_the_version_of_its_own_day(claim, tariff, dora):
    today = timezone.localdate()
    services.revise_tariff(
        tariff=tariff,
        data={"valid_from": today, "pay": DEARER},
        expected=1,
        by=dora,
    )

    assert claim(on=today - timedelta(days=1)).pay_cents == 1_500
    assert claim(on=today).pay_cents == 2_000
    tariff.refresh_from_db()
    assert tariff.valid_until == today - timedelta(days=1)


def test_a_used_version_stays_as_it_is(claim, tariff, dora):
    change = {"name": "Anders", "kind": "general", "valid_from": FAR_BACK}
    change |= {"pay": DEARER}
    services.revise_tariff(tariff=tariff, data=change, expected=1, by=dora)
    tariff.refresh_from_db()
    # The name holds the versions together.
    assert (tariff.pay, tariff.name) == (DEARER, "Ehrenamt")
    with pytest.raises(LostUpdate):
        services.revise_tariff(tariff=tariff, data=change, expected=1, by=dora)
    claim()

    with pytest.raises(errors.TariffUsed):
        services.revise_tariff(tariff=tariff, data=change, expected=2, by=dora)


def test_two_versions_never_hold_on_one_day(town, tariff, dora):
    with pytest.raises(errors.TariffOverlaps):
        enter_tariff(town, dora, valid_from=date(2026, 1, 1))
    with pytest.raises(BadScale):
        enter_tariff(town, dora, name="Falsch", pay={"on_site": {"step": 0}})
    with pytest.raises(IntegrityError), transaction.atomic():
        row = {"sort_key": tariff.sort_key, "valid_from": date(2030, 1, 1)}
        Tariff.objects.create(municipality=town, name="Ehrenamt", pay=PAY, **row)


def test_four_eyes(claim, clara, dora, bernd):
    made = claim()

    with pytest.raises(errors.OwnClaim):
        approve(made, clara)
    bernd.user = dora
    bernd.save()
    with pytest.raises(errors.OwnClaim):
        approve(made, dora)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=made.pk).update(state="APPROVED", decided_by=clara)
    assert services.refuse_claim(
        claim=made, reason="Doppelt", by=clara, now=timezone.now()
    ).decided_at


def test_whoever_comes_second_reads_who_decided(claim, clara, dora, person, town):
    made = claim()
    approve(made, dora)

    with pytest.raises(errors.AlreadyDecided) as refused:
        services.refuse_claim(claim=made, reason="Nein", by=clara, now=timezone.now())
    assert refused.value.args[0] == "Dora"
    assert not Todo.objects.open().filter(kind=services.CHECK).exists()


def test_the_yearly_limit_counts_what_others_pay_and_is_passed_with_a_reason_only(
    claim, dora, clara, bernd
):
    first, second = claim(minutes=MUCH - 600), claim(minutes=600)
    approve(first, dora)
    services.declare(
        helper=bernd,
        year=timezone.localdate().year,
        kind="general",
        cents=10_000,
        by=clara,
        now=timezone.now(),
    )
    assert year(bernd).verdict == "near"
    assert year(bernd).left == 96_000 - 79_500 - 10_000

    with pytest.raises(errors.BeyondLimit) as refused:
        approve(second, dora)
    assert refused.value.args == (6_500,)

    done = approve(second, dora, override_reason="Beschluss des Rates")
    assert done.override_reason == "Beschluss des Rates"
    assert year(bernd).left == 0


def test_money_that_was_spent_is_outside_of_the_limit(claim, dora, bernd):
    approve(claim(minutes=MUCH), dora)
    approve(claim(minutes=60), dora)
    spent = claim(minutes=0, receipts=[{"cents": 50_000, "note": "Bahn"}])

    assert approve(spent, dora).override_reason == ""
    assert (year(bernd).left, year(bernd).refunds) == (0, 50_000)


def test_a_list_is_paid_whole_or_not_at_all(claim, dora, town, bernd):
    first, second, open_still = claim(), claim(), claim()
    approve(first, dora)
    approve(second, dora)
    today = timezone.localdate()

    def pay(*claims):
        keys = [each.pk for each in claims]
        return services.pay_claims(
            municipality=town, claims=keys, paid_on=today, by=dora
        )

    with pytest.raises(errors.ListChanged):
        pay(first, open_still)
    with pytest.raises(errors.ListChanged):
        pay()
    assert Payout.objects.count() == 0
    payout = pay(first, second)
    assert (payout.count, payout.cents) == (2, 3_000)
    with pytest.raises(errors.ListChanged):
        pay(first)
    assert (year(bernd).paid, year(bernd).approved) == (3_000, 0)


def test_a_year_is_the_one_of_the_payment(claim, dora, town, bernd, order):
    made = claim(on=order.starts_on)
    approve(made, dora)
    today = timezone.localdate()
    services.pay_claims(
        municipality=town,
        claims=[made.pk],
        paid_on=date(today.year - 1, 12, 31),
        by=dora,
    )

    assert year(bernd).used == 0
    [row] = queries.totals(town, today.year - 1, today=today)
    assert (row.helper, row.paid) == (bernd, 1_500)


def test_teaching_has_a_limit_of_its_own(town, dora, clara, bernd):
    lessons = enter_tariff(town, dora, name="Kurse", kind="teaching")
    order = enter_order(town, bernd, lessons, clara)
    approve(enter_claim(order, clara, minutes=100 * 60), dora)

    today = timezone.localdate()
    years = queries.year_of(bernd, today.year, today=today)
    assert years[Kind.TEACHING].left == 330_000 - 150_000
    assert years[Kind.GENERAL].left == 96_000
