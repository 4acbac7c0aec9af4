"""The hook for a virus scanner: ClamAV's daemon, if the installation has one."""

import socket
import struct
from urllib.parse import urlsplit

from hafen.core.db.errors import DomainError

TIMEOUT_SECONDS = 30
_CHUNK = 65536


class Infected(DomainError):
    """The scanner found something in the file."""


class ScannerAway(DomainError):
    """The scanner does not answer; without it no file is taken."""


def scan(data: bytes, *, address: str) -> None:
    """
    Let the scanner look at a file; an empty address means: there is none.

    :param address: `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`
    :raises Infected: if it found something
    :raises ScannerAway: if it gave no clear answer
    """
    if not address:
        return
    try:
        answer = _ask(data, address)
    except OSError:
        raise ScannerAway from None
    if answer.endswith("FOUND"):
        raise Infected
    if not answer.endswith("OK"):
        raise ScannerAway


def _ask(data: bytes, address: str) -> str:
    with _connect(address) as line:
        line.settimeout(TIMEOUT_SECONDS)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(part)) + part)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            received = line.recv(4096)
            if not received:
                break
            answer += received
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(TIMEOUT_SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection(
        (parts.hostname or "localhost", parts.port or 3310), TIMEOUT_SECONDS
    )
