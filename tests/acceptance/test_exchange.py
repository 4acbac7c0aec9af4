"""Catalogue entries of the exchange, through its pages: W17, D21, P41, W50."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.pool import keys, services
from hafen.exchange.pool.models import Match, Need
from hafen.exchange.pool.tests.conftest import TUESDAY_AFTERNOON, enter

HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


@pytest.fixture
def make(town, clara, acting):
    def entered(side, name, **facts):
        acting(town, clara)
        enters = services.enter_need if side == "need" else services.enter_offer
        facts = {
            "name": name,
            "email": f"{name.split()[0].lower()}@example.org",
        } | facts
        return enter(enters, name, town, clara, facts, timezone.now())

    return entered


def at(town, name, *parts):
    return reverse(f"pool:{name}", args=[town.slug, *parts])


def link(match, side):
    code = keys.answer_code(match, side)
    return reverse("pool_public:answer", args=["hier", "de", match.pk, code])


def test_w17_one_demand_and_three_offers_are_ranked_with_reasons_and_one_is_asked(
    desk, town, make, client
):
    demand = make(
        "need", "Verein Muster", slots=TUESDAY_AFTERNOON, wished_skills=["SPORT"]
    )
    make("offer", "Anna Probe", languages={"ti": 1}, person_skills=["SPORT"])
    make("offer", "Bernd Probe", languages={"ti": 1})
    make("offer", "Cem Probe", languages={"ti": 1, "de": 3}, person_skills=["MUSIC"])

    page = desk.get(at(town, "need", demand.pk))
    ranked = page.context["ranking"].candidates
    assert ranked[0].offer.helper.name == "Anna Probe"
    assert len(ranked) == 3
    assert "Gewünschte Fähigkeiten" in page.content.decode()
    desk.post(at(town, "ask", demand.pk), {"offer": [ranked[0].offer.pk]})

    match = Match.objects.get()
    [asked] = [each for each in mail.outbox if each.to == ["anna@example.org"]]
    assert link(match, keys.HELPER) in asked.body
    client.logout()
    client.post(link(match, keys.HELPER), {"step": "yes"}, **HERE)
    match.refresh_from_db()
    assert match.is_accepted


def test_d21_three_moving_helpers_on_saturday_are_found_city_wide_and_booked(
    desk, town, make, clara
):
    begins = timezone.now() + timedelta(days=9)
    saturday = {"starts_at": begins, "ends_at": begins + timedelta(hours=4)}
    free = {"starts_at": begins, "ends_at": begins + timedelta(hours=6)}
    kind = {"kind": "TRANSPORT", "languages": {}}
    wanted = make(
        "need", "Familie Probe", title="Drei Umzugshelfer", places=3, **kind, **saturday
    )
    for name in ("Anna", "Ben", "Cem", "Dana"):
        make("offer", name, **kind, **free)
    later = {each: moment + timedelta(days=7) for each, moment in free.items()}
    make("offer", "Eva", **kind, **later)

    ranked = desk.get(at(town, "need", wanted.pk)).context["ranking"].candidates
    assert {pair.offer.helper.name for pair in ranked} == {"Anna", "Ben", "Cem", "Dana"}
    desk.post(at(town, "ask", wanted.pk), {"offer": [pair.offer.pk for pair in ranked]})
    for match in Match.objects.order_by("pk"):
        desk.post(at(town, "step", match.pk, "answer"), {"says": "yes"})
    for match in Match.objects.order_by("pk"):
        desk.post(at(town, "step", match.pk, "confirm"))

    states = sorted(Match.objects.values_list("state", flat=True))
    assert states == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "WITHDRAWN"]


def test_p41_a_waiting_household_gets_a_sponsor_after_both_agree(
    desk, town, make, client
):
    facts = {"kind": "SPONSORSHIP", "languages": {"fa": 1}}
    wish = make("need", "Familie Probe", **facts)
    make("offer", "Anna Probe", kind="SPONSORSHIP", languages={"ar": 3})
    fitting = make("offer", "Ben Probe", kind="SPONSORSHIP", languages={"fa": 2})

    ranked = desk.get(at(town, "need", wish.pk)).context["ranking"].candidates
    assert [pair.offer.pk for pair in ranked] == [fitting.pk]
    desk.post(at(town, "ask", wish.pk), {"offer": [fitting.pk]})
    match = Match.objects.get()
    client.post(link(match, keys.HELPER), {"step": "yes"}, **HERE)
    desk.post(at(town, "step", match.pk, "confirm"))
    match.refresh_from_db()
    assert match.is_accepted
    client.post(link(match, keys.SEEKER), {"step": "yes"}, **HERE)
    today = timezone.localdate().isoformat()
    desk.post(at(town, "step", match.pk, "talk"), {"talk_on": today})
    desk.post(at(town, "step", match.pk, "confirm"))
    match.refresh_from_db()

    assert match.is_confirmed
    assert Need.objects.get(pk=wish.pk).is_open


def test_w50_both_sides_read_first_name_and_agreed_way_alone(desk, town, make, clara):
    today = timezone.localdate()
    facts = {"kind": "SPONSORSHIP", "languages": {}, "consent_on": today}
    secret = {"phone": "+4923199999"}
    wish = make("need", "Amira Haddad", **facts, **secret)
    given = make("offer", "Bernd Beispiel", **facts, **secret)
    now = timezone.now()
    [match] = services.ask(need=wish, offers=[given], by=clara, now=now)
    for side in (keys.HELPER, keys.SEEKER):
        services.answer(match=match, side=side, accepts=True, now=now)
    services.hold_talk(match=match, on=today, seeker_agrees=False, by=clara, now=now)
    services.confirm(match=match, by=clara, now=now)

    to_helper = [each.body for each in mail.outbox if "bernd@" in each.to[0]][-1]
    to_seeker = [each.body for each in mail.outbox if "amira@" in each.to[0]][-1]
    assert "Amira: amira@example.org" in to_helper
    assert "Bernd: bernd@example.org" in to_seeker
    assert "Haddad" not in to_helper
    assert "Beispiel" not in to_seeker
    assert "99999" not in to_helper + to_seeker
