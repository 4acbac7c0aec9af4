"""Typed readers of the process environment; the only place that reads it."""

import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether the variable says yes; unset means the default."""
    value = text(name).lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(text(name, str(default)))


def words(name: str) -> list[str]:
    """Return the parts of a list that is separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def var() -> Path:
    """Return the folder of all data that Hafen writes."""
    return Path(text("HAFEN_VAR", str(ROOT / "var"))).resolve()


def secrets() -> dict[str, str]:
    """Return the secrets of this installation, written at the first start."""
    path = var() / "secrets.json"
    return json.loads(path.read_text()) if path.exists() else {}
