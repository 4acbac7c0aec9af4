"""How a mail leaves the house: by SMTP, or into files where nobody is real."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from hafen.core.mail.models import OutgoingMail

TIMEOUT_SECONDS = 20


class Undelivered(Exception):
    """The mail did not leave.

    :param code: a short code for the list of mails; never the server's words
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:40]


class TryLater(Undelivered):
    """The way is blocked, or the other side asked to come again."""


class Refused(Undelivered):
    """The other side will never take this mail for this recipient."""


class Transport(Protocol):
    def deliver(self, mail: OutgoingMail, /) -> None:
        """
        Hand the mail over.

        :raises TryLater: if it may succeed later
        :raises Refused: if it will not
        """


class Nowhere:
    """No mail server is named yet: everything waits."""

    def deliver(self, _mail: OutgoingMail, /) -> None:
        raise TryLater("no_server")


@dataclass(frozen=True)
class Folder:
    """Each mail becomes a file that any mail program opens."""

    path: Path

    def deliver(self, mail: OutgoingMail) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            target = self.path / f"{mail.pk}.eml"
            draft = target.with_suffix(".part")
            draft.write_bytes(bytes(mail.source))
            draft.replace(target)
        except OSError:
            raise TryLater("folder") from None


@dataclass(frozen=True)
class Smtp:
    """A mail server.

    :param security: "starttls", "tls" or, for a server on this machine, "none"
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    security: str = "starttls"

    def deliver(self, mail: OutgoingMail) -> None:
        with self._session() as server:
            # A refused sender is our own fault and no reason to give up a mail.
            with _translated(refused_by_recipient=False):
                server.ehlo_or_helo_if_needed()
                code, _words = server.mail(self.sender)
                _expect(code, 250, "sender")
            with _translated(refused_by_recipient=True):
                code, _words = server.rcpt(mail.recipient)
                _expect(code, 250, "recipient", 251)
                code, _words = server.data(bytes(mail.source))
                _expect(code, 250, "content")

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        with _translated(refused_by_recipient=False):
            server = self._open()
        try:
            yield server
        finally:
            _leave(server)

    def _open(self) -> smtplib.SMTP:
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host,
                self.port,
                timeout=TIMEOUT_SECONDS,
                context=ssl.create_default_context(),
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)
        return server


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the mail is decided by now, so no answer matters."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _expect(code: int, wanted: int, step: str, *also: int) -> None:
    """
    Compare an answer.

    :raises smtplib.SMTPResponseException: if it is none of the wanted ones
    """
    if code not in {wanted, *also}:
        raise smtplib.SMTPResponseException(code, step)


@contextmanager
def _translated(*, refused_by_recipient: bool) -> Iterator[None]:
    """Turn what a mail server does into the two things that follow from it."""
    try:
        yield
    except smtplib.SMTPResponseException as answer:
        if refused_by_recipient and 500 <= answer.smtp_code < 600:
            raise Refused(f"smtp_{answer.smtp_code}") from None
        raise TryLater(f"smtp_{answer.smtp_code}") from None
    except ssl.SSLError:
        raise TryLater("tls") from None
    except (OSError, smtplib.SMTPException) as trouble:
        raise TryLater(type(trouble).__name__.lower()) from None


def transport(address: str, *, sender: str) -> Transport:
    """
    Return the way that an address names.

    :param address: `smtp://user:password@host:587` (with STARTTLS),
        `smtps://…:465`, `smtp://host:25?security=none`, `file:/folder`, or empty
    """
    parts = urlsplit(address)
    if not address:
        return Nowhere()
    if parts.scheme == "file":
        return Folder(Path(parts.path))
    chosen = parse_qs(parts.query).get("security", ["starttls"])[0]
    is_tls = parts.scheme == "smtps"
    return Smtp(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if is_tls else 587),
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security="tls" if is_tls else chosen,
    )
