"""An office's list of contacts comes in as it is, and goes again."""

import argparse
import json

import pytest
from django.core.files.base import ContentFile
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from hafen.core.audit.models import Event
from hafen.core.db.roles import Role
from hafen.mechanisms.imports import commands
from hafen.mechanisms.imports import services as imports
from hafen.mechanisms.imports.models import Import, SavedMapping
from hafen.mechanisms.privacy import retention
from hafen.network.contacts.models import Contact
from hafen.network.organisations.services import create_organisation

pytestmark = pytest.mark.django_db
HEAD = "Datum;Zielgruppe;Kontaktart;BG-Nr.;Person;Akteur;Thema;Kooperation;Bemerkung"


@pytest.fixture
def bring_in(town, acting, tmp_path):
    """Import rows, or a file, by the command."""

    def run(rows, *, head=HEAD, **options):
        path = tmp_path / "liste.csv"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        named = {
            "file": str(path), "municipality": town.slug, "importer": "contacts",
            "sheet": "", "mapping": None, "dry_run": False, "draft": False,
        }  # fmt: skip
        outcome = commands.bring_in(argparse.Namespace(**named | options))
        acting(town)
        return outcome.data

    return run


def test_dates_in_three_styles_stray_blanks_and_synonyms_are_read(bring_in):
    told = bring_in(
        [
            "04.10.2016; Geflüchtete ;Sprechstunde;BG-011;P-1;;Sprache;;",
            "04.10.16;Kooperationspartner;Runder Tisch;;;Akteur 41;;ja;",
            " 2016-10-04 ;Bürger*innen;E-Mail;;;Bürger*in 7;;nein;",
            "4.10.2016;b) Flüchtlinge;Hausbesuch (Erstbesuch);BG-011;;;;;",
        ]
    )

    rows = Contact.objects.order_by("pk")
    assert told["created"] == 4
    assert not told["errors"]
    assert {str(row.held_on) for row in rows} == {"2016-10-04"}
    assert [row.group for row in rows] == ["b", "a", "c", "b"]
    assert [row.setting for row in rows] == ["HOURS", "TABLE", "", "HOME"]
    assert [row.has_cooperation for row in rows] == [False, True, False, False]
    assert rows[0].topics == ["N01"]
    assert rows[0].household_key == rows[3].household_key is not None
    assert rows[3].occasion == "FIRST"


def test_what_cannot_be_counted_is_an_error_and_unknown_words_are_told_once(bring_in):
    told = bring_in(
        [
            "32.10.2016;Geflüchtete;Sprechstunde;;;;;;",
            "01.01.2999;Geflüchtete;Sprechstunde;;;;;;",
            "04.10.2016;Außerirdische;Sprechstunde;;;;;;",
            "04.10.2016;Geflüchtete;Rauchzeichen;;;;Sternkunde;;ruhig",
            "05.10.2016;Geflüchtete;Rauchzeichen;;;;Sternkunde;;",
        ]
    )

    contact = Contact.objects.order_by("pk").first()
    assert [(one["row"], one["column"]) for one in told["errors"]] == [
        (2, "Datum"), (3, "Datum"), (4, "Zielgruppe"),
    ]  # fmt: skip
    assert [one["value"] for one in told["warnings"]] == ["Rauchzeichen", "Sternkunde"]
    assert (contact.channel, contact.note) == (
        "PERSONAL", "Rauchzeichen\nSternkunde\nruhig",
    )  # fmt: skip


def test_no_number_of_a_household_or_person_is_kept_and_equal_rows_both_count(
    bring_in,
):
    row = "04.10.2016;Geflüchtete;Telefon;BG-77042;P-77042;;;;"

    bring_in([row, row])
    again = bring_in([row, row, row])

    one, *others = Contact.objects.values()
    assert (again["unchanged"], again["created"]) == (2, 1)
    assert len(others) == 2
    assert "77042" not in str([one, *others])
    assert "77042" not in str(list(Event.objects.values()))


def test_a_list_is_tried_first_changed_and_taken_back(bring_in, town):
    network = create_organisation(
        municipality=town, data={"name": "Runde", "kind": "INITIATIVE"}, by=None
    )
    rows = ["04.10.2016;Akteure;Telefon;;;Runde;;;", "05.10.2016;Akteure;Post;;;;;;"]
    bring_in(rows, dry_run=True)
    assert not Contact.objects.exists()

    bring_in(rows)
    told = bring_in([f"{rows[0]}neu", rows[1]])
    assert (told["updated"], told["unchanged"]) == (1, 1)
    changed = Contact.objects.get(organisation=network)
    assert changed.note == "neu"

    last, first = Import.objects.order_by("-id")
    imports.undo(last, by=None, now=timezone.now())
    assert Contact.objects.get(organisation=network).note == ""
    imports.undo(first, by=None, now=timezone.now())
    # What was written since is kept, as in all lists.
    assert Contact.objects.get().organisation == network


def test_after_three_years_a_contact_is_counted_and_leads_to_nobody(
    bring_in, town, person
):
    today = timezone.localdate()
    young = f"{today:%d.%m.%Y};Geflüchtete;Telefon"
    old = [
        "04.10.2016;Geflüchtete;Sprechstunde;BG-1;P-1;;;;war erleichtert",
        "05.10.2017;Geflüchtete;Sprechstunde;BG-1;P-1;;;;",
        "05.10.2017;Geflüchtete;Sprechstunde;BG-1;P-2;;;;",
    ]
    bring_in([*old, f"{young};BG-2;P-2;;;;bleibt"])
    Contact.objects.update(recorded_by=person(town, Role.ADMINISTRATIVE_COORDINATOR))
    before = list(Contact.objects.order_by("pk").values())

    told = retention.sweep(now=timezone.now())
    again = retention.sweep(now=timezone.now())

    first, second, third, last = Contact.objects.order_by("pk")
    assert (told["contacts.Contact"], again["contacts.Contact"]) == (3, 0)
    assert {(row.note, row.recorded_by) for row in (first, second, third)} == {
        (None, None)
    }
    assert (last.note, last.recorded_by_id) == ("bleibt", before[3]["recorded_by_id"])
    assert first.person_key == second.person_key < 0
    assert first.household_key == second.household_key == third.household_key < 0
    assert {first.person_key, first.household_key}.isdisjoint(
        {before[0]["person_key"], before[0]["household_key"]}
    )
    # Who came again lately is still the same one, in the old contacts too.
    assert third.person_key == last.person_key == before[3]["person_key"] > 0
    # The list that comes again finds its rows, and adds none.
    assert bring_in(old)["unchanged"] == 3


def test_another_citys_list_comes_in_with_a_mapping(bring_in, tmp_path):
    mapping = tmp_path / "m.json"
    wanted = {"held_on": "Wann", "group": "Wer", "kind": "Wie", "person": "Kürzel"}
    mapping.write_text(json.dumps(wanted))

    told = bring_in(
        ["03/2017;1.3.17;Ehrenamtliche;telefonisch;X1",
         "03/2017;1.3.17;Neuzugewanderte;per Video oder Chat;X2"],
        head="Monat;Wann;Wer;Wie;Kürzel",
        mapping=str(mapping),
    )  # fmt: skip

    assert not told["errors"]
    assert not told["warnings"]
    assert set(Contact.objects.values_list("subtype", "channel")) == {
        ("c.volunteers", "TELEPHONE"), ("", "VIDEO"),
    }  # fmt: skip
    assert Contact.objects.aggregate(n=Count("person_key", distinct=True))["n"] == 2


# As a third city keeps it: other headings, days and words, and semicolons.
OTHER_LIST = """Wann;Für wen;Wie;Worum ging es;In welcher Sprache;Vorgang
3.11.2025;Neuankömmlinge;Tresen;Bleibe, Amtsgang;Tigrinisch;F-1
2025-11-04;Neuankömmlinge ;Haustürgespräch;bleibe;;F-1
05.11.25;Netzwerk;Tresen;Amtsgang;;
5.11.2025;Sonstwer;Tresen;;;
"""
MEANT = ("held_on", "group", "kind", "topics", "language", "household")
TOLD = {
    "Neuankömmlinge": "b", "Netzwerk": "a", "Tresen": "Sprechstunde",
    "Haustürgespräch": "Hausbesuch", "Bleibe": "N04", "Amtsgang": "N05",
    "Tigrinisch": "ti",
}  # fmt: skip


@pytest.fixture
def desk(town, person, sign_in):
    return sign_in(person(town, Role.VOLUNTEER_COORDINATOR))


def uploaded(desk, town):
    """Send the list; return where its columns are asked for."""
    file = {"file": ContentFile(OTHER_LIST.encode("cp1252"), name="liste.csv")}
    return desk.post(at(town, "upload", "contacts"), file)["Location"]


def assigned(desk, town):
    """Say what headings and words mean; return where the rows are shown."""
    sent = {f"column_{number}": name for number, name in enumerate(MEANT)}
    sent["save_as"] = "Nachbarstadt"
    words = desk.post(uploaded(desk, town), sent)["Location"]
    form = desk.get(words).context["form"]
    asked = {field.label: field.name for _label, each in form.groups for field in each}
    assert set(asked) == {*TOLD, "Sonstwer"}
    answers = {asked[word]: meaning for word, meaning in TOLD.items()}
    return desk.post(words, answers | {"save_as": "Nachbarstadt"})["Location"]


def test_words_of_another_city_are_told_on_screen(desk, town, acting):
    """Headings and words are assigned, the rows are checked, imported, taken back."""
    detail = assigned(desk, town)

    run = Import.objects.get()
    assert (run.counts["created"], run.counts["errors"]) == (3, 1)
    assert not Contact.objects.exists()
    desk.post(f"{detail}apply/")
    rows = list(Contact.objects.order_by("held_on"))
    assert [row.held_on.isoformat() for row in rows] == [
        "2025-11-03", "2025-11-04", "2025-11-05",
    ]  # fmt: skip
    assert [row.group for row in rows] == ["b", "b", "a"]
    assert [row.setting for row in rows] == ["HOURS", "HOME", "HOURS"]
    assert [row.topics for row in rows] == [["N04", "N05"], ["N04"], ["N05"]]
    assert rows[0].language == "ti"

    desk.post(f"{detail}undo/")
    acting(town)
    assert not Contact.objects.exists()


def test_what_was_told_of_a_citys_list_is_kept_for_the_next_one(desk, town):
    assigned(desk, town)
    where = f"{uploaded(desk, town)}?saved={SavedMapping.objects.get().pk}"

    form = desk.get(where).context["form"]
    sent = {field.html_name: field.value() for field in form.column_fields}
    words = desk.post(where, sent)["Location"]

    assert tuple(sent.values()) == MEANT
    # Nobody has said yet who "Sonstwer" is; all else is known.
    form = desk.get(words).context["form"]
    told = {
        field.label: field.value() for _label, each in form.groups for field in each
    }
    assert told == TOLD | {"Sonstwer": ""}


def at(town, name, *parts):
    return reverse(f"imports:{name}", args=[town.slug, *parts])
