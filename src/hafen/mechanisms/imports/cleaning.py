"""Cells as people type them, made into values: texts, links, dates, positions.

Every function takes any text, never fails, and says what it could not read.
"""

import datetime as dt
import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import nh3

from hafen.mechanisms.imports import problems
from hafen.mechanisms.imports.problems import Problem

Value = TypeVar("Value")

# Invisible: soft hyphen, zero-width characters, marks that turn the direction.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h[1-6])\s*/?\s*>", re.IGNORECASE)
_BULLET = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_MAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w](?:[\w-]{0,61}\w)?\.)+[^\W\d_]{2,24}"
)
_AT = re.compile(r"\s*[\[({]\s*(?:at|ät)\s*[\])}]\s*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,12}[^\W\d_]{2,24}(?:[/?#:].*)?", re.DOTALL)
_DATE = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{2}|\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?\s*°?")
_LONGEST_URL = 500
# Two digits of a year: the future beyond some years is meant as the past.
_CENTURY_TURNS = 70


@dataclass(frozen=True)
class Cleaned(Generic[Value]):
    """A value and what is to be said about the cell that it was read from."""

    value: Value
    problems: tuple[Problem, ...] = ()


def text(raw: str) -> str:
    """Return the text without markup; paragraphs and lines are kept as lines."""
    if "<" in raw or "&" in raw:
        raw = _BULLET.sub("\n• ", _BREAK.sub("\n", raw))
        raw = html.unescape(nh3.clean(raw, tags=set()))
    raw = _INVISIBLE.sub("", unicodedata.normalize("NFC", raw))
    lines = (" ".join(line.split()) for line in raw.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(raw: str) -> str:
    """Return the text without markup on one line."""
    return " ".join(text(raw).split())


def split_name(raw: str) -> tuple[str, str]:
    """Return the name and the unit of "name<br>unit"; an empty unit without one."""
    name, _, unit = text(raw).partition("\n")
    return line(name), line(unit)


def words(raw: str) -> tuple[str, ...]:
    """Return the entries of a list in one cell.

    Commas in brackets divide nothing, nor do those of "Sprach-, Schulberatung".
    """
    parts = re.split(r"(?<![-–])[,;\n](?![^()]*\))", text(raw))
    return united([line(part).strip(" •-–*") for part in parts])


def united(entries: "list[str] | tuple[str, ...]") -> tuple[str, ...]:
    """Return the entries once each, in their order, whatever their letters' case."""
    seen: dict[str, str] = {}
    for entry in entries:
        if entry:
            seen.setdefault(entry.casefold(), entry)
    return tuple(seen.values())


def mails(raw: str) -> Cleaned[tuple[str, ...]]:
    """Return the addresses in a cell, also of "Info <info@example.org>"."""
    plain = _AT.sub("@", _INVISIBLE.sub("", html.unescape(raw)))
    plain = re.sub("mailto:", " ", plain, flags=re.IGNORECASE)
    found = tuple(_lowered(m) for m in _MAIL.findall(plain) if len(m) <= 254)
    if found or not text(raw):
        return Cleaned(united(found))
    return Cleaned((), (Problem(problems.MAIL_UNREAD, "", line(raw)[:200]),))


def _lowered(mail: str) -> str:
    name, _, domain = mail.rpartition("@")
    return f"{name.strip('.')}@{domain.lower()}"


def url(raw: str) -> Cleaned[str]:
    """Return a web address; only https and http lead anywhere."""
    plain = line(raw).split(" ", 1)[0] if line(raw) else ""
    if not plain:
        return Cleaned("")
    if _DOMAIN.fullmatch(plain) and "@" not in plain:
        plain = f"https://{plain}"
    if _is_web_address(plain):
        return Cleaned(plain)
    return Cleaned("", (Problem(problems.URL_UNREAD, "", plain[:200]),))


def _is_web_address(plain: str) -> bool:
    try:
        parts = urlsplit(plain)
        parts.port  # noqa: B018 - reading it is the check; it may be no number
    except ValueError:
        return False
    return (
        parts.scheme.lower() in {"https", "http"}
        and bool(_DOMAIN.fullmatch(parts.hostname or ""))
        and not parts.username
        and len(plain) <= _LONGEST_URL
        and not re.search(r'[<>"\\^`{|}]', plain)
    )


def date(raw: str) -> Cleaned[dt.date | None]:
    """Return the day of 31.12.2026, 31.12.26 or 2026-12-31."""
    plain = line(raw)
    if not plain:
        return Cleaned(None)
    try:
        if match := _DATE.fullmatch(plain):
            day, month, year = map(int, match.groups())
            return Cleaned(dt.date(_full_year(year, match.group(3)), month, day))
        if match := _ISO_DATE.fullmatch(plain):
            return Cleaned(dt.date(*map(int, match.groups())))
    except ValueError:
        pass
    return Cleaned(None, (Problem(problems.DATE_UNREAD, "", plain[:80]),))


def _full_year(year: int, written: str) -> int:
    if len(written) == 4:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


@dataclass(frozen=True)
class Position:
    """A point on the map, in degrees (WGS 84)."""

    longitude: float
    latitude: float


def position(longitude: str, latitude: str) -> Cleaned[Position | None]:
    """Return the point of two cells; a decimal comma is as good as a point."""
    if not line(longitude) and not line(latitude):
        return Cleaned(None)
    x, y = _degrees(longitude), _degrees(latitude)
    # Germany lies between 5 and 16 degrees east, 47 and 56 degrees north.
    if x is not None and y is not None and 47 <= x <= 56 and 5 <= y <= 16:
        remark = Problem(problems.COORDINATES_SWAPPED, "", f"{x} / {y}")
        return Cleaned(Position(y, x), (remark,))
    if x is None or y is None or abs(y) > 90 or (x, y) == (0.0, 0.0):
        value = f"{line(longitude)[:40]} / {line(latitude)[:40]}"
        return Cleaned(None, (Problem(problems.COORDINATE_UNREAD, "", value),))
    return Cleaned(Position(x, y))


def _degrees(raw: str) -> float | None:
    plain = line(raw)
    if not _DEGREES.fullmatch(plain):
        return None
    number = float(plain.rstrip("° ").replace(",", "."))
    return number if abs(number) <= 180 else None
