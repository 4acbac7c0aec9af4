"""Whether Hafen is being served from this data; some work needs it stopped."""

import fcntl
import json

from hafen.config import environment as env
from hafen.core.db.errors import DomainError


class StillServing(DomainError):
    """Hafen runs on this data; the message says where."""


def serving() -> dict[str, int] | None:
    """Return process, port and demo mode of whoever serves this data, or None."""
    path = env.var() / "run" / "serve.lock"
    if not path.exists():
        return None
    with path.open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            try:
                found: dict[str, int] = json.load(lock)
            except ValueError:
                return {}
            return found
    return None


def refuse_while_serving() -> None:
    """
    Make sure that nobody works with the data.

    :raises StillServing: if somebody does
    """
    found = serving()
    if found is not None:
        where = f" at http://localhost:{found['port']}" if "port" in found else ""
        message = f"Hafen is running{where}. Stop it first (Ctrl-C there)."
        raise StillServing(message)
