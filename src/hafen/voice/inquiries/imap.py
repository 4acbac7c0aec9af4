"""Fetches a mailbox by IMAP, signed in with a password or with OAuth2.

A mail is marked as read only after its transaction has ended well, so an
outage in between brings it once more, and its Message-ID tells that it is known.
"""

import imaplib
import json
import ssl
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hafen.core.db import outside
from hafen.voice.inquiries.parsing import MAX_BYTES

TIMEOUT_SECONDS = 20
MOST_AT_ONCE = 50


class MailboxAway(Exception):
    """The server did not answer, or refused the sign-in.

    :param code: short, for the list of mailboxes; never the server's words
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:40]


@dataclass(frozen=True)
class Access:
    """How to reach a mailbox.

    :param security: "tls", or "none" for a server on this machine
    """

    host: str
    port: int
    folder: str
    user: str
    secret: str
    is_oauth: bool = False
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    security: str = "tls"


@dataclass(frozen=True)
class Fetched:
    """One unread mail; of a huge one only the head is fetched."""

    uid: str
    source: bytes


class Box:
    """An open mailbox."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def unread(self) -> Iterator[Fetched]:
        """Return the unread mails, the oldest first, without marking them."""
        _status, found = self._server.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:MOST_AT_ONCE]:
            name = uid.decode("ascii")
            part = "BODY.PEEK[]" if self._size(name) <= MAX_BYTES else _HEAD
            _status, data = self._server.uid("FETCH", name, f"({part})")
            sources = [each[1] for each in data if isinstance(each, tuple)]
            if sources:
                yield Fetched(name, sources[0])

    def mark_read(self, uid: str) -> None:
        self._server.uid("STORE", uid, "+FLAGS", r"(\Seen)")

    def _size(self, uid: str) -> int:
        _status, data = self._server.uid("FETCH", uid, "(RFC822.SIZE)")
        text = b" ".join(each for each in data if isinstance(each, bytes))
        digits = text.rpartition(b"RFC822.SIZE ")[2].split(b")")[0].strip()
        return int(digits) if digits.isdigit() else 0


_HEAD = "BODY.PEEK[HEADER]"


@contextmanager
def open_box(access: Access) -> Iterator[Box]:
    """
    Open a mailbox and leave it again.

    :raises MailboxAway: if the server cannot be reached or refuses
    """
    try:
        server = _connected(access)
        try:
            _sign_in(server, access)
            status, _words = server.select(access.folder)
            if status != "OK":
                raise MailboxAway("folder")
            yield Box(server)
        finally:
            _leave(server)
    except imaplib.IMAP4.error:
        raise MailboxAway("refused") from None
    except outside.NotPublic:
        raise MailboxAway("not_public") from None
    except ssl.SSLError:
        raise MailboxAway("tls") from None
    except OSError as trouble:
        raise MailboxAway(type(trouble).__name__.lower()) from None


def _connected(access: Access) -> imaplib.IMAP4:
    if access.security == "none":
        return imaplib.IMAP4(access.host, access.port, timeout=TIMEOUT_SECONDS)
    outside.check(access.host, access.port)
    return imaplib.IMAP4_SSL(
        access.host,
        access.port,
        ssl_context=ssl.create_default_context(),
        timeout=TIMEOUT_SECONDS,
    )


def _sign_in(server: imaplib.IMAP4, access: Access) -> None:
    if not access.is_oauth:
        server.login(access.user, access.secret)
        return
    token = access_token(access)
    line = f"user={access.user}\x01auth=Bearer {token}\x01\x01"
    server.authenticate("XOAUTH2", lambda _challenge: line.encode())


def access_token(access: Access) -> str:
    """
    Return a token for an hour, got with the refresh token.

    :raises MailboxAway: if the address gives none
    """
    form = {
        "grant_type": "refresh_token",
        "refresh_token": access.secret,
        "client_id": access.client_id,
        "client_secret": access.client_secret,
    }
    _check_token_address(access)
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
        access.token_url,
        data=urllib.parse.urlencode(form).encode(),
    )
    try:
        with _NO_REDIRECTS.open(request, timeout=TIMEOUT_SECONDS) as answer:
            token = json.loads(answer.read(100_000))["access_token"]
    except (OSError, ValueError, KeyError, TypeError):
        raise MailboxAway("token") from None
    return str(token)


def _check_token_address(access: Access) -> None:
    """
    Let secrets travel to public servers by TLS, or to a stand-in on this machine.

    :raises MailboxAway: for any other address
    """
    parts = urllib.parse.urlsplit(access.token_url)
    if access.security == "none" and parts.hostname == "127.0.0.1":
        return
    if parts.scheme != "https" or not parts.hostname:
        raise MailboxAway("token_address")
    outside.check(parts.hostname, parts.port or 443)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: secrets go where the desk said, and nowhere else."""

    def redirect_request(self, *_how: Any) -> None:
        return None


_NO_REDIRECTS = urllib.request.build_opener(_Stay)


def _leave(server: imaplib.IMAP4) -> None:
    """Say goodbye; what was fetched is kept by now, so no answer matters."""
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        return
