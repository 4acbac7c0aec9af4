"""The small objects of HSDS 3.0, made from our rows."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from hafen.information.directory.models import (
    AccessFeature,
    CostOption,
    Location,
    RequiredDocument,
    Schedule,
    ServiceEmail,
    ServiceLanguage,
    ServicePhone,
)

Said = dict[str, Any]

_WEEK = "MO,TU,WE,TH,FR,SA,SU"
# Parts of a rule that a schedule of the standard has a field for.
_TOLD = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "WKST"}


def said(**values: Any) -> Said:
    """Return the object without what says nothing."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def derived(owner: UUID, what: str) -> str:
    """Return the lasting key of an object that has no row of its own."""
    return str(uuid5(owner, what))


def number(value: Decimal | float) -> int | float:
    return int(value) if value == int(value) else float(value)


def phone(row: ServicePhone) -> Said:
    extension = row.extension if row.extension.isdecimal() else ""
    label = row.label
    if row.extension and not extension:
        label = f"{label} ({row.extension})".strip()
    return said(
        id=str(row.pk),
        number=row.number,
        extension=int(extension) if extension else None,
        type="voice",
        description=label,
    )


def further_mail(row: ServiceEmail) -> Said:
    """Return a contact of a function; a service has one mail address only."""
    return said(id=str(row.pk), department=row.label, email=row.address)


def language(row: ServiceLanguage, reader: str) -> Said:
    return said(
        id=str(row.pk),
        name=row.language.name_in(reader),
        code=row.language_id,
        note=row.note,
    )


def cost(row: CostOption) -> Said:
    return said(
        id=str(row.pk), option=row.option, currency="EUR", amount=number(row.amount)
    )


def free_of_charge(service: UUID) -> Said:
    return said(id=derived(service, "free"), currency="EUR", amount=0)


def document(row: RequiredDocument) -> Said:
    return said(id=str(row.pk), document=row.name, uri=row.website)


def schedule(row: Schedule, now: datetime) -> Said:
    """Return recurring hours; days that differ stand in `exceptions`, ours.

    A rule that the standard has no fields for stands in words of RFC 5545 in
    its description.
    """
    rule = dict(part.split("=", 1) for part in row.rrule.upper().split(";") if part)
    told = _rule(rule)
    return said(
        id=str(row.pk),
        valid_from=_iso(row.valid_from),
        valid_to=_iso(row.valid_until),
        timezone=_offset(row.zone, now),
        **(told or {"description": row.rrule}),
        opens_at=f"{row.opens_at:%H:%M}" if row.opens_at else None,
        closes_at=f"{row.closes_at:%H:%M}" if row.closes_at else None,
        notes=row.note,
        timezone_name=row.zone,
        closed_on_holidays=row.closed_on_holidays,
        **_exceptions(row),
    )


def _rule(rule: dict[str, str]) -> Said:
    """Return the rule in the fields of the standard; nothing if it has none."""
    frequency, interval = rule.get("FREQ"), int(rule.get("INTERVAL", 1))
    if frequency == "DAILY" and interval == 1 and set(rule) <= {"FREQ", "INTERVAL"}:
        return {"freq": "WEEKLY", "interval": 1, "byday": _WEEK}
    days = rule.get("BYDAY", "")
    place = rule.get("BYSETPOS", "")
    if frequency == "MONTHLY" and re.fullmatch("[A-Z]{2}", days) and place:
        # "The last Friday" of either spelling.
        days, rule = f"{place}{days}", {**rule, "BYSETPOS": ""}
    known = {name for name, value in rule.items() if value} <= _TOLD
    if frequency not in ("WEEKLY", "MONTHLY") or not known:
        return {}
    return said(
        freq=frequency,
        interval=interval,
        byday=days,
        bymonthday=rule.get("BYMONTHDAY"),
        wkst=rule.get("WKST"),
    )


def _exceptions(row: Schedule) -> Said:
    found = [
        said(
            date=off.day.isoformat(),
            opens_at=f"{off.opens_at:%H:%M}" if off.opens_at else None,
            closes_at=f"{off.closes_at:%H:%M}" if off.closes_at else None,
            reason=off.reason,
        )
        for off in sorted(row.exceptions.all(), key=lambda off: off.day)
    ]
    return {"exceptions": found} if found else {}


def _offset(zone: str, now: datetime) -> int | float | None:
    """Return the hours from UTC that hold now; the standard wants a number."""
    ahead = now.astimezone(ZoneInfo(zone)).utcoffset()
    return number(ahead.total_seconds() / 3600) if ahead is not None else None


def address(row: Location, land: str) -> Said:
    """Return an address; the fields that the standard wants stand even if empty."""
    return {
        "id": derived(row.pk, "address"),
        "address_1": row.street_line or row.name,
        **said(address_2=row.addition),
        "city": row.city,
        "state_province": land,
        "postal_code": row.postal_code,
        "country": "DE",
        "address_type": "physical",
    }


def accessibility(row: Location) -> list[Said]:
    return [
        said(
            id=derived(row.pk, feature),
            description=str(AccessFeature(feature).label),
        )
        for feature in row.access_features
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
