"""D-16: statements and invoices, numbered without gaps, frozen, and never twice."""

from datetime import timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.exchange.allowances import services as allowances
from hafen.exchange.interpreting import errors, keys, services
from hafen.exchange.interpreting.models import Appointment, Voucher
from hafen.exchange.interpreting.tests.conftest import (
    accept,
    approve,
    at_ten,
    enter,
    reserve,
    set_up,
)
from tests.racing import named

INVOICE, STATEMENT = Voucher.Kind.INVOICE, Voucher.Kind.STATEMENT
TERMS = "Zahlbar innerhalb von 30 Tagen. Umsatzsteuerfrei nach § 4 UStG."


def last_month():
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def hold(institution, interpreter, by, day=3, **facts):
    """Let an appointment of last month have taken place, for an hour."""
    begins = at_ten(0).replace(
        year=last_month().year, month=last_month().month, day=day
    )
    row = reserve(institution, starts=begins, **facts)
    accept(row, interpreter, by)
    row.refresh_from_db()
    return services.confirm_times(
        appointment=row,
        outcome="HELD",
        times=None,
        proof="PAPER",
        by=by,
        now=timezone.now(),
    )


def issue(town, by, kind=INVOICE):
    return services.issue_month(
        municipality=town,
        first_day=last_month(),
        kind=kind,
        by=by,
        now=timezone.now(),
    )


def text_of(voucher):
    pages = pypdfium2.PdfDocument(bytes(voucher.pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def with_terms(pool):
    pool.invoice_note = TERMS
    pool.save()


@pytest.fixture
def terms(pool):
    with_terms(pool)


def test_invoices_are_numbered_one_after_the_other_and_hold_each_job_once(
    town, dora, farah, school, terms
):
    clinic = approve(town, dora, name="Klinik", invoice_address="Kasse\nAm Ring 1")
    hold(school, farah, dora, day=3, code="K-7")
    hold(school, farah, dora, day=4)
    hold(clinic, farah, dora, day=5)
    made = issue(town, dora)

    year = timezone.localdate().year
    assert {each.code for each in made} == {f"R-{year}-0001", f"R-{year}-0002"}
    assert {each.name: (each.jobs, each.cents) for each in made} == {
        "Gesamtschule Nord": (2, 8_000),
        "Klinik": (1, 4_000),
    }
    paper = text_of(next(each for each in made if each.jobs == 2))
    for said in ("Rechnung", "K-7", "80,00", "Gesamtschule Nord", "30 Tagen"):
        assert said in paper
    assert "Farah" not in paper
    assert "Am Ring 1" in text_of(next(each for each in made if each.jobs == 1))
    with pytest.raises(errors.NothingToIssue):
        issue(town, dora)
    # What comes late stands on the next one.
    hold(clinic, farah, dora, day=6)
    [late] = issue(town, dora)
    assert (late.number, late.jobs) == (3, 1)


def test_a_paper_stays_as_it_was_and_the_database_refuses_a_change(
    town, dora, farah, school, terms
):
    hold(school, farah, dora)
    [made] = issue(town, dora)
    before = bytes(made.pdf)
    school.refresh_from_db()
    services.edit_institution(
        institution=school, data={"name": "Anders"}, expected=None, by=dora
    )
    made.refresh_from_db()

    assert (made.name, bytes(made.pdf)) == ("Gesamtschule Nord", before)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.filter(pk=made.pk).update(cents=1)
    gap = {"kind": INVOICE, "year": made.year, "number": 3, "pdf": b"x", "jobs": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.create(
            municipality=town, institution=school, name="Lücke", cents=1,
            first_day=made.first_day, issued_at=made.issued_at, **gap,
        )  # fmt: skip


def test_an_invoice_is_taken_back_by_a_number_of_its_own(
    town, dora, farah, school, terms
):
    hold(school, farah, dora)
    [wrong] = issue(town, dora)
    back = services.cancel_invoice(voucher=wrong, by=dora, now=timezone.now())

    assert (back.number, back.cents) == (2, -4_000)
    assert wrong.code in text_of(back)
    with pytest.raises(errors.AlreadyCancelled):
        services.cancel_invoice(voucher=wrong, by=dora, now=timezone.now())
    with pytest.raises(errors.AlreadyCancelled):
        services.cancel_invoice(voucher=back, by=dora, now=timezone.now())
    [right] = issue(town, dora)
    assert (right.number, right.cents) == (3, 4_000)


def test_a_statement_waits_for_the_approval_and_speaks_the_language_of_its_reader(
    town, dora, berta, pool, school
):
    farah = enter(town, dora)
    helper = farah.offer.helper
    helper.language = "ar"
    helper.save()
    job = hold(school, farah, dora)
    with pytest.raises(errors.NothingToIssue):
        issue(town, dora, STATEMENT)
    allowances.approve_claim(claim=job.claim, by=berta, now=timezone.now())
    [made] = issue(town, dora, STATEMENT)

    assert (made.cents, made.code[:2]) == (job.claim.cents, "A-")
    paper = text_of(made)
    assert "30,00" in paper
    assert "كشف" in paper
    assert "Schulstraße" not in paper
    assert (
        made.code in Notice.objects.filter(email="farah@example.org").latest("pk").text
    )


def test_nothing_is_issued_before_the_month_is_over_or_without_terms(
    town, dora, farah, school
):
    hold(school, farah, dora)
    with pytest.raises(errors.NoPaymentTerms):
        issue(town, dora)
    with pytest.raises(errors.MonthNotOver):
        services.issue_month(
            municipality=town,
            first_day=timezone.localdate().replace(day=1),
            kind=STATEMENT,
            by=dora,
            now=timezone.now(),
        )


def test_d16_papers_are_issued_at_the_desk_and_read_by_link(
    town, dora, berta, farah, school, terms, sign_in, client
):
    other = approve(town, dora, name="Klinik", email="klinik@example.org")
    job = hold(school, farah, dora)
    allowances.approve_claim(claim=job.claim, by=berta, now=timezone.now())
    desk = sign_in(dora)

    def at(name, *parts):
        return reverse(f"interpreting:{name}", args=[town.slug, *parts])

    for kind in (INVOICE, STATEMENT):
        sent = {"kind": kind, "month": f"{last_month():%Y-%m}"}
        assert desk.post(at("issue"), sent).status_code == 302
    invoice, statement = (Voucher.objects.get(kind=k) for k in (INVOICE, STATEMENT))
    listed = desk.get(at("vouchers")).content.decode()
    assert invoice.code in listed
    assert statement.code not in listed
    month = desk.get(at("statements"), {"month": f"{last_month():%Y-%m}"})
    assert statement.code in month.content.decode()
    assert desk.get(at("voucher", invoice.pk)).content == bytes(invoice.pdf)
    csv = desk.get(at("vouchers"), {"as": "csv"}).content.decode("utf-8-sig")
    assert invoice.code in csv
    desk.logout()

    own = [farah.pk, keys.code(keys.OWN, farah.pk)]
    theirs = [school.pk, keys.booking_code(school)]
    strange = [other.pk, keys.booking_code(other)]
    for name, parts, paper, status in (
        ("own_voucher", own, statement, 200),
        ("own_voucher", own, invoice, 404),
        ("booking_voucher", theirs, invoice, 200),
        ("booking_voucher", theirs, statement, 404),
        ("booking_voucher", strange, invoice, 404),
        ("own_voucher", [farah.pk, "falsch"], statement, 404),
    ):
        where = reverse(
            f"interpreting_public:{name}", args=[town.slug, "de", *parts, paper.pk]
        )
        assert client.get(where).status_code == status, (name, status)
    for name, parts, code in (("own", own, statement), ("bookings", theirs, invoice)):
        where = reverse(f"interpreting_public:{name}", args=[town.slug, "de", *parts])
        assert code.code in client.get(where).content.decode()


def test_two_desks_that_issue_at_once_leave_no_gap_and_no_job_twice(race, person):
    town = race.town
    with acting(Context(municipality=town.pk)):
        desks = [
            person(town, Role.INTERPRETER_COORDINATOR, name=name)
            for name in ("Clara", "Dora")
        ]
        with_terms(set_up(town, desks[0]))
        farah = enter(town, desks[0])
        for number in range(3):
            school = approve(town, desks[0], name=f"Schule {number}")
            hold(school, farah, desks[0], day=3 + number)
    results = race(*(lambda by=by: issue(town, by) for by in desks))

    assert named(results) == ["NothingToIssue", "won"]
    with acting(Context(municipality=town.pk)):
        numbers = Voucher.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3]
        assert not Appointment.objects.filter(invoice__isnull=True).exists()
