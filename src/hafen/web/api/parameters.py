"""The parameters of the API, read strictly: what cannot be meant is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hafen.web.api.queries import Wanted

PER_PAGE = 50
MOST_PER_PAGE = 500
MOST_MINIMAL = 10_000


class Unusable(ValueError):
    """A parameter has a value that means nothing."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: {expected}")


@dataclass(frozen=True)
class Asked:
    """How a list is to be answered."""

    wanted: Wanted
    page: int = 1
    per_page: int = PER_PAGE
    is_stream: bool = False
    is_full: bool = False
    is_minimal: bool = False
    is_full_service: bool = False


def read(query: Mapping[str, str]) -> Asked:
    """Return what was asked for.

    :raises Unusable: names the parameter and what it takes
    """
    reader = _Reader(query)
    is_minimal = reader.flag("minimal")
    most = MOST_MINIMAL if is_minimal else MOST_PER_PAGE
    kind = query.get("format", "json")
    if kind not in ("json", "ndjson"):
        raise Unusable("format", _("json or ndjson"))
    return Asked(
        wanted=_wanted(reader),
        page=max(1, reader.read("page", int, _("a whole number")) or 1),
        per_page=min(
            most,
            max(
                1,
                reader.read("per_page", int, _("a whole number"))
                or (most if is_minimal else PER_PAGE),
            ),
        ),
        is_stream=kind == "ndjson",
        is_full=reader.flag("full"),
        is_minimal=is_minimal,
        is_full_service=reader.flag("full_service"),
    )


def _wanted(reader: "_Reader") -> Wanted:
    key, number = _("a key (UUID)"), _("a number")
    return Wanted(
        search=reader.query.get("search", "").strip()[:200],
        term=reader.read("taxonomy_term_id", UUID, key),
        vocabulary=reader.read("taxonomy_id", UUID, key),
        organisation=reader.read("organization_id", UUID, key),
        modified_after=reader.read(
            "modified_after", _instant, _("a date and time (ISO 8601)")
        ),
        postcode=reader.query.get("postcode", "").strip()[:12],
        proximity=reader.read("proximity", _metres, number),
        parent=reader.read("parent_id", UUID, key),
        top_only=reader.flag("top_only"),
        minimum_age=reader.read("minimum_age", int, number),
        maximum_age=reader.read("maximum_age", int, number),
    )


@dataclass(frozen=True)
class _Reader:
    query: Mapping[str, str]

    def flag(self, name: str) -> bool:
        return self.query.get(name, "").lower() in ("true", "1", "yes")

    def read(self, name: str, kind: Callable[[str], Any], expected: str) -> Any:
        text = self.query.get(name, "").strip()
        if not text:
            return None
        try:
            return kind(text)
        except (ValueError, OverflowError) as fault:
            raise Unusable(name, expected) from fault


def _metres(text: str) -> float:
    found = float(text)
    if not 0 <= found <= 20_100_000:
        raise ValueError(text)
    return found


def _instant(text: str) -> datetime:
    """Read an instant or a day; without a zone it is UTC."""
    # A plus sign in an address arrives as a space.
    found = parse_datetime(text.replace(" ", "+") if "T" in text else text)
    if found is None:
        found = datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
