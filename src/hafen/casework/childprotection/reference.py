"""By which norms the youth office is told without a consent: dated, never in code."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hafen.core.taxonomy.reference import screen_language

_FILE = Path(__file__).parent / "data" / "grounds.yaml"


@cache
def _read() -> dict[str, Any]:
    with _FILE.open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


def grounds(day: date, language: str) -> list[tuple[str, str]]:
    """Return the norms that hold on a day, in a language."""
    file, tag = _read(), screen_language(language)
    return [
        (entry["code"], f"{entry['legal_ref']} · {entry['name'][tag]}")
        for entry in file["terms"]
        if entry.get("valid_from", file["valid_from"]) <= day
        and (entry.get("valid_to") is None or day <= entry["valid_to"])
    ]
