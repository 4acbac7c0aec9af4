"""A page of the knowledge base as PDF, with a short address (A1-23)."""

import pypdfium2
import pytest

from hafen.core.files.typesetting import titled, unmarked
from hafen.core.places.models import Unit
from hafen.information.knowledge import services
from hafen.information.knowledge.tests.papers import text_of


@pytest.fixture
def page(write, town):
    unit = Unit.objects.create(
        municipality=town, name="Wohnungsamt", phone="+4925112345", is_public=True
    )
    return write(
        "Eine Wohnung suchen",
        text="Zuerst fragen.</p><ul><li>Ausweis</li><li>Bescheid</li></ul><p>Dann.",
        summary="Wo Sie suchen.",
        office=unit,
    )


def pdf_of(client, page, language="de"):
    return client.get(f"/hier/{language}/knowledge/{page.address}/page.pdf")


def test_a1_23_a_page_is_printed_with_its_words_and_a_short_address(client, page):
    answer = pdf_of(client, page)
    text = text_of(answer.content)

    assert answer["Content-Type"] == "application/pdf"
    assert pypdfium2.PdfDocument(answer.content).is_tagged()
    for said in ("Eine Wohnung suchen", "Wo Sie suchen.", "Zuerst fragen.", "Ausweis"):
        assert said in text
    short = f"/hier/de/knowledge/{page.short_id}/"
    assert short in text
    assert client.get(short)["Location"].endswith(f"/knowledge/{page.address}/")
    shown = client.get(f"/hier/de/knowledge/{page.address}/").content.decode()
    assert f"/hier/de/knowledge/{page.address}/page.pdf" in shown


def test_a1_23_the_arabic_page_is_read_in_order_on_paper(client, page, editor):
    services.write_translation(
        original=page,
        language="ar",
        texts={
            "title": "البحث عن شقة",
            "summary": "",
            "body": [("paragraph", "<p>اسألوا في Neue Straße 7 أولا.</p>")],
        },
        by=editor,
    )
    text = text_of(pdf_of(client, page, "ar").content)

    assert "البحث عن شقة" in text
    assert "اسألوا في Neue Straße 7 أولا." in text.replace("\u2066", "")


def test_a_draft_and_an_internal_page_have_no_paper(client, write):
    draft = write("Entwurf", publish=False)

    assert pdf_of(client, draft).status_code == 404
    assert client.get("/hier/de/knowledge/nichts-abc/page.pdf").status_code == 404


@pytest.mark.parametrize(
    ("name", "is_marked"),
    [("Mieterhilfe e. V.", True), ("Wohnungsamt", False), ("مكتب السكن", False)],
)
def test_the_dot_after_a_german_name_stays_behind_it(name, is_marked):
    found = titled(name, "ar")

    assert found.startswith("\u2066") == is_marked
    assert unmarked(found) == name
    assert titled(name, "de") == name
