"""Volunteers in the search of the desk, and how much their page asks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places.models import Municipality
from hafen.exchange.volunteers import services
from hafen.exchange.volunteers.models import Proven
from hafen.exchange.volunteers.tests.conftest import sign
from hafen.exchange.volunteers.tests.test_placed_entries import (
    agree,
    make_partner,
    make_profile,
)

MOST = 12


def hits(client, words):
    page = client.get("/hier/desk/search/", {"q": words})
    return [
        (hit.title, hit.note) for part in page.context["parts"] for hit in part.hits
    ]


@pytest.mark.parametrize("words", ["said", "Muhamad Sayid", "mo@example.org"])
def test_a_volunteer_is_found_by_the_desk(clara, volunteer, sign_in, words):
    volunteer(name="Mohammed Said", email="mo@example.org")
    volunteer(name="Bruno Probe")
    desk = sign_in(clara)

    assert hits(desk, words) == [("Mohammed Said", "Erstkontakt")]
    page = desk.get("/hier/desk/search/", {"q": words})
    [part] = page.context["parts"]
    assert desk.get(part.hits[0].address).status_code == 200


@pytest.mark.parametrize(
    "role",
    [Role.SOCIAL_WORKER, Role.EDITOR, Role.INTERPRETER_COORDINATOR, Role.AUDITOR],
)
def test_other_desks_find_no_volunteer(town, person, volunteer, sign_in, role):
    volunteer(name="Mohammed Said")
    assert hits(sign_in(person(town, role)), "said") == []


def test_where_the_room_is_switched_off_nobody_is_found(
    town, clara, volunteer, sign_in
):
    volunteer(name="Mohammed Said")
    Municipality.objects.filter(pk=town.pk).update(features={"volunteers": False})
    clara.refresh_from_db()
    assert hits(sign_in(clara), "said") == []


def test_another_town_finds_nobody(other_town, person, volunteer, sign_in):
    volunteer(name="Mohammed Said")
    stranger = person(other_town, Role.VOLUNTEER_COORDINATOR)
    page = sign_in(stranger).get("/dort/desk/search/", {"q": "said"})
    assert page.context["parts"] == []


def fill(row, partner, clara, times):
    """Give somebody talks, proofs, referrals, hours, offers and twins."""
    now = timezone.now()
    for number in range(times):
        services.hold_talk(
            volunteer=row, kind="ON_THE_WAY", on=timezone.localdate(now),
            decision="", note=f"Gespräch {number}", by=clara, now=now,
        )  # fmt: skip
        services.log_hours(
            volunteer=row, on=timezone.localdate(now), minutes=30, what="Amt",
            by=clara, now=now,
        )  # fmt: skip
        sent = services.forward(
            volunteer=row, partner=partner, override_reason="Wunsch", by=clara, now=now
        )
        services.decline(referral=sent, reason="FULL", by=clara, now=now)
    services.decide_hours(rows=row.hours.all(), approve=True, by=clara, now=now)


@pytest.mark.parametrize("stage", ["CONTACT", "READY"])
def test_the_page_of_one_volunteer_asks_little_however_much_there_is(
    town, clara, volunteer, sign_in, questions, stage
):
    kinds = ("COMPANY", "TEACHING", "LEISURE")
    few = volunteer(name="Anna Wenig", ready=stage == "READY", kinds=kinds)
    much = volunteer(name="Mira Muster", ready=stage == "READY", kinds=kinds)
    partner = make_partner(town, clara)
    make_profile(town, clara, needs_acknowledgement=True)
    if stage == "READY":
        agree(few, much)
        services.inspect_certificate(
            volunteer=much, inspected_on=timezone.localdate(),
            certificate_date=timezone.localdate(), relevant_conviction=False,
            by=clara, now=timezone.now(),
        )  # fmt: skip
        sign(much, clara, timezone.now(), kinds=Proven.values)
        fill(few, partner, clara, 1)
        fill(much, partner, clara, 20)
    else:
        for number in range(100):
            volunteer(name="Mira Muster", email=f"mira{number}@example.org")
    desk = sign_in(clara)

    def asked(row):
        return questions(desk, reverse("volunteers:volunteer", args=["hier", row.pk]))

    asked(few)  # what is read once stays
    few, much = asked(few), asked(much)
    assert len(few) <= MOST, "\n".join(few)
    assert len(much) <= MOST, "\n".join(much)
