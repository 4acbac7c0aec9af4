"""A pair that breaks a hard rule is refused by the service and by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hafen.exchange.pool import queries, services, times
from hafen.exchange.pool.models import Exclusion, Match, MatchStep
from hafen.exchange.pool.tests.conftest import (
    NOW,
    THURSDAY_EVENING,
    TUESDAY_AFTERNOON,
    apart,
)

SATURDAY = {
    "starts_at": NOW + timedelta(days=3),
    "ends_at": NOW + timedelta(days=3, hours=4),
}
LATER = {
    "starts_at": NOW + timedelta(days=10),
    "ends_at": NOW + timedelta(days=10, hours=4),
}
BROKEN = [
    ("KIND", {"kind": "TEACHING"}, {}),
    ("LANGUAGE", {"languages": {"ti": 2}}, {"languages": {"ti": 1, "de": 3}}),
    ("LANGUAGE", {"languages": {"fa": 1}}, {}),
    ("SKILL", {"skills": ["LETTERS"]}, {"person_skills": ["SPORT"]}),
    ("CLEARANCE", {"clearance": 2}, {"clearance": 1}),
    ("GENDER", {"gender_wish": "FEMALE"}, {"gender": "MALE"}),
    ("GENDER", {"gender_wish": "FEMALE"}, {}),
    ("ADULT", {"adults_only": True}, {"is_adult": False}),
    ("ADULT", {"is_for_minor": True}, {"adults_only": True}),
    ("TIME", {}, {"slots": THURSDAY_EVENING}),
    ("TIME", {"slots": TUESDAY_AFTERNOON | THURSDAY_EVENING, "min_slots": 2}, {}),
    ("TIME", SATURDAY, LATER),
    ("TIME", {}, SATURDAY),
    ("TIME", SATURDAY, {"slots": TUESDAY_AFTERNOON}),
]
KEPT = [
    {},
    {"languages": {"fa": 1, "ti": 3}},
    {"languages": {}},
    {"slots": 0},
    {"clearance": 0, "gender_wish": ""},
]


@pytest.mark.parametrize(("rule", "wanted", "given"), BROKEN)
def test_a_pair_that_breaks_a_rule_is_refused(need, offer, clara, rule, wanted, given):
    one, other = need(**wanted), offer(**given)

    with pytest.raises(services.RuleBroken) as refused:
        services.propose(need=one, offer=other, by=clara, now=NOW)

    assert refused.value.rules == [rule]


@pytest.mark.parametrize(("rule", "wanted", "given"), BROKEN)
def test_the_database_refuses_it_too(need, offer, rule, wanted, given):
    one, other = need(**wanted), offer(**given)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Match.objects.create(
            municipality=one.municipality, need=one, offer=other, points=0
        )


@pytest.mark.parametrize("wanted", KEPT)
def test_a_pair_that_fits_is_taken(need, offer, clara, wanted):
    one, other = need(**wanted), offer()

    match = services.propose(need=one, offer=other, by=clara, now=NOW)

    assert match.is_proposed


def test_a_clearance_that_ran_out_counts_no_more(need, offer):
    yesterday = timezone.localdate() - timedelta(days=1)
    one = need(clearance=2)

    ran_out = offer(clearance=3, clearance_until=yesterday)
    holds = offer(clearance=3, clearance_until=yesterday + timedelta(days=1))

    assert queries.broken_rules(one, ran_out) == ["CLEARANCE"]
    assert queries.broken_rules(one, holds) == []


def test_a_day_needs_every_part_it_touches(need, offer):
    one = need(
        starts_at=NOW + timedelta(days=3), ends_at=NOW + timedelta(days=3, hours=4)
    )
    morning, midday = times.bit(5, 1), times.bit(5, 2)

    assert one.slots == morning | midday
    assert queries.broken_rules(one, offer(slots=morning)) == ["TIME"]
    assert queries.broken_rules(one, offer(slots=morning | midday)) == []
    assert queries.broken_rules(one, offer(**SATURDAY)) == []


def test_two_who_are_kept_apart_never_meet(need, offer, clara):
    one, other = need(), offer()
    apart(one, other, clara)
    apart(one, other, clara)

    assert Exclusion.objects.count() == 1
    assert queries.broken_rules(one, other) == ["EXCLUDED"]
    assert queries.broken_rules(one, offer(name="Farah")) == []


def test_the_database_lets_no_step_be_skipped(need, offer):
    one, other = need(), offer()
    match = Match.objects.create(
        municipality=one.municipality, need=one, offer=other, points=0
    )

    with pytest.raises(IntegrityError, match="no step leads"), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(
            state="CONFIRMED", helper_agreed_at=NOW
        )


def test_a_step_that_was_written_down_is_never_changed(need, offer, ask):
    match = ask(need(), offer())
    step = MatchStep.objects.filter(match=match, state="ASKED").get()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        MatchStep.objects.filter(pk=step.pk).update(told_helper="etwas anderes")
    assert MatchStep.objects.filter(pk=step.pk).update(by=None) == 1


def test_taken_places_cannot_be_taken_away(need, offer, accepted, clara):
    given = offer(places=2)
    for _ in range(2):
        services.confirm(match=accepted(need(), given), by=clara, now=NOW)

    with pytest.raises(services.NoPlaceLeft):
        services.correct_fact(
            need=need(), offer=given, fact="PLACES", value=1,
            agreed_on=NOW.date(), note="", by=clara, now=NOW,
        )  # fmt: skip
