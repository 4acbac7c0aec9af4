"""What the journeys share: the people of the demo, their mails, and pictures."""

import os
import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.core import mail

from hafen.core.accounts.models import User
from hafen.core.mail.models import OutgoingMail
from hafen.mechanisms.feedback import forms as visitors

TOWN = "/musterhafen"


@pytest.fixture
def quick(monkeypatch):
    """Let visitors write as quickly as a test does."""
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)


@pytest.fixture
def enter(musterhafen, sign_in, acting):
    """Sign a person of the demo in: `enter("redaktion")`."""

    def make(name, language="de"):
        acting(musterhafen)
        user = User.objects.get(email=f"{name}@example.org")
        acting(musterhafen, user)
        user.language = language
        user.save()
        sign_in(user)
        return user

    return make


def mailed_link(words):
    """Return the path of the last mailed link that has these words in it."""
    letters = [letter.body for letter in mail.outbox]
    for row in OutgoingMail.objects.order_by("pk"):
        letter = message_from_bytes(bytes(row.source), policy=default)
        letters.append(letter.get_body(("plain",)).get_content())
    found = re.findall(rf"https?://[^/\s]+(/\S*{words}\S*)", "\n".join(letters))
    assert found, letters
    return found[-1]


def look(page, name):
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("HAFEN_LOOK"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
