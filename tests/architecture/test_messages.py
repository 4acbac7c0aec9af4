"""Screens are complete in eight languages."""

import json
import re
from pathlib import Path

from hafen.core.ui import extraction, messages

ROOT = Path(__file__).parents[2] / "src" / "hafen"
# Words that address one person familiarly (docs/translation.md, "Forms of address").
# In Arabic those that stand for most of the rest: nearly every such sentence has one.
_FAMILIAR = {
    "de": r"du|dir|dich|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?",
    "fr": r"tu|toi|ton|ta|tes|te",
    "ru": r"ты|тебе|тебя|тобой|тво(й|я|ё|и|его|ей|их|им|ими|ю|ём)",
    "uk": r"ти|тобі|тебе|тобою|твій|тво(я|є|ї|го|ю|їх|їм|єму|єї)",
    "tr": r"sen|seni|sana|senin|sende|senden",
    "fa": "تو|تویی|خودت",
    "ar": "[وفل]?(?:أنت|لك|بك|منك|عنك|معك|إليك|عليك|لديك|يمكنك|نفسك|اسمك"
    "|بريدك|رقمك|هاتفك|عنوانك|طلبك|تسجيلك|رسالتك|صفحتك|حسابك|موعدك|سؤالك|بياناتك"
    "|اختر|اكتب|اذكر|اسأل|اطلب|اترك|اتركه|افتح|ابحث|اطبع|جرب|اضغط|أزل)",
}
_VOWEL_MARKS = re.compile("[\u064b-\u0652]")


def test_every_sentence_is_translated():
    """`./hafen messages extract ROOM` writes the catalogues to fill."""
    problems = extraction.check(ROOT)
    shown = [
        f"{problem.room} · {problem.language} · {problem.sentence} {problem.reason}"
        for problem in problems
    ]

    assert shown == []


def test_texts_in_right_to_left_languages_are_written_in_their_script():
    """A text that was never translated shows as Latin letters alone."""
    latin = re.compile(r"[^\W\d_]", re.ASCII)
    arabic = re.compile(r"[\u0600-\u06ff]")
    found = []
    for room in extraction.rooms(ROOT):
        for language in ("ar", "fa"):
            for message in messages.read(messages.catalogue_path(room, language)):
                text = json.dumps(message.string, ensure_ascii=False)
                is_latin = len(latin.findall(text)) > 12 and not arabic.search(text)
                if message.id and is_latin:
                    found.append(f"{room.name} · {language} · {text}")

    assert found == []


def test_people_are_addressed_formally():
    """Every language has one form of address; `docs/translation.md` names it."""
    found = []
    for room in extraction.rooms(ROOT):
        for language, words in _FAMILIAR.items():
            familiar = re.compile(rf"(?<!\w)({words})(?!\w)", re.IGNORECASE)
            for message in messages.read(messages.catalogue_path(room, language)):
                text = json.dumps(message.string, ensure_ascii=False)
                if message.id and familiar.search(_VOWEL_MARKS.sub("", text)):
                    found.append(f"{room.name} · {language} · {text}")

    assert found == []


def test_a_sentence_of_several_rooms_has_one_translation():
    """Django shows that of the first room everywhere; a second one misleads."""
    found = []
    for language in messages.TRANSLATED:
        known: dict[tuple[str, str], str] = {}
        for room in extraction.rooms(ROOT):
            for message in messages.read(messages.catalogue_path(room, language)):
                key = (str(message.context), str(message.id))
                text = str(message.string)
                if message.id and known.setdefault(key, text) != text:
                    found.append(f"{room.name} · {language} · {text} · {known[key]}")

    assert found == []
