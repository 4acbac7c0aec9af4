"""Identifiers: sortable keys for rows, short ones for addresses, long ones for secrets.

A UUIDv7 (RFC 9562, section 5.7) is made here and not in the database, since
PostgreSQL knows it from version 18 on and Hafen runs on 15.
"""

import secrets
import threading
import time
from uuid import UUID

# No vowels (no words appear by chance) and nothing that is misread aloud.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_SPOKEN = "ACDEFGHJKLMNPRTUVWXY34679"

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """Return a UUIDv7; within one process each is greater than the one before.

    48 bits of milliseconds, then 12 bits that count the parts of the
    millisecond, then 62 random bits.
    """
    global _last
    with _lock:
        ticks = time.time_ns() * 4096 // 1_000_000
        _last = max(ticks, _last + 1)
        ticks = _last
    return UUID(
        int=(ticks >> 12) << 80
        | 0x7 << 76
        | (ticks & 0xFFF) << 64
        | 0b10 << 62
        | secrets.randbits(62)
    )


def short_id() -> str:
    """Return ten letters for a public address; 27^10 of them, so no counting on."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def drawn_number(length: int) -> str:
    """Return a number of a file that says nothing, to be told on the telephone.

    It is drawn from capitals and digits that are not mistaken for each other.
    """
    return "".join(secrets.choice(_SPOKEN) for _ in range(length))


def token() -> str:
    """Return a secret for a link in a mail: 192 random bits, safe in an URL."""
    return secrets.token_urlsafe(24)
