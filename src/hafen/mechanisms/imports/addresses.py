"""A German address in one cell, taken apart: street, number, postal code, town.

What stands before the street (a building, a floor, "c/o") or behind the town is
the supplement; nothing of the cell is lost.
"""

import re
from dataclasses import dataclass

from hafen.mechanisms.imports import problems
from hafen.mechanisms.imports.cleaning import Cleaned, line, text
from hafen.mechanisms.imports.problems import Problem

_TOWN = re.compile(r"(?:^|[\s,])(?:D\s*[-–]\s*)?(\d{5})\s+([^\W\d_].*)$")
_NUMBER = r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d{1,4}\s?[a-zA-Z]?)*"
_STREET = re.compile(
    rf"(?P<street>[^\W\d_][^()]{{0,150}}?)\s{{1,9}}(?P<number>{_NUMBER})(?=$|\s*\(|\s+[-–]\s)"
    r"(?P<rest>.*)$"
)
# "Gebäude 38" looks like a street with a number and is none.
_NO_STREET = re.compile(
    r"(?:gebäude|haus|etage|stock|stockwerk|raum|zimmer|eingang|aufgang|block|tor|"
    r"ebene|halle|postfach|nr\.?|hausnummer)\b",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[,\n](?![^()]*\))")


@dataclass(frozen=True)
class Address:
    """The parts of an address; what is not known is empty."""

    street: str = ""
    number: str = ""
    supplement: str = ""
    postal_code: str = ""
    town: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Return what two rows of one place have in common, however written."""
        street = re.sub(r"stra(?:ß|ss)e\b", "str", self.street.casefold())
        street = re.sub(r"\bstr\.", "str", street)
        return (
            re.sub(r"[\W_]+", "", street),
            re.sub(r"\s", "", self.number.casefold()),
            self.postal_code,
            self.supplement.casefold() if not self.street else "",
        )


def address(raw: str) -> Cleaned[Address]:
    """Return the parts of the address in a cell."""
    plain = line(text(raw).replace("\n", ", "))
    if not plain:
        return Cleaned(Address())
    before, postal_code, town, behind = _town(plain)
    parts = [part.strip() for part in _COMMA.split(before) if part.strip()]
    street, number, others = _street(parts)
    supplement = ", ".join([*others, *([behind] if behind else [])])
    value = Address(street, number, supplement, postal_code, town)
    if street or town:
        return Cleaned(value)
    return Cleaned(value, (Problem(problems.ADDRESS_UNREAD, "", plain[:200]),))


def _town(plain: str) -> tuple[str, str, str, str]:
    """Cut at the postal code: before, code, town, and what follows the town."""
    match = _TOWN.search(plain)
    if match is None:
        return plain, "", "", ""
    town, *behind = re.split(r"\s+[-–]\s+|,|\s*(?=\()", match.group(2), maxsplit=1)
    rest = " ".join(behind).strip(" ,")
    return plain[: match.start()], match.group(1), town.strip(), rest.strip()


def _street(parts: list[str]) -> tuple[str, str, list[str]]:
    """Return street, number and the other parts: the last one that can be a street."""
    for index in reversed(range(len(parts))):
        match = _STREET.match(parts[index])
        if match is None or _NO_STREET.match(match["street"]):
            continue
        label, _, street = match["street"].rpartition(":")
        rest = match["rest"].strip(" -–")
        extra = [text for text in (label.strip(), _unwrapped(rest)) if text]
        others = [*parts[:index], *extra, *parts[index + 1 :]]
        return street.strip(), re.sub(r"\s", "", match["number"]), others
    if len(parts) == 1 and not _NO_STREET.match(parts[0]):
        return parts[0], "", []
    return "", "", parts


def _unwrapped(rest: str) -> str:
    match = re.fullmatch(r"\(([^()]*)\)", rest)
    return match.group(1).strip() if match else rest
