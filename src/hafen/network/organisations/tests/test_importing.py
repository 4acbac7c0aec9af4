"""An office's list of actors with their contact persons."""

import pytest
from django.utils import timezone

from hafen.core.places.models import District
from hafen.mechanisms.imports import readers, services
from hafen.mechanisms.imports.registry import importers
from hafen.network.organisations.models import ContactPerson, Organisation
from hafen.network.organisations.services import edit_organisation

pytestmark = pytest.mark.django_db
LIST = """Organisation;Art;Handlungsfelder;Stadtteil;Sprachen;Straße;PLZ;Ort;\
Telefon;E-Mail;Ansprechpartner;Funktion;E-Mail Ansprechperson;Einwilligung;\
Einwilligung am
Helferkreis Ost;Helferkreis;N18;Ost;Arabisch, Deutsch;Weg 1;48000;Ort;0251 1234567;\
info@ost.example;Mina Muster;Leitung;mina@ost.example;schriftlich;01.03.2026
Helferkreis Ost;;;;;;48000;Ort;;;Omar Ohne;;omar@ost.example;ja;
Caritas Ort e. V.;Wohlfahrtsverband;Sonstwas;Gesamtstadt;;;48000;Ort;;;Vera;;;nein;
;Verein;;;;;;;;;;;;;
"""


@pytest.fixture
def bring(town, acting):
    acting(town)
    District.objects.create(
        municipality=town, name="Ost", sort_key="ost", layer="parts"
    )

    def run(text=LIST, *, dry=False):
        found = services.load(
            readers.read_bytes(text.encode()),
            importer=importers["organisations"],
            municipality=town,
            file_name="akteure.csv",
            by=None,
        )
        planned = services.plan(found, columns=None, now=timezone.now())
        if not dry:
            return found, services.apply(found, by=None, now=timezone.now())
        return found, planned

    return run


def test_actors_persons_and_consents_come_from_one_list(town, bring):
    _run, dry = bring(dry=True)
    assert not Organisation.objects.exists()
    assert (dry.created, dry.merged, dry.rows_with_errors) == (2, 1, 1)

    _run, result = bring()

    circle = Organisation.objects.get(name="Helferkreis Ost")
    assert (circle.kind, circle.topics, circle.languages) == (
        "INITIATIVE",
        ["N18"],
        ["ar", "de"],
    )
    assert [row.district.name for row in circle.districts.all()] == ["Ost"]
    assert circle.postal_address == "Weg 1\n48000 Ort"
    assert (circle.phone, circle.is_draft) == ("+492511234567", True)
    assert Organisation.objects.get(kind="WELFARE").is_city_wide
    people = {row.name: row for row in ContactPerson.objects.all()}
    assert set(people) == {"Mina Muster", "Omar Ohne", "Vera"}
    consent = people["Mina Muster"].open_consent
    assert (consent.agreed_how, consent.agreed_on.isoformat()) == (
        "SIGNED",
        "2026-03-01",
    )
    assert people["Omar Ohne"].open_consent is None
    assert people["Vera"].open_consent is None
    assert any(each.value == "ja" for each in result.warnings)
    assert any(each.value == "Sonstwas" for each in result.warnings)


def test_the_same_list_again_changes_nothing_and_a_changed_one_only_what_changed(
    town, bring
):
    bring()
    circle = Organisation.objects.get(name="Helferkreis Ost")
    edit_organisation(
        organisation=circle, data={"description": "Von hier"}, expected=None, by=None
    )

    _run, again = bring()
    newer = LIST.replace("info@ost", "neu@ost").replace("Leitung", "Vorsitz")
    run, changed = bring(newer)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert (changed.created, changed.updated) == (0, 1)
    circle.refresh_from_db()
    assert (circle.email, circle.description) == ("neu@ost.example", "Von hier")
    assert circle.contact_persons.get(name="Mina Muster").position == "Vorsitz"
    assert ContactPerson.objects.count() == 3
    services.undo(run, by=None, now=timezone.now())
    circle.refresh_from_db()
    assert (circle.email, circle.description) == ("info@ost.example", "Von hier")
    assert circle.contact_persons.get(name="Mina Muster").position == "Leitung"


def test_taking_back_removes_what_nobody_touched(town, bring):
    run, _result = bring()
    person = ContactPerson.objects.get(name="Vera")
    ContactPerson.objects.filter(pk=person.pk).update(version=2)

    undone = services.undo(run, by=None, now=timezone.now())

    assert (undone.removed, [each.title for each in undone.skipped]) == (
        1,
        ["Caritas Ort e. V."],
    )
    assert [row.name for row in Organisation.objects.all()] == ["Caritas Ort e. V."]


def test_an_entry_like_one_that_is_there_is_proposed_and_not_joined(town, bring):
    bring()
    other = "Organisation;Ort\nHelfer-Kreis Ost;Anderswo\n"

    _run, result = bring(other)

    assert result.created == 1
    assert any("Helferkreis Ost" in each.problem for each in result.warnings)
    assert Organisation.objects.count() == 3
