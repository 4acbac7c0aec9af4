"""What an electronic invoice is made of, and what is missing for it."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.allowances.words import money
from hafen.exchange.interpreting.models import (
    Appointment,
    Institution,
    Service,
    Taxed,
    Voucher,
)
from hafen.exchange.interpreting.words import language_names
from hafen.exchange.interpreting.xrechnung import (
    EXEMPT,
    OUTSIDE,
    STANDARD,
    Bill,
    Item,
    Party,
    Tax,
)

_PLACE = re.compile(r"(?:D-?\s?)?(\d{5})\s+(\S.*)")
_LEITWEG = re.compile(r"\d{2,12}(-[0-9A-Z]{1,30})?-\d{2}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}")
_CODES = {
    Taxed.OUTSIDE: OUTSIDE,
    Taxed.SMALL: EXEMPT,
    Taxed.EXEMPT: EXEMPT,
    Taxed.STANDARD: STANDARD,
}


def is_leitweg_id(text: str) -> bool:
    """Return whether form and check digits are right."""
    digits = text.replace("-", "")
    return bool(_LEITWEG.fullmatch(text)) and _remainder(digits) == 1


def is_iban(text: str) -> bool:
    return bool(_IBAN.fullmatch(text)) and _remainder(text[4:] + text[:4]) == 1


def _remainder(letters: str) -> int:
    """Return the check of ISO 7064: letters count as numbers from 10 on."""
    return int("".join(str(int(letter, 36)) for letter in letters)) % 97


def place_of(address: str) -> tuple[str, str, str]:
    """Return street, postcode and place of an address as people write it."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if found := _PLACE.fullmatch(line):
            return lines[number - 1] if number else "", found[1], found[2]
    return "", "", ""


def address_of(institution: Institution) -> str:
    return institution.invoice_address or institution.address


def lacking(service: Service) -> list[str]:
    """Say what an electronic invoice still needs of the municipality."""
    contact = service.municipality.contact
    no_place = not place_of(str(contact.get("address", "")))[1]
    needs_number = service.taxed != Taxed.OUTSIDE and not service.tax_number
    missing = {
        _("Postcode and place, in the postal address of the municipality"): no_place,
        _("Telephone of the municipality"): not contact.get("phone"),
        _("General e-mail address of the municipality"): not contact.get("email"),
        _("How the fees are taxed, on this page"): not service.taxed,
        _("Tax number, on this page"): bool(service.taxed) and needs_number,
        _("IBAN, on this page"): not service.iban,
    }
    return [what for what, is_missing in missing.items() if is_missing]


def lacking_of_buyer(buyer: Institution) -> list[str]:
    if place_of(address_of(buyer))[1]:
        return []
    return [_("Postcode and place of %(name)s") % {"name": buyer.name}]


def tax_of(service: Service) -> Tax:
    """Return how fees are taxed, in words of the language that is set."""
    percent = service.tax_percent if service.taxed == Taxed.STANDARD else None
    return Tax(
        code=_CODES[Taxed(service.taxed)],
        percent=percent or Decimal(0),
        reason=_reason(service),
        number=service.tax_number,
    )


def _reason(service: Service) -> str:
    reasons = {
        Taxed.OUTSIDE: _("Not subject to value added tax (§ 2b UStG)."),
        Taxed.SMALL: _("No value added tax: small business (§ 19 UStG)."),
        Taxed.EXEMPT: _("Exempt from value added tax: %(rule)s.")
        % {"rule": service.tax_rule},
    }
    return reasons.get(Taxed(service.taxed), "")


def tax_note(service: Service, jobs: Iterable[Appointment], language: str) -> str:
    """Return what the paper says of the tax; empty where nobody said how."""
    if not service.taxed:
        return ""
    with words_in(language):
        tax = tax_of(service)
        said = [tax.reason or _tax_within(tax, jobs)]
        if tax.number:
            said.append(_("Tax number: %(number)s") % {"number": tax.number})
        return "\n".join(said)


def _tax_within(tax: Tax, jobs: Iterable[Appointment]) -> str:
    net = sum((tax.net(job.fee_cents) for job in jobs), Decimal(0))
    return _("The sum contains %(percent)s %% value added tax: %(amount)s.") % {
        "percent": number_format(tax.percent.normalize()),
        "amount": money(int(tax.on(net) * 100)),
    }


def bill(service: Service, voucher: Voucher, jobs: Iterable[Appointment]) -> Bill:
    """Return an invoice in the parts of the norm; `lacking` looked at it before."""
    town, buyer, cancels = service.municipality, voucher.institution, voucher.cancels
    day = timezone.localdate(voucher.issued_at)
    with words_in(town.default_language):
        return Bill(
            number=voucher.code,
            day=day,
            seller_id=town.slug,
            seller=_seller(town),
            buyer=_buyer(buyer, voucher.leitweg_id),
            tax=tax_of(service),
            iban=service.iban,
            terms="" if cancels else service.invoice_note,
            items=[_item(job, day) for job in jobs],
            cancels=(cancels.code, timezone.localdate(cancels.issued_at))
            if cancels
            else None,
        )


def _seller(town: Municipality) -> Party:
    contact = {key: str(value) for key, value in town.contact.items()}
    street, postcode, city = place_of(contact["address"])
    return Party(town.name, street, postcode, city, contact["email"], contact["phone"])


def _buyer(buyer: Any, leitweg_id: str) -> Party:
    street, postcode, city = place_of(address_of(buyer))
    return Party(buyer.name, street, postcode, city, leitweg_id)


def _item(job: Appointment, today: date) -> Item:
    names = language_names(today)
    language = names.get(job.language, job.language)
    what = f"{_('Interpreting')}: {language}, {job.get_mode_display()}"
    if not job.is_done:
        what = f"{what} ({job.get_state_display()})"
    return Item(what, timezone.localdate(job.starts_at), job.code, job.fee_cents)
