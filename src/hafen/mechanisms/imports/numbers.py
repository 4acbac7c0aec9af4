"""Telephone numbers as German offices write them, made into E.164."""

import re
from dataclasses import dataclass

import phonenumbers

from hafen.mechanisms.imports import problems
from hafen.mechanisms.imports.cleaning import Cleaned, line, text
from hafen.mechanisms.imports.problems import Problem

# Between two numbers: a word, a line or a mark that stands in no German number.
_BETWEEN = re.compile(
    r"\s{0,20}(?:\b(?:oder|or|bzw\.?|sowie|und|u\.)(?=\W|\d)|[;|\n,&])\s*"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"(?:\+|\(\s*\+?\s*\d|\d)[\d\s()/.\-–—‐‑]*\d")
# Public numbers of three to six digits that exist only inside the country.
_SHORT = frozenset(
    {"110", "112", "115", "116000", "116006", "116016", "116111", "116116"}
    | {"116117", "116123", "19222", "19240"}
)
_FEWEST = 5
_LABEL = re.compile(
    r"^(?:tel(?:efon)?|fon|phone|mobil(?:e|nummer)?|handy|t|m|nr)\b\.?\s*:?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Phone:
    """One number and what stood beside it.

    :param number: E.164, or the bare digits of a short public number such as 115
    """

    number: str
    note: str = ""


def phones(raw: str, *, region: str = "DE") -> Cleaned[tuple[Phone, ...]]:
    """Return the numbers in a cell with their notes, each number once."""
    found: dict[str, Phone] = {}
    remarks: list[Problem] = []
    for part in _parts(text(raw)):
        phone, remark = _phone(part, region)
        if phone:
            found.setdefault(phone.number, phone)
        if remark:
            remarks.append(Problem(remark, "", line(raw)[:200]))
    return Cleaned(tuple(found.values()), tuple(dict.fromkeys(remarks)))


def _parts(plain: str) -> list[str]:
    """Cut between numbers, but not within brackets that hold words."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        if not re.search(r"[^\W\d_]", match.group(1)):
            return match.group(0)
        hidden.append(match.group(0))
        return f"\x02{len(hidden) - 1}\x02"

    def show(match: re.Match[str]) -> str:
        return hidden[int(match.group(1))]

    parts = _BETWEEN.split(_BRACKETS.sub(hide, plain.replace("\x02", "")))
    shown = (re.sub("\x02(\\d+)\x02", show, part).strip() for part in parts)
    return [part for part in shown if part]


def _phone(part: str, region: str) -> tuple[Phone | None, str]:
    """Return the number in a part, and the remark that it deserves."""
    match = _NUMBER.search(part)
    if match is None:
        return None, problems.NUMBER_UNREAD
    note = _note(part[: match.start()], part[match.end() :])
    number, is_usual = _e164(match.group(0), region)
    if number is None:
        return None, problems.NUMBER_UNREAD
    if not is_usual:
        return Phone(number, note), problems.NUMBER_UNUSUAL
    return Phone(number, note), problems.TEXT_BESIDE_NUMBER if note else ""


def _note(before: str, after: str) -> str:
    before = before.strip(" :–-/")
    pieces = ["" if _LABEL.match(before) else before, after.strip(" :–-/.")]
    joined = " ".join(piece for piece in pieces if piece)
    whole = re.fullmatch(r"\((.*)\)", joined)
    return (whole.group(1) if whole else joined).strip()


def _e164(written: str, region: str) -> tuple[str | None, bool]:
    digits = re.sub(r"\D", "", written)
    if digits in _SHORT:
        return digits, True
    if written.lstrip("( ").startswith(("+", "00")):
        # "+49 (0) 251": the zero is for callers inside the country.
        written = re.sub(r"\(\s*0\s*\)", "", written)
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None, False
    if len(digits) < _FEWEST or not phonenumbers.is_possible_number(number):
        return None, False
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return shown, phonenumbers.is_valid_number(number)
