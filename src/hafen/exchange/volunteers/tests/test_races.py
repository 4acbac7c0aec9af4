"""Two in the same second: the last place, one volunteer, one answer, one end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hafen.core.audit.models import Event
from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match
from hafen.exchange.volunteers import services
from hafen.exchange.volunteers.models import Hours, Referral, Signup, Volunteer
from hafen.exchange.volunteers.tests.conftest import sign, talk
from hafen.exchange.volunteers.tests.test_placed_entries import (
    make_partner,
    make_profile,
)
from tests.racing import named, slowly

ROUNDS = 5


@pytest.fixture
def here(race):
    return lambda: acting(Context(municipality=race.town.pk))


@pytest.fixture
def desks(race, person, here):
    with here():
        return [
            person(race.town, Role.VOLUNTEER_COORDINATOR, name=name)
            for name in ("Clara", "Dora")
        ]


def ready(town, by, name):
    """Enter somebody who may be placed, and whose offers fit at any time."""
    now = timezone.now()
    made = services.register(
        municipality=town,
        profile=services.Profile(
            ("COMPANY",),
            {"name": name, "channel": "VISIT", "consent_on": timezone.localdate()},
            {"owner": by},
            {"languages": {"de": 3, "ar": 3}, "slots": (1 << 42) - 1},
        ),
        source=Volunteer.Source.DESK,
        by=by,
        now=now,
    )
    talk(made, by, now)
    sign(made, by, now)
    made.refresh_from_db()
    return made


def place_for(town, by, name):
    data = services.PlaceData(
        need={
            "kind": "COMPANY", "title": name, "owner": by, "places": 1,
            "languages": {"ar": 1}, "slots": 1 << 9, "min_slots": 1,
        },
        place={"profile": make_profile(town, by, title=name)},
    )  # fmt: skip
    partner = make_partner(town, by, name=f"Verein {name}", email="")
    return services.enter_place(partner=partner, data=data, by=by, now=timezone.now())


def test_the_last_place_of_a_shift_is_given_once(race, desks, here):
    clara, _dora = desks
    for round_ in range(ROUNDS):
        with here():
            pair = [ready(race.town, clara, f"{n} {round_}") for n in ("Mira", "Omar")]
            starts = timezone.now() + timedelta(days=5 + round_)
            task = services.save_task(
                municipality=race.town, data={"title": "Möbel", "owner": clara},
                by=clara, now=timezone.now(),
            )  # fmt: skip
            [shift] = services.add_shifts(
                task=task, starts_at=starts, ends_at=starts + timedelta(hours=2),
                places=1, weeks=1, by=clara, now=timezone.now(),
            )  # fmt: skip

        def sign_up(row, to=shift):
            return lambda: services.sign_up(
                shift=to, volunteer=row, by=None, now=timezone.now()
            )

        results = race(*map(sign_up, pair))

        # Whoever comes second waits, and nobody is turned away.
        assert results == ["won", "won"]
        with here():
            held = Signup.objects.filter(shift=shift).values_list("holds", flat=True)
            assert sorted(held) == [False, True]


def test_two_coordinators_forward_one_volunteer_to_a_place_once(race, desks, here):
    clara, _dora = desks
    for round_ in range(ROUNDS):
        with here():
            row = ready(race.town, clara, f"Mira {round_}")
            place = place_for(race.town, clara, f"Amt {round_}")
            offer = row.helper.offers.get()

        def forward(by, volunteer=row, to=place, offered=offer):
            return lambda: services.forward(
                volunteer=volunteer, place=to, offer=offered, by=by, now=timezone.now()
            )

        assert named(race(*map(forward, desks))) == ["AlreadyForwarded", "won"]
        with here():
            assert Referral.objects.filter(volunteer=row).count() == 1
            assert Match.objects.filter(offer=offer).count() == 1


def test_two_places_do_not_both_get_one_volunteer(race, desks, here):
    """Both have been offered the same person, and say yes in the same second."""
    clara, _dora = desks
    for round_ in range(ROUNDS):
        with here():
            row = ready(race.town, clara, f"Mira {round_}")
            offer = row.helper.offers.get()
            places = [
                place_for(race.town, clara, f"{name} {round_}")
                for name in ("Amt", "Schule")
            ]
            sent = [
                services.forward(
                    volunteer=row, place=place, offer=offer, by=clara,
                    now=timezone.now(),
                )
                for place in places
            ]  # fmt: skip

        def accept(referral):
            return lambda: services.accept(
                referral=referral, by=None, now=timezone.now()
            )

        assert named(race(*map(accept, sent))) == ["NoPlaceLeft", "won"]
        with here():
            assert Match.objects.taken().filter(offer=offer).count() == 1
            assert Referral.objects.at_work().filter(volunteer=row).count() == 1


def test_hours_are_decided_once(race, desks, here):
    clara, _dora = desks
    for round_ in range(ROUNDS):
        with here():
            row = services.log_hours(
                volunteer=ready(race.town, clara, f"Mira {round_}"),
                on=timezone.localdate(), minutes=90, what="Amt", by=None,
                now=timezone.now(),
            )  # fmt: skip
        done = []

        def decide(by, approve, hours=row, counted=done):
            return lambda: counted.append(
                services.decide_hours(
                    rows=[hours], approve=approve, by=by, now=timezone.now()
                )
            )

        assert race(decide(desks[0], True), decide(desks[1], False)) == ["won"] * 2
        assert sorted(done) == [0, 1]
        with here():
            fresh = Hours.objects.get(pk=row.pk)
            said = Event.objects.filter(
                subject_id=row.pk, action__startswith="volunteers.hours."
            ).exclude(action="volunteers.hours.logged")
            [event] = said
            assert event.action == f"volunteers.hours.{fresh.state.lower()}"
            assert event.actor_id == fresh.decided_by_id


def test_a_placement_ends_once_whichever_room_ends_it(race, desks, here):
    clara, dora = desks
    for round_ in range(ROUNDS):
        with here():
            row = ready(race.town, clara, f"Mira {round_}")
            sent = services.forward(
                volunteer=row, place=place_for(race.town, clara, f"Amt {round_}"),
                offer=row.helper.offers.get(), by=clara, now=timezone.now(),
            )  # fmt: skip
            services.accept(referral=sent, by=None, now=timezone.now())
            match = Match.objects.get(pk=sent.match_id)

        def end_here(referral=sent):
            services.end(
                referral=referral, outcome="DONE", feedback="", by=clara,
                now=timezone.now(),
            )  # fmt: skip

        def end_there(pair=match):
            pool.end(
                match=pair, outcome="DONE", reason="", note="", looks_on=True, by=dora,
                now=timezone.now(),
            )  # fmt: skip

        results = named(race(end_here, end_there))
        assert results in (["AlreadyAnswered", "won"], ["NoStep", "won"])
        with here():
            assert Referral.objects.get(pk=sent.pk).state == "ENDED"
            assert Match.objects.get(pk=match.pk).state == "ENDED"
            assert Volunteer.objects.get(pk=row.pk).stage == "READY"


def forwarded(town, by, name, places=("Amt",)):
    """Forward one volunteer to several places."""
    row = ready(town, by, name)
    return row, [
        services.forward(
            volunteer=row, place=place_for(town, by, f"{place} {name}"),
            offer=row.helper.offers.get(), by=by, now=timezone.now(),
        )
        for place in places
    ]  # fmt: skip


def test_yes_and_no_to_one_volunteer_in_the_same_second(race, desks, here):
    with here():
        _row, [sent] = forwarded(race.town, desks[0], "Mira")
    now = timezone.now()

    results = race(
        slowly(lambda: services.accept(referral=sent, by=None, now=now)),
        slowly(
            lambda: services.decline(
                referral=sent, reason="NO_FIT", by=desks[0], now=now
            )
        ),
    )

    assert named(results) == ["AlreadyAnswered", "won"]


def test_somebody_leaves_while_the_pool_gives_the_place_to_another(race, desks, here):
    """The other one is confirmed, and so the pair of who leaves is released."""
    clara, dora = desks
    with here():
        row, [sent] = forwarded(race.town, clara, "Mira")
        other = ready(race.town, clara, "Omar")
        match = pool.note_agreement(
            need=sent.place.need, offer=other.helper.offers.get(),
            by=clara, now=timezone.now(),
        )  # fmt: skip
        rival = services.forward(
            volunteer=other, place=sent.place, offer=match.offer, by=clara,
            now=timezone.now(),
        )  # fmt: skip

    results = race(
        slowly(
            lambda: services.leave(
                volunteer=row, reason="MOVED", by=dora, now=timezone.now()
            )
        ),
        slowly(lambda: services.accept(referral=rival, by=None, now=timezone.now())),
    )

    assert results == ["won", "won"]
    with here():
        assert Referral.objects.get(pk=rival.pk).state == "ACCEPTED"
        assert Referral.objects.get(pk=sent.pk).state == "WITHDRAWN"
        assert Volunteer.objects.get(pk=row.pk).stage == "LEFT"


def test_a_place_closes_while_somebody_is_forwarded_to_it(race, desks, here):
    clara, dora = desks
    with here():
        row, [sent] = forwarded(race.town, clara, "Mira")
        other = ready(race.town, clara, "Omar")
        offer = other.helper.offers.get()

    results = race(
        slowly(
            lambda: services.close_place(place=sent.place, by=dora, now=timezone.now())
        ),
        slowly(
            lambda: services.forward(
                volunteer=other, place=sent.place, offer=offer, by=clara,
                now=timezone.now(),
            )
        ),
    )  # fmt: skip

    # Whoever was second finds the place closed, or is released with the others.
    assert named(results) in (["NotOpen", "won"], ["won", "won"])
    with here():
        assert not Referral.objects.living().exists()
        assert Volunteer.objects.get(pk=row.pk).stage == "READY"


def test_times_are_changed_while_a_place_says_yes(race, desks, here):
    """Both lock the offer before the volunteer, so neither waits for ever."""
    with here():
        row, [sent] = forwarded(race.town, desks[0], "Mira")
    now = timezone.now()

    results = race(
        slowly(
            lambda: services.change_offers(
                volunteer=row, facts={"radius_km": 4}, by=None, now=now
            )
        ),
        slowly(lambda: services.accept(referral=sent, by=None, now=now)),
    )

    assert results == ["won", "won"]
    with here():
        assert row.helper.offers.get().radius_km == 4
        assert Referral.objects.get(pk=sent.pk).state == "ACCEPTED"
