from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.exchange.volunteers import services
from hafen.exchange.volunteers.models import Volunteer


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def aplerbeck(town, clara, acting):
    acting(town, clara)
    return District.objects.create(
        municipality=town, name="Aplerbeck", sort_key="aplerbeck"
    )


@pytest.fixture
def volunteer(town, clara, acting):
    """A maker of volunteers: `volunteer(ready=True, name="Mira")`."""

    def make(*, ready=False, talked=False, days_ago=0, **facts):
        acting(town, clara)
        now = timezone.now() - timedelta(days=days_ago)
        person = {"name": "Mira Muster", "channel": "MAIL", "language": "de"} | facts
        kinds = person.pop("kinds", ("COMPANY",))
        offered = {
            "languages": person.pop("languages", {"de": 3, "ar": 2}),
            "slots": person.pop("slots", (1 << 42) - 1),
            "district": person.pop("district", None),
        }
        about = {
            name: person.pop(name)
            for name in ("association", "birth_year", "news_consent_on")
            if name in person
        }
        about["owner"] = clara
        person.setdefault("email", f"{person['name'].split()[0].lower()}@example.org")
        made = services.register(
            municipality=town,
            profile=services.Profile(kinds, person, about, offered),
            source=Volunteer.Source.WEB,
            by=None,
            now=now,
        )
        if talked or ready:
            talk(made, clara, now)
        if ready:
            sign(made, clara, now)
        made.refresh_from_db()
        return made

    return make


def talk(volunteer, by, now, decision="CLARIFIED", **facts):
    return services.hold_talk(
        volunteer=volunteer,
        kind="FIRST",
        on=timezone.localdate(now),
        decision=decision,
        note="Zwei Stunden in der Woche",
        by=by,
        now=now,
        **facts,
    )


def sign(volunteer, by, now, kinds=("CONFIDENTIALITY", "DATA_PROTECTION")):
    for kind in kinds:
        services.note_proof(
            volunteer=volunteer,
            kind=kind,
            shown_on=timezone.localdate(now),
            valid_until=None,
            by=by,
            now=now,
        )
