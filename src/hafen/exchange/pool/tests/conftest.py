from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.pool import services, times
from hafen.exchange.pool.models import Kind

# A Wednesday morning, ten o'clock in Berlin.
NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
TUESDAY_AFTERNOON = times.bit(1, 3)
THURSDAY_EVENING = times.bit(3, 4)


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def now():
    """The real instant: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


def at(town, name, *parts):
    return reverse(f"pool:{name}", args=[town.slug, *parts])


def enter(make, side, town, owner, facts, now):
    """Make a posting of a word for its person and facts that fit each other."""
    names = {
        "name", "email", "phone", "channel", "language_of", "gender", "clearance",
        "clearance_until", "is_adult", "person_skills", "consent_on", "organisation",
    }  # fmt: skip
    if make is services.enter_need:
        names -= {"clearance"}
    renamed = {"language_of": "language", "person_skills": "skills"}
    who = {"name": side, "channel": "MAIL", "email": f"{side.lower()}@example.org"}
    who |= {renamed.get(k, k): v for k, v in facts.items() if k in names}
    data = {
        "kind": Kind.COMPANY,
        "title": "Begleitung zum Amt",
        "languages": {"ti": 1},
        "slots": TUESDAY_AFTERNOON,
        "owner": owner,
    }
    data |= {k: v for k, v in facts.items() if k not in names}
    return make(
        municipality=town,
        person=services.Person(who),
        data=data,
        by=owner,
        now=now,
    )


@pytest.fixture
def need(town, clara, acting):
    """A maker of needs: `need(kind=…, name="Amira")`."""

    def make(now=NOW, **facts):
        acting(town, clara)
        facts = {"name": "Amira Haddad"} | facts
        return enter(services.enter_need, "Amira", town, clara, facts, now)

    return make


@pytest.fixture
def offer(town, clara, acting):
    """A maker of offers that fit the needs unless told otherwise."""

    def make(now=NOW, **facts):
        acting(town, clara)
        facts = {"name": "Bernd Beispiel", "languages": {"ti": 3, "de": 3}} | facts
        return enter(services.enter_offer, "Bernd", town, clara, facts, now)

    return make


@pytest.fixture
def ask(clara):
    """Ask one helper for a need."""

    def make(need, offer, now=NOW):
        [match] = services.ask(need=need, offers=[offer], by=clara, now=now)
        return match

    return make


def apart(need, offer, by):
    """Keep the two of a pair apart, as the one who looks for help wishes."""
    services.keep_apart(
        helper=offer.helper, seeker=need.seeker, wished_by="SEEKER", by=by, now=NOW
    )


@pytest.fixture
def accepted(ask):
    def make(need, offer, now=NOW):
        match = ask(need, offer, now=now)
        return services.answer(
            match=match, side="HELPER", accepts=True, now=now + timedelta(hours=1)
        )

    return make
