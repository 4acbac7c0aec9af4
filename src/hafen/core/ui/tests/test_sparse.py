"""What a text of a file seems to hold that is better left out."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils.translation import override

from hafen.core.ui import sparse


@pytest.mark.parametrize(
    "text",
    [
        "Konto DE89 3704 0044 0532 0130 00, bitte melden",
        "IBAN: DE89370400440532013000",
        "AZR-Nummer liegt vor",
        "Nummer 123456789012 aus dem Register",
        "Reisepass C01X00T47 gültig bis Mai",
        "Er soll illegal eingereist sein",
        "Der Bruder ist untergetaucht",
        "Fluchtgründe ausführlich besprochen",
        "kam über Schleuser",
    ],
)
def test_a_text_with_too_much_is_noticed(text):
    assert len(sparse.remarks(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Termin am 12.05.2026 um 14:30, Rathaus Zimmer 203",
        "Deutsch B1, Kurs VHS-2026-117 ab Montag",
        "Telefon +49 231 1122334, ruft ab 15 Uhr zurück",
        "Sucht eine Wohnung, 3 Zimmer, bis 650 Euro, 44135 Dortmund",
        "Bewerbung als KRANKENPFLEGER, Zeugnis fehlt",
        "Aktenzeichen 2026/00417 des Jobcenters",
        "BG-Nummer 35504BG0012345",
    ],
)
def test_a_usual_note_is_not(text):
    assert sparse.remarks(text) == []


class NoteForm(forms.Form):
    text = forms.CharField(help_text=sparse.HINT)
    free = forms.CharField(help_text="-")


def test_a_word_follows_and_holds_nothing_of_the_text(rf, caplog):
    request = rf.post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    form = NoteForm({"text": "DE89370400440532013000", "free": "AZR"})
    assert form.is_valid()

    with override("de"):
        sparse.warn(request, form)
        said = [str(each) for each in get_messages(request)]

    assert len(said) == 1
    assert "Kontonummer" in said[0]
    assert "DE89" not in said[0] + caplog.text
