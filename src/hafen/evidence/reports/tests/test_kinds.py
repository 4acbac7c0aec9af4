"""The reports that come ready: all are measured, small counts hidden, no names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import BenefitCommunity, BenefitMember, Circumstance
from hafen.casework.cases.tests.conftest import (
    agatha,
    bela,
    clara,
    household,
    south,
    team,
)
from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.evidence.reports import queries, services
from hafen.evidence.reports.kinds import TEMPLATES
from hafen.evidence.reports.measuring import templates
from hafen.evidence.reports.models import OutsideFigure
from hafen.exchange.pool.models import Helper, Offer
from hafen.exchange.volunteers.models import Hours, Volunteer
from hafen.network.contacts.services import estimate_unrecorded, record_contact

__all__ = ["agatha", "bela", "clara", "household", "south", "team"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FIRST = TODAY - timedelta(days=89)


@pytest.fixture
def mayor(town, person):
    return person(town, Role.STEERING, name="Mayor")


@pytest.fixture
def told(town, acting):
    """Figures of a report by key: `told("load", user)["volunteers"]`."""

    def measure(name, user=None):
        acting(town, user)
        frame = queries.frame_of(town, first=FIRST, last=TODAY, today=TODAY)
        found = queries.measured(templates[name], frame, now=timezone.localtime())
        return {figure.key: figure for figure in found.figures}

    return measure


def lines(figure, place=0):
    rows = figure.tables[place].rows
    return {row.label: [cell.value for cell in row.cells] for row in rows}


def test_every_report_is_measured_and_all_but_the_pilot_hide_small_counts(told):
    for template in TEMPLATES:
        assert told(template.key).keys() <= set(template.figures)
        assert template.least == 5
    assert templates["pilot"].least == 0


def test_l3_the_mayor_sees_the_overview_with_its_day_and_no_names(
    town, mayor, household, acting, sign_in
):
    for number in range(7):
        household(f"Person Geheim{number}")
    for name, value in (("Personen", 228), ("Aufgesucht", 170), ("Stellen", 76)):
        OutsideFigure.objects.create(
            municipality=town, name=name, sort_key=name, value=value, unit="",
            as_of=FIRST, source="Amt", is_steering=True,
        )  # fmt: skip
    client = sign_in(mayor)
    address = reverse("reports:report", args=["hier", "steering"])
    asked = {"first": str(FIRST), "last": str(TODAY)}

    with CaptureQueriesContext(connection) as few:
        page = client.get(address, asked).content.decode()
    acting(town)
    for number in range(3):
        household(f"Weitere Geheim{number}")
    sign_in(mayor)
    with CaptureQueriesContext(connection) as many:
        client.get(address, asked)

    assert {"228", "170", "76"} <= {
        part.split("<")[0].strip() for part in page.split(">")
    }
    assert f"{FIRST:%d.%m.%Y}" in page
    assert '<td class="number">7</td>' in page
    assert "Geheim" not in page
    assert "Clara" not in page
    assert len(many) <= len(few)


def test_d46_the_district_table_says_that_sgb_ii_is_not_contained(
    town, mayor, household, told, sign_in
):
    square = [[[7.5, 51.5], [7.6, 51.5], [7.6, 51.6], [7.5, 51.6], [7.5, 51.5]]]
    district = District.objects.create(
        municipality=town, name="Brackel", sort_key="brackel", level=1,
        geometry={"type": "Polygon", "coordinates": square},
    )  # fmt: skip
    for number in range(6):
        row = household(f"Person Nr{number}", district=district)
        community = BenefitCommunity.objects.create(
            municipality=town, household=row, valid_from=FIRST
        )
        client = row.clients.get()
        BenefitMember.objects.create(
            municipality=town, community=community, client=client, valid_from=FIRST
        )
        area = "asylblg.basic" if number else "sgb2"
        Circumstance.objects.create(
            municipality=town, client=client, kind="LEGAL_AREA", code=area,
            valid_from=FIRST,
        )  # fmt: skip

    found = told("accommodation", mayor)["districts"]

    assert lines(found)["Brackel"] == [6]
    assert lines(found, 1)["Brackel"] == [5]
    assert "SGB II" in found.note
    asked = {"first": str(FIRST), "last": str(TODAY)}
    address = reverse("reports:report", args=["hier", "accommodation"])
    page = sign_in(mayor).get(address, asked).content.decode()
    assert "<title>Brackel: 6</title>" in page


def test_d34_l8_contacts_by_month_channel_and_need_with_the_estimate_beside(
    town, mayor, acting, told
):
    acting(town)
    for topic in ("N01", "N01", "N05"):
        for _each in range(5):
            record_contact(
                municipality=town, by=None,
                data={"held_on": TODAY, "group": "b", "channel": "TELEPHONE",
                      "topics": [topic]},
            )  # fmt: skip
    estimate_unrecorded(municipality=town, month=TODAY, group="b", number=20, by=mayor)

    found = told("contacts", mayor)

    assert lines(found["contacts_month"])[f"{TODAY:%m/%Y}"] == [0, 15, 0, 15]
    assert list(lines(found["topics"]).values()) == [[10], [5]]
    assert list(lines(found["unrecorded"]).values())[-1] == [15, 20, 35]


def test_needs_and_offers_are_told_by_kind_and_state(town, mayor, acting, told):
    acting(town)
    for number in range(6):
        kind, state = ("HOUSING", "OPEN") if number else ("GOODS", "PAUSED")
        Offer.objects.create(
            municipality=town, kind=kind, state=state, title="Angebot",
            valid_until=TODAY,
            due_on=TODAY,
            owner=mayor,
            helper=Helper.objects.create(
                municipality=town, name=f"O{number}", sort_key=f"o{number}"
            ),
        )  # fmt: skip

    found = told("exchange")

    # One of goods is hidden, and five of housing with it: their sum would tell.
    assert [row.key for row in found["offers"].tables[0].rows] == [
        "HOUSING",
        "GOODS",
        "",
    ]
    assert lines(found["offers"])["Wohnen"][0] is None
    assert [row.key for row in found["needs"].tables[0].rows] == [""]


def test_p44_three_of_thirty_who_carry_half_of_the_hours_are_seen(
    town, mayor, acting, told
):
    acting(town)
    for number in range(30):
        helper = Helper.objects.create(
            municipality=town, name=f"H{number}", sort_key=f"h{number:02}"
        )
        someone = Volunteer.objects.create(
            municipality=town, helper=helper, stage_since=FIRST, owner=mayor
        )
        Hours.objects.create(
            municipality=town, volunteer=someone, on=TODAY, what="Begleitung",
            minutes=9 * 60 if number < 3 else 60, state=Hours.State.APPROVED,
        )  # fmt: skip

    (cells,) = lines(told("load")["volunteers"]).values()

    assert cells == [30, 30, 54, 3, 50]


def test_figures_per_employee_need_a_recorded_agreement(
    town, person, household, clara, told, sign_in
):
    lena = person(town, Role.PROJECT_LEAD, name="Lena")
    for number in range(6):
        household(f"Person Nr{number}")
    client = sign_in(lena)
    address = reverse("reports:settings", args=["hier", "load"])
    sent = {
        "on": templates["load"].figures, "shows_staff": "on", "version": 1,
        "submission": "01890a5d-ac96-774b-bcce-b302099a8060",
    }  # fmt: skip

    assert "cases_employee" not in told("load", lena)
    sign_in(lena)
    assert client.post(address, sent).status_code == 422
    agreed = {
        **sent, "submission": "01890a5d-ac96-774b-bcce-b302099a8061",
        "staff_agreement": "DV 12", "staff_agreed_on": str(TODAY),
    }  # fmt: skip
    assert client.post(address, agreed).status_code == 302
    assert "cases_employee" in told("load", lena)
    with pytest.raises(services.NoAgreement):
        services.save_settings(
            municipality=town, template=templates["load"],
            facts={"shows_staff": True, "staff_agreement": ""}, expected=None, by=lena,
        )  # fmt: skip


# What every page of the desk asks.
_FRAME = 12


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_a_report_asks_one_question_for_a_definition_at_most_and_no_more_for_more_rows(
    template, town, person, household, acting, sign_in, questions
):
    """The exception to twelve: as many definitions, all read at one moment."""
    lead = person(town, Role.PROJECT_LEAD)
    address = reverse("reports:report", args=["hier", template.key])

    def asked(number):
        acting(town)
        for each in range(number):
            household(f"Person Nr{each}")
            record_contact(
                municipality=town, by=None,
                data={"held_on": TODAY, "group": "b", "channel": "TELEPHONE",
                      "topics": ["N01"]},
            )  # fmt: skip
        client = sign_in(lead)
        return len(questions(client, f"{address}?first={FIRST}&last={TODAY}"))

    few, many = asked(1), asked(20)

    assert many <= few <= _FRAME + len(template.figures)
