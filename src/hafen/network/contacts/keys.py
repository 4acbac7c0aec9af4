"""What is left of a number in an office's list: enough to count, nothing to find."""

from uuid import UUID

from django.utils.crypto import salted_hmac

from hafen.core.db.names import sort_key


def key_of(municipality: UUID, kind: str, number: str) -> int | None:
    """Return the key of "BG-011" or "Akteur 41"; None where nothing stands.

    It is never below zero: those are random numbers that have taken its place.

    :param kind: "household", "person" or "actor"
    """
    known = sort_key(number)
    if not known:
        return None
    salted = salted_hmac(
        f"hafen.contacts.{kind}", f"{municipality}:{known}", algorithm="sha256"
    )
    return int.from_bytes(salted.digest()[:8], "big") >> 1
