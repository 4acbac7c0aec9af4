"""The engine and the database see the same rules, on pairs that are drawn."""

import random

import pytest
from django.utils import timezone

from hafen.exchange.pool import queries
from hafen.exchange.pool.models import Match, Need, Offer, Skill
from hafen.exchange.pool.tests.conftest import NOW
from hafen.exchange.pool.tests.test_rules import LATER, SATURDAY

DRAWN = 14


def drawn(chance):
    """Return facts of a posting, with every rule broken now and then."""
    skills = list(Skill.values)[:4]
    facts = {
        "languages": {
            tag: chance.randint(1, 3) for tag in ("ti", "fa") if chance.random() < 0.6
        },
        "slots": chance.getrandbits(42) & chance.getrandbits(42),
        "radius_km": chance.choice([None, 2, 6]),
        "adults_only": chance.random() < 0.2,
    }
    facts |= chance.choice([{}, {}, {}, SATURDAY, LATER])
    return facts, [skill for skill in skills if chance.random() < 0.5]


@pytest.fixture
def many(need, offer):
    chance = random.Random(5)  # noqa: S311 - drawn the same in each run
    for _ in range(DRAWN):
        facts, skills = drawn(chance)
        need(
            **facts,
            skills=skills[:1],
            clearance=chance.randint(0, 2),
            gender_wish=chance.choice(["", "", "FEMALE"]),
            is_for_minor=chance.random() < 0.3,
            min_slots=chance.randint(1, 4),
        )
        facts, skills = drawn(chance)
        offer(
            **facts,
            person_skills=skills,
            clearance=chance.randint(0, 3),
            gender=chance.choice(["", "FEMALE", "MALE"]),
            is_adult=chance.random() < 0.8,
        )
    for model in (Need, Offer):
        for row in model.objects.all():
            if chance.random() < 0.8:
                row.latitude = 51.9 + chance.random() / 10
                row.longitude = 7.6 + chance.random() / 10
                row.save()


@pytest.mark.usefixtures("many")
def test_the_engine_and_the_database_agree_on_every_pair():
    today, kept, broken = timezone.localdate(), 0, 0
    for need in Need.objects.all():
        for offer in Offer.objects.all():
            pair = queries.explained_pair(need, offer, today=today, names={})
            rules = sorted(rule.key for rule in pair.broken)
            assert rules == sorted(queries.broken_rules(need, offer))
            kept += not rules
            broken += bool(rules)

    assert kept >= 3
    assert broken > 50


def test_a_ranked_list_takes_no_time_of_a_desk(need, offer):
    """A list among offers of which most do not fit names only those that do."""
    one = need()
    for number in range(6):
        offer(slots=0 if number % 2 else one.slots)

    found = queries.ranked_offers(one, today=NOW.date(), names={})

    assert len(found.candidates) == 3
    assert {near.broken[0].key for near in found.near} == {"TIME"}
    assert found.losses[0][1:] == (3, 3)
    assert Match.objects.count() == 0
