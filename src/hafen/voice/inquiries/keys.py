"""Secrets of links and PINs: derived, so that none lies in the database.

Whoever reads a backup finds no key to a requester's page in it.
"""

import re

from django.core import signing
from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.voice.inquiries.models import Inquiry, ThirdParty

_LINK = "hafen.inquiries.link"
_PIN = "hafen.inquiries.pin"
_PARTY = "hafen.inquiries.party"
_OPENED = "hafen.inquiries.opened"
_SENT = "hafen.inquiries.sent"
PIN_DIGITS = 8
# Somebody reads, thinks and writes an answer; then the page closes by itself.
PASS_SECONDS = 3_600
_MARK = re.compile(r"\[#(\d{4})-(\d{4,7})\]")


def link_code(inquiry: Inquiry) -> str:
    """Return the secret part of the address of the requester's page."""
    return _digest(_LINK, f"{inquiry.pk}:{inquiry.secret_round}")


def pin(inquiry: Inquiry) -> str:
    """Return the digits that the requester types, as they are read aloud."""
    digest = _digest(_PIN, f"{inquiry.pk}:{inquiry.secret_round}")
    return str(int(digest, 16) % 10**PIN_DIGITS).zfill(PIN_DIGITS)


def party_code(party: ThirdParty) -> str:
    return _digest(_PARTY, str(party.pk))


def is_equal(given: str, wanted: str) -> bool:
    return constant_time_compare(given, wanted)


def new_pass(inquiry: Inquiry) -> str:
    """Return what a form on the opened page carries in place of a cookie."""
    return signing.dumps(f"{inquiry.pk}:{inquiry.secret_round}", salt=_OPENED)


def holds_pass(inquiry: Inquiry, given: str) -> bool:
    try:
        found = signing.loads(given, salt=_OPENED, max_age=PASS_SECONDS)
    except signing.BadSignature:
        return False
    return bool(found == f"{inquiry.pk}:{inquiry.secret_round}")


def sent_mark(inquiry: Inquiry) -> str:
    """Return the part of an address that shows number and PIN for an hour."""
    return signing.dumps(inquiry.short_id, salt=_SENT)


def sent_inquiry(mark: str) -> str | None:
    """Return the short id of what was just sent, None when the hour is over."""
    try:
        found: str = signing.loads(mark, salt=_SENT, max_age=PASS_SECONDS)
    except signing.BadSignature:
        return None
    return found


def subject_mark(inquiry: Inquiry) -> str:
    """Return what a mail's subject carries, for people who answer without thread."""
    return f"[#{inquiry.number}]"


def marked_number(subject: str) -> tuple[int, int] | None:
    found = _MARK.search(subject)
    return (int(found[1]), int(found[2])) if found else None


def _digest(salt: str, value: str) -> str:
    return derived_code(salt, value)
