"""A word of its own in each column of each row, and who reads it."""

import io
import re
import zipfile
from email import message_from_bytes, policy

import pypdfium2

from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.personal_data import declared
from hafen.core.mail.models import OutgoingMail
from tests.hostile.painting import (
    fill,
    fill_by_hand,
    label_of,
    paint,
    painted_fields,
    painted_models,
)

_MARK = re.compile(r"zq(\d{5})qz", re.IGNORECASE)
# People are told by their first name; the whole name is another thing to know.
_NAMES = frozenset({"pool.Helper.name", "pool.Seeker.name", "board.Member.name"})

# Papers and steps that the database lets nobody change, a test neither.
NEVER_CHANGED = frozenset({
    "interpreting.Voucher.name",
    "pool.MatchStep.told_helper", "pool.MatchStep.told_seeker",
})  # fmt: skip


class Marks:
    """Writes a mark into a column and knows later whose it was."""

    def __init__(self):
        self._told = []

    def __call__(self, field, row):
        label = label_of(field)
        if label in _NAMES:
            return (
                f"{self._mark(f'{label} (first name)', row)} {self._mark(label, row)}"
            )
        mark = self._mark(label, row)
        return f"{mark}@example.org" if "email" in field.name else mark

    def _mark(self, label, row):
        self._told.append((label, row.pk))
        return f"zq{len(self._told) - 1:05}qz"

    def heard(self, text):
        """Return which columns of which rows a text tells."""
        return {self._told[int(number)] for number in _MARK.findall(text)}


def is_declared(field):
    found = declared(field.model)
    return found is not None and field.name in found.fields


def is_of_the_exchange(field):
    return field.model.__module__.startswith("hafen.exchange.")


def marked_in(town, *, only):
    """Mark columns in all rows, whoever of the town is the one who sees a row."""
    fill(town)
    fill_by_hand(town)
    marks, done = Marks(), set()
    for user in User.objects.filter(municipality=town):
        with context.acting(Context(municipality=town.pk, actor=user.pk)):
            done.update(paint.__wrapped__(marks, only=only))
    wanted = {label_of(each) for model in painted_models()
              for each in painted_fields(model)
              if only(each) and is_declared(each)}  # fmt: skip
    assert wanted - done <= NEVER_CHANGED
    return marks


def text_of(answer):
    """Return all that an answer says: pages, lists, sheets, papers, feeds."""
    kind = answer.get("Content-Type", "")
    if "pdf" in kind:
        pages = pypdfium2.PdfDocument(answer.body)
        return " ".join(page.get_textpage().get_text_range() for page in pages)
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
            return " ".join(
                book.read(name).decode() for name in book.namelist() if ".xml" in name
            )
    # A calendar folds its lines.
    return answer.body.decode("utf-8", "replace").replace("\r\n ", "")


def mail_texts(rows=None):
    """Return raw mails with all their parts decoded, by whom they reach."""
    for row in OutgoingMail.objects.order_by("pk") if rows is None else rows:
        message = message_from_bytes(bytes(row.source), policy=policy.default)
        heads = "\n".join(f"{k}: {v}" for k, v in message.items() if k != "To")
        parts = [part.get_payload(decode=True) or b"" for part in message.walk()]
        yield row.recipient, heads + b"\n".join(parts).decode("utf-8", "replace")
