"""A reader's own list on paper: read in order in every script, German lines too."""

import pypdfium2
import pytest
from django.urls import reverse

from hafen.core.translation.models import Translation
from hafen.core.translation.services import save_translation
from hafen.information.directory.tests.conftest import NOW

SAID = {
    "ar": ("مقهى اللغة", "تمرّنوا على الألمانية مع القهوة والشاي."),
    "fa": ("کافه زبان", "آلمانی را با قهوه و چای تمرین کنید."),
    "uk": ("Мовне кафе", "Практикуйте німецьку за кавою та чаєм."),
    "ti": ("ካፈ ቋንቋ", "ምስ ቡንን ሻሂን ጀርመንኛ ተለማመዱ።"),
}


@pytest.mark.parametrize("language", SAID)
def test_a2_19_a_list_is_read_in_order_in_the_language_of_the_reader(
    town, at_work, client, public_cafe, language
):
    town.languages = ["de", *SAID]
    town.save()
    name, summary = SAID[language]
    save_translation(
        row=public_cafe,
        language=language,
        texts={"name": name, "summary": summary},
        state=Translation.State.CHECKED,
        by=None,
        now=NOW,
    )
    paper = reverse("directory_public:leaflet", args=[town.slug, language])

    content = client.get(paper, {"offer": [public_cafe.short_id]}).content

    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    said = " ".join(text.split())
    assert document.is_tagged()
    assert b"pdfuaid" in content
    for line in (
        name,
        summary,
        "Brücke e. V.",
        "Haus der Begegnung, Kaistraße 8, 12345 Hafenstadt",
        "0251 12345",
        "09:00–12:00",
    ):
        # Marks of vowels and of parting are not written into the file.
        assert line.replace("\u0651", "").replace("\u200c", "") in said


def test_headings_of_a_language_without_screens_are_in_the_next_best(
    town, client, public_cafe
):
    town.languages = ["de", "ti"]
    town.save()
    paper = reverse("directory_public:leaflet", args=[town.slug, "ti"])

    content = client.get(paper, {"offer": [public_cafe.short_id]}).content

    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert "Where" in text
    assert "Contact" in text
