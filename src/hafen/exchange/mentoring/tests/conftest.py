from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.mentoring import services
from hafen.exchange.mentoring.models import Programme, Sponsorship
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind
from hafen.network.organisations.models import Organisation


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def now():
    return timezone.now()


def enter(make, town, owner, name, now, **facts):
    who = {"name": name, "channel": "MAIL", "language": "de"}
    who["email"] = f"{name.split()[0].lower()}@example.org"
    who |= facts.pop("who", {})
    data = {"kind": Kind.SPONSORSHIP, "title": "Wir suchen Begleitung", "owner": owner}
    data |= {"languages": {"fa": 2}, "slots": 1 << 9}
    return make(
        municipality=town, person=pool.Person(who), data=data | facts, by=owner, now=now
    )


@pytest.fixture
def wish(town, clara, acting, now):
    """A maker of wishes for a sponsor."""

    def make(name="Amira Haddad", **facts):
        acting(town, clara)
        return enter(pool.enter_need, town, clara, name, now, **facts)

    return make


@pytest.fixture
def sponsor(town, clara, acting, now):
    """A maker of offers to be a sponsor."""

    def make(name="Bernd Beispiel", **facts):
        acting(town, clara)
        return enter(pool.enter_offer, town, clara, name, now, **facts)

    return make


@pytest.fixture
def confirmed(wish, sponsor, clara, now):
    """A sponsorship to which both have said yes."""

    def make(**facts):
        [match] = pool.ask(
            need=wish(**facts), offers=[sponsor(**facts)], by=clara, now=now
        )
        for side in ("HELPER", "SEEKER"):
            match = pool.answer(match=match, side=side, accepts=True, now=now)
        day = timezone.localdate(now)
        pool.hold_talk(match=match, on=day, seeker_agrees=False, by=clara, now=now)
        pool.confirm(match=match, by=clara, now=now)
        return Sponsorship.objects.get(match=match)

    return make


@pytest.fixture
def running(confirmed, clara, now):
    def make(**facts):
        row = confirmed(**facts)
        day = timezone.localdate(now)
        services.note_steps(
            sponsorship=row, met_on=day, signed_on=day, by=clara, now=now, expected=None
        )
        row.refresh_from_db()
        services.begin_sponsorship(sponsorship=row, by=clara, now=now)
        return Sponsorship.objects.get(pk=row.pk)

    return make


@pytest.fixture
def association(town, clara, acting):
    def make(name="Projekt Ankommen", email="ankommen@example.org"):
        acting(town, clara)
        return Organisation.objects.create(
            municipality=town, name=name, sort_key=name.lower(), email=email
        )

    return make


@pytest.fixture
def handed(wish, association, clara, now):
    def make(**facts):
        today = timezone.localdate(now)
        known = {
            "organisation": facts.pop("organisation", None) or association(),
            "shares": ["NAME", "CONTACT", "TEXT"],
            "consent_on": today,
            "consent_until": today + timedelta(days=90),
            "consent_language": "de",
            "owner": clara,
        }
        need = facts.pop("need", None) or wish()
        return services.hand_over(need=need, by=clara, now=now, **(known | facts))

    return make


@pytest.fixture
def programme(town, clara, acting):
    def make(**facts):
        acting(town, clara)
        data = {"titles": {"de": "Tandem"}, "texts": {}, "rules": {}, "is_open": True}
        data |= {"organisation": None, "owner": clara}
        made: Programme = services.save_programme(
            municipality=town, programme=None, data=data | facts, expected=None,
            by=clara,
        )  # fmt: skip
        return made

    return make
