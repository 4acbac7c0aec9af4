"""The questionnaire on paper: crosses, numbers to enter them by, and a QR code."""

from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from hafen.core.files import qr
from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.taxonomy.reference import words_in
from hafen.mechanisms.questions.conditions import conditions, told
from hafen.mechanisms.questions.models import Question, said_in
from hafen.mechanisms.questions.queries import asked
from hafen.mechanisms.questions.tables import parts
from hafen.voice.surveys.forms import face_of
from hafen.voice.surveys.models import Wave

_TEMPLATE = Path(__file__).parent / "typst" / "questionnaire.typ"


def questionnaire(
    wave: Wave, *, language: str, beside: str, address: str, is_large: bool
) -> bytes:
    """
    Return the sheet as PDF/UA.

    :param beside: a second language below the first; empty for none
    :param address: where people may answer instead; empty for nowhere
    """
    survey = wave.survey
    with words_in(language):
        words = {
            "leave_out": _("You may leave out any question."),
            "online": _("Or answer here, without paper:"),
            "code_says": _("QR code with the address of the survey"),
            "several": _("You may tick several."),
            "number": _("Number"),
        }
    return pdf(
        _TEMPLATE,
        {
            "language": language.split("-")[0],
            "direction": direction(language),
            "size": 16 if is_large else 11,
            "issuer": wave.municipality.name,
            "title": survey.title_in(language),
            "introduction": isolated(survey.introduction_in(language), language),
            "words": {key: isolated(text, language) for key, text in words.items()},
            "address": _short(address),
            "code": qr.svg(address).decode() if address else "",
            "parts": _parts(survey.questionnaire_id, language, beside),
        },
    )


def _parts(form: UUID, language: str, beside: str) -> list[dict[str, Any]]:
    """Return single questions and tables, with numbers to enter them by."""
    rows = asked(form)
    hanging, numbers = conditions(rows), count(1)
    found = []
    for part in parts(rows):
        told_ones = []
        for row in part:
            told_one = _question(row, next(numbers), language, beside)
            if row.code in hanging:
                with words_in(language):
                    said = told(*hanging[row.code], language)
                hint = " ".join(filter(None, (said, said_in(row.hints, language))))
                told_one["hint"] = isolated(hint, language)
            if len(part) == 1:
                told_one["text"] = isolated(row.label_in(language), language)
            told_ones.append(told_one)
        stems = part[0].stems if len(part) > 1 else {}
        found.append(
            {
                "stem": isolated(said_in(stems, language), language) if stems else "",
                "beside": said_in(stems, beside) if stems and beside else "",
                "questions": told_ones,
            }
        )
    return found


def _question(
    question: Question, number: int, language: str, beside: str
) -> dict[str, Any]:
    steps = len(question.options)
    is_scale = question.kind == Question.Kind.SCALE
    return {
        "number": str(number),
        "kind": question.kind,
        "text": isolated(said_in(question.texts, language), language),
        "beside": said_in(question.texts, beside) if beside else "",
        "hint": isolated(said_in(question.hints, language), language),
        "options": [
            {
                "number": str(question.number_of(place)),
                "text": isolated(said_in(option["texts"], language), language),
                "beside": said_in(option["texts"], beside) if beside else "",
                "face": face_of(place, steps) if is_scale else -1,
            }
            for place, option in enumerate(question.options)
        ],
    }


def _short(address: str) -> str:
    """Return an address as it is typed: without scheme and last slash."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".rstrip("/")
