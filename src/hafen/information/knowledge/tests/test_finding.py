"""What a visitor finds: whose it is, when it was checked, where it is kept."""

import re
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from hafen.core.places.models import Unit
from hafen.information.knowledge import importing, services
from hafen.information.knowledge.models import Entry, Paper
from hafen.information.knowledge.tests.papers import new_block, new_paper

NOW = timezone.now()


@contextmanager
def at_once():
    """What waits for the end of the transaction runs at the end of the block."""
    connection.run_on_commit.clear()
    yield
    waiting = [entry[1] for entry in connection.run_on_commit]
    connection.run_on_commit.clear()
    for function in waiting:
        function()


def test_w26_who_searches_a_flat_finds_articles_of_several_legal_areas(
    write, client, town
):
    unit = Unit.objects.create(municipality=town, name="Wohnungsamt", is_public=True)
    names = {"sgb2": "Grundsicherung für Arbeitsuchende", "asylblg": "Asylbewerber"}
    with at_once():
        for area in names:
            write(f"Wohnung nach {area}", legal_areas=[area], office=unit)
        write("Schule", legal_areas=["sgb2"], office=unit)

    said = client.get("/hier/de/search/", {"q": "Wohnung"}).content.decode()
    found = set(re.findall(r'href="(/hier/de/knowledge/wohnung[^"]+)"', said))

    assert len(found) == 2
    assert said.count("Wohnungsamt") >= 2
    assert said.count("Zuletzt geprüft") == 2
    pages = [client.get(where).content.decode() for where in sorted(found)]
    for page, area in zip(pages, sorted(names), strict=True):
        assert names[area] in page
        assert "Wohnungsamt" in page
        assert "Zuletzt geprüft" in page


MEASURE = [
    {
        "id": 7,
        "title": "Elternkurs Sprache",
        "content": "<p>Für Eltern.</p>",
        "url": "https://bildung.example/kurse/7/",
    }
]


def test_w36_a_measure_of_another_database_is_found_with_its_source_and_read_only(
    at_work, editor, sign_in, client
):
    origin = importing.Origin("Bildungskoordination", is_kept_there=True)
    for _again in range(2):
        with at_once():
            importing.bring_in(
                municipality=at_work, pages=MEASURE, language="de", origin=origin
            )
    page = Entry.objects.get(title="Elternkurs Sprache")

    hits = client.get("/hier/de/search/", {"q": "Elternkurs"}).content.decode()
    said = client.get(f"/hier/de/knowledge/{page.address}/").content.decode()

    assert f"knowledge/{page.address}/" in hits
    assert "Bildungskoordination" in hits
    assert "Bildungskoordination" in said
    assert "https://bildung.example/kurse/7/" in said
    desk = sign_in(editor)
    root = page.get_parent().pk
    for verb in ("edit", "delete", "copy", "unpublish", f"move/{root}/confirm"):
        # Wagtail asks before it takes a page down; only the answer is refused.
        sends = (desk.post,) if verb == "unpublish" else (desk.get, desk.post)
        for send in sends:
            answer = send(f"/cms/pages/{page.pk}/{verb}/", {"title": "Anders"})
            assert answer.headers.get("Location") == "/hier/desk/pages/", verb
    bulk = f"/cms/bulk/wagtailcore/page/delete/?id={page.pk}"
    assert desk.post(bulk)["Location"] == "/hier/desk/pages/"
    assert Entry.objects.get(pk=page.pk).title == "Elternkurs Sprache"
    read = desk.get(f"/hier/desk/pages/{page.address}/").content.decode()
    assert f"/cms/pages/{page.pk}/edit/" not in read


def found_in(client, language, words, **more):
    answer = client.get(f"/hier/{language}/search/", {"q": words, **more})
    return answer.content.decode()


def test_a_leaflet_is_found_as_it_was_printed_in_the_language_of_the_reader(
    at_work, client
):
    block = new_block(
        at_work,
        "sperrmuell",
        "Möbel abholen",
        "Rufen Sie die Sperrmüllabfuhr an.",
        now=NOW,
        ar=("استلام الأثاث", "اتصلوا بقسم الأثاث القديم."),
    )
    paper = new_paper(
        at_work,
        Paper.Kind.SHEET,
        "Alte Möbel",
        [{"block": block}],
        titles={"ar": "أثاث قديم"},
        now=NOW,
        is_public=True,
        topic="N05",
    )
    assert paper.address not in found_in(client, "de", "Sperrmüllabfuhr")

    with at_once():
        services.release_paper(paper=paper, languages=paper.languages, by=None, now=NOW)
    german = found_in(client, "de", "Sperrmüllabfuhr")
    arabic = found_in(client, "ar", "الأثاث", kind="leaflet", topic="N05")
    assert f"/hier/de/knowledge/leaflets/{paper.address}/" in german
    assert "Alte Möbel" in german
    assert f"/hier/ar/knowledge/leaflets/{paper.address}/" in arabic
    assert "أثاث قديم" in arabic

    # What is written after the edition is no news yet; what is put away is none.
    block.text = "Fragen Sie den Wertstoffhof."
    block.save()
    with at_once():
        services.write_paper(paper=paper, data={"title": "Alter"}, by=None, now=NOW)
    assert paper.short_id not in found_in(client, "de", "Wertstoffhof")
    assert paper.short_id in found_in(client, "de", "Sperrmüllabfuhr")
    with at_once():
        services.archive_paper(paper=paper, by=None)
    assert paper.short_id not in found_in(client, "de", "Sperrmüllabfuhr")


def test_a_leaflet_that_is_not_announced_is_not_found(at_work, client):
    block = new_block(at_work, "intern", "Intern", "Hausverfügung.", now=NOW)
    paper = new_paper(
        at_work, Paper.Kind.LEAFLET, "Nur im Haus", [{"block": block}], now=NOW
    )
    with at_once():
        services.release_paper(paper=paper, languages=["de"], by=None, now=NOW)
    assert paper.short_id not in found_in(client, "de", "Hausverfügung")

    with at_once():
        services.write_paper(paper=paper, data={"is_public": True}, by=None, now=NOW)
    assert paper.short_id in found_in(client, "de", "Hausverfügung")
    at_work.features = {"knowledge": False}
    at_work.save()
    assert paper.short_id not in found_in(client, "de", "Hausverfügung")
