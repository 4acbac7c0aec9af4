from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.allowances import services as allowances
from hafen.exchange.interpreting import services
from hafen.exchange.interpreting.services import Answer

# Fifteen euros for each started half hour, thirty cents for a kilometre from five
# on; called off within a day: up to two hours of work.
PAY = {
    "on_site": {"step": 30, "cents": 1500},
    "way": {"cents_per_km": 30, "from_metres": 5_000},
    "lines": {"strokes": 53, "cents": 100},
    "called_off": {"hours": 24, "most_work_minutes": 120},
}
FEE = {"on_site": {"step": 60, "cents": 4000}}


def at_ten(days=9):
    """Ten o'clock of a working day, so many days from now at least."""
    day = timezone.localdate() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(10)))


@pytest.fixture
def dora(town, person):
    """Brings interpreters and institutions together."""
    return person(town, Role.INTERPRETER_COORDINATOR, name="Dora")


@pytest.fixture
def berta(town, person):
    """A second desk, which also holds the money."""
    return person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Berta")


@pytest.fixture
def pool(town, dora, acting):
    acting(town, dora)
    return set_up(town, dora)


def set_up(town, owner):
    tariff = allowances.enter_tariff(
        municipality=town,
        data={
            "name": "Dolmetschen",
            "kind": "general",
            "valid_from": date(2021, 1, 1),
            "pay": PAY,
            "fee": FEE,
        },
        by=owner,
    )
    return services.save_service(
        municipality=town, data={"owner": owner, "tariff": tariff}, by=owner
    )


def enter(town, by, name="Farah Beispiel", languages=("ar",), **facts):
    """Enter an interpreter who can be proposed unless told otherwise."""
    today = timezone.localdate()
    speeches = [
        each if isinstance(each, dict) else {"language": each, "spoken": 3}
        for each in languages
    ]
    data = {"secrecy_on": today, "confirmed_on": today, "training": "QUALIFIED"}
    person = {
        "name": name,
        "channel": "MAIL",
        "email": f"{name.split()[0].lower()}@example.org",
        "phone": "+4925149201",
        "gender": facts.pop("gender", "FEMALE"),
        "is_adult": facts.pop("is_adult", True),
    }
    offer = {
        key: facts.pop(key)
        for key in ("district", "slots", "radius_km")
        if key in facts
    }
    return services.enter_interpreter(
        municipality=town,
        person=person,
        offer=offer,
        data=data | facts,
        speeches=speeches,
        by=by,
        now=timezone.now(),
    )


def approve(town, by, name="Gesamtschule Nord", **facts):
    data = {"name": name, "contact": "Frau Lehmann", "email": "schule@example.org"}
    row = services.register_institution(
        municipality=town, data=data | facts, by=by, now=timezone.now()
    )
    return services.approve_institution(institution=row, by=by, now=timezone.now())


def reserve(institution, by=None, starts=None, minutes=60, others=(), **facts):
    """Book one appointment; `others` are further dates that would do."""
    begins = starts or at_ten()
    spans = [(each, each + timedelta(minutes=minutes)) for each in (begins, *others)]
    data = {
        "language": "ar",
        "subject": "SCHOOL",
        "place": "Schulstraße 3",
        "spans": spans,
    }
    [row] = services.book(
        institution=institution, data=data | facts, by=by, now=timezone.now()
    )
    return row


def accept(appointment, interpreter, by, **said):
    """Ask an interpreter, who says yes."""
    now = timezone.now()
    [call] = services.ask(
        appointment=appointment, interpreters=[(interpreter, 0)], by=by, now=now
    )
    return services.answer(
        call=call, said=Answer(accepts=True, is_impartial=True, **said), now=now
    )


@pytest.fixture
def farah(town, dora, pool):
    return enter(town, dora)


@pytest.fixture
def school(town, dora, pool):
    return approve(town, dora)


@pytest.fixture
def booked(school, dora):
    """A maker of appointments of the school: `booked(subject="HEALTH")`."""

    def make(**facts):
        return reserve(school, **facts)

    return make


@pytest.fixture
def settled(booked, dora):
    """A maker of appointments at which an interpreter comes."""

    def make(interpreter, **facts):
        call = accept(booked(**facts), interpreter, dora)
        return services.settle(call=call, by=dora, now=timezone.now())

    return make
