"""The fictional town, loaded as `make run` does."""

from pathlib import Path

import yaml
from django.utils import timezone

import hafen.config
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import in_order
from hafen.core.places.models import District, Site
from hafen.core.translation.models import Translation
from hafen.core.translation.texts import text_in
from hafen.information.directory.models import (
    Location,
    Service,
    ServiceOpening,
    ServiceTranslation,
)
from hafen.information.events.models import CadenceGoal
from hafen.information.events.queries import periods
from hafen.information.knowledge.demo_drawings import drawn
from hafen.information.knowledge.models import Document, Entry, Paper, TextBlock
from hafen.information.knowledge.queries import composed, current_sheets
from hafen.mechanisms.todos.queries import today_of
from hafen.network.organisations.models import (
    Appearance,
    Membership,
    Network,
    NetworkTranslation,
    Organisation,
    Speaker,
)
from hafen.network.organisations.queries import network_map
from tests.demo import demo_database, musterhafen

__all__ = ["demo_database", "musterhafen"]

LANGUAGES = ("en", "ar", "fa", "uk", "ru", "tr", "fr")


FOLDER = Path(hafen.config.__file__).parent / "demo"


def load(town):
    with acting(Context(municipality=town.pk, channel="demo")):
        for seed in in_order():
            text = (FOLDER / f"{seed.name}.yaml").read_text(encoding="utf-8")
            seed.load(town, yaml.load(text, Loader=yaml.CSafeLoader))


def test_the_demo_town_is_rich_enough_and_loads_only_once(musterhafen):
    assert District.objects.filter(municipality=musterhafen).count() == 7
    assert Site.objects.filter(municipality=musterhafen).count() == 3
    assert Organisation.objects.filter(municipality=musterhafen).count() == 25
    offers = Service.objects.filter(municipality=musterhafen)
    assert offers.public(timezone.localdate()).count() == 60
    before = _state(musterhafen)

    load(musterhafen)

    assert _state(musterhafen) == before


def test_every_place_of_the_demo_lies_in_a_district(musterhafen):
    places = Location.objects.filter(municipality=musterhafen)
    assert places.count() >= 20
    assert not places.filter(district=None).exists()
    assert ServiceOpening.objects.filter(municipality=musterhafen).count() > 200


def test_twenty_offers_are_complete_in_each_language_and_some_outdated(musterhafen):
    offers = Service.objects.filter(municipality=musterhafen)
    offers = list(offers.prefetch_related("translations"))
    for language in LANGUAGES:
        complete = [
            offer
            for offer in offers
            if not any(
                text_in(offer, language, name).is_fallback
                for name in Service.TRANSLATED_FIELDS
            )
        ]
        assert 20 <= len(complete) < 60, language

    found = ServiceTranslation.objects.filter(
        municipality=musterhafen, state=Translation.State.OUTDATED
    )
    assert found.count() == 7
    assert {row.service.name for row in found} >= {"Kita-Platz finden"}


def _state(town):
    models = (District, Site, Organisation, Service, ServiceTranslation, Location)
    return [
        sorted(model.objects.filter(municipality=town).values_list("pk", "version"))
        for model in models
    ]


def test_letters_and_leaflets_are_released_in_all_eight_languages(musterhafen):
    with acting(Context(municipality=musterhafen.pk)):
        papers = list(Paper.objects.filter(municipality=musterhafen))
        found = composed(papers, musterhafen, now=timezone.now())
        sheets = current_sheets(papers)

    assert len(papers) == 4
    assert TextBlock.objects.filter(municipality=musterhafen).count() >= 6
    assert set(sheets) == {
        (paper.pk, language) for paper in papers for language in ("de", *LANGUAGES)
    }
    assert [said.gaps for said in found.values() if said.gaps] == []


def test_the_demo_has_a_network_with_a_group_a_speaker_and_a_presentation(musterhafen):
    def here(rows):
        return rows.objects.filter(municipality=musterhafen)

    assert set(here(Network).values_list("name", "kind", "parent__name")) == {
        ("Netzwerk Ankommen", "NETWORK", None),
        ("AG Sprache und Lernen", "NETWORK", "Netzwerk Ankommen"),
        ("Kreisrunde Zuwanderung", "BODY", None),
    }
    taking_part = here(Membership).filter(network__name="Netzwerk Ankommen")
    assert taking_part.filter(left_on=None).count() == 5
    with acting(Context(municipality=musterhafen.pk)):
        assert {row.network.name for row in here(Speaker)} == {"Netzwerk Ankommen"}
    assert here(Appearance).filter(kind="PRESENTATION").count() == 1
    translated = NetworkTranslation.objects.filter(municipality=musterhafen)
    assert set(translated.values_list("language", flat=True)) == set(LANGUAGES)


def test_the_demo_shows_a_goal_with_a_gap_documents_pictures_and_open_fields(
    musterhafen, client
):
    """Nobody judges an empty page: each public thing is there at least once."""
    today = timezone.localdate()
    with acting(Context(municipality=musterhafen.pk)):
        goals = CadenceGoal.objects.filter(municipality=musterhafen)
        found = [periods(goal, today=today) for goal in goals]
        districts = District.objects.filter(municipality=musterhafen)
        field = network_map(
            musterhafen,
            topics=["N01", "N06", "N12"],
            districts=districts.values_list("pk", flat=True),
        )
    assert any(not each.is_fulfilled for rows in found for each in rows)
    assert any(each.is_fulfilled for rows in found for each in rows)
    assert any(cell.is_gap for cells in field.values() for cell in cells)
    assert any(cell.depth > 1 for cells in field.values() for cell in cells)

    library = client.get("/musterhafen/de/knowledge/documents/").content.decode()
    assert "Integrationskonzept der Stadt Musterhafen" in library
    assert "Benutzungsordnung des Treffpunkts Alte Werft" in library
    documents = Document.objects.filter(municipality=musterhafen)
    paper = documents.get(category="CONCEPT", is_public=True)
    where = f"/musterhafen/de/knowledge/documents/{paper.address}/"
    assert client.get(where).status_code == 200

    for title in ("Eine Wohnung suchen", "Die neue Adresse anmelden"):
        page = Entry.objects.of(musterhafen).originals().get(title=title)
        for language in ("de", "ar"):
            where = f"/musterhafen/{language}/knowledge/{page.address}/"
            said = client.get(where).content.decode()
            assert "<picture" in said or "srcset=" in said, where


def test_pictures_of_the_demo_are_the_same_each_time():
    assert drawn("harbour") == drawn("harbour") != drawn("street")


def test_every_todo_of_the_demo_leads_somewhere_for_whoever_finds_it(musterhafen):
    """A team that answers inquiries has nobody in it who may not read them."""
    today = timezone.localdate()
    with acting(Context(municipality=musterhafen.pk)):
        people = list(User.objects.filter(municipality=musterhafen))
    nowhere, found = [], 0
    for user in people:
        with acting(Context(municipality=musterhafen.pk, actor=user.pk)):
            day = today_of(user, today=today, shown=500)
        for line in [*day.late, *day.due, *day.soon, *day.waiting]:
            found += 1
            if line.todo.subject_id is not None and not line.address:
                nowhere.append(f"{user.name}: {line.title}")

    assert found > 20
    assert sorted(nowhere) == []
