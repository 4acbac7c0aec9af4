"""Names of what is counted for a while, such as the attempts of a network."""

import hashlib


def hashed_key(key: str, prefix: str, version: int) -> str:
    """Return a key that tells neither the address nor the person it stands for."""
    whole = f"{prefix}:{version}:{key}"
    return hashlib.sha256(whole.encode()).hexdigest()
