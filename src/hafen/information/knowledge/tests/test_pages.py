"""A page in its languages: found, read, renamed, outdated."""

from contextlib import contextmanager

from django.db import connection
from django.utils import timezone
from django.utils.html import escape

from hafen.core.places.models import Unit
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import labels
from hafen.core.translation.models import Translation
from hafen.information.knowledge import services
from hafen.information.knowledge.models import Entry, LanguageRoot
from hafen.mechanisms.search.models import SearchDocument

State = Translation.State


@contextmanager
def committed():
    """What waits for the end of the transaction runs at the end of the block."""
    connection.run_on_commit.clear()
    yield
    waiting = [entry[1] for entry in connection.run_on_commit]
    connection.run_on_commit.clear()
    for function in waiting:
        function()


def address(page, language="de"):
    return f"/hier/{language}/knowledge/{page.address}/"


def translate(page, language="ar", **texts):
    said = {"title": "سكن", "body": [("paragraph", "<p>نص عن السكن.</p>")]} | texts
    return services.write_translation(
        original=page, language=language, texts=said, by=None
    )


def test_a_municipality_has_one_root_for_each_language_and_for_plain_german(at_work):
    services.ensure_tree(at_work)
    services.ensure_tree(at_work)

    roots = LanguageRoot.objects.filter(municipality=at_work)
    assert {root.language for root in roots} == {"de", "en", "ar", "de-simple"}
    assert len({root.translation_key for root in roots}) == 1


def test_a_released_page_is_read_by_anybody_and_a_draft_by_nobody(write, client):
    page = write("Wohnung suchen", text="Fragen Sie das <b>Wohnungsamt</b>.")
    draft = write("Noch nicht", publish=False)

    answer = client.get(address(page))

    assert answer.status_code == 200
    assert "Wohnungsamt" in answer.content.decode()
    assert client.get(address(draft)).status_code == 404


def test_a_renamed_page_keeps_its_address_and_the_old_one_leads_to_it(
    write, edit, client
):
    page = write("Wohnung suchen")
    old = address(page)

    edit(page, slug="eine-wohnung-finden")
    answer = client.get(old)

    assert answer.status_code == 301
    assert answer["Location"].endswith(f"eine-wohnung-finden-{page.short_id}/")


def test_a_link_survives_the_renaming_of_its_target_and_follows_the_language(
    write, edit, client
):
    target = write("Wohngeld")
    text = f'Siehe <a linktype="page" id="{target.pk}">hier</a>.'
    page = write("Wohnung", text=text)

    edit(target, slug="anders")
    said = client.get(address(page, "en")).content.decode()

    assert f'href="/hier/en/knowledge/anders-{target.short_id}/"' in said


def test_a_page_without_a_translation_is_shown_in_german_and_says_so(write, client):
    page = write("Wohnung suchen", text="Ein deutscher Text.")

    said = client.get(address(page, "ar")).content.decode()

    assert "Ein deutscher Text." in said
    assert '<html lang="ar" dir="rtl"' in said
    assert 'lang="de" dir="ltr"' in said


def test_a102_a_change_outdates_the_translations_until_they_are_released_again(
    write, edit, client
):
    page = write("Wohnung")
    arabic = translate(page)
    assert arabic.state == State.CHECKED
    assert arabic.short_id == page.short_id

    edit(page, body=[("paragraph", "<p>Jetzt gilt etwas anderes.</p>")])
    arabic.refresh_from_db()

    assert arabic.state == State.OUTDATED
    assert "نص عن السكن" in client.get(address(arabic, "ar")).content.decode()
    assert translate(page).state == State.CHECKED


def test_a103_a_small_correction_leaves_the_translations_right(write, edit):
    page = write("Wohnung")
    arabic = translate(page)

    edit(page, summary="Ohne Tippfehler.", is_minor=True)
    arabic.refresh_from_db()
    page.refresh_from_db()

    assert arabic.state == State.CHECKED
    assert not page.is_minor
    edit(page, summary="Etwas ganz anderes.")
    arabic.refresh_from_db()
    assert arabic.state == State.OUTDATED


def test_pages_are_found_in_the_readers_language(write, town):
    with committed():
        page = write("Wohnung suchen", topics=["N06"])
        translate(page)

    found = {
        row.language: row for row in SearchDocument.objects.filter(municipality=town)
    }

    assert found["de"].title == "Wohnung suchen"
    assert found["ar"].title == "سكن"
    assert found["en"].title == "Wohnung suchen"
    assert found["de"].topics == ["N06"]


def test_a_page_that_is_taken_down_leaves_the_search(write, town, editor):
    with committed():
        page = write("Wohnung suchen")
    with committed():
        page.specific.unpublish()

    assert not SearchDocument.objects.filter(municipality=town, kind="page").exists()


def test_every_release_ends_the_cached_pages(write, edit, town):
    with committed():
        page = write("Wohnung")
    town.refresh_from_db()
    before = town.content_version
    with committed():
        edit(page, summary="Neu.")
    town.refresh_from_db()

    assert town.content_version > before


def test_two_towns_may_have_pages_of_one_name(write, other_town, client):
    write("Wohnung", text="aus Hier")
    foreign = write("Wohnung", town=other_town, text="aus Dort")

    assert client.get(address(foreign)).status_code == 404
    assert "aus Dort" not in client.get("/hier/de/knowledge/").content.decode()
    assert Entry.objects.count() == 2


def test_a_page_says_who_answers_for_it_whom_it_is_for_and_what_it_rests_on(
    write, edit, client, at_work
):
    today = timezone.localdate()
    [group, *_more] = labels(Vocabulary.TARGET_GROUPS, language="de", today=today)
    [area, *_more] = labels(Vocabulary.LEGAL_AREAS, language="de", today=today)
    office = Unit.objects.create(
        municipality=at_work, name="Amt am Kai", sort_key="amt am kai", is_public=True
    )
    page = edit(
        write("Wohnen"),
        office=office,
        target_groups=[group.code],
        legal_areas=[area.code],
        sources="Merkblatt 12 des Amtes",
    )

    said = client.get(address(page)).content.decode()

    for expected in ("Amt am Kai", group.name, area.name, "Merkblatt 12 des Amtes"):
        assert escape(expected) in said
