"""Invoices to public offices as XRechnung 3.0: UBL 2.1, EN 16931.

Which fields there have to be say the rules BR-… of the norm and BR-DE-… of the
German standard; `tests/test_xrechnung.py` holds an invoice against them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree as ET

_CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_INVOICE = f"{_UBL}Invoice-2"
_PARTS = {
    "cac": f"{_UBL}CommonAggregateComponents-2",
    "cbc": f"{_UBL}CommonBasicComponents-2",
}
_COMMERCIAL, _CORRECTED = "380", "384"
_CREDIT_TRANSFER = "58"  # SEPA
_LEITWEG, _MAIL = "0204", "EM"
_PIECE = "C62"
# What XML 1.0 has no place for.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CENT = Decimal("0.01")

# Codes of UNTDID 5305.
STANDARD, EXEMPT, OUTSIDE = "S", "E", "O"


@dataclass(frozen=True)
class Party:
    """A side of the invoice, with the address by which it is reached.

    :param endpoint: e-mail address of the seller, Leitweg-ID of the buyer
    """

    name: str
    street: str
    postcode: str
    city: str
    endpoint: str
    phone: str = ""


@dataclass(frozen=True)
class Tax:
    """How the fees are taxed; they contain the tax.

    :param code: one of `STANDARD`, `EXEMPT`, `OUTSIDE`
    :param reason: why there is none; empty where there is
    :param number: of the seller: of the value added tax ("DE…"), or of the office
    """

    code: str
    percent: Decimal
    reason: str
    number: str

    def net(self, cents: int) -> Decimal:
        """Return what remains of a fee without its tax."""
        gross = Decimal(cents) / 100
        return (gross * 100 / (100 + self.percent)).quantize(_CENT, ROUND_HALF_UP)

    def on(self, net: Decimal) -> Decimal:
        return (net * self.percent / 100).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Item:
    """One job: what, on which day, by which code of the buyer, for how much."""

    name: str
    day: date
    code: str
    cents: int


@dataclass(frozen=True)
class Bill:
    """An invoice, or with `cancels` what takes one back (its number and day).

    :param seller_id: how the buyer tells the seller from others
    :param terms: when and how it is to be paid
    """

    number: str
    day: date
    seller_id: str
    seller: Party
    buyer: Party
    tax: Tax
    iban: str
    terms: str
    items: Sequence[Item]
    cancels: tuple[str, date] | None = None


class _Tree:
    """Elements under one parent; names as "cbc:ID"."""

    def __init__(self, element: ET.Element) -> None:
        self.element = element

    def put(self, name: str, text: object = None, **attributes: str) -> "_Tree":
        prefix, local = name.split(":")
        made = ET.SubElement(
            self.element, f"{{{_PARTS[prefix]}}}{local}", dict(attributes)
        )
        if text is not None:
            made.text = _UNPRINTABLE.sub("", str(text))
        return _Tree(made)

    def amount(self, name: str, value: Decimal) -> None:
        self.put(name, f"{value:.2f}", currencyID="EUR")


def xml(bill: Bill) -> bytes:
    """Return the file; the same bill gives the same bytes."""
    for prefix, space in _PARTS.items():
        ET.register_namespace(prefix, space)
    # Registered for the whole process, where XLIFF has the empty prefix.
    ET.register_namespace("ubl", _INVOICE)
    root = ET.Element(f"{{{_INVOICE}}}Invoice")
    tree = _Tree(root)
    _head(tree, bill)
    _seller(tree, bill)
    _buyer(tree, bill.buyer)
    _payment(tree, bill)
    nets = [_sign(bill) * bill.tax.net(item.cents) for item in bill.items]
    _sums(tree, bill, nets)
    for number, (item, net) in enumerate(zip(bill.items, nets, strict=True), start=1):
        _line(tree, bill, item, number, net)
    ET.indent(root)
    file: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return file + b"\n"


def _sign(bill: Bill) -> int:
    return -1 if bill.cancels else 1


def _head(tree: _Tree, bill: Bill) -> None:
    days = [item.day for item in bill.items]
    tree.put("cbc:CustomizationID", _CUSTOMIZATION)
    tree.put("cbc:ProfileID", _PROFILE)
    tree.put("cbc:ID", bill.number)
    tree.put("cbc:IssueDate", bill.day)
    tree.put("cbc:InvoiceTypeCode", _CORRECTED if bill.cancels else _COMMERCIAL)
    tree.put("cbc:DocumentCurrencyCode", "EUR")
    tree.put("cbc:BuyerReference", bill.buyer.endpoint)
    _period(tree, min(days), max(days))
    if bill.cancels:
        number, day = bill.cancels
        of = tree.put("cac:BillingReference").put("cac:InvoiceDocumentReference")
        of.put("cbc:ID", number)
        of.put("cbc:IssueDate", day)


def _period(tree: _Tree, first: date, last: date) -> None:
    period = tree.put("cac:InvoicePeriod")
    period.put("cbc:StartDate", first)
    period.put("cbc:EndDate", last)


def _seller(tree: _Tree, bill: Bill) -> None:
    seller, number = bill.seller, bill.tax.number
    party = tree.put("cac:AccountingSupplierParty").put("cac:Party")
    party.put("cbc:EndpointID", seller.endpoint, schemeID=_MAIL)
    party.put("cac:PartyIdentification").put("cbc:ID", bill.seller_id)
    _address(party, seller)
    is_of_vat = number.startswith("DE")
    # Who is not taxed names no number of the value added tax (BR-O-2).
    if number and not (is_of_vat and bill.tax.code == OUTSIDE):
        scheme = party.put("cac:PartyTaxScheme")
        scheme.put("cbc:CompanyID", number)
        scheme.put("cac:TaxScheme").put("cbc:ID", "VAT" if is_of_vat else "FC")
    party.put("cac:PartyLegalEntity").put("cbc:RegistrationName", seller.name)
    contact = party.put("cac:Contact")
    contact.put("cbc:Name", seller.name)
    contact.put("cbc:Telephone", seller.phone)
    contact.put("cbc:ElectronicMail", seller.endpoint)


def _buyer(tree: _Tree, buyer: Party) -> None:
    party = tree.put("cac:AccountingCustomerParty").put("cac:Party")
    party.put("cbc:EndpointID", buyer.endpoint, schemeID=_LEITWEG)
    _address(party, buyer)
    party.put("cac:PartyLegalEntity").put("cbc:RegistrationName", buyer.name)


def _address(party: _Tree, of: Party) -> None:
    address = party.put("cac:PostalAddress")
    if of.street:
        address.put("cbc:StreetName", of.street)
    address.put("cbc:CityName", of.city)
    address.put("cbc:PostalZone", of.postcode)
    address.put("cac:Country").put("cbc:IdentificationCode", "DE")


def _payment(tree: _Tree, bill: Bill) -> None:
    means = tree.put("cac:PaymentMeans")
    means.put("cbc:PaymentMeansCode", _CREDIT_TRANSFER)
    account = means.put("cac:PayeeFinancialAccount")
    account.put("cbc:ID", bill.iban)
    account.put("cbc:Name", bill.seller.name)
    if bill.terms:
        tree.put("cac:PaymentTerms").put("cbc:Note", bill.terms)


def _sums(tree: _Tree, bill: Bill, nets: Iterable[Decimal]) -> None:
    net = sum(nets, Decimal(0))
    tax = bill.tax.on(net)
    due = _sign(bill) * Decimal(sum(item.cents for item in bill.items)) / 100
    total = tree.put("cac:TaxTotal")
    total.amount("cbc:TaxAmount", tax)
    part = total.put("cac:TaxSubtotal")
    part.amount("cbc:TaxableAmount", net)
    part.amount("cbc:TaxAmount", tax)
    _category(part.put("cac:TaxCategory"), bill.tax, reason=bill.tax.reason)
    sums = tree.put("cac:LegalMonetaryTotal")
    sums.amount("cbc:LineExtensionAmount", net)
    sums.amount("cbc:TaxExclusiveAmount", net)
    sums.amount("cbc:TaxInclusiveAmount", net + tax)
    # Net amounts are rounded line by line: the sum keeps what was agreed.
    if due != net + tax:
        sums.amount("cbc:PayableRoundingAmount", due - net - tax)
    sums.amount("cbc:PayableAmount", due)


def _category(category: _Tree, tax: Tax, *, reason: str = "") -> None:
    category.put("cbc:ID", tax.code)
    if tax.code != OUTSIDE:
        category.put("cbc:Percent", f"{tax.percent:.2f}")
    if reason:
        category.put("cbc:TaxExemptionReason", reason)
    category.put("cac:TaxScheme").put("cbc:ID", "VAT")


def _line(tree: _Tree, bill: Bill, item: Item, number: int, net: Decimal) -> None:
    line = tree.put("cac:InvoiceLine")
    line.put("cbc:ID", number)
    if item.code:
        line.put("cbc:Note", item.code)
    line.put("cbc:InvoicedQuantity", _sign(bill), unitCode=_PIECE)
    line.amount("cbc:LineExtensionAmount", net)
    _period(line, item.day, item.day)
    what = line.put("cac:Item")
    what.put("cbc:Name", item.name)
    _category(what.put("cac:ClassifiedTaxCategory"), bill.tax)
    # A price is never negative (BR-27); what is taken back is minus one of it.
    line.put("cac:Price").amount("cbc:PriceAmount", abs(net))
