"""Today's Excel list becomes volunteers: dry run, duplicates, undo, all or nothing."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.exchange.pool.models import Helper, Offer
from hafen.exchange.volunteers import importers as list_of_volunteers
from hafen.exchange.volunteers import reading, services
from hafen.exchange.volunteers.models import Volunteer
from hafen.mechanisms.imports import readers
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.models import Import, StagedRow
from hafen.mechanisms.imports.problems import LIKE_KNOWN, Problem
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation

HEADINGS = (
    "Nachname", "Vorname", "Mailadresse", "Handy", "Geburtsdatum", "Sprachen",
    "Stadtteil", "Einsatzbereich", "Kenntnisse", "Verfügbarkeit", "Verein",
    "Erstgespräch am", "Verschwiegenheit", "Datenschutz", "Status", "Bemerkung",
)  # fmt: skip
SIGNED = (date(2026, 1, 12), date(2026, 1, 19), "19.1.26")
SAYID = (
    "Sayid", "Muhamad", "Sayid@Example.org", "0391 540 1234", date(1975, 3, 2),
    "Arabisch (Muttersprache), Deutsch B2; Kurdisch (Sorani)", "Brackel",
    "Begleitung zum Amt, Sprachmittlung", "Führerschein, eigenes Auto",
    "Mo–Mi nachmittags, Fr abends", "Sportverein", *SIGNED, "aktiv", "nett!",
)  # fmt: skip
OLENA = (
    "Коваленко", "Олена", "olena@example.org", "", "1990", "Ukrainisch/Russisch",
    "", "Nachhilfe", "", "wochenends", "", date(2026, 2, 1), "nein", "", "", "",
)  # fmt: skip
MIRA = (
    "Muster, Mira", "", "mira@example.org", "", "", "Englisch", "", "Patenschaft",
    "", "", "", "", "", "", "pausiert", "",
)  # fmt: skip
MIRA_AGAIN = (*MIRA[:5], "Französisch", "", "Umzüge", *MIRA[8:])
GONE = ("Alt", "Gerd", "gerd@example.org", *([""] * 11), "ausgeschieden", "")
NAMELESS = ("", "", "wer@example.org", *([""] * 13))
UNREACHED = (
    "Klingon", "Kai", "kein Mail", "", "", "Klingonisch", "Atlantis", "Drachen",
    *([""] * 8),
)  # fmt: skip
ROWS = (SAYID, OLENA, MIRA, MIRA_AGAIN, GONE, NAMELESS, UNREACHED)


def workbook(rows):
    book = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def loaded(town, clara, acting):
    acting(town, clara)
    District.objects.create(municipality=town, name="Brackel", sort_key="brackel")
    Organisation.objects.create(
        municipality=town, name="Sportverein", sort_key="sportverein"
    )

    def load(rows=ROWS):
        return imports.load(
            readers.read_bytes(workbook(rows)),
            importer=importers["volunteers"],
            municipality=town,
            file_name="ehrenamtliche.xlsx",
            by=clara,
        )

    return load


def bring_in(run, clara):
    imports.plan(run, columns=None, now=timezone.now())
    return imports.apply(run, by=clara, now=timezone.now())


def named(name):
    return Volunteer.objects.get(helper__name=name)


def test_a_workbook_becomes_volunteers_at_their_stages(clara, loaded, mailoutbox):
    found = bring_in(loaded(), clara)

    assert (found.rows, found.created, found.merged) == (7, 4, 1)
    assert found.rows_with_errors == 2
    sayid = named("Muhamad Sayid")
    helper = sayid.helper
    assert (sayid.stage, sayid.source, sayid.owner) == ("READY", "LIST", clara)
    assert (helper.email, helper.phone) == ("Sayid@example.org", "+493915401234")
    assert (sayid.birth_year, sayid.association.name) == (1975, "Sportverein")
    assert (sayid.kinds, helper.skills) == (
        ["COMPANY", "INTERPRETING"],
        ["DRIVING", "CAR"],
    )
    offers = Offer.objects.filter(helper=helper)
    assert {offer.kind for offer in offers} == {"COMPANY", "INTERPRETING"}
    for offer in offers:
        assert offer.is_open
        assert offer.languages == {"ar": 3, "de": 2, "ckb": 2}
        assert offer.district.name == "Brackel"
        assert offer.slots == reading.slots("Mo, Di, Mi nachmittags, Fr abends")
    assert {proof.kind: proof.shown_on for proof in sayid.proofs.all()} == {
        "CONFIDENTIALITY": date(2026, 1, 19),
        "DATA_PROTECTION": date(2026, 1, 19),
    }
    # What a list says in free words stays in the list.
    assert [talk.note for talk in sayid.talks.all()] == [""]
    assert named("Олена Коваленко").stage == "DOCUMENTS"
    mira = named("Mira Muster")
    assert (mira.stage, mira.kinds) == ("PAUSED", ["SPONSORSHIP", "TRANSPORT"])
    assert not Offer.objects.open().filter(helper=mira.helper).exists()
    # A list of three hundred writes to nobody and does not fill Today.
    assert not mailoutbox
    assert not Todo.objects.exists()


def test_what_cannot_be_read_is_said_of_its_row(loaded):
    imports.plan(loaded(), columns=None, now=timezone.now())
    told = {row.number: {each.sentence for each in remarks(row)} for row in rows()}
    assert any("left already" in each for each in told[6])
    assert any("no name" in each for each in told[7])
    assert len(told[8]) == 5  # mail, nobody reached, language, kind, district
    assert any("times" in each for each in told[3])
    assert told[2] == set()


def rows():
    return StagedRow.objects.order_by("number")


def remarks(row):
    return [Problem.from_json(each) for each in row.problems]


def test_a_dry_run_writes_nothing(loaded):
    found = imports.plan(loaded(), columns=None, now=timezone.now())
    assert found.created == 4
    assert not Volunteer.objects.exists()
    assert not Helper.objects.exists()


def test_who_may_be_there_already_is_named_in_whatever_spelling(
    volunteer, clara, loaded
):
    volunteer(name="Mohammed Al-Sayed", email="mo@example.org")
    volunteer(name="Olena Kovalenko", email="o@example.org")
    imports.plan(loaded(), columns=None, now=timezone.now())
    told = [problem for row in rows() for problem in remarks(row)]
    named = {dict(each.params)["name"] for each in told if each.sentence == LIKE_KNOWN}
    assert named == {"Mohammed Al-Sayed", "Olena Kovalenko"}


def test_an_import_is_taken_back_but_for_those_who_have_begun(clara, loaded):
    run = loaded()
    bring_in(run, clara)
    busy = named("Muhamad Sayid")
    services.log_hours(
        volunteer=busy, on=timezone.localdate(), minutes=60, what="Amt", by=clara,
        now=timezone.now(),
    )  # fmt: skip

    undone = imports.undo(run, by=clara, now=timezone.now())

    assert undone.removed == 3
    assert [each.title for each in undone.skipped] == ["Muhamad Sayid"]
    assert [row.name for row in Helper.objects.all()] == ["Muhamad Sayid"]
    assert Offer.objects.exclude(helper=busy.helper).count() == 0


def test_a_later_list_changes_what_differs_and_is_taken_back(clara, loaded):
    bring_in(loaded(), clara)
    changed = (*SAYID[:5], "Arabisch", "", "Begleitung, Nachhilfe", *SAYID[8:])
    run = loaded([changed])
    found = bring_in(run, clara)

    assert (found.created, found.updated) == (0, 1)
    row = named("Muhamad Sayid")
    assert row.kinds == ["COMPANY", "TEACHING"]
    living = Offer.objects.open().filter(helper=row.helper)
    assert {offer.kind for offer in living} == {"COMPANY", "TEACHING"}
    assert {str(offer.languages) for offer in living} == {"{'ar': 2}"}
    imports.undo(run, by=clara, now=timezone.now())
    row.refresh_from_db()
    assert row.kinds == ["COMPANY", "INTERPRETING"]
    languages = living.get(kind="COMPANY").languages
    assert languages == {"ar": 3, "de": 2, "ckb": 2}
    assert (row.stage, row.district.name) == ("READY", "Brackel")


def test_an_import_that_dies_leaves_nothing_and_is_done_once_more(
    clara, loaded, monkeypatch
):
    run, real, done = loaded(), services.take_over, []

    def dying(**facts):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(real(**facts))
        return done[-1]

    monkeypatch.setattr(list_of_volunteers.services, "take_over", dying)
    with pytest.raises(KeyboardInterrupt):
        bring_in(run, clara)
    assert not Volunteer.objects.exists()
    monkeypatch.undo()
    run.refresh_from_db()
    assert bring_in(run, clara).created == 4
    assert Volunteer.objects.count() == 4


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.VOLUNTEER_COORDINATOR, 302),
        (Role.ADMINISTRATIVE_COORDINATOR, 302),
        (Role.EDITOR, 404),
        (Role.INTERPRETER_COORDINATOR, 404),
    ],
)
def test_whoever_looks_after_volunteers_brings_the_list_in(
    town, person, sign_in, loaded, role, status
):
    del loaded
    desk = sign_in(person(town, role))
    file = SimpleUploadedFile("liste.xlsx", workbook([SAYID]))
    where = reverse("imports:upload", args=[town.slug, "volunteers"])
    assert desk.post(where, {"file": file}).status_code == status
    if status == 404:
        return
    run = Import.objects.get()
    columns = desk.get(reverse("imports:columns", args=[town.slug, run.pk]))
    assert "Einsatzbereich" in columns.content.decode()
    imports.plan(run, columns=None, now=timezone.now())
    desk.post(reverse("imports:apply", args=[town.slug, run.pk]))
    assert named("Muhamad Sayid").stage == "READY"


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("Di", [3, 4, 5]),
        ("Mo, Di vormittags", [0, 3]),
        ("mittwochs nachm. und abends", [7, 8]),
        ("Sa–So", [15, 16, 17, 18, 19, 20]),
        ("abends", [2, 5, 8, 11, 14, 17, 20]),
    ],
)
def test_times_are_read_as_people_write_them(cell, places):
    assert reading.slots(cell) == sum(0b11 << (2 * place) for place in places)


@pytest.mark.parametrize("cell", ["so oft es geht", "", "8–12 Uhr"])
def test_other_times_are_not_guessed(cell):
    assert reading.slots(cell) is None
