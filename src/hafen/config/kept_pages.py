"""Where this installation keeps pages: in each process, or in Redis."""

import hashlib
from importlib import import_module
from pathlib import Path

from django.conf import settings

from hafen.config import version
from hafen.web.portal.stores import Memory, Store


def store() -> Store:
    """Return Redis where `REDIS_URL` is set, else the memory of the process."""
    if settings.REDIS_URL:
        # Only so is the client loaded at all.
        shared = import_module("hafen.web.portal.shared_pages")
        found: Store = shared.Shared(settings.REDIS_URL, release=release())
        return found
    return Memory(settings.PAGE_CACHE_BYTES)


def release() -> str:
    """Return what pages are made by: this version with these static files.

    Pages of another version name files that are gone.
    """
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = manifest.read_bytes() if manifest.exists() else b""
    return f"{version.current()}-{hashlib.blake2b(files, digest_size=6).hexdigest()}"
