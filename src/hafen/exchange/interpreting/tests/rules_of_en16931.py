"""The rules of EN 16931 and XRechnung 3.0 that an invoice of ours can break."""

import re
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree as ET

_SPACES = {
    "i": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_SELLER = "cac:AccountingSupplierParty/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"
_SUMS = "cac:LegalMonetaryTotal"
_TAX = "cac:TaxTotal/cac:TaxSubtotal"

# Rule → what has to stand there.
MANDATORY = {
    "BR-01": "cbc:CustomizationID",
    "BR-02": "cbc:ID",
    "BR-03": "cbc:IssueDate",
    "BR-04": "cbc:InvoiceTypeCode",
    "BR-05": "cbc:DocumentCurrencyCode",
    "BR-06": f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName",
    "BR-07": f"{_BUYER}/cac:PartyLegalEntity/cbc:RegistrationName",
    "BR-09": f"{_SELLER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode",
    "BR-11": f"{_BUYER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode",
    "BR-12": f"{_SUMS}/cbc:LineExtensionAmount",
    "BR-13": f"{_SUMS}/cbc:TaxExclusiveAmount",
    "BR-14": f"{_SUMS}/cbc:TaxInclusiveAmount",
    "BR-15": f"{_SUMS}/cbc:PayableAmount",
    "BR-16": "cac:InvoiceLine",
    "BR-49": "cac:PaymentMeans/cbc:PaymentMeansCode",
    "BR-50": "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID",
    "BR-62": f"{_SELLER}/cbc:EndpointID[@schemeID]",
    "BR-63": f"{_BUYER}/cbc:EndpointID[@schemeID]",
    "BR-CO-26": f"{_SELLER}/cac:PartyIdentification/cbc:ID",
    "BR-DE-2": f"{_SELLER}/cac:Contact",
    "BR-DE-3": f"{_SELLER}/cac:PostalAddress/cbc:CityName",
    "BR-DE-4": f"{_SELLER}/cac:PostalAddress/cbc:PostalZone",
    "BR-DE-5": f"{_SELLER}/cac:Contact/cbc:Name",
    "BR-DE-6": f"{_SELLER}/cac:Contact/cbc:Telephone",
    "BR-DE-7": f"{_SELLER}/cac:Contact/cbc:ElectronicMail",
    "BR-DE-8": f"{_BUYER}/cac:PostalAddress/cbc:CityName",
    "BR-DE-9": f"{_BUYER}/cac:PostalAddress/cbc:PostalZone",
    "BR-DE-15": "cbc:BuyerReference",
    "R001": "cbc:ProfileID",
}
OF_LINES = {
    "BR-21": "cbc:ID",
    "BR-22": "cbc:InvoicedQuantity",
    "BR-23": "cbc:InvoicedQuantity[@unitCode]",
    "BR-24": "cbc:LineExtensionAmount",
    "BR-25": "cac:Item/cbc:Name",
    "BR-26": "cac:Price/cbc:PriceAmount",
    "BR-CO-04": "cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
}
# The order of the schema of UBL, of what we write.
_ORDER = [
    "CustomizationID", "ProfileID", "ID", "IssueDate", "InvoiceTypeCode",
    "DocumentCurrencyCode", "BuyerReference", "InvoicePeriod", "BillingReference",
    "AccountingSupplierParty", "AccountingCustomerParty", "PaymentMeans",
    "PaymentTerms", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine",
]  # fmt: skip


def broken(file: bytes) -> set[str]:
    """Return the rules that a file breaks."""
    root = ET.fromstring(file)  # noqa: S314  # our own
    lines = root.findall("cac:InvoiceLine", _SPACES)
    found = {rule for rule, path in MANDATORY.items() if not _text(root, path)}
    found |= {
        rule
        for rule, path in OF_LINES.items()
        for line in lines
        if not _text(line, path)
    }
    checks = {**_of_sums(root, lines), **_of_tax(root, lines), **_of_parts(root)}
    return found | {rule for rule, is_kept in checks.items() if not is_kept}


def without(file: bytes, rule: str) -> bytes:
    """Return a file that lacks what a rule wants."""
    root = ET.fromstring(file)  # noqa: S314  # our own
    path = (MANDATORY | OF_LINES)[rule].split("[")[0]
    above, _, name = path.rpartition("/")
    start = root.find("cac:InvoiceLine", _SPACES) if rule in OF_LINES else root
    parents = [start] if not above else start.findall(above, _SPACES)
    for parent in parents:
        for each in parent.findall(name, _SPACES):
            parent.remove(each)
    return ET.tostring(root)


def _text(element: ET.Element, path: str) -> str:
    found = element.find(path, _SPACES)
    return "" if found is None else "".join(found.itertext()).strip()


def _amount(element: ET.Element, path: str) -> Decimal:
    return Decimal(_text(element, path) or "0")


def _of_sums(root: ET.Element, lines: list[ET.Element]) -> dict[str, bool]:
    net, tax = (
        _amount(root, f"{_SUMS}/cbc:LineExtensionAmount"),
        _amount(root, "cac:TaxTotal/cbc:TaxAmount"),
    )
    whole = _amount(root, f"{_SUMS}/cbc:TaxInclusiveAmount")
    due = _amount(root, f"{_SUMS}/cbc:PayableAmount")
    rounding = _amount(root, f"{_SUMS}/cbc:PayableRoundingAmount")
    amounts = [_amount(line, "cbc:LineExtensionAmount") for line in lines]
    prices = [_amount(line, "cac:Price/cbc:PriceAmount") for line in lines]
    pieces = [_amount(line, "cbc:InvoicedQuantity") for line in lines]
    of_money = [e for e in root.iter() if "currencyID" in e.attrib]
    return {
        "BR-CO-10": net == sum(amounts),
        "BR-CO-13": _amount(root, f"{_SUMS}/cbc:TaxExclusiveAmount") == net,
        "BR-CO-14": tax == _amount(root, f"{_TAX}/cbc:TaxAmount"),
        "BR-CO-15": whole == net + tax,
        "BR-CO-16": due == whole + rounding,
        "BR-CO-25": due <= 0 or bool(_text(root, "cac:PaymentTerms/cbc:Note")),
        "BR-27": all(price >= 0 for price in prices),
        "R120": amounts == [p * n for p, n in zip(prices, pieces, strict=True)],
        "BR-DEC": all(re.fullmatch(r"-?\d+\.\d{2}", e.text or "") for e in of_money),
        "R051": {e.get("currencyID") for e in of_money} == {"EUR"},
    }


def _of_tax(root: ET.Element, lines: list[ET.Element]) -> dict[str, bool]:
    code = _text(root, f"{_TAX}/cac:TaxCategory/cbc:ID")
    percent = _text(root, f"{_TAX}/cac:TaxCategory/cbc:Percent")
    reason = _text(root, f"{_TAX}/cac:TaxCategory/cbc:TaxExemptionReason")
    taxable = _amount(root, f"{_TAX}/cbc:TaxableAmount")
    tax = taxable * Decimal(percent or "0") / 100
    schemes = [
        (_text(each, "cac:TaxScheme/cbc:ID"), _text(each, "cbc:CompanyID"))
        for each in root.findall(f"{_SELLER}/cac:PartyTaxScheme", _SPACES)
    ]
    numbers = dict(schemes)
    category = "cac:Item/cac:ClassifiedTaxCategory"
    of_lines = {
        (_text(e, f"{category}/cbc:ID"), _text(e, f"{category}/cbc:Percent"))
        for e in lines
    }
    return {
        "BR-CO-17": _amount(root, f"{_TAX}/cbc:TaxAmount")
        == tax.quantize(Decimal("0.01"), ROUND_HALF_UP),
        "BR-CO-18": code in {"S", "E", "O"},
        "BR-S-08": taxable == _amount(root, f"{_SUMS}/cbc:LineExtensionAmount"),
        "BR-S-05": of_lines == {(code, percent)},
        "BR-S-10": code != "S" or (not reason and Decimal(percent) > 0),
        "BR-E-05": code != "E" or Decimal(percent) == 0,
        "BR-E-10": code != "E" or bool(reason),
        "BR-O-05": code != "O" or not percent,
        "BR-O-10": code != "O" or bool(reason),
        "BR-O-02": code != "O" or "VAT" not in numbers,
        "BR-DE-16": code == "O" or bool(numbers),
        "BR-CO-09": all(n[:2] == "DE" for scheme, n in schemes if scheme == "VAT"),
    }


def _of_parts(root: ET.Element) -> dict[str, bool]:
    kind = _text(root, "cbc:InvoiceTypeCode")
    names = [each.tag.rpartition("}")[2] for each in root]
    before = "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"
    iban = _text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID")
    mail = _text(root, f"{_SELLER}/cac:Contact/cbc:ElectronicMail")
    phone = _text(root, f"{_SELLER}/cac:Contact/cbc:Telephone")
    periods = [
        _text(each, "cbc:StartDate") <= _text(each, "cbc:EndDate")
        for each in root.iter(f"{{{_SPACES['cac']}}}InvoicePeriod")
    ]
    return {
        "UBL-ORDER": names == sorted(names, key=_ORDER.index),
        "BR-29": all(periods) and bool(periods),
        "BR-55": kind != "384" or bool(_text(root, before)),
        "BR-DE-17": kind in {"380", "384"},
        "BR-DE-19": int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1
        if iban
        else False,
        "BR-DE-21": _text(root, "cbc:CustomizationID").endswith("xrechnung_3.0"),
        "BR-DE-27": len(re.findall(r"\d", phone)) >= 3,
        "BR-DE-28": bool(re.fullmatch(r"[^@\s.]+[^@\s]*@[^@\s]+\.[^@\s]+", mail)),
    }
