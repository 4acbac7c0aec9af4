"""Reports on live rows, their definitions, and what is released of them."""

import io
import json
import zipfile
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hafen.core.db.roles import Role
from hafen.evidence.reports.models import OutsideFigure, Release
from hafen.network.contacts import services as contacts
from hafen.network.contacts.models import Contact

pytestmark = pytest.mark.django_db
MARCH = {"first": "2026-03-01", "last": "2026-03-31"}


@pytest.fixture
def lena(town, person):
    return person(town, Role.PROJECT_LEAD, name="Lena")


@pytest.fixture
def met(town, acting):
    """Contacts of a day in March: `met(3, group="b", setting="HOURS")`."""
    acting(town)

    def make(times, **data):
        facts = {"held_on": date(2026, 3, 12), "group": "b", "channel": "PERSONAL"}
        for _time in range(times):
            contacts.record_contact(municipality=town, data={**facts, **data}, by=None)

    return make


def at(name, *parts):
    return reverse(f"reports:{name}", args=["hier", *parts])


def test_every_number_opens_its_definition_and_its_rows_for_who_may(
    met, lena, person, town, sign_in
):
    met(6, setting="HOURS")
    met(2, setting="HOURS", held_on=date(2026, 4, 1))
    client = sign_in(lena)

    page = client.get(at("report", "pilot"), MARCH).content.decode()
    where = at("definition", "pilot", "consultation_visits")
    assert f"{where}?first=2026-03-01&amp;last=2026-03-31" in page
    told = client.get(where, MARCH)

    rows = told.context["rows"]
    assert "Contacts with newcomers" in told.context["told"].within or rows
    assert told.context["told"].tables[0].rows[0].cells[0].value == 6
    assert client.get(rows).context["page"].paginator.count == 6
    others = sign_in(person(town, Role.EVALUATOR))
    assert others.get(where, MARCH).context["rows"] == ""


def test_a_released_report_never_changes_and_later_corrections_stand_beside(
    met, lena, acting, town, sign_in
):
    met(7)
    client = sign_in(lena)
    address = f"{at('release', 'pilot')}?first=2026-03-01&last=2026-03-31"
    asked = {"title": "März", "submission": "01890a5d-ac96-774b-bcce-b302099a8057"}

    assert client.post(address, {**asked, "title": ""}).status_code == 422
    client.post(f"{address}&set_households_expected=150", asked)

    acting(town)
    row = Release.objects.get()
    page = client.get(at("released", row.pk))
    assert page.context["differences"] == []
    assert row.shaped["contacts"]["households_expected"] == 150
    before = (row.result_hash, row.data_hash)
    met(1, group="c")
    Contact.objects.filter(group="b").first().delete()

    page = client.get(at("released", row.pk))
    acting(town)
    changes = {(d.line, d.then.value, d.now.value) for d in page.context["differences"]}
    assert ("Neuzugewanderte", 7, 6) in changes
    assert ("Aufnahmegesellschaft", 0, 1) in changes
    kept = json.loads(client.get(at("released", row.pk), {"as": "json"}).content)
    assert kept["contacts"]["total"] == 7
    row.refresh_from_db()
    assert (row.result_hash, row.data_hash) == before


def test_two_releases_that_differ_by_a_day_do_not_tell_who_came_on_it(
    met, lena, acting, town, sign_in
):
    met(12)
    met(1, held_on=date(2026, 3, 31))
    client = sign_in(lena)

    def send(kind, last):
        address = f"{at('release', kind)}?first=2026-03-01&last={last}"
        return client.post(address, {"title": last, "submission": uuid4()})

    assert send("contacts", "2026-03-30").status_code == 302
    assert send("contacts", "2026-03-31").status_code == 302
    refused = send("pilot", "2026-03-31")

    acting(town)
    first, second = Release.objects.order_by("number")
    assert first.cells["counts"]["contacts|group=b@2026-03-01/2026-03-30"] == 12
    assert second.cells["counts"]["contacts|group=b@2026-03-01/2026-03-31"] is None
    assert "12" in client.get(at("released", first.pk)).content.decode()
    page = client.get(at("released", second.pk))
    shown = [cell.value for each in page.context["report"].figures
             for table in each.tables for cell in table.cells]  # fmt: skip
    assert 13 not in shown
    assert page.context["differences"] == []
    # The report of the pilot hides nothing, so it may not stand beside them.
    assert refused.status_code == 422
    assert Release.objects.count() == 2


def test_l29_an_annex_with_other_numbers_than_its_paper_is_warned_of(
    met, lena, acting, town, sign_in
):
    client = sign_in(lena)
    met(9)
    address = "?first=2026-03-01&last=2026-03-31"
    sent = {"title": "Vorlage", "submission": uuid4()}
    client.post(at("release", "contacts") + address, sent)
    sent = {"title": "Anlage", "submission": uuid4()}
    client.post(at("release", "pilot") + address, sent)
    acting(town)
    _paper, annex = Release.objects.order_by("number")
    assert not client.get(at("released", annex.pk)).context["others"]

    acting(town)
    met(20, group="a")
    sent = {"title": "Später", "submission": uuid4()}
    client.post(at("release", "contacts") + address, sent)
    acting(town)
    later = Release.objects.get(number=3)

    page = client.get(at("released", later.pk))
    told = {(other.release.title, other.number) for other in page.context["others"]}
    assert told == {("Vorlage", 6), ("Anlage", 2)}
    assert "Eine andere Freigabe" in page.content.decode()


def test_files_hold_the_same_numbers_and_can_be_read_aloud(met, lena, sign_in):
    met(12)
    client = sign_in(lena)

    asked = {**MARCH, "set_households_expected": 1234}
    files = {
        kind: client.get(at("report", "pilot"), {**asked, "as": kind}).content
        for kind in ("csv", "xlsx", "docx", "pdf")
    }

    assert "Neuzugewanderte;Anzahl;12;" in files["csv"].decode("utf-8-sig")
    book = load_workbook(io.BytesIO(files["xlsx"]))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {12, 1234} <= {cell.value for cell in cells}
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        word = package.read("word/document.xml").decode()
    assert "1.234" in word
    assert "<w:tblHeader/>" in word
    assert 'w:val="Heading2"' in word
    assert b"pdfuaid" in files["pdf"]
    assert b"/StructTreeRoot" in files["pdf"]
    assert client.get(at("report", "pilot"), {"as": "exe"}).status_code == 404


def test_d47_a_figure_of_another_office_stands_with_source_day_and_countries(
    lena, town, acting, sign_in
):
    client = sign_in(lena)
    sent = {
        "name": "Regelleistungsberechtigte aus Asylzugangsländern",
        "value": "11112", "unit": "Personen", "region": "Dortmund",
        "as_of": "2017-03-31", "source": "BA-Statistik, Datenstand März 2017",
        "definition": "15 Länder: Afghanistan, Eritrea, Irak, Iran, Syrien, …",
        "submission": "01890a5d-ac96-774b-bcce-b302099a8058",
    }  # fmt: skip

    client.post(at("new_outside"), sent)
    page = client.get(at("outside")).content.decode()

    acting(town)
    assert OutsideFigure.objects.get().value == 11_112
    assert "11.112" in page
    assert "BA-Statistik, Datenstand März 2017" in page
    assert "Afghanistan, Eritrea, Irak" in page
    again = {**sent, "submission": "01890a5d-ac96-774b-bcce-b302099a8059"}
    assert client.post(at("new_outside"), again).status_code == 422
