"""What of an HSDS object our tables hold; the rest is kept as it came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hafen.core.places.addresses import split_address
from hafen.core.taxonomy.models import Language, Term, Vocabulary
from hafen.information.directory.schedules import UnreadableRule, check
from hafen.information.directory.shapes import (
    Cost,
    Document,
    Email,
    LocationData,
    OfferedLanguage,
    Phone,
    ScheduleData,
    ServiceData,
)
from hafen.network.organisations.services import OrganisationData

Said = dict[str, Any]
Flags = dict[str, list[bool]]

# Objects that are entries of their own, or people, or a trail of the source.
APART = frozenset(
    {
        "organization",
        "service",
        "services",
        "location",
        "locations",
        "service_at_locations",
        "contacts",
        "metadata",
        "assurer_email",
    }
)
_REFUSED = ("dtstart", "until", "count", "byweekno", "byyearday")


@dataclass
class Mapped:
    """What our tables take of one object.

    :param held: for each list, which of its parts they hold
    """

    data: Any
    held: Flags = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """The languages and terms of the house, read once for an import."""

    languages: frozenset[str]
    terms: Mapping[str, tuple[str, str]]

    @classmethod
    def read(cls) -> "Known":
        terms = Term.objects.filter(
            vocabulary__code__in=(Vocabulary.NEEDS, Vocabulary.TARGET_GROUPS)
        ).values_list("pk", "vocabulary__code", "code")
        return cls(
            frozenset(Language.objects.values_list("tag", flat=True)),
            {str(key): (vocabulary, code) for key, vocabulary, code in terms},
        )


def organisation(said: Said) -> Mapped:
    phones = said.get("phones", [])
    held = [_fits(one.get("number"), 40) for one in phones]
    data: OrganisationData = {
        "name": str(said["name"])[:200],
        "description": _text(said, "description"),
        "website": _text(said, "website", 500),
        "email": _text(said, "email", 254),
        "phone": str(phones[0]["number"]) if held[:1] == [True] else "",
    }
    # There is room for one general number.
    return Mapped(data, {"phones": [ok and not at for at, ok in enumerate(held)]})


def location(said: Said) -> Mapped:
    addresses = said.get("addresses", [])
    usable = [bool(one.get("city")) for one in addresses]
    first: Said = next(
        (one for one, ok in zip(addresses, usable, strict=True) if ok), {}
    )
    line = str(first.get("address_1", ""))[:120]
    street, number = split_address(line)
    if f"{street} {number}".strip() != line or len(number) > 20:
        street, number = line, ""
    point = _point(said)
    data = LocationData(
        name=_text(said, "name", 200),
        street=street,
        house_number=number,
        addition=_text(first, "address_2", 200),
        postal_code=_text(first, "postal_code", 12),
        city=_text(first, "city", 120),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        transport=_text(said, "transportation", 300),
    )
    held = [one is first for one in addresses]
    return Mapped(data, {"addresses": held})


def _point(said: Said) -> tuple[float, float] | None:
    north, east = said.get("latitude"), said.get("longitude")
    if not isinstance(north, int | float) or not isinstance(east, int | float):
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


def has_bad_point(said: Said) -> bool:
    return said.get("latitude") is not None and _point(said) is None


def service(said: Said, known: Known) -> Mapped:
    lists = _lists(said, known)
    topics = [code for kind, code in lists.terms if kind == Vocabulary.NEEDS]
    groups = [code for kind, code in lists.terms if kind == Vocabulary.TARGET_GROUPS]
    data: ServiceData = {
        "name": str(said["name"])[:200],
        "summary": "",
        "description": _text(said, "description"),
        "application": _text(said, "application_process"),
        "eligibility": _text(said, "eligibility_description"),
        "interpreting": _text(said, "interpretation_services"),
        "costs": _text(said, "fees_description"),
        "alert": _text(said, "alert", 300),
        "website": _text(said, "url", 500),
        "emails": [Email(said["email"])] if _fits(said.get("email"), 254) else [],
        "age_from": _age(said.get("minimum_age")),
        "age_to": _age(said.get("maximum_age")),
        "last_checked_on": _day(said.get("assured_date")),
        "phones": lists.phones,
        "languages": lists.languages,
        "cost_options": lists.costs,
        "required_documents": lists.documents,
        "schedules": lists.schedules,
        "target_groups": groups,
    }
    if topics:
        data["topics"] = topics
    return Mapped(data, lists.held)


@dataclass
class _Lists:
    phones: list[Phone]
    languages: list[OfferedLanguage]
    costs: list[Cost]
    documents: list[Document]
    schedules: list[ScheduleData]
    terms: list[tuple[str, str]]
    held: Flags


def _lists(said: Said, known: Known) -> _Lists:
    read: dict[str, Callable[[Said], Any]] = {
        "phones": _phone,
        "languages": lambda one: _language(one, known),
        "cost_options": _cost,
        "required_documents": _document,
        "schedules": schedule,
        "attributes": lambda one: _term(one, known),
    }
    found = {
        name: [make(one) for one in said.get(name, [])] for name, make in read.items()
    }
    held = {name: _first_of_each(ones) for name, ones in found.items()}
    kept: dict[str, list[Any]] = {
        name: [one for one, ok in zip(ones, held[name], strict=True) if ok]
        for name, ones in found.items()
    }
    return _Lists(
        phones=kept["phones"],
        languages=kept["languages"],
        costs=kept["cost_options"],
        documents=kept["required_documents"],
        schedules=kept["schedules"],
        terms=kept["attributes"],
        held=held,
    )


def _first_of_each(ones: Sequence[Any]) -> list[bool]:
    """Return what can be held; the second of two equal ones cannot."""
    seen: list[Any] = []
    flags = []
    for one in ones:
        key = one.tag if isinstance(one, OfferedLanguage) else one
        flags.append(one is not None and key not in seen)
        seen.append(key)
    return flags


def _phone(said: Said) -> Phone | None:
    extension = said.get("extension", "")
    if not _fits(said.get("number"), 40) or len(str(extension)) > 12:
        return None
    label = str(said.get("description", ""))[:120]
    return Phone(str(said["number"]), str(extension), label)


def _language(said: Said, known: Known) -> OfferedLanguage | None:
    tag = said.get("code", "")
    if tag not in known.languages:
        return None
    return OfferedLanguage(tag, str(said.get("note", ""))[:200])


def _cost(said: Said) -> Cost | None:
    """Return a price in euros without a date; others are kept as they came."""
    if str(said.get("currency", "")).upper() != "EUR" or said.get("valid_from"):
        return None
    try:
        amount = Decimal(str(said.get("amount")))
    except InvalidOperation:
        return None
    if not 0 <= amount < 10_000_000:
        return None
    return Cost(amount.quantize(Decimal("0.01")), str(said.get("option", ""))[:200])


def _document(said: Said) -> Document | None:
    if not _fits(said.get("document"), 200):
        return None
    return Document(said["document"], _text(said, "uri", 500))


def _term(said: Said, known: Known) -> tuple[str, str] | None:
    term = said.get("taxonomy_term") or {}
    return known.terms.get(str(term.get("id", "")))


def schedule(said: Said) -> ScheduleData | None:
    """Return hours that can be reckoned with; None for all others."""
    if any(said.get(name) for name in _REFUSED) or not said.get("freq"):
        return None
    parts = [f"FREQ={said['freq']}"]
    for name in ("interval", "byday", "bymonthday", "wkst"):
        value = said.get(name)
        if value not in (None, "", 1):
            parts.append(f"{name.upper()}={value}")
    opens, closes = _time(said.get("opens_at")), _time(said.get("closes_at"))
    is_whole = (opens is None) == (closes is None)
    found = ScheduleData(
        rrule=";".join(parts),
        opens_at=opens if is_whole else None,
        closes_at=closes if is_whole else None,
        zone=str(said.get("timezone_name", "Europe/Berlin")),
        valid_from=_day(said.get("valid_from")),
        valid_until=_day(said.get("valid_to")),
        closed_on_holidays=bool(said.get("closed_on_holidays", True)),
        note=_text(said, "notes", 300),
    )
    return found if is_whole and _is_reckoned(found) else None


def _is_reckoned(found: ScheduleData) -> bool:
    if len(found.rrule) > 200:
        return False
    if found.valid_from and found.valid_until and found.valid_until < found.valid_from:
        return False
    try:
        check(found.rrule)
        ZoneInfo(found.zone)
    except (UnreadableRule, ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _text(said: Said, name: str, longest: int | None = None) -> str:
    value = said.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def _fits(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


def _age(value: object) -> int | None:
    is_age = isinstance(value, int | float) and 0 <= value <= 200
    return int(value) if is_age else None  # type: ignore[call-overload]  # checked


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _time(value: object) -> time | None:
    """Return a time on the clock; an offset behind it is left to the zone."""
    try:
        return time.fromisoformat(str(value)[:5]) if value else None
    except ValueError:
        return None
