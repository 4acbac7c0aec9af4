from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.places.models import Municipality
from hafen.core.places.services import change_municipality
from hafen.mechanisms.search import services, tasks
from hafen.mechanisms.search.models import SearchDocument, SearchWord
from hafen.mechanisms.search.queries import Wanted, find
from hafen.mechanisms.search.registries import Draft, Source, Text, sources


@pytest.mark.django_db
def test_words_that_no_text_has_any_more_go_at_night():
    town = Municipality.objects.create(
        slug="nachtstadt", name="Nachtstadt", languages=["de"], is_published=True
    )
    SearchWord.objects.create(
        municipality=town, language="de", word="vergangen", display="vergangen"
    )

    with acting(Context(municipality=town.pk)):
        tasks.rebuild()

    assert not SearchWord.objects.filter(municipality=town).exists()


def test_a_language_that_is_switched_on_is_found_at_once(
    own_database, monkeypatch, work_off
):
    # The threads of the worker end with it; their connections must as well.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    monkeypatch.setattr(sources, "_entries", {})
    draft = Draft(
        object_id=UUID("0190a000-0000-7000-8000-000000000001"),
        address="offers/course/",
        texts={"de": Text("Deutschkurse"), "ar": Text("دورات اللغة الألمانية")},
        source_language="de",
        changed_at=timezone.now(),
    )
    sources.register(Source("thing", "Ding", lambda _town, _ids: [draft]))
    town = Municipality.objects.create(
        slug="neusprache", name="Neusprache", languages=["de"], is_published=True
    )
    services.rebuild(municipality=town)

    change_municipality(town, values={"name": "Neustadt"}, expected=None)
    work_off()
    assert not SearchDocument.objects.filter(language="ar").exists()
    change_municipality(town, values={"languages": ["de", "ar", "ti"]}, expected=None)
    work_off()

    town.refresh_from_db()
    for language, words in (("ar", "دورات"), ("ti", "Deutschkurse")):
        found = find(town, Wanted(text=words, language=language)).hits
        assert [hit.address for hit in found] == ["offers/course/"], language
