"""Figures that programmes are accounted by: who works, what is paid, who is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hafen.casework.cases.models import Circumstance
from hafen.casework.cases.tests.conftest import (
    agatha,
    bela,
    case,
    clara,
    household,
    south,
    team,
)
from hafen.casework.obstacles.models import StructuralObstacle
from hafen.casework.referrals.models import Referral
from hafen.core.accounts.models import Position, TeamMembership
from hafen.evidence.reports import queries, services
from hafen.evidence.reports.measuring import templates
from hafen.evidence.reports.tests.test_kinds import (
    FIRST,
    TODAY,
    lines,
    mayor,
    told,
)
from hafen.exchange.allowances.models import Claim, Order, Payout, Tariff
from hafen.exchange.interpreting.models import Appointment, Interpreter
from hafen.exchange.interpreting.tests.conftest import approve, set_up
from hafen.exchange.mentoring.models import Guide
from hafen.exchange.mentoring.models import Programme as Guiding
from hafen.exchange.pool.models import Helper, Offer
from hafen.exchange.training.models import Attendance, Group, Participant
from hafen.exchange.training.tests.conftest import enrol, module, now, plan
from hafen.exchange.volunteers.models import Hours, Volunteer

__all__ = [
    "agatha", "bela", "case", "clara", "enrol", "household", "mayor", "module", "now",
    "plan", "south", "team", "told",
]  # fmt: skip
pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def offered(town, mayor):
    """A maker of helpers with an offer: `offered("Amal", languages=["ar"])`."""

    def make(name, languages=("ar",)):
        helper = Helper.objects.create(municipality=town, name=name, sort_key=name)
        return Offer.objects.create(
            municipality=town, kind="SPONSORSHIP", title="Hilfe", helper=helper,
            valid_until=TODAY, due_on=TODAY, owner=mayor,
            languages=dict.fromkeys(languages, 3),
        )  # fmt: skip

    return make


@pytest.fixture
def interpreters(town, mayor, offered, acting):
    """A maker of interpreters who each did jobs of two hours in a language."""

    def make(number, tag, jobs=1):
        acting(town, mayor)
        found = []
        for each in range(number):
            row = Interpreter.objects.create(
                municipality=town, offer=offered(f"{tag}{each}")
            )
            row.speeches.create(municipality=town, language=tag)
            for _job in range(jobs):
                begins = NOW - timedelta(days=1)
                Appointment.objects.create(
                    municipality=town, institution=make.school, language=tag,
                    subject="SCHOOL", mode="telephone", starts_at=begins,
                    ends_at=begins + timedelta(hours=2), state="DONE", closed_at=NOW,
                    interpreter=row,
                )  # fmt: skip
            found.append(row)
        return found

    acting(town, mayor)
    set_up(town, mayor)
    make.school = approve(town, mayor)
    return make


@pytest.fixture
def paid(town, mayor):
    """A maker of paid claims: `paid(helpers, cents=1500, on=TODAY)`."""
    tariff = Tariff.objects.create(
        municipality=town, name="Satz", sort_key="satz", valid_from=FIRST, pay={}
    )

    def make(helpers, *, cents, on=TODAY, refund=0):
        payout = Payout.objects.create(
            municipality=town, paid_on=on, count=1, cents=cents
        )
        for helper in helpers:
            order = Order.objects.create(
                municipality=town, helper=helper, task="Dolmetschen", tariff=tariff,
                starts_on=FIRST, until=TODAY, ordered_on=FIRST, owner=mayor,
            )  # fmt: skip
            Claim.objects.create(
                municipality=town, helper=helper, order=order, tariff=tariff, on=on,
                pay_cents=cents, refund_cents=refund, state="PAID", payout=payout,
                decided_at=NOW,
            )  # fmt: skip

    return make


def test_wir_interpreters_are_told_with_languages_hours_and_jobs(interpreters, told):
    interpreters(6, "ar", jobs=2)
    interpreters(7, "fa")

    found = told("wir")

    assert lines(found["deployments"])["Dolmetscherinnen und Dolmetscher"] == [
        13,
        19,
        13,
        38,
    ]
    assert lines(found["helper_languages"]) == {
        "Arabisch": [6, 0, 12], "Persisch (Farsi)": [7, 0, 7], "Alle": [None, None, 19],
    }  # fmt: skip
    assert lines(found["interpreting"])["hat stattgefunden"] == [19]


def test_wir_guides_are_told_with_assignments_and_approved_hours(
    town, mayor, offered, acting, told
):
    acting(town, mayor)
    scheme = Guiding.objects.create(
        municipality=town, name="Lotsen", sort_key="lotsen", owner=mayor
    )
    for number in range(8):
        offer = offered(f"Lotsin {number}", languages=["ti"])
        Guide.objects.create(
            municipality=town, offer=offer, programme=scheme, recruited_on=FIRST
        )
        volunteer = Volunteer.objects.create(
            municipality=town, helper=offer.helper, stage_since=FIRST, owner=mayor
        )
        for state in ("APPROVED", "LOGGED"):
            Hours.objects.create(
                municipality=town, volunteer=volunteer, on=TODAY, what="Begleitung",
                minutes=90, state=state,
            )  # fmt: skip

    found = told("wir")

    assert lines(found["deployments"])["Integrationslotsen"] == [
        0, 0, 8, 12,
    ]  # fmt: skip
    assert lines(found["helper_languages"])["Tigrinya"] == [0, 8, 0]


def test_wir_amounts_paid_are_told_and_hidden_with_the_people_who_got_them(
    town, mayor, interpreters, paid, acting, told
):
    rows = interpreters(6, "ar")
    paid([row.offer.helper for row in rows], cents=1_500, refund=250)
    paid([rows[0].offer.helper], cents=9_900, on=FIRST - timedelta(days=1))

    many = lines(told("wir")["paid"])["Dolmetscherinnen und Dolmetscher"]
    Claim.objects.filter(helper__in=[row.offer.helper for row in rows[2:]]).delete()
    few = told("wir")["paid"].tables[0].rows[0].cells

    assert many == [6, 6, 90, 15, 105]
    assert [cell.value for cell in few] == [None] * 5
    assert all(cell.is_hidden for cell in few)


def test_wir_trainings_are_told_by_topic_and_by_who_takes_part(
    town, mayor, module, plan, enrol, acting, told
):
    runs = [plan(module(name), groups=("VOLUNTEER",)) for name in ("Asyl", "Recht")]
    for run, number in zip(runs, (6, 7), strict=True):
        for each in range(number):
            row = enrol(run, name=f"Person {each}")
            Participant.objects.filter(pk=row.pk).update(group="INTERPRETER")
            Attendance.objects.create(
                municipality=town, participant=row, run=run, part=1, day=TODAY,
                minutes=180,
            )  # fmt: skip

    found = told("wir")

    assert lines(found["training_topics"]) == {
        "Asyl": [6, 18], "Recht": [7, 21], "Alle": [13, 39],
    }  # fmt: skip
    assert lines(found["training_groups"])[str(Group.INTERPRETER.label)] == [13, 39]
    assert lines(found["training"])["Fortbildung"][1] == 13


def test_amounts_of_lines_are_hidden_together_since_the_whole_would_tell_one(
    town, mayor, module, plan, enrol, acting, told
):
    for name, number in (("Asyl", 2), ("Recht", 7), ("Sprache", 8)):
        run = plan(module(name))
        for each in range(number):
            row = enrol(run, name=f"Person {each}")
            Attendance.objects.create(
                municipality=town, participant=row, run=run, part=1, day=TODAY,
                minutes=60 * (1 + each),
            )  # fmt: skip

    rows = lines(told("wir")["training_topics"])

    assert rows.pop("Alle") == [17, 67]
    assert [hours for _people, hours in rows.values()] == [None, None, None]


def test_im_posts_are_told_as_full_ones_and_never_by_person(
    town, south, clara, acting, told
):
    for share, funding, is_filled in (("0.5", "Land", True), ("1.5", "", False)):
        post = Position.objects.create(
            municipality=town, team=south, title="Integrationsmanagement",
            share=Decimal(share), funding=funding, valid_from=FIRST,
        )  # fmt: skip
        if is_filled:
            TeamMembership.objects.filter(user=clara).update(position=post)
    Position.objects.create(
        municipality=town, team=south, title="Ehemals", share=Decimal(1),
        valid_from=date(2020, 1, 1), valid_until=FIRST,
    )  # fmt: skip

    team, funding = told("integration-management")["posts"].tables

    assert [cell.value for cell in team.rows[-1].cells] == [2.0, 0.5]
    assert {row.label: row.cells[0].value for row in funding.rows} == {
        "Land": 0.5, "ohne Angabe": 1.5, "Alle": 2.0,
    }  # fmt: skip
    assert "Clara" not in str([team, funding])


def test_im_nationalities_are_told_with_the_most_frequent_first(
    town, household, acting, told
):
    for code, number in (("SY", 9), ("AF", 7), ("UA", 6), ("NG", 2), ("", 5)):
        for each in range(number):
            client = household(f"Person {code}{each}").clients.get()
            if code:
                Circumstance.objects.create(
                    municipality=town, client=client, kind="NATIONALITY", code=code,
                    valid_from=FIRST,
                )  # fmt: skip

    found = lines(told("integration-management")["persons_nationality"])

    assert list(found)[:4] == ["Syrien", "Afghanistan", "Ukraine", "Nigeria"]
    assert found["Syrien"] == [9]
    assert found["Nigeria"] == [None]
    # What is left of the whole would tell the two, so one more is hidden.
    assert [number for (number,) in found.values()].count(None) == 2
    assert found["Alle"] == [29]


def test_what_one_person_was_paid_is_not_told_by_two_releases(
    town, mayor, interpreters, paid, acting
):
    rows = interpreters(6, "ar")
    helpers = [row.offer.helper for row in rows]
    paid(helpers[:5], cents=1_000, on=TODAY - timedelta(days=1))
    paid(helpers[5:], cents=7_700)
    acting(town, mayor)

    def release(last):
        frame = queries.frame_of(town, first=FIRST, last=last, today=TODAY)
        row = services.release(
            template=templates["wir"], frame=frame, title="Jahr", by=mayor,
            now=timezone.localtime(),
        )  # fmt: skip
        return next(
            figure["tables"][0]["rows"][0]["cells"]
            for section in row.result["sections"]
            for figure in section["figures"]
            if figure["key"] == "paid"
        )

    assert release(TODAY - timedelta(days=1)) == [5, 5, 50, 0, 50]
    assert release(TODAY) == [None] * 5


def test_kim_obstacles_are_told_by_legal_area_and_state_and_never_hidden(
    town, acting, told
):
    acting(town)
    for name, area, state in (
        ("Kita", "asylblg", "OPEN"), ("Vordruck", "asylblg", "RAISED"),
        ("Kurs", "sgb2", "SOLVED"), ("Wohnung", "", "OPEN"),
    ):  # fmt: skip
        solved = {"solved_on": TODAY, "solution": "ja"} if state == "SOLVED" else {}
        StructuralObstacle.objects.create(
            municipality=town, name=name, sort_key=name, domain="N01", since=FIRST,
            legal_area=area, state=state, **solved,
        )  # fmt: skip

    found = told("kim")["obstacles"]

    assert list(lines(found).values()) == [
        [1, 1, 0, 2], [0, 0, 1, 1], [1, 0, 0, 1], [2, 1, 1, 4],
    ]  # fmt: skip
    assert lines(found, 1)["Sprache"] == [2, 1, 1, 4]


def test_kim_referrals_are_told_by_target_and_by_why_they_were_refused(
    town, south, clara, acting, told
):
    acting(town, clara)
    for number in range(30):
        way = "SLIP" if number < 10 else "TOLD"
        refused = number >= 18
        Referral.objects.create(
            municipality=town, team=south, owner=clara, topic="N16.01", way=way,
            recipient="Amt", language="ar", offered_at=NOW,
            state="REFUSED" if refused else "OFFERED",
            refusal=("FULL" if number % 2 else "NO_LANGUAGE") if refused else "",
            ended_on=TODAY if refused else None,
            answered_at=NOW if refused else None,
        )  # fmt: skip

    found = told("kim")

    assert lines(found["referrals_targets"])["andere Stellen"] == [20, 10, 30]
    assert lines(found["referrals_targets"])["Alle"] == [20, 10, 30]
    refusals = lines(found["referrals_refused"])
    assert refusals["wir haben keinen Platz frei"] == [6]
    assert refusals["Alle"] == [12]
    assert lines(found["referrals"])["Verweise"] == [20, 10, 30]
