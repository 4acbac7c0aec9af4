import datetime as dt
from uuid import UUID

import pytest
from django.utils import translation

from hafen.core.db.context import Context, acting
from hafen.core.db.identifiers import uuid7
from hafen.core.places.models import Municipality
from hafen.mechanisms.imports import (
    cleaning,
    likeness,
    mapping,
    problems,
    queries,
    readers,
    services,
)
from hafen.mechanisms.imports.models import Import, ImportedRow, StagedRow
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import (
    Entry,
    Field,
    Importer,
    Written,
    importers,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class Shelf:
    """A room that holds named things in memory, with versions."""

    def __init__(self):
        self.things: dict[UUID, dict] = {}
        self.versions: dict[UUID, int] = {}

    def importer(self):
        return Importer(
            key="things",
            label="Things",
            fields=(
                Field("name", "Name", ("bezeichnung",), is_required=True),
                Field("town", "Town", ("ort", "stadt")),
                Field("topic", "Topic", ("thema",)),
            ),
            clean=lambda rows, _scope: [self.clean(row) for row in rows],
            fold=self.fold,
            write=self.write,
            take_back=self.take_back,
            versions=lambda ids, _scope: {
                i: self.versions[i] for i in ids if i in self.versions
            },
            likeness=lambda e: likeness.Entry("", e.title, (e.values["town"],)),
            known=lambda _scope: {
                key: likeness.Entry("", thing["name"], (thing["town"],))
                for key, thing in self.things.items()
            },
        )

    def clean(self, row):
        name = cleaning.line(row.cell("name"))
        remarks = ()
        if not name:
            heading = row.heading("name")
            remarks = (Problem("No name.", heading, "", is_error=True),)
        values = {"name": name, "town": row.cell("town"), "topics": [row.cell("topic")]}
        return Entry(f"{name}|{row.cell('town')}".casefold(), name, values, remarks)

    def fold(self, entries):
        topics = [t for e in entries for t in e.values["topics"]]
        return {**entries[0].values, "topics": topics}, ()

    def write(self, order, _scope):
        key = order.object_id or uuid7()
        before = self.things.get(key, {})
        changed = {name: order.values[name] for name in order.changed}
        self.things[key] = before | changed
        self.versions[key] = self.versions.get(key, 0) + 1
        return Written(key, before)

    def take_back(self, back, _scope):
        if back.was_created:
            del self.things[back.object_id], self.versions[back.object_id]
        else:
            self.things[back.object_id] = dict(back.before)
            self.versions[back.object_id] += 1

    def edit(self, name, **values):
        (key,) = [k for k, thing in self.things.items() if thing["name"] == name]
        self.things[key] |= values
        self.versions[key] += 1

    @property
    def names(self):
        return sorted(thing["name"] for thing in self.things.values())


@pytest.fixture
def shelf(monkeypatch):
    shelf = Shelf()
    monkeypatch.setitem(importers._entries, "things", shelf.importer())
    return shelf


@pytest.fixture
def town(db):
    town = Municipality.objects.create(slug="kaihafen", name="Kai", languages=["de"])
    with acting(Context(municipality=town.pk)):
        yield town


def loaded(town, text):
    return services.load(
        readers.read_bytes(text.encode()),
        importer=importers["things"],
        municipality=town,
        file_name="list.csv",
        by=None,
    )


def brought_in(town, text):
    run = loaded(town, text)
    services.plan(run, columns=None, now=NOW)
    return run, services.apply(run, by=None, now=NOW)


def figures(found):
    return (found.rows, found.created, found.updated, found.unchanged, found.merged)


LIST = "Name;Ort;Thema\nCafé;Kai;Essen\nCafé;Kai;Sprache\n;Kai;Essen\nHof;Kai;Rad\n"


def test_a_list_is_created_and_its_bad_row_is_told(shelf, town):
    run, found = brought_in(town, LIST)

    assert figures(found) == (4, 2, 0, 0, 1)
    assert [(e.row, e.column) for e in found.errors] == [(4, "Name")]
    assert found.rows == found.created + found.merged + found.rows_with_errors
    assert shelf.names == ["Café", "Hof"]
    assert next(iter(shelf.things.values()))["topics"] == ["Essen", "Sprache"]
    assert found.import_id == str(run.pk)


def test_the_same_list_again_changes_nothing(shelf, town):
    brought_in(town, LIST)
    before = dict(shelf.versions)

    _, found = brought_in(town, LIST)

    assert figures(found) == (4, 0, 0, 2, 1)
    assert shelf.versions == before


def test_a_changed_row_replaces_what_changed_in_the_list_alone(shelf, town):
    brought_in(town, "Name;Ort;Thema\nCafé;Kai;Essen\n")
    shelf.edit("Café", hours="9–12")

    _, found = brought_in(town, "Name;Ort;Thema\nCafé;Kai;Sprache\n")

    (thing,) = shelf.things.values()
    assert figures(found) == (1, 0, 1, 0, 0)
    assert (thing["topics"], thing["hours"]) == (["Sprache"], "9–12")
    assert [w.problem for w in found.warnings] == [problems.EDITED_SINCE]


def test_what_was_deleted_here_is_created_anew(shelf, town):
    brought_in(town, LIST)
    shelf.things.clear()
    shelf.versions.clear()

    _, found = brought_in(town, LIST)

    assert figures(found) == (4, 2, 0, 0, 1)


def test_taking_back_removes_what_was_created(shelf, town):
    run, _ = brought_in(town, LIST)

    undone = services.undo(run, by=None, now=NOW)

    assert (undone.removed, undone.restored, undone.skipped) == (2, 0, ())
    assert shelf.names == []
    assert not ImportedRow.objects.exists()
    with pytest.raises(services.NotApplied):
        services.undo(run, by=None, now=NOW)


def test_taking_back_skips_and_lists_what_was_changed_since(shelf, town):
    run, _ = brought_in(town, LIST)
    shelf.edit("Hof", hours="9–12")

    undone = services.undo(run, by=None, now=NOW)

    assert [(s.row, s.title) for s in undone.skipped] == [(5, "Hof")]
    assert shelf.names == ["Hof"]


def test_taking_back_a_change_restores_what_was_before(shelf, town):
    brought_in(town, "Name;Ort;Thema\nCafé;Kai;Essen\n")
    run, _ = brought_in(town, "Name;Ort;Thema\nCafé;Kai;Sprache\n")

    undone = services.undo(run, by=None, now=NOW)
    (thing,) = shelf.things.values()
    assert (undone.restored, thing["topics"]) == (1, ["Essen"])

    _, again = brought_in(town, "Name;Ort;Thema\nCafé;Kai;Sprache\n")
    assert figures(again) == (1, 0, 1, 0, 0)


def test_an_import_below_a_later_one_is_not_taken_back(shelf, town):
    first, _ = brought_in(town, "Name;Ort;Thema\nCafé;Kai;Essen\n")
    brought_in(town, "Name;Ort;Thema\nCafé;Kai;Sprache\n")

    undone = services.undo(first, by=None, now=NOW)

    assert len(undone.skipped) == 1
    assert shelf.names == ["Café"]


def test_rows_are_deleted_after_their_time_and_then_nothing_is_taken_back(shelf, town):
    run, _ = brought_in(town, LIST)

    later = NOW + dt.timedelta(days=10_000)
    assert services.forget_old_rows(municipality=town, now=later) == 4

    with pytest.raises(services.TooLate):
        services.undo(run, by=None, now=later)


def test_an_import_is_written_once(shelf, town):
    run, _ = brought_in(town, LIST)

    with pytest.raises(services.NotPlanned):
        services.apply(run, by=None, now=NOW)


def test_likely_duplicates_are_proposed_and_both_stay(shelf, town):
    _, found = brought_in(
        town, "Name;Ort\nBegegnungszentrum Nord;Kai\nBegegnungszentum Nord;Kai\n"
    )

    (warning,) = found.warnings
    assert (warning.row, figures(found)) == (3, (2, 2, 0, 0, 0))
    assert "row 2" in warning.problem


def test_a_duplicate_of_what_is_there_is_proposed(shelf, town):
    brought_in(town, "Name;Ort\nBegegnungszentrum Nord;Kai\n")
    _, found = brought_in(town, "Name;Ort\nBegegnungszentum Nord;Kai\n")

    assert "Begegnungszentrum Nord" in found.warnings[0].problem


def test_a_crash_in_the_middle_leaves_nothing(shelf, town, monkeypatch):
    run = loaded(town, LIST)
    services.plan(run, columns=None, now=NOW)

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(services, "_remember", broken)
    with pytest.raises(RuntimeError):
        services.apply(run, by=None, now=NOW)

    run.refresh_from_db()
    assert run.is_planned
    assert not ImportedRow.objects.exists()


def test_columns_are_guessed_by_synonym_and_by_beginning(shelf, town):
    run = loaded(town, "Bezeichnung des Angebots;Stadt;Sonstiges\nCafé;Kai;x\n")

    assert run.mapping == {"name": "Bezeichnung des Angebots", "town": "Stadt"}


def test_a_list_without_the_needed_column_is_not_planned(shelf, town):
    run = loaded(town, "Ort;Thema\nKai;Essen\n")

    with pytest.raises(mapping.UnusableMapping) as refused:
        services.plan(run, columns=None, now=NOW)

    assert [field.name for field in refused.value.missing] == ["name"]


def test_a_mapping_may_be_written_in_both_directions(shelf, town):
    columns = ["A", "B"]

    for wanted in ({"name": "A", "town": "B"}, {"A": "name", "B": "town"}):
        found = mapping.checked(importers["things"], columns, wanted)
        assert found == {"name": "A", "town": "B"}

    with pytest.raises(mapping.UnusableMapping) as refused:
        mapping.checked(importers["things"], columns, {"name": "C"})
    assert refused.value.unknown == ("C",)


def test_a_saved_mapping_is_replaced_under_its_name(shelf, town):
    run = loaded(town, LIST)
    services.save_mapping(run, columns={"name": "Ort"}, name="Unsere Liste")
    services.save_mapping(run, columns=run.mapping, name="Unsere Liste")

    (saved,) = queries.saved_mappings(town, importer="things")
    assert saved.columns == run.mapping


def test_an_import_of_another_municipality_is_not_seen(shelf, town):
    run = loaded(town, LIST)
    other = Municipality.objects.create(slug="anderer", name="X", languages=["de"])

    with acting(Context(municipality=other.pk)):
        assert not Import.objects.filter(pk=run.pk).exists()
        assert not StagedRow.objects.exists()
    assert list(queries.imports_of(other)) == []


def test_a_planned_list_can_be_thrown_away(shelf, town):
    run = loaded(town, LIST)
    services.discard(run)

    assert not StagedRow.objects.exists()
