"""D-16: invoices to public offices are files too, by EN 16931 (XRechnung)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.exchange.interpreting import errors, keys, services
from hafen.exchange.interpreting.billing import is_iban, is_leitweg_id
from hafen.exchange.interpreting.models import Voucher
from hafen.exchange.interpreting.tests.conftest import approve
from hafen.exchange.interpreting.tests.rules_of_en16931 import (
    MANDATORY,
    OF_LINES,
    broken,
    without,
)
from hafen.exchange.interpreting.tests.test_vouchers import (
    hold,
    issue,
    terms,
    text_of,
)
from hafen.exchange.interpreting.xrechnung import Bill, Item, Party, Tax, xml

__all__ = ["terms"]

GOLDEN = Path(__file__).parent / "xrechnung.xml"
LEITWEG = "04011000-1234512345-06"
IBAN = "DE02120300000000202051"
OUTSIDE = Tax("O", Decimal(0), "Nicht steuerbar (§ 2b UStG).", "")
SMALL = Tax("E", Decimal(0), "Kleinunternehmer (§ 19 UStG).", "123/456/7890")
SCHOOL = Tax("E", Decimal(0), "Steuerfrei: § 4 Nr. 21 UStG.", "DE123456789")
TAXED = Tax("S", Decimal(19), "", "DE123456789")


def a_bill(tax=OUTSIDE, cents=(8_950, 4_001, 3_333), **facts):
    days = [date(2026, 10, number) for number in range(3, 3 + len(cents))]
    bill = Bill(
        number="R-2026-0007",
        day=date(2026, 11, 2),
        seller_id="hafenstadt",
        seller=Party(
            "Stadt Hafenstadt", "Am Kai 1", "48000", "Hafenstadt",
            "dolmetschen@hafenstadt.example", "+49 2500 1234",
        ),
        buyer=Party("Jobcenter <Nord> & Süd", "Ring 2", "48001", "Hafenstadt", LEITWEG),
        tax=tax,
        iban=IBAN,
        terms="Zahlbar innerhalb von 30 Tagen.",
        items=[
            Item("Dolmetschen: Arabisch, vor Ort", day, f"K-{n}", each)
            for n, (day, each) in enumerate(zip(days, cents, strict=True), start=1)
        ],
    )  # fmt: skip
    return replace(bill, **facts)


def test_an_invoice_to_an_office_is_as_it_was_agreed():
    assert xml(a_bill()).decode() == GOLDEN.read_text()


@pytest.mark.parametrize("tax", [OUTSIDE, SMALL, SCHOOL, TAXED])
def test_no_rule_of_the_norm_is_broken(tax):
    bill = a_bill(tax)
    back = replace(bill, cancels=("R-2026-0006", date(2026, 11, 1)), terms="")
    for each, due in ((bill, "162.84"), (back, "-162.84")):
        assert broken(xml(each)) == set()
        assert f">{due}</cbc:PayableAmount>" in xml(each).decode()


def test_what_is_left_out_is_missed():
    """The rules of the test find each mandatory field that is not there."""
    whole = xml(a_bill(TAXED))
    for rule in MANDATORY | OF_LINES:
        assert rule in broken(without(whole, rule)), rule


def test_numbers_of_offices_and_accounts_are_checked():
    assert is_leitweg_id(LEITWEG)
    assert not is_leitweg_id("04011000-1234512345-07")
    assert not is_leitweg_id("04011000")
    assert is_iban(IBAN)
    assert not is_iban("DE02120300000000202052")


def at(town, name, *parts):
    return reverse(f"interpreting:{name}", args=[town.slug, *parts])


def filled(page):
    """Return what a form would send as it stands."""
    initial = page.context["form"].initial.items()
    return {name: value for name, value in initial if value not in (None, [], False)}


def test_d16_a_leitweg_id_needs_its_digits_and_an_address(town, dora, school, sign_in):
    desk, edit = sign_in(dora), at(town, "edit_institution", school.pk)
    form = filled(desk.get(edit)) | {"version": str(school.version)}

    form["leitweg_id"] = f"{LEITWEG[:-1]}7"
    assert "Die Prüfziffern passen nicht" in desk.post(edit, form).content.decode()
    form["leitweg_id"] = LEITWEG
    assert "Zeile mit Postleitzahl und Ort" in desk.post(edit, form).content.decode()
    form["invoice_address"] = "Kasse\nRing 2\n48001 Hierstadt"
    assert desk.post(edit, form).status_code == 302
    school.refresh_from_db()
    assert school.leitweg_id == LEITWEG


@pytest.fixture
def office(town, dora):
    return approve(
        town, dora, name="Jobcenter", leitweg_id=LEITWEG, address="Ring 2\n48001 Hier"
    )


def test_d16_the_settings_say_what_an_office_needs_and_nothing_is_issued_before(
    town, dora, farah, office, pool, terms, sign_in
):
    desk, settings = sign_in(dora), at(town, "settings")
    hold(office, farah, dora)
    assert "IBAN, auf dieser Seite" in desk.get(settings).content.decode()
    with pytest.raises(errors.NotElectronic):
        issue(town, dora)
    assert not Voucher.objects.exists()

    town.contact = {"address": "Am Kai 1\n48000 Hierstadt", "phone": "+49 2500 1234"}
    town.contact |= {"email": "dolmetschen@hier.example"}
    town.save()
    sent = filled(desk.get(settings)) | {"iban": IBAN, "tax_number": "123/456/7890"}
    sent |= {"taxed": "EXEMPT", "tariff": str(pool.tariff_id)}
    assert "geben Sie auch dies an" in desk.post(settings, sent).content.decode()
    assert desk.post(settings, sent | {"tax_rule": "§ 4 UStG"}).status_code == 302
    assert "Leitweg-ID" not in desk.get(settings).content.decode()
    [made] = issue(town, dora)
    assert broken(bytes(made.xml)) == set()
    assert "Steuerbefreit: § 4 UStG." in text_of(made)


def test_d16_an_office_reads_its_invoice_in_and_what_takes_it_back(
    town, dora, farah, office, pool, terms, sign_in, client
):
    town.contact = {"address": "Am Kai 1\n48000 Hier", "phone": "+49 2500 1234"}
    town.contact |= {"email": "dolmetschen@hier.example"}
    town.save()
    pool.taxed, pool.tax_percent = "STANDARD", 19
    pool.tax_number, pool.iban = "DE123456789", IBAN
    pool.save()
    hold(office, farah, dora, code="K-7")
    [made] = issue(town, dora)

    assert "6,39" in text_of(made)
    file = sign_in(dora).get(at(town, "voucher", made.pk), {"as": "xml"})
    assert file["Content-Disposition"] == f'attachment; filename="{made.code}.xml"'
    assert broken(file.content) == set()
    assert b"K-7" in file.content
    assert b"Farah" not in file.content
    back = services.cancel_invoice(voucher=made, by=dora, now=timezone.now())
    assert broken(bytes(back.xml)) == set()
    assert made.code.encode() in bytes(back.xml)

    client.logout()
    link = reverse(
        "interpreting_public:booking_voucher",
        args=[town.slug, "de", office.pk, keys.booking_code(office), made.pk],
    )
    assert client.get(link, {"as": "xml"}).content == bytes(made.xml)
    assert client.get(link).content == bytes(made.pdf)
