"""Where style sheets, scripts and pictures lie: with the hash of what they hold."""

from functools import lru_cache
from typing import Any

from whitenoise.storage import (
    CompressedManifestStaticFilesStorage,
)


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Knows each address once; the files change with a new version only."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known = lru_cache(maxsize=1_000)(super().url)

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002  # Django's
        """Return the address of a file."""
        address: str = self._known(name, force)
        return address
