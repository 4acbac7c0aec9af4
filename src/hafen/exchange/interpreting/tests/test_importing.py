"""Today's Excel list becomes profiles, with a dry run, duplicates and undo."""

import pytest
from django.utils import timezone

from hafen.exchange.interpreting.models import Interpreter
from hafen.exchange.interpreting.tests.conftest import enter
from hafen.exchange.pool.models import Helper
from hafen.mechanisms.imports import readers
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.models import StagedRow
from hafen.mechanisms.imports.problems import LIKE_KNOWN, Problem
from hafen.mechanisms.imports.registry import importers

LIST = """Name;Sprachen;E-Mail;Geschlecht;Qualifikation;Vertrag bis
Muhamad Sayid;Arabisch (Syrien), Kurmandschi;sayid@example.org;m;geschult;31.12.2030
Олена Коваленко;Ukrainisch/Russisch;olena@example.org;w;vereidigt;
Niemand;;niemand@example.org;w;;
Mira Muster;Klingonisch, Dari;mira@example.org;w;Laie;
"""


@pytest.fixture
def loaded(town, dora, pool):
    def load(text):
        return imports.load(
            readers.read_bytes(text.encode()),
            importer=importers["interpreters"],
            municipality=town,
            file_name="dolmetscher.csv",
            by=dora,
        )

    return load


def bring_in(run, dora):
    imports.plan(run, columns=None, now=timezone.now())
    return imports.apply(run, by=dora, now=timezone.now())


def test_a_list_becomes_profiles_and_bad_rows_are_told(dora, loaded):
    found = bring_in(loaded(LIST), dora)

    assert (found.rows, found.created, found.rows_with_errors) == (4, 3, 1)
    sayid = Interpreter.objects.get(offer__helper__name="Muhamad Sayid")
    spoken = sayid.speeches.order_by("language").values_list("language", "dialect")
    assert list(spoken) == [("ar", "Syrien"), ("kmr", "")]
    assert sayid.training == "QUALIFIED"
    assert str(sayid.contract_until) == "2030-12-31"
    # Nobody from a list is proposed before somebody has looked.
    assert sayid.confirmed_on is None
    mira = Interpreter.objects.get(offer__helper__name="Mira Muster")
    assert [row.language for row in mira.speeches.all()] == ["prs"]


def test_a_dry_run_writes_nothing(loaded):
    found = imports.plan(loaded(LIST), columns=None, now=timezone.now())
    assert found.created == 3
    assert not Interpreter.objects.exists()


def test_who_may_be_there_already_is_named_whatever_the_spelling(town, dora, loaded):
    enter(town, dora, name="Mohammed Al-Sayed")
    enter(town, dora, name="Olena Kovalenko")
    imports.plan(loaded(LIST), columns=None, now=timezone.now())
    named = {dict(each.params).get("name") for each in remarks()}
    assert {"Mohammed Al-Sayed", "Olena Kovalenko"} <= named


def remarks():
    return [
        problem
        for row in StagedRow.objects.all()
        for problem in map(Problem.from_json, row.problems)
        if problem.sentence == LIKE_KNOWN
    ]


def test_an_import_is_taken_back_with_its_people(dora, loaded):
    run = loaded(LIST)
    bring_in(run, dora)
    imports.undo(run, by=dora, now=timezone.now())
    assert not Interpreter.objects.exists()
    assert not Helper.objects.exists()


def test_a_changed_row_changes_the_profile_and_can_be_taken_back(dora, loaded):
    bring_in(loaded(LIST), dora)
    run = loaded(LIST.replace("Kurmandschi", "Sorani"))
    bring_in(run, dora)
    sayid = Interpreter.objects.get(offer__helper__name="Muhamad Sayid")
    tags = {row.language for row in sayid.speeches.all()}
    assert tags == {"ar", "ckb"}
    imports.undo(run, by=dora, now=timezone.now())
    assert {row.language for row in sayid.speeches.all()} == {"ar", "kmr"}
