"""The source's words beside ours, part by part, as `merging` reads them."""

from typing import Any

from hafen.web.api.bringing.mapping import APART, Flags
from hafen.web.api.models import StandardRecord

Said = dict[str, Any]

# We derive these ourselves; a source that does not say them goes without.
_SILENT_LISTS = frozenset({"service_areas"})
# What the standard wants, and the way back to our page.
_NEVER_SILENT = frozenset(
    {"id", "name", "description", "status", "location_type", "web_page"}
)


def kept(said: Said) -> Said:
    """Return the object without other entries, people, and the source's trail."""
    found = {name: value for name, value in said.items() if name not in APART}
    plain: Said = _without_trail(found)
    return plain


def words(record: StandardRecord | None) -> Said:
    """Return what the source said, without our marks of what it did not say."""
    said: Said = record.said if record else {}
    return {
        name: [one for one in value if one is not None]
        if isinstance(value, list)
        else value
        for name, value in said.items()
        if value not in (None, [None])
    }


def _without_trail(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_trail(part)
            for name, part in value.items()
            if name not in ("metadata", "attention")
        }
    if isinstance(value, list):
        return [_without_trail(part) for part in value]
    return value


def people(said: Said) -> Said:
    """Return the people whom the object names, empty without any."""
    found: Said = {}
    if contacts := _without_trail(said.get("contacts", [])):
        found["contacts"] = contacts
    if said.get("assurer_email"):
        found["own"] = {"assurer_email": said["assurer_email"]}
    attention = {
        one["id"]: one["attention"]
        for one in said.get("addresses", [])
        if one.get("attention") and one.get("id")
    }
    return found | ({"attention": attention} if attention else {})


def aligned(now: Said, said: Said, held: Flags) -> tuple[Said, Said]:
    """Return `was` and `said` with equally long lists.

    :param now: what we answer right after the import
    :param held: for each list of the source, which parts our tables hold
    """
    was, words = dict(now), dict(said)
    for name in now.keys() | said.keys():
        if _is_parts(now.get(name)) or _is_parts(said.get(name)):
            was[name], words[name] = _pairs(name, now, said, held)
        elif name not in said and name not in _NEVER_SILENT:
            words[name] = None
    return was, words


def _is_parts(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(one, str) for one in value)


def _pairs(
    name: str, now: Said, said: Said, held: Flags
) -> tuple[list[Said | None], list[Said | None]]:
    ours = list(now.get(name, []))
    theirs = said.get(name, [])
    flags = held.get(name, [False] * len(theirs))
    was: list[Said | None] = [ours.pop(0) if flag and ours else None for flag in flags]
    words: list[Said | None] = list(theirs)
    if name in _SILENT_LISTS:
        was += ours
        words += [None] * len(ours)
    return was, words
