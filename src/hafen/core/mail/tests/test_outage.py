"""The mail server is away for an hour, in every way in which servers are away."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail import send_mail

from hafen.core.mail import services
from hafen.core.mail.models import OutgoingMail

State = OutgoingMail.State
MINUTE = timedelta(minutes=1)
# What it says instead of taking a mail, one after the other.
AWAY = ("450 later", "421 closing", "451 local error", "452 no space")


@pytest.fixture(autouse=True)
def outbox_backend(settings):
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"


def write(number):
    to = f"person{number % 4}@example.org"
    send_mail(f"Nachricht {number}", "Guten Tag", None, [to])
    return OutgoingMail.objects.latest("pk")


def tick(way, now):
    """Do what the worker does each minute: try what is due, in any order."""
    due = OutgoingMail.objects.filter(state=State.QUEUED, next_try_at__lte=now)
    for pk in due.order_by("-pk").values_list("pk", flat=True):
        services.deliver(mail_id=pk, way=way, now=now)


def test_an_hour_without_a_mail_server_loses_nothing_and_doubles_nothing(
    town, postbox, closed_post_office, now
):
    written = []
    for minute in range(60):
        if minute % 3 == 0:
            written.append(write(minute // 3))
        # Half of the hour nobody answers, half of it somebody who takes nothing.
        if minute < 30:
            tick(closed_post_office, now + minute * MINUTE)
        else:
            kind = "rcpt" if minute % 2 else "data"
            postbox.answers[kind] = [AWAY[minute % len(AWAY)]] * 50
            tick(postbox.way, now + minute * MINUTE)
            postbox.answers[kind] = []
    assert postbox.mails == []
    assert {mail.state for mail in OutgoingMail.objects.all()} == {State.QUEUED}

    # The first that is taken is taken without a word: the line breaks after it.
    postbox.answers["data"] = ["hang up after taking it"]
    for minute in range(60, 60 + 12 * 60):
        tick(postbox.way, now + minute * MINUTE)

    arrived = Counter(message["message-id"] for message in postbox.messages)
    assert set(arrived) == {mail.message_id for mail in written}
    assert sorted(arrived.values()) == [*[1] * (len(written) - 1), 2]
    assert not OutgoingMail.objects.exclude(state=State.SENT).exists()
    for number in range(4):
        to = f"person{number}@example.org"
        subjects = [
            str(message["subject"])
            for message in postbox.messages
            if message["to"] == to
        ]
        first_seen = list(dict.fromkeys(subjects))
        assert first_seen == [
            f"Nachricht {each}" for each in range(len(written)) if each % 4 == number
        ]
