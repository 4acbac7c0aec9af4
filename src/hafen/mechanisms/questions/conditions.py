"""A question that is asked only after a certain answer to an earlier one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from hafen.mechanisms.questions.models import Question, said_in


def conditions(questions: Iterable[Question]) -> dict[str, tuple[Question, str]]:
    """Return on which earlier question and answer others hang, by their codes.

    A question that went, or that stands further down now, is no condition any more.
    """
    found: dict[str, tuple[Question, str]] = {}
    before: dict[str, Question] = {}
    for row in questions:
        code, _equals, key = row.only_if.partition("=")
        if code in before:
            found[row.code] = before[code], key
        before[row.code] = row
    return found


def answered(questions: Iterable[Question], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to what was asked at all, by the code of the question."""
    rows = list(questions)
    hanging, kept = conditions(rows), dict[str, Any]()
    for row in rows:
        if row.code not in said:
            continue
        if row.code in hanging:
            above, key = hanging[row.code]
            found = kept.get(above.code)
            if key not in (found if isinstance(found, list) else [found]):
                continue
        kept[row.code] = said[row.code]
    return kept


def told(above: Question, key: str, language: str) -> str:
    """Return the condition as a sentence; for paper, and without a program."""
    words = {option["key"]: option["texts"] for option in above.options}
    said = {
        "question": above.label_in(language),
        "answer": said_in(words.get(key, {}), language),
    }
    return _("Only if you answered “%(question)s” with “%(answer)s”.") % said
