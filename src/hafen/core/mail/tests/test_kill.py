"""The worker is killed while the mail server thinks: nothing is lost."""

import os
import subprocess
import sys
import threading

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import send_mail
from django.db import connection, connections
from procrastinate.contrib.django import app

from hafen.core.db.context import Context, acting
from hafen.core.mail.models import OutgoingMail
from hafen.core.mail.tests.conftest import free_port
from hafen.core.places.models import Municipality


class Slow:
    """A mail server whose first answer comes too late."""

    def __init__(self):
        self.mails = []
        self.reached = threading.Event()
        self.asked = 0

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802  # the library's name
        self.asked += 1
        if self.asked == 1:
            self.reached.set()
            await server.loop.create_future()  # never
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def mail_server(settings, monkeypatch):
    slow = Slow()
    controller = Controller(slow, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    settings.MAIL_URL = f"smtp://127.0.0.1:{controller.port}?security=none"
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    yield slow
    controller.stop()


def make_due():
    """Let the workers seem dead for long, and what waits be due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1h'"
        )
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")


def test_a_worker_killed_while_sending_loses_no_mail(
    own_database, mail_server, settings, work_off
):
    town = Municipality.objects.create(slug="kill", name="Kill", languages=["de"])
    with acting(Context(municipality=town.pk)):
        send_mail("Termin", "Guten Tag", None, ["amira@example.org"])
    worker = subprocess.Popen(
        [sys.executable, "-m", "hafen.core.jobs.worker"],
        env=os.environ
        | {
            "HAFEN_DB_NAME": own_database,
            "HAFEN_DB_ROLE": "worker",
            "HAFEN_MAIL_URL": settings.MAIL_URL,
        },
    )
    try:
        assert mail_server.reached.wait(30)
    finally:
        worker.kill()
        worker.wait()

    make_due()
    app.configure_task("jobs.rescue").defer(timestamp=0)
    work_off()
    make_due()
    work_off()

    assert len(mail_server.mails) == 1
    with acting(Context(municipality=town.pk)):
        assert OutgoingMail.objects.get().state == "SENT"
