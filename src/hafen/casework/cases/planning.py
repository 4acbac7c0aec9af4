"""The integration agreement on paper: in German, and in the person's language.

A change of a sentence holds for papers that are prepared from then on; each keeps
its words.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from hafen.casework.cases.models import (
    Case,
    Client,
    Goal,
    GoalStep,
    IntegrationAgreement,
)
from hafen.core.files.typesetting import direction, isolated, pdf
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.core.ui.signing import drawn

_PAPER = Path(__file__).parent / "typst" / "agreement.typ"
_HOUSE = "de"


def paper(agreement: IntegrationAgreement) -> bytes:
    """Return the paper as PDF/UA, with the words that it was prepared with."""
    data = json.loads(agreement.content)
    signed = str(drawn(agreement.signature, agreement.client.name))
    day = _day(agreement.signed_on) if agreement.signed_on and signed else ""
    return pdf(_PAPER, data | {"signed": signed, "signed_on": day})


def paper_data(
    case: Case, client: Client, goals: Iterable[Goal], *, review_on: date, today: date
) -> dict[str, Any]:
    """Return what the paper says, in both languages, as it is kept."""
    spoken = screen_language(next(iter(client.languages), _HOUSE))
    goals = list(goals)
    parts = []
    for language in dict.fromkeys((spoken, _HOUSE)):
        with words_in(language):
            parts.append(_part(case, client, goals, language, review_on, today))
    town = case.municipality
    return {
        "title": parts[-1]["heading"],
        "parts": parts,
        "issuer": town.name,
        "contact": str(town.contact.get("email", "")),
    }


def _part(
    case: Case,
    client: Client,
    goals: list[Goal],
    language: str,
    review_on: date,
    today: date,
) -> dict[str, Any]:
    labels = taxonomy.labels(Vocabulary.NEEDS, language=language, today=today)
    names = {label.code: label.name for label in labels}
    between = {"person": client.name, "office": case.team.name}
    agreed = [
        _("This agreement is voluntary. Whoever signs none is helped all the same."),
        _(
            "Each side can end it at any time, without a reason and without a"
            " disadvantage. The counselling goes on."
        ),
        _("We look at it together again on %(day)s.") % {"day": _day(review_on)},
    ]
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "heading": _("Integration agreement"),
        "between": isolated(_("between %(person)s and %(office)s") % between, language),
        "goals_heading": _("Goals and steps"),
        "goals": [
            {
                "name": isolated(
                    f"{names.get(goal.domain, '')}: {_said(goal, language)}", language
                ),
                "steps": [_step(step, language) for step in goal.steps.all()],
            }
            for goal in goals
        ],
        "agreed": [isolated(each, language) for each in agreed],
        "lines": [
            _("Place and day"),
            _("Signature of the person"),
            _("Signature of the counselling office"),
        ],
        "issued": isolated(_("Printed on %(day)s") % {"day": _day(today)}, language),
    }


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _said(row: Goal | GoalStep, language: str) -> str:
    """Return the words in a language; the German ones where none were written."""
    return str(row.text if language == _HOUSE else row.own_text or row.text)


def _step(step: GoalStep, language: str) -> str:
    who = step.other or step.get_who_display()
    told = _("%(step)s (who: %(who)s, until %(day)s)") % {
        "step": _said(step, language),
        "who": who,
        "day": _day(step.due_on),
    }
    return isolated(told, language)
