"""Pictures for the map: fetched once by this server, so no visitor is seen elsewhere.

Off until the installation names an address. The address is the operator's,
never a visitor's; what comes back is kept on disk for a month.
"""

import os
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

MONTH = 30 * 24 * 3_600
_SECONDS = 5
_MOST_BYTES = 500_000
_ZOOMS = range(6, 19)
_PNG = b"\x89PNG\r\n\x1a\n"


class NoTile(LookupError):
    """There is no such picture, or its source does not answer."""


def tile(zoom: int, x: int, y: int) -> bytes:
    """
    Return one picture of the map.

    :raises NoTile: outside of the map, without a source, or when that fails
    """
    if not settings.MAP_TILES or zoom not in _ZOOMS or max(x, y) >= 2**zoom:
        raise NoTile
    path = Path(settings.VAR) / "tiles" / str(zoom) / str(x) / f"{y}.png"
    if path.exists() and time.time() - path.stat().st_mtime < MONTH:
        return path.read_bytes()
    picture = _fetched(settings.MAP_TILES.format(z=zoom, x=x, y=y))
    _store(path, picture)
    return picture


def _fetched(address: str) -> bytes:
    request = urllib.request.Request(  # noqa: S310  # the operator's own address
        address, headers={"User-Agent": f"Hafen ({settings.PUBLIC_URL})"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  # likewise
            picture: bytes = answer.read(_MOST_BYTES + 1)
    except (OSError, ValueError, urllib.error.URLError) as trouble:
        raise NoTile from trouble
    if len(picture) > _MOST_BYTES or not picture.startswith(_PNG):
        raise NoTile
    return picture


def _store(path: Path, picture: bytes) -> None:
    """Write so that no reader ever sees a half picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(picture)
    os.replace(part.name, path)  # noqa: PTH105  # names, not paths
