"""A mail of ours is written as plain text; its other half is made from that.

So no room keeps two texts in step, and what a library sends looks the same.
"""

import re
from copy import copy
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from hafen.core.db.languages import RIGHT_TO_LEFT
from hafen.core.db.lines import one_line
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language

_ADDRESS = re.compile(r"https?://\S+")


def dressed(message: EmailMessage, municipality: Municipality) -> EmailMessage:
    """Return the mail with sender, answer address and an HTML half.

    The language is the active one: who sends in another person's language
    sends below `translation.override`.
    """
    own = copy(message)
    # Titles and names stand in subjects; an odd one must not keep a mail back.
    own.subject = one_line(str(own.subject))
    own.from_email = _sender(message.from_email, municipality)
    if not own.reply_to and (answers := municipality.contact.get("email")):
        own.reply_to = [answers]
    if _has_two_halves(message):
        return own
    full = EmailMultiAlternatives(
        subject=own.subject,
        body=own.body,
        from_email=own.from_email,
        to=own.to,
        cc=own.cc,
        reply_to=own.reply_to,
        headers=own.extra_headers,
        attachments=own.attachments,
    )
    full.attach_alternative(html(message, municipality), "text/html")
    return full


def _has_two_halves(message: EmailMessage) -> bool:
    return message.content_subtype != "plain" or bool(
        getattr(message, "alternatives", None)
    )


def _sender(given: str, municipality: Municipality) -> str:
    """Name the municipality as the sender where the installation would stand."""
    if given not in {"", settings.DEFAULT_FROM_EMAIL}:
        return given
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((municipality.name, address))


def html(message: EmailMessage, municipality: Municipality) -> str:
    language = screen_language(get_language() or municipality.default_language)
    return render_to_string(
        "mail/message.html",
        {
            "subject": message.subject,
            "paragraphs": list(_paragraphs(str(message.body))),
            "municipality": municipality,
            "language": language,
            "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        },
    )


def _paragraphs(body: str) -> list[dict[str, Any]]:
    """Return the paragraphs; an address on a line of its own is a button."""
    found: list[dict[str, Any]] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        lines: list[str] = []
        for line in block.splitlines():
            if _ADDRESS.fullmatch(line.strip()):
                found += [{"text": "\n".join(lines)}] if lines else []
                found.append({"address": line.strip()})
                lines = []
            else:
                lines.append(line)
        found += [{"text": "\n".join(lines)}] if lines else []
    return found
