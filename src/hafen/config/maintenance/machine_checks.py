"""What the doctor looks at without a database."""

import hashlib
import os
import shutil
import smtplib
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from hafen.config import environment as env
from hafen.config.maintenance import serving_lock
from hafen.config.maintenance.findings import Finding, good, trouble, warning

OLDEST_PYTHON = (3, 11)
SCARCE_BYTES, FULL_BYTES = 1_000_000_000, 200_000_000
OLD_BACKUP_DAYS = 7
LARGE_LOG_BYTES = 1_000_000_000
# No clock that is right shows an earlier year than that of this code.
FIRST_YEAR = 2026
_LOCAL = ("localhost", "127.0.0.1", "::1")


def python() -> Iterator[Finding]:
    shown = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        yield trouble(
            "python", f"Python {shown} is too old.", "Install Python 3.11 or newer."
        )
    else:
        yield good("python", f"Python {shown}")


def environment() -> Iterator[Finding]:
    """Compare the environment with the requirements that it must hold."""
    folder = env.ROOT / ".venv"
    for name in ("run", "dev"):
        stamp = folder / f"built-from-{name}"
        wanted = hashlib.sha256(sys.version.encode())
        wanted.update((env.ROOT / "requirements" / f"{name}.txt").read_bytes())
        if stamp.exists() and stamp.read_text() == wanted.hexdigest():
            yield good("environment", "The Python environment is up to date.")
            return
    yield warning(
        "environment",
        "The Python environment is not that of the requirements.",
        "Delete the folder .venv; the next ./hafen command builds it anew.",
    )


def data_folder() -> Iterator[Finding]:
    var = env.var()
    if not var.exists():
        yield warning(
            "var",
            f"The data folder {var} does not exist yet.",
            "Start Hafen once: make run. Or name the right folder in HAFEN_VAR.",
        )
        return
    if not os.access(var, os.W_OK):
        yield trouble(
            "var",
            f"The data folder {var} cannot be written.",
            f"Give it to the user that runs Hafen: chown -R USER {var}",
        )
    else:
        yield good("var", f"Data folder {var}")
    for name in ("secrets.json", "keys.json"):
        path = var / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield trouble(
                "secrets", f"Others can read {path}.", f"Run: chmod 600 {path}"
            )


def disk() -> Iterator[Finding]:
    place = next(path for path in (env.var(), *env.var().parents) if path.exists())
    free = shutil.disk_usage(place).free
    shown = f"{free / 1e9:.1f} GB free for the data"
    if free < FULL_BYTES:
        yield trouble("disk", f"The disk is full: {shown}.", "Make room now.")
    elif free < SCARCE_BYTES:
        yield warning("disk", f"Only {shown}.", "Make room, or move old backups.")
    else:
        yield good("disk", shown)
    log = env.var() / "log" / "hafen.log"
    if log.exists() and log.stat().st_size > LARGE_LOG_BYTES:
        yield warning(
            "log", f"{log} is very large.", "Set up logrotate: docs/operations.md"
        )


def clock() -> Iterator[Finding]:
    now = time.time()
    newest = max(
        (path.stat().st_mtime for path in env.var().glob("*") if path.is_file()),
        default=0.0,
    )
    if time.gmtime(now).tm_year < FIRST_YEAR or newest > now + 300:
        yield trouble(
            "clock",
            f"The clock of this machine is wrong: {time.ctime(now)}.",
            "Set it, and let it be kept: timedatectl set-ntp true",
        )
    else:
        yield good("clock", f"Clock: {time.strftime('%Y-%m-%d %H:%M', time.gmtime())}Z")


def port() -> Iterator[Finding]:
    number = env.number("HAFEN_PORT", 8000)
    running = serving_lock.serving()
    if running is not None:
        yield good("port", f"Hafen is running on port {running.get('port', number)}.")
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            yield trouble(
                "port",
                f"Port {number} is taken by another program.",
                f"Stop that program, or start with HAFEN_PORT={number + 1}.",
            )
            return
    yield good("port", f"Hafen is not running; port {number} is free.")


def _is_local(url: str) -> bool:
    return not url or (urlsplit(url).hostname or "") in _LOCAL


def demo() -> Iterator[Finding]:
    if env.flag("HAFEN_DEMO") and not _is_local(env.text("HAFEN_PUBLIC_URL")):
        yield trouble(
            "demo",
            "The demo mode is on under a public address: anybody gets in.",
            "Unset HAFEN_DEMO and start with ./hafen serve.",
        )


def configuration() -> Iterator[Finding]:
    url = env.text("HAFEN_PUBLIC_URL")
    yield from demo()
    if _is_local(url):
        yield warning(
            "address",
            "No public address is set; links in mails lead to this machine.",
            "Set HAFEN_PUBLIC_URL=https://… when people are to use it.",
        )
    elif not url.startswith("https://"):
        yield trouble(
            "address",
            f"{url} has no TLS: passwords would travel in the open.",
            "Put a proxy with TLS before Hafen and set HAFEN_PUBLIC_URL=https://…",
        )
    else:
        yield good("address", f"Public address {url}")
    if len(env.secrets().get("secret_key", "")) < 40:
        yield trouble(
            "secrets",
            "The secret key is too short.",
            f"Delete secret_key from {env.var() / 'secrets.json'} and put 50 random"
            " letters there; everybody has to sign in again.",
        )


def mail() -> Iterator[Finding]:
    address = env.text("HAFEN_MAIL_URL")
    if env.flag("HAFEN_DEMO") or address.startswith("file:"):
        yield good("mail", "Mails become files (demo).")
        return
    if not address:
        yield warning(
            "mail",
            "No mail server is named; mails wait in the outbox.",
            "Set HAFEN_MAIL_URL=smtp://USER:PASSWORD@HOST:587, see docs/operations.md",
        )
        return
    parts = urlsplit(address)
    host = parts.hostname or "localhost"
    number = parts.port or (465 if parts.scheme == "smtps" else 587)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(host, number, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException):
        yield trouble(
            "mail",
            f"The mail server {host}:{number} does not answer.",
            "Check the address and the firewall. Mails wait meanwhile, none is lost.",
        )
    else:
        yield good("mail", f"The mail server {host}:{number} answers.")


def static() -> Iterator[Finding]:
    if (env.var() / "static" / "staticfiles.json").exists():
        yield good("static", "Styles and pictures are collected.")
    else:
        yield warning(
            "static",
            "Styles and pictures are not collected yet.",
            "Start Hafen: ./hafen serve does it.",
        )


def backups() -> Iterator[Finding]:
    newest = max(
        (path.stat().st_mtime for path in _backup_files(env.var() / "backups")),
        default=None,
    )
    if newest is None:
        yield warning(
            "backup",
            "There is no backup in the data folder.",
            "Run ./hafen backup every night and keep copies elsewhere.",
        )
    elif (days := int((time.time() - newest) / 86400)) > OLD_BACKUP_DAYS:
        yield warning(
            "backup", f"The newest backup is {days} days old.", "Run ./hafen backup."
        )
    else:
        yield good("backup", f"The newest backup is {days} days old.")


def _backup_files(folder: Path) -> Iterator[Path]:
    return folder.glob("*.backup")


ALL = (
    python,
    environment,
    data_folder,
    disk,
    clock,
    configuration,
    port,
    static,
    mail,
    backups,
)
