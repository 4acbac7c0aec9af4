"""Typed readers of the process environment; the only place that reads it."""

import contextlib
import json
import os
import secrets as random
from pathlib import Path
from typing import Any

# What is made at the first start; `secret_key` signs, the others open the database.
MADE = ("secret_key", "audit_key", "db_super", "db_owner", "db_web", "db_worker")
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


def storage() -> dict[str, Any]:
    """Return another place for uploaded files than the folder; empty for none."""
    if not (backend := text("HAFEN_FILES_STORAGE")):
        return {}
    return {
        "BACKEND": backend,
        "OPTIONS": json.loads(text("HAFEN_FILES_OPTIONS", "{}")),
    }


def var() -> Path:
    """Return the folder of all data that Hafen writes."""
    return Path(text("HAFEN_VAR", str(ROOT / "var"))).resolve()


def secrets() -> dict[str, str]:
    """Return the secrets of this installation; the first call makes them.

    The file is readable by its owner only and belongs into no data backup.
    """
    path = var() / "secrets.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{random.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({name: random.token_urlsafe(36) for name in MADE}))
        with contextlib.suppress(FileExistsError):  # another process was faster
            os.link(fresh, path)
        fresh.unlink()
    found: dict[str, str] = json.loads(path.read_text())
    return found
