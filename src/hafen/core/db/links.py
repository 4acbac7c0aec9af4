"""Secrets of mailed links: derived from keys, so that none lies in the database."""

from django.utils.crypto import salted_hmac


def derived_code(salt: str, value: object) -> str:
    """Return the secret part of an address, 32 hexadecimal digits.

    :param salt: names the room and the kind of link, so that no code opens another
    :param value: the key of the row, with what makes an older link invalid
    """
    return salted_hmac(salt, str(value), algorithm="sha256").hexdigest()[:32]
