"""Entries of the catalogue of capabilities that belong to the offers."""

import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from hafen.core.places.models import District
from hafen.information.directory import queries, services
from hafen.information.directory.models import Gap, GapAnswer, Service
from hafen.information.directory.shapes import CourseData
from hafen.information.directory.tests.conftest import NOW
from hafen.information.directory.tests.helpers import (
    at,
    count,
    open_desk,
    organisation,
    place_in,
    published,
    row_of,
)
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.bookings.services import RegistrationData, register
from hafen.mechanisms.search.services import note_missed
from hafen.network.organisations.models import (
    CooperationLevel,
)

TODAY = timezone.localdate()
pytestmark = pytest.mark.usefixtures("at_work")


@pytest.fixture
def wickede(at_work):
    return District.objects.create(
        municipality=at_work, name="Wickede", sort_key="wickede", layer="districts"
    )


def test_m14_a_topic_with_demand_and_no_offer_is_a_gap_until_one_is_there(
    town, wickede, association, sign_in
):
    for _number in range(4):
        note_missed(
            municipality=town,
            language="ar",
            query="schwimmen",
            today=TODAY,
            topic="N18",
            district=wickede.pk,
        )
    desk = open_desk(town, sign_in)
    reported = {"topic": "N18", "district": str(wickede.pk), "language": "ar"}
    desk.post(at("report_gap", town), {**reported, "people": "14"})
    desk.post(at("report_gap", town), reported)

    line = row_of(desk.get(at("gaps", town)).content.decode(), "Wickede")
    assert ">4<" in line
    assert "2 Stimmen" in line
    assert "14 Personen" in line
    assert "Arabisch" in line
    file = desk.get(at("gaps", town), {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(file.content)).active
    assert [cell.value for cell in sheet[sheet.max_row]][3:] == [4, 2, 14, 0]

    here = place_in(town, wickede, "Hellweg")
    published(association, "Nur Deutsch", topics=["N18"], places=[here])
    assert "Wickede" in desk.get(at("gaps", town)).content.decode()
    published(
        association,
        "Schwimmen",
        topics=["N18"],
        places=[here],
        languages=[services.OfferedLanguage("ar")],
    )

    assert "<bdi>Wickede</bdi>" not in desk.get(at("gaps", town)).content.decode()
    covered = desk.get(at("gaps", town), {"all": "1"}).content.decode()
    assert "Wickede" in covered


def test_d8_a_partner_reads_of_needs_without_names_and_registers_an_offer(
    town, wickede, association, sign_in, otto, edda
):
    """As far as it goes without cases: the needs of cases join the numbers later."""
    gap = services.report_gap(
        municipality=town,
        data=services.GapData("N01", district=wickede, people=14),
        by=edda,
    )
    partner = sign_in(otto)
    where = at("bulletin", town)
    assert "Wickede" not in partner.get(where).content.decode()
    assert partner.get(at("answer_gap", town, gap.pk)).status_code == 404
    services.release_gap(gap=gap, by=edda, now=timezone.now())

    page = re.sub(r"<[^>]+>", "", partner.get(where).content.decode())
    assert re.search(r"Sprache[^,]*, Wickede, 14 offene Bedarfe", page)
    sent = {
        "organisation": str(association.pk),
        "name": "Sprachkurs Wickede",
        "summary": "Deutsch lernen am Hellweg.",
    }
    assert partner.post(at("answer_gap", town, gap.pk), sent).status_code == 302
    service = Service.objects.get(name="Sprachkurs Wickede")
    assert (service.state, service.is_initiated) == ("DRAFT", True)
    assert service in queries.in_preparation(edda)
    assert GapAnswer.objects.get().gap == gap
    services.publish_service(service=service, expected=None, by=edda, now=NOW)
    assert not Gap.objects.get(pk=gap.pk).is_open
    assert "Wickede" not in partner.get(where).content.decode()


def test_d8_few_people_are_told_as_few_and_strangers_decide_nothing(
    town, wickede, edda, otto, clara, sign_in
):
    gap = services.report_gap(
        municipality=town,
        data=services.GapData("N01", district=wickede, people=2),
        by=edda,
    )
    services.release_gap(gap=gap, by=edda, now=timezone.now())
    partner = sign_in(otto)

    page = partner.get(at("bulletin", town)).content.decode()
    assert "weniger als 5 offene Bedarfe" in page
    assert partner.post(
        at("move_gap", town, gap.pk), {"step": "close"}
    ).status_code in {
        403,
        404,
    }
    social_worker = sign_in(clara)
    close = social_worker.post(at("move_gap", town, gap.pk), {"step": "close"})
    assert close.status_code == 404
    assert Gap.objects.get().is_open


def test_l22_an_activity_logs_newcomers_and_residents_without_names(
    town, association, sign_in
):
    activity = published(association, "Connect", kind="LEISURE")
    desk = open_desk(town, sign_in)

    desk.post(
        at("visits", town, activity.pk),
        {"day": "2016-04-02", "guests": "25", "newcomers": "10"},
    )
    desk.post(
        at("visits", town, activity.pk),
        {"day": "2016-05-07", "guests": "15", "newcomers": "8"},
    )

    page = desk.get(at("figures", town), {"kind": "LEISURE", "year": "2016"})
    line = row_of(page.content.decode(), "Connect")
    assert "18 / 22" in line
    assert ">40<" in line
    later = desk.get(at("figures", town), {"kind": "LEISURE", "year": "2017"})
    assert "18 / 22" not in later.content.decode()
    names = {field.name for field in activity.visits.model._meta.fields}
    assert not names & {"name", "person", "client"}


def test_d28_two_clubs_cooperate_closely_and_others_take_placements_only(town, sign_in):
    for name, level in (
        ("TV Brackel", "COOPERATION"),
        ("SV Wickede", "COOPERATION"),
        ("BVB Asseln", "KNOWN"),
        ("TuS Neuasseln", ""),
    ):
        club = organisation(town, name)
        if level:
            CooperationLevel.objects.create(
                municipality=town,
                organisation=club,
                level=level,
                since=date(2017, 1, 1),
            )
        team = published(club, f"Fußball {name}", kind="LEISURE")
        data = CourseData(type="OTHER", starts_on=TODAY + timedelta(days=9))
        services.set_course(
            service=team, data=data, places=5, by=None, now=timezone.now()
        )
        register(
            bookable=Bookable.objects.get(subject_id=team.pk),
            data=RegistrationData(name="Amal", language="de", phone="01"),
            now=timezone.now(),
        )
    desk = open_desk(town, sign_in)

    page = desk.get(at("figures", town), {"kind": "LEISURE"}).content.decode()

    assert "engere Zusammenarbeit" in row_of(page, "TV Brackel")
    assert "engere Zusammenarbeit" in row_of(page, "SV Wickede")
    for name in ("BVB Asseln", "TuS Neuasseln"):
        assert "nur Vermittlungen" in row_of(page, name)
    assert page.count("engere Zusammenarbeit") == 2


def test_d29_three_cafes_stand_with_operators_and_a_curve_of_visitors(town, sign_in):
    for name in ("Café Asseln", "Café Brackel", "Café Wickede"):
        cafe = published(
            organisation(town, f"Verein {name}"),
            name,
            kind="LANGUAGE_CAFE",
            valid_from=date(2017, 4, 3),
        )
        for week, guests in enumerate((12, 18, 30)):
            count(cafe, date(2017, 4, 5) + timedelta(weeks=week), guests, volunteers=4)
    published(organisation(town, "Anderer"), "Beratung")
    desk = open_desk(town, sign_in)

    page = desk.get(
        at("figures", town), {"kind": "LANGUAGE_CAFE", "year": "2017"}
    ).content.decode()

    for name in ("Café Asseln", "Café Brackel", "Café Wickede"):
        line = row_of(page, name)
        assert f"Verein {name}" in line
        assert "03.04.2017" in line
        assert line.count("<rect") == 3
        assert ">60<" in line
    assert "Beratung" not in page


def test_d32_a_service_on_demand_shows_its_partner_and_participants(town, sign_in):
    partner = organisation(town, "Planerladen e. V.")
    training = published(
        partner,
        "Integrationsschulung",
        kind="TRAINING",
        is_initiated=True,
        valid_from=date(2017, 9, 1),
    )
    data = CourseData(type="OTHER", starts_on=TODAY + timedelta(days=5))
    services.set_course(
        service=training, data=data, places=15, by=None, now=timezone.now()
    )
    bookable = Bookable.objects.get()
    for number in range(12):
        person = RegistrationData(name=f"P{number}", language="de", phone=f"0{number}")
        register(bookable=bookable, data=person, now=timezone.now())
    published(partner, "Nicht angestoßen", kind="TRAINING")
    desk = open_desk(town, sign_in)

    page = desk.get(at("figures", town), {"initiated": "on"}).content.decode()

    line = row_of(page, "Integrationsschulung")
    assert "Planerladen e. V." in line
    assert ">12<" in line
    assert "Nicht angestoßen" not in page
