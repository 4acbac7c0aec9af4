import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from hafen.core.db.context import Context, enter
from hafen.core.mail.transports import Smtp
from hafen.core.places.models import Municipality


class Postbox:
    """A mail server for tests: takes mails, or answers as it is told.

    :param answers: what the steps RCPT and DATA answer next; then all is well
    """

    def __init__(self):
        self.mails = []
        self.answers = {"rcpt": [], "data": []}

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # the library's name
        if self.answers["rcpt"]:
            return self.answers["rcpt"].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802  # likewise
        answer = self.answers["data"].pop(0) if self.answers["data"] else "250 OK"
        if answer == "hang up":
            server.transport.close()
        if answer in {"250 OK", "hang up after taking it"}:
            self.mails.append(envelope)
        if answer == "hang up after taking it":
            server.transport.close()
        return answer if answer[0].isdigit() else "451 gone"

    @property
    def messages(self):
        return [
            message_from_bytes(envelope.content, policy=policy.default)
            for envelope in self.mails
        ]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def postbox():
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.way = Smtp(
        host="127.0.0.1",
        port=controller.port,
        sender="hafen@example.org",
        security="none",
    )
    yield box
    controller.stop()


@pytest.fixture
def closed_post_office():
    return Smtp(
        host="127.0.0.1", port=free_port(), sender="hafen@example.org", security="none"
    )


@pytest.fixture
def town(db):
    municipality = Municipality.objects.create(
        slug="mailstadt", name="Mailstadt", languages=["de", "ar"]
    )
    enter(Context(municipality=municipality.pk))
    return municipality


@pytest.fixture
def now():
    return timezone.now()
