"""Reads a mail that anybody may have written: broken, huge, hostile or automatic."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

MAX_BYTES = 15_000_000
MAX_TEXT = 20_000
MAX_PARTS = 60
MAX_REFERENCES = 50

_ID = re.compile(r"<[^<>\s]{1,240}>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Where the mail program begins to quote what was written before.
_QUOTE = re.compile(
    r"^(?:>|On .{5,120} wrote:|Am .{5,120} schrieb.{0,80}:|-{3,} ?Original|_{10,})"
)


@dataclass(frozen=True)
class ReadMail:
    """What a mail says, made harmless.

    :param message_id: its own, or the checksum of the mail where it has none
    :param left_out: how many attachments it has; none of them is taken
    """

    message_id: str
    references: tuple[str, ...]
    sender: str
    name: str
    subject: str
    text: str
    left_out: int
    is_automatic: bool
    is_bounce: bool
    is_broken: bool


def read_mail(source: bytes) -> ReadMail:
    """Return what a mail says; never raises, whatever the bytes are."""
    digest = hashlib.sha256(source).hexdigest()[:40]
    is_cut = len(source) > MAX_BYTES
    message = _parsed(source[:MAX_BYTES])
    if message is None:
        text = clean(source[:MAX_TEXT].decode("utf-8", "replace"))
        return ReadMail(
            message_id=f"<{digest}@broken>",
            references=(),
            sender="",
            name="",
            subject="",
            text=text,
            left_out=0,
            is_automatic=False,
            is_bounce=False,
            is_broken=True,
        )
    text, left_out, is_whole = _body(message)
    name, sender = parseaddr(_header(message, "From"))
    own_id = _ID.search(_header(message, "Message-ID"))
    is_bounce = _is_bounce(message)
    return ReadMail(
        message_id=own_id[0] if own_id else f"<{digest}@without-id>",
        references=_references(message),
        sender=sender.strip().lower()[:254] if "@" in sender else "",
        name=clean(name)[:120],
        subject=clean(_header(message, "Subject"))[:250],
        text=text,
        left_out=left_out,
        is_automatic=_is_automatic(message) and not is_bounce,
        is_bounce=is_bounce,
        is_broken=is_cut or not is_whole,
    )


def is_mail(source: bytes) -> bool:
    """Whether a file begins as mails do, with a head that names a sender."""
    message = _parsed(source[:MAX_BYTES])
    return message is not None and bool(_header(message, "From"))


def without_quotes(text: str) -> str:
    """Return what is new in an answer; all of it where nothing else is left."""
    lines: list[str] = []
    for line in text.splitlines():
        if _QUOTE.match(line.strip()):
            break
        lines.append(line)
    return "\n".join(lines).strip() or text


def clean(text: str) -> str:
    """Return the text without signs that no text of ours holds."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n")).strip()


def _parsed(source: bytes) -> Message | None:
    try:
        return message_from_bytes(source, policy=policy.compat32)
    # A parser of hostile bytes fails in ways that share no base below these.
    except (MessageError, ValueError, LookupError, RecursionError, TypeError):
        return None


def _header(message: Message, name: str) -> str:
    raw = str(message.get(name, ""))[:2_000]
    try:
        return str(make_header(decode_header(raw)))
    except (MessageError, ValueError, LookupError):
        return raw


def _references(message: Message) -> tuple[str, ...]:
    both = f"{_header(message, 'References')} {_header(message, 'In-Reply-To')}"
    return tuple(dict.fromkeys(_ID.findall(both)))[-MAX_REFERENCES:]


def _body(message: Message) -> tuple[str, int, bool]:
    """Return the text, the number of attachments, and whether all could be read."""
    plain, html, attachments, is_whole = "", "", 0, True
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            is_whole = False
            break
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_filename() or kind not in {"text/plain", "text/html"}:
            attachments += 1
        elif kind == "text/plain" and not plain:
            plain = _decoded(part)
        elif kind == "text/html" and not html:
            html = _text_of(_decoded(part))
    return clean(plain or html)[:MAX_TEXT], attachments, is_whole


def _decoded(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        content = None
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        return content.decode("latin-1", "replace")


class _Words(HTMLParser):
    """Keeps the words of a page and nothing that runs or loads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in {"script", "style", "head", "title"}:
            self._silent += 1
        elif tag in {"p", "br", "div", "li", "tr"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "head", "title"}:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _text_of(html: str) -> str:
    reader = _Words()
    reader.feed(html[: 10 * MAX_TEXT])
    lines = (" ".join(line.split()) for line in "".join(reader.words).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _is_bounce(message: Message) -> bool:
    sender = parseaddr(_header(message, "From"))[1].lower()
    return (
        message.get_content_type() == "multipart/report"
        or sender.startswith(("mailer-daemon@", "postmaster@"))
        or _header(message, "Return-Path").strip() == "<>"
    )


def _is_automatic(message: Message) -> bool:
    """Return whether a machine wrote it; nobody waits for an answer to it."""
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    precedence = _header(message, "Precedence").strip().lower()
    return (
        submitted not in {"", "no"}
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or bool(message.get("List-Id") or message.get("X-Autoreply"))
    )
