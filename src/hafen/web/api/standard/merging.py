"""Our answer beside the words of the source: three sides, merged.

Plain Python. `now` is what our tables say, `was` what they said right after the
import, `said` what the source had. Whatever nobody has touched goes back as it
came; whatever was changed here since is answered from here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Said = dict[str, Any]


def merged(now: Said, was: Mapping[str, Any], said: Mapping[str, Any]) -> Said:
    """Return the object that is answered.

    Lists of parts (telephone numbers, schedules) are merged part by part.
    """
    found: Said = {}
    for name in dict.fromkeys((*now, *said)):
        if name == "id":
            found["id"] = said.get("id", now.get("id"))
        elif _is_parts(now.get(name)) or _is_parts(said.get(name)):
            parts = _parts(now.get(name, ()), was.get(name, ()), said.get(name, ()))
            if parts:
                found[name] = parts
        elif name in said and now.get(name) == was.get(name):
            # None: we have a word for it, and the source has none.
            if said[name] is not None:
                found[name] = said[name]
        elif name in now:
            found[name] = now[name]
    return found


def _is_parts(value: Any) -> bool:
    """Return whether it is a list of objects; words in a list are one value."""
    return isinstance(value, list) and not any(isinstance(one, str) for one in value)


def _parts(
    now: Sequence[Said], was: Sequence[Said | None], said: Sequence[Said | None]
) -> list[Said]:
    """Return today's parts in the source's words where they still fit.

    :param was: beside each part of the source what it became with us, or None
        where our tables have no place for it; a part that we derived and the
        source does not know stands beside None and stays unsaid
    """
    left = list(zip(was, said, strict=True))
    found = [part for old, part in left if old is None and part is not None]
    left = [(old, part) for old, part in left if old is not None]
    for part in now:
        match = next(
            (index for index, (old, _) in enumerate(left) if _same(part, old)), None
        )
        if match is None:
            found.append(part)
            continue
        _old, words = left.pop(match)
        if words is not None:
            found.append(words)
    return found


def _same(one: Said, other: Said | None) -> bool:
    return other is not None and without_id(one) == without_id(other)


def without_id(part: Said) -> Said:
    return {name: value for name, value in part.items() if name != "id"}
