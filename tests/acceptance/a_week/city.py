"""A city in which time passes: its clock, its night, its post, its people."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import cache
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
from croniter import croniter
from django.core import signing
from django.db import connection
from django.urls import Resolver404, resolve
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from conftest import ADMIN
from hafen.core.db import context, work
from hafen.core.db.context import Context
from hafen.core.jobs.services import run_once
from hafen.core.mail.models import OutgoingMail

MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)  # eight o'clock in Berlin
READING = timedelta(seconds=20)
_HOST = "testserver"


def view_of(address):
    """Return the name of the view behind an address; empty for what is not ours."""
    return _view_of(urlsplit(address).path)


@cache
def _view_of(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


class Clock:
    """The time of the city; it moves when somebody moves it."""

    def __init__(self, monkeypatch):
        self.now = MONDAY
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        signed = SimpleNamespace(time=lambda: self.now.timestamp())
        monkeypatch.setattr(signing, "time", signed)

    def pass_by(self, **length):
        self.now += timedelta(**length)


class City:
    """A municipality whose jobs run by its own clock."""

    def __init__(self, town, clock):
        self.town = town
        self.clock = clock
        self._struck = clock.now
        self._read = {}

    @property
    def today(self):
        return timezone.localdate(self.clock.now)

    def at(self, day, hour, minute=0):
        """Travel to an hour of a day of the week (0: Monday); what was due runs."""
        local = timezone.localtime(MONDAY).replace(hour=hour, minute=minute, second=0)
        self.clock.now = max(local + timedelta(days=day), self.clock.now)
        self._keep_house()
        self.work_off()

    def _keep_house(self):
        """Do what a database does beside by itself, and a test's does not."""
        name = connection.settings_dict["NAME"]
        with psycopg.connect(ADMIN, dbname=name, autocommit=True) as beside:
            beside.execute("VACUUM ANALYZE")

    def work_off(self):
        """Run what the clock struck since the last time, then what waits."""
        now = self.clock.now
        for schedule in work.schedules:
            if croniter(schedule.cron, self._struck).get_next(datetime) <= now:
                work.defer(
                    schedule.task,
                    municipality=self.town.pk,
                    actor=None,
                    key=work.stamped(schedule.task, now),
                )
        self._struck = now
        while waiting := self._waiting():
            for job in waiting:
                run_once(job.task_name, work.read(job.args))
            with connection.cursor() as cursor:
                done = [job.pk for job in waiting]
                sql = "DELETE FROM procrastinate_jobs WHERE id = ANY(%s)"
                cursor.execute(sql, [done])

    def _waiting(self):
        rows = ProcrastinateJob.objects.filter(status="todo").order_by("id")
        return [
            job
            for job in rows
            if job.scheduled_at is None or job.scheduled_at <= self.clock.now
        ]

    def inside(self):
        """Let the test itself look into the rows of the municipality."""
        return context.acting(Context(municipality=self.town.pk))

    def post_for(self, address):
        """Return the mails that came to somebody since they looked last."""
        with self.inside():
            rows = OutgoingMail.objects.filter(recipient=address).order_by("pk")
            new = (
                rows.filter(pk__gt=self._read[address])
                if address in self._read
                else rows
            )
            mails = [Mail(row) for row in new]
        if mails:
            self._read[address] = mails[-1].key
        return mails


class Mail:
    """A mail, as a mail program shows it, and as it travelled."""

    def __init__(self, row):
        self.key = row.pk
        self.to = row.recipient
        self.source = bytes(row.source)
        self.message = message_from_bytes(self.source, policy=policy.default)
        self.text = self.message.get_body(("plain",)).get_content()
        self.is_sent = row.state == OutgoingMail.State.SENT

    def links_to(self, *views):
        found = re.findall(r"https?://[^\s<>\"]+", self.text)
        return [path for each in found if view_of(path := urlsplit(each).path) in views]

    @property
    def everything(self):
        """All of it with all parts decoded: nothing hides in base64."""
        heads = "\n".join(f"{k}: {v}" for k, v in self.message.items() if k != "To")
        parts = [part.get_payload(decode=True) or b"" for part in self.message.walk()]
        return heads + "\n" + b"\n".join(parts).decode("utf-8", "replace")
