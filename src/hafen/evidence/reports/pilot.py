"""The report of the pilot, in the shape and the words in which the city printed it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy.reference import words_in
from hafen.evidence.reports.figures import _reached as contacts
from hafen.evidence.reports.figures import _surveys as surveys
from hafen.evidence.reports.figures._contacts import EXPECTED
from hafen.evidence.reports.measuring import Frame, Given, Section, Template, templates
from hafen.mechanisms.questions.models import Question
from hafen.voice.surveys.instruments import INSTRUMENTS

# The words of the list, whatever the language of the screen.
_GROUPS = {
    "b": "Flüchtlinge",
    "a": "Akteure und Kooperationspartner",
    "c": "Aufnahmegesellschaft",
}


def as_json(frame: Frame) -> dict[str, Any]:
    """Return all keys, always; what nobody has set yet is None."""
    found = contacts.reached(frame)
    return {
        "source": frame.given.get("source") or None,
        "contacts": {
            "total": sum(found.by_group.values()),
            "by_target_group": {
                word: found.by_group[code] for code, word in _GROUPS.items()
            },
            "consultation_visits": found.visits,
            "consultation_persons": found.persons,
            "first_home_visits": found.first_visits,
            "households_reached": found.households,
            "households_expected": contacts.expected(frame),
            "actors": found.actors,
            "cooperations": found.cooperations,
            "citizens": found.citizens,
            "consultation_visits_on_thursdays": found.thursdays,
        },
        "survey_contact_persons": _contact_persons(frame),
        "survey_households": _households(frame),
    }


def _contact_persons(frame: Frame) -> dict[str, Any]:
    said = _told(frame, "contact_persons")
    asked = frame.given.get("invited", "")
    return {
        "invited": int(asked) if asked.isdecimal() else said["invited"],
        "returned": said["returned"],
        "roles": said["roles"],
        "questions": said["questions"],
    }


def _households(frame: Frame) -> dict[str, Any]:
    said = _told(frame, "households")
    return {name: said[name] for name in ("returned", "persons", "questions")}


def _told(frame: Frame, instrument: str) -> Mapping[str, Any]:
    """Return what a round told; with all questions, though nobody was asked."""
    return surveys.told(frame, instrument) or {
        "invited": None,
        "returned": 0,
        "persons": None,
        **_empty(instrument),
    }


def _empty(key: str) -> dict[str, Any]:
    instrument = INSTRUMENTS[key]
    closed = {Question.Kind.CHOICE, Question.Kind.CHOICES, Question.Kind.SCALE}
    with words_in("de"):
        by_code = {item.code: item for item in instrument.items}
        apart = by_code.get(instrument.group)
        return {
            "roles": {str(word): 0 for word in apart.options} if apart else {},
            "questions": {
                str(item.text): {}
                for item in instrument.items
                if item.kind in closed and item is not apart
            },
        }


def register() -> None:
    templates.register(
        Template(
            "pilot",
            _("Report of a pilot"),
            _(
                "Contacts, consultation hours, households reached, actors, and both"
                " satisfaction surveys, as at the end of a pilot project."
            ),
            (
                Section(
                    _("Contacts"),
                    ("contacts", "unrecorded", "consultation_visits"),
                ),
                Section(_("Households"), ("households_reached", "first_home_visits")),
                Section(_("Network"), ("actors", "cooperations", "citizens")),
                Section(_("Surveys"), ("survey_contact_persons", "survey_households")),
            ),
            # The city published small cells.
            least=0,
            given=(
                Given("source", _("Source")),
                EXPECTED,
                Given("invited", _("Contact persons asked"), is_number=True),
                Given("contact_persons_wave", _("Round of contact persons")),
                Given("households_wave", _("Round of households")),
            ),
            as_json=as_json,
        )
    )
