"""The report of one programme: its cases, and what belongs to them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from hafen.casework.cases.models import Goal, Programme
from hafen.casework.cases.tests.conftest import (
    agatha,
    bela,
    case,
    clara,
    household,
    south,
    team,
)
from hafen.casework.consultations.models import Visitor
from hafen.casework.referrals.models import Referral
from hafen.core.db.errors import DomainError
from hafen.core.db.roles import Role
from hafen.evidence.reports.measuring import figures, templates
from hafen.evidence.reports.models import Release
from hafen.evidence.reports.queries import frame_of, measured, tables_of
from hafen.evidence.reports.tests.test_kinds import FIRST, TODAY, lines
from hafen.evidence.reports.tests.test_programmes import NOW
from hafen.network.contacts.services import record_contact

__all__ = ["agatha", "bela", "case", "clara", "household", "south", "team"]
pytestmark = pytest.mark.django_db
DAYS = {"first": str(FIRST), "last": str(TODAY)}


@pytest.fixture
def kim(town, acting):
    acting(town)
    return Programme.objects.create(municipality=town, name="KIM", sort_key="kim")


@pytest.fixture
def two_programmes(town, kim, case, clara, south, acting):
    """Seven cases of KIM with all that belongs to them, and six of no programme."""
    acting(town, clara)
    contact = {"held_on": TODAY, "group": "b", "channel": "PERSONAL"}
    contact["topics"] = ["N01"]
    for number in range(13):
        row = case(
            name=f"Person Nr{number}", on=TODAY, programme=kim if number < 7 else None
        )
        here = {"municipality": town, "case": row}
        Goal.objects.create(**here, domain="N01", text="x", since=TODAY)
        Referral.objects.create(
            **here, team=south, owner=clara, way="SLIP", state="OFFERED",
            offered_at=NOW, topic="N01.1", recipient="Amt",
        )  # fmt: skip
        spoken = record_contact(municipality=town, data=contact, by=clara)
        Visitor.objects.create(
            municipality=town, household=row.household, contact=spoken, day=TODAY
        )
    acting(town)


@pytest.fixture
def counted(town, acting):
    """The figures of a report: `counted("kim", programme="KIM")`."""

    def measure(name, **given):
        acting(town)
        frame = frame_of(town, first=FIRST, last=TODAY, today=TODAY, given=given)
        found = measured(templates[name], frame, now=NOW)
        return {figure.key: figure for figure in found.figures}

    return measure


def test_the_report_of_a_programme_counts_its_cases_and_what_belongs_to_them(
    two_programmes, counted
):
    whole = counted("integration-management")
    told = counted("integration-management", programme="KIM")

    def both(key, line, place=0):
        return [lines(each[key], place).get(line, [0])[-1] for each in (whole, told)]

    assert lines(whole["advised"])["Beraten"] == [13, 13]
    assert lines(told["advised"])["Beraten"] == [7, 7]
    assert lines(told["cases"])["Fälle"] == [7, 0, 7]
    assert both("persons_gender", "Alle") == [13, 7]
    assert lines(told["goals"])["Sprache"][0] == 7
    assert both("referrals", "Verweise") == [13, 7]
    assert both("contacts", "Alle") == [13, 7]
    assert both("topics", "Sprache") == [13, 7]
    assert lines(told["delays"])["Beginn eines Falls"][-1] == 7
    assert set(lines(told["cases_programme"])) == {"KIM", "Alle"}
    assert "ganzen Kommune" in told["posts"].note
    assert "ganzen Kommune" not in told["cases"].note + whole["posts"].note


def test_every_figure_of_a_programme_is_part_of_the_same_one_of_the_town(
    town, kim, two_programmes
):
    whole = frame_of(town, first=FIRST, last=TODAY, today=TODAY)
    own = frame_of(
        town, first=FIRST, last=TODAY, today=TODAY, given={"programme": "KIM"}
    )
    for figure in [figure for figure in figures if figure.by_programme]:
        counts = {}
        for frame in (whole, own):
            for table in tables_of(figure, frame):
                for cell in table.cells:
                    if cell.name:
                        name = cell.name.replace(f"programme={kim.pk}", "").strip("|")
                        counts.setdefault(name, []).append(cell.count)
        for name, numbers in counts.items():
            assert numbers[-1] <= numbers[0], (figure.key, name)


def test_a_release_names_its_programme_and_tells_nothing_of_the_other_cases(
    town, kim, case, person, acting, sign_in
):
    for number in range(9):
        of = kim if number < 8 else None
        case(name=f"Person Nr{number}", on=TODAY, programme=of)
    client = sign_in(person(town, Role.PROJECT_LEAD))
    address = reverse("reports:release", args=["hier", "kim"])
    asked = f"?first={FIRST}&last={TODAY}"

    for more in ("", "&set_programme=KIM"):
        sent = {"title": f"Bericht {more}", "submission": uuid4()}
        assert client.post(address + asked + more, sent).status_code == 302

    acting(town)
    of_town, of_kim = Release.objects.order_by("number")
    counts = {**of_town.cells["counts"], **of_kim.cells["counts"]}
    whole = counts[f"cases.opened|@{FIRST}/{TODAY}"]
    own = counts[f"cases.opened|programme={kim.pk}@{FIRST}/{TODAY}"]
    # 9 less 8 would be the one case of no programme.
    assert None in (whole, own)
    assert of_kim.result["given"] == {"programme": "KIM"}
    page = client.get(reverse("reports:released", args=["hier", of_kim.pk]))
    assert "KIM" in page.content.decode()
    acting(town)
    Programme.objects.filter(pk=kim.pk).update(name="Anders")
    page = client.get(reverse("reports:released", args=["hier", of_kim.pk]))
    assert page.context["is_compared"] is False


def test_the_programme_is_chosen_on_the_screen_and_by_the_command(
    two_programmes, town, person, sign_in, printed, acting
):
    client = sign_in(person(town, Role.PROJECT_LEAD))
    where = reverse("reports:report", args=["hier", "kim"])

    page = client.get(where, {**DAYS, "set_programme": "KIM"})

    assert page.status_code == 200
    assert ">KIM</option>" in page.content.decode()
    assert client.get(where, {**DAYS, "set_programme": "X"}).status_code == 422
    acting(town)
    days = {"first": str(FIRST), "last": str(TODAY)}
    found = printed("kim", "programme=KIM", **days)
    assert found["given"] == {"programme": "KIM"}
    with pytest.raises(DomainError, match="KIM"):
        printed("kim", "programme=Keins", **days)


def test_its_cases_open_as_a_list_of_the_programme(
    two_programmes, town, kim, person, sign_in, clara
):
    client = sign_in(person(town, Role.INTEGRATION_MANAGER))
    where = reverse("reports:definition", args=["hier", "kim", "cases_stage"])

    told = client.get(where, {**DAYS, "set_programme": "KIM"})

    assert f"programme={kim.pk}" in told.context["rows"]
    assert (told.context["seen"], told.context["whole"]) == (0, 7)
