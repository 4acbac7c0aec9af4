"""Screens are complete in eight languages."""

import json
import re
from pathlib import Path

from hafen.core.ui import extraction, messages

ROOT = Path(__file__).parents[2] / "src" / "hafen"


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
