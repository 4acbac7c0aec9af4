# ruff: noqa: F811
"""J-09: surveys after events, jobs of interpreters, and placements."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as post_office
from django.utils import timezone

from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.tests.conftest import (  # noqa: F401
    booked,
    dora,
    farah,
    pool,
    school,
    settled,
)
from hafen.exchange.pool import services as exchange
from hafen.exchange.pool.models import Match
from hafen.exchange.pool.tests.conftest import NOW as THEN
from hafen.exchange.pool.tests.conftest import ask, clara, need, offer  # noqa: F401
from hafen.mechanisms.bookings.models import Bookable, Registrant, Registration
from hafen.voice.surveys import services
from hafen.voice.surveys.instruments import HOUSEHOLDS
from hafen.voice.surveys.models import AfterService
from hafen.voice.surveys.tests.conftest import begin

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def wave(town, acting):
    town.languages = ["de", "en", "ar", "fa"]
    town.save()
    acting(town)
    return begin(town, HOUSEHOLDS)


def asked(wave, occasion):
    """Let the survey go out, and the night come; return whom it has asked."""
    data = {"occasion": occasion, "days_after": 1, "rest_days": 90, "is_on": True}
    day = TODAY - timedelta(days=5)
    services.ask_after(survey=wave.survey, data=data, today=day, by=None)
    post_office.outbox.clear()
    services.ask_served(municipality=wave.municipality, now=NOW)
    return sorted(mail.to[0] for mail in post_office.outbox)


def register(town, email, *, owner="events.event", attended=True, ends=YESTERDAY):
    date_, _is_new = Bookable.objects.get_or_create(
        municipality=town, owner=owner, subject_id=uuid4(), title="Fest",
        starts_at=ends - timedelta(hours=2), ends_at=ends,
    )  # fmt: skip
    row = Registration.objects.create(
        municipality=town, bookable=date_, state="CONFIRMED", language="ar",
        queued_at=ends, attended=attended,
    )  # fmt: skip
    Registrant.objects.create(
        municipality=town, registration=row, bookable=date_, name="Mira Muster",
        email=email, seed=uuid4().hex, link_hash=uuid4().hex,
        shred_on=TODAY + timedelta(days=20),
    )  # fmt: skip


def test_j09_after_an_event_those_are_asked_who_came(wave, town):
    register(town, "came@example.org")
    register(town, "absent@example.org", attended=False)
    register(town, "unnoted@example.org", attended=None)
    register(town, "shift@example.org", owner="volunteers.shift")
    register(town, "old@example.org", ends=NOW - timedelta(days=9))
    register(town, "")

    assert asked(wave, "event") == ["came@example.org"]
    assert AfterService.objects.get().unreached == 1


def test_j09_after_a_job_of_an_interpreter_the_booker_is_asked(
    wave,
    town,
    settled,
    farah,
    school,
    acting,
):
    row = settled(farah)
    acting(town)
    assert asked(wave, "interpreting") == []
    AfterService.objects.all().delete()
    Appointment.objects.filter(pk=row.pk).update(
        starts_at=YESTERDAY - timedelta(hours=1), ends_at=YESTERDAY, state="DONE",
        outcome="HELD", closed_at=NOW,
    )  # fmt: skip

    assert asked(wave, "interpreting") == [school.email]


def test_j09_after_a_placement_both_sides_are_asked_each_by_their_way(
    wave,
    town,
    need,
    offer,
    ask,
    clara,
    acting,
):
    for facts in ({}, {"channel": "TELEPHONE", "phone": "+49231112233"}):
        match = ask(need(), offer(**facts))
        match = exchange.answer(match=match, side="HELPER", accepts=True, now=THEN)
        for step in (exchange.confirm, exchange.begin):
            match = step(match=match, by=clara, now=THEN)
        exchange.end(
            match=match, outcome="DONE", reason="", note="", looks_on=False, by=clara,
            now=THEN,
        )  # fmt: skip
    acting(town)
    Match.objects.update(closed_at=YESTERDAY)

    # One helper wants no mails; who looks for help stands there twice.
    assert asked(wave, "placement") == ["amira@example.org", "bernd@example.org"]
    assert AfterService.objects.get().unreached == 1


def test_j09_who_speaks_for_a_case_is_not_asked_in_its_place(
    wave,
    town,
    need,
    offer,
    ask,
    clara,
    acting,
):
    match = ask(need(), offer())
    match = exchange.answer(match=match, side="HELPER", accepts=True, now=THEN)
    match = exchange.confirm(match=match, by=clara, now=THEN)
    seeker = match.need.seeker
    seeker.email = clara.email
    seeker.save()
    acting(town)
    Match.objects.update(state="ENDED", outcome="DONE", closed_at=YESTERDAY)

    assert asked(wave, "placement") == ["bernd@example.org"]
