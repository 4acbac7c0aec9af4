"""Catalogues without GNU gettext."""

import gettext

import pytest
from babel.messages.pofile import read_po

from hafen.core.ui import extraction, messages


@pytest.fixture
def house(tmp_path):
    """A house with one room that says four sentences."""
    room = tmp_path / "wing" / "room"
    (room / "templates" / "room").mkdir(parents=True)
    (room / "apps.py").write_text("")
    (room / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        "_('Save')\n"
        "ngettext('%(count)s offer', '%(count)s offers', count)\n"
        "_(variable)\n"
    )
    (room / "templates" / "room" / "page.html").write_text(
        "  <c-card title=\"{% translate 'Open' context 'state' %}\">\n"
        "{% blocktranslate with name=x %}Hello {{ name }}{% endblocktranslate %}\n"
        "</c-card>\n"
    )
    return tmp_path


SAID = {
    (None, "Save", None),
    (None, "%(count)s offer", "%(count)s offers"),
    ("state", "Open", None),
    (None, "Hello %(name)s", None),
}


def translate(house, texts, language="de"):
    path = messages.catalogue_path(house / "wing" / "room", language)
    catalogue = messages.read(path)
    for (context, text, plural), string in texts.items():
        name = (text, plural) if plural else text
        catalogue.add(name, string, context=context)
        catalogue.get(text, context).string = string
    messages.write(path, catalogue)
    return path


def test_sentences_are_found_in_python_and_in_templates(house):
    assert extraction.sentences(house / "wing" / "room") == SAID


def test_extracting_keeps_translations_and_drops_what_nobody_says(house):
    extraction.extract(house)
    path = translate(house, {(None, "Save", None): "Speichern"})
    translate(house, {(None, "Gone", None): "Weg"})

    assert extraction.extract(house) == 0

    text = path.read_text()
    assert 'msgstr "Speichern"' in text
    assert "Gone" not in text


def test_a_sentence_without_translation_is_named(house):
    extraction.extract(house)

    found = {p.sentence for p in extraction.check(house) if p.language == "de"}

    assert found == {key[1] for key in SAID}


@pytest.mark.parametrize(
    ("text", "reason"),
    [("Hallo %(name)s", None), ("Hallo", "must carry %(name)s")],
)
def test_a_translation_must_carry_the_values_of_its_sentence(house, text, reason):
    extraction.extract(house)
    translate(house, {(None, "Hello %(name)s", None): text})

    found = {
        p.reason
        for p in extraction.check(house)
        if p.language == "de" and p.sentence.startswith("Hello")
    }

    assert found == ({reason} if reason else set())


def test_compiled_catalogues_are_read_by_gettext_with_all_plural_forms(house):
    forms = ("%(count)s f0", "f1", "f2", "f3", "f4", "%(count)s f5")
    plural = (None, "%(count)s offer", "%(count)s offers")
    path = translate(house, {plural: forms}, language="ar")

    assert messages.compile_catalogues(house) == 1
    assert messages.compile_catalogues(house) == 0

    with path.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.ngettext("%(count)s offer", "%(count)s offers", 0) == forms[0]
    assert read.ngettext("%(count)s offer", "%(count)s offers", 2) == "f2"
    assert read.ngettext("%(count)s offer", "%(count)s offers", 103) == "f3"


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_our_own_catalogues_can_be_read(language):
    path = messages.catalogue_path(extraction.Path(messages.__file__).parent, language)

    with path.open("rb") as file:
        assert len(read_po(file)) > 100
