"""Two in the same second (real transactions): one sponsor, and one answer a side."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.exchange.mentoring import services
from hafen.exchange.mentoring.models import CheckIn, CheckInAnswer, Sponsorship
from hafen.exchange.mentoring.tests.conftest import enter
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation
from tests.racing import named

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def desks(race, person):
    with acting(Context(municipality=race.town.pk)):
        return [
            person(race.town, Role.VOLUNTEER_COORDINATOR, name=name)
            for name in ("Clara", "Dora")
        ]


def agreed(town, owner, *names):
    """Make a wish and sponsors of whom each has said yes, after a talk."""
    need = enter(pool.enter_need, town, owner, "Amira Haddad", NOW)
    offers = [enter(pool.enter_offer, town, owner, n, NOW) for n in names]
    found = []
    for match in pool.ask(need=need, offers=offers, by=owner, now=NOW):
        for side in ("HELPER", "SEEKER"):
            match = pool.answer(match=match, side=side, accepts=True, now=NOW)
        pool.hold_talk(match=match, on=TODAY, seeker_agrees=False, by=owner, now=NOW)
        found.append(match)
    return found


def begun(town, owner):
    """Make a sponsorship that runs, and return its first question how it goes."""
    [match] = agreed(town, owner, "Bernd Beispiel")
    pool.confirm(match=match, by=owner, now=NOW)
    row = Sponsorship.objects.get(match=match)
    days = {"met_on": TODAY, "signed_on": TODAY, "expected": None}
    services.note_steps(sponsorship=row, by=owner, now=NOW, **days)
    services.begin_sponsorship(sponsorship=row, by=owner, now=NOW)
    return CheckIn.objects.filter(sponsorship=row).order_by("weeks").first()


def test_of_two_sponsors_for_one_wish_one_is_confirmed(race, desks):
    with acting(Context(municipality=race.town.pk)):
        pair = agreed(race.town, desks[0], "Bernd Beispiel", "Cem Probe")

    def confirm(match, by):
        return lambda: pool.confirm(match=match, by=by, now=NOW)

    steps = [confirm(match, by) for match, by in zip(pair, desks, strict=True)]

    assert named(race(*steps)) == ["NoPlaceLeft", "won"]
    with acting(Context(municipality=race.town.pk)):
        assert Match.objects.taken().count() == 1
        agree = Todo.objects.open().filter(kind=services.AGREE)
        taken = Sponsorship.objects.filter(match__in=Match.objects.taken())
        assert list(agree.values_list("subject_id", flat=True)) == [taken.get().pk]


@pytest.mark.parametrize("side", ["HELPER", "SEEKER"])
def test_how_it_goes_is_answered_once_by_a_link_that_is_sent_twice(race, desks, side):
    with acting(Context(municipality=race.town.pk)):
        check = begun(race.town, desks[0])

    def say(mood):
        return lambda: services.answer_check_in(
            check_in=check, side=side, mood=mood, note="", now=NOW
        )

    assert named(race(say("GOOD"), say("TALK"))) == ["AlreadyAnswered", "won"]
    with acting(Context(municipality=race.town.pk)):
        said = CheckInAnswer.objects.get()
        talks = Todo.objects.open().filter(kind=services.TALK)
        assert talks.count() == (1 if said.mood == "TALK" else 0)


def test_both_sides_in_one_second_close_the_question(race, desks):
    with acting(Context(municipality=race.town.pk)):
        check = begun(race.town, desks[0])

    def say(side):
        return lambda: services.answer_check_in(
            check_in=check, side=side, mood="GOOD", note="", now=NOW
        )

    assert race(say("HELPER"), say("SEEKER")) == ["won", "won"]
    with acting(Context(municipality=race.town.pk)):
        check.refresh_from_db()
        assert check.closed_at is not None
        assert CheckInAnswer.objects.count() == 2


def test_a_wish_goes_to_one_association_and_is_answered_once(race, desks):
    with acting(Context(municipality=race.town.pk)):
        need = enter(pool.enter_need, race.town, desks[0], "Amira Haddad", NOW)
        bodies = [
            Organisation.objects.create(
                municipality=race.town,
                name=name,
                sort_key=name.lower(),
                email=f"{name.lower()}@example.org",
            )
            for name in ("Ankommen", "Bruecke")
        ]
    consent = {"consent_on": TODAY, "consent_until": TODAY + timedelta(days=90)}
    consent |= {"consent_language": "de", "shares": ["TEXT"]}

    def hand_over(body, by):
        return lambda: services.hand_over(
            need=need, organisation=body, owner=by, by=by, now=NOW, **consent
        )

    steps = [hand_over(body, by) for body, by in zip(bodies, desks, strict=True)]
    results = named(race(*steps))

    # The second desk finds the wish at rest by now.
    assert results in (["AlreadyHandedOver", "won"], ["NotASponsorship", "won"])
    with acting(Context(municipality=race.town.pk)):
        row = need.hand_overs.get()

    def report(is_found):
        return lambda: services.report_wish(
            hand_over=row, is_found=is_found, starts_on=None, note="", now=NOW
        )

    assert named(race(report(True), report(False))) == ["AlreadyAnswered", "won"]
