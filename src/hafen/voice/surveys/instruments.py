"""Questionnaires that come ready: those of the pilot "lokal willkommen".

The German words are the headings of the lists that offices keep of the paper
sheets; lists are recognised by them.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.mechanisms.questions.models import Question
from hafen.voice.surveys.models import Survey

Kind = Question.Kind
Words = str | Promise

_HOW_SATISFIED = pgettext_lazy("survey", "How satisfied are you with it?")
_LIST_THREE = pgettext_lazy("survey", "Please name up to three.")


@dataclass(frozen=True)
class Item:
    """One question of a template.

    :param code: the name of its column
    :param scale: which ready-made answers it has
    :param options: answers of its own
    :param columns: headings under which lists hold it, beside its words
    :param stem: what the table asks of which it is a row
    :param easy: the same in easy words
    :param pictogram: an icon of the house, and `pictograms` for its own answers
    """

    code: str
    text: Words
    kind: str = Kind.SCALE
    hint: Words = ""
    scale: str = ""
    options: tuple[Words, ...] = ()
    columns: tuple[str, ...] = ()
    stem: Words = ""
    easy: Words = ""
    pictogram: str = ""
    pictograms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """A questionnaire that comes ready.

    :param group: the question by whose answers groups are told apart
    :param persons: the question that counts the people of a household
    :param least_cell: the city of the pilot published small counts
    """

    key: str
    name: Words
    title: Words
    introduction: Words
    audience: str
    items: tuple[Item, ...]
    group: str = ""
    persons: str = ""
    least_cell: int = 0


def _satisfied(code: str, text: Words, icon: str = "", easy: Words = "") -> Item:
    return Item(
        code,
        text,
        scale="satisfaction",
        stem=_HOW_SATISFIED,
        easy=easy,
        pictogram=icon,
    )


def _yes_no(code: str, text: Words, icon: str = "", **more: Any) -> Item:
    return Item(code, text, Kind.CHOICE, pictogram=icon, **({"scale": "yes_no"} | more))


CONTACT_PERSONS = Instrument(
    key="contact_persons",
    name=_("Satisfaction of partners and volunteers"),
    title=pgettext_lazy("survey", "How do you work with us?"),
    introduction=pgettext_lazy(
        "survey",
        "You worked with us. Please tell us what is good and what is not. It takes"
        " five minutes, and nobody learns who answered what.",
    ),
    audience=Survey.Audience.PARTNERS,
    group="role",
    items=(
        Item(
            "role",
            pgettext_lazy("survey", "Role"),
            Kind.CHOICE,
            options=(
                pgettext_lazy("survey", "cooperation partner"),
                pgettext_lazy("survey", "volunteer"),
            ),
        ),
        _satisfied("opening_hours", pgettext_lazy("survey", "Opening hours")),
        _satisfied("reachability", pgettext_lazy("survey", "How to reach the staff")),
        _satisfied("site_rooms", pgettext_lazy("survey", "Site and rooms")),
        _satisfied("competence", pgettext_lazy("survey", "Competence")),
        _satisfied("advice", pgettext_lazy("survey", "Advice in general")),
        _satisfied("overall", pgettext_lazy("survey", "Overall impression")),
        Item(
            "joint_office",
            pgettext_lazy("survey", "The city works with a welfare association"),
            scale="opinion",
        ),
        Item(
            "support",
            pgettext_lazy("survey", "Helpful support for volunteers"),
            scale="agreement",
        ),
        _yes_no(
            "recommend", pgettext_lazy("survey", "Would you recommend the office?")
        ),
        _yes_no(
            "progress",
            pgettext_lazy("survey", "Does integration in the district move on?"),
        ),
        Item(
            "strengths",
            pgettext_lazy("survey", "Strengths"),
            Kind.LONG,
            _LIST_THREE,
            columns=("Stärke 1", "Stärke 2", "Stärke 3"),
        ),
        Item(
            "weaknesses",
            pgettext_lazy("survey", "Weaknesses"),
            Kind.LONG,
            _LIST_THREE,
            columns=("Schwäche 1", "Schwäche 2", "Schwäche 3"),
        ),
    ),
)

HOUSEHOLDS = Instrument(
    key="households",
    name=_("Satisfaction of refugees"),
    title=pgettext_lazy("survey", "Are you satisfied with our advice?"),
    introduction=pgettext_lazy(
        "survey",
        "You came to us for advice. Please tell us what is good and what is not."
        " Nobody learns who answered what. You may leave out any question.",
    ),
    audience=Survey.Audience.NEWCOMERS,
    persons="persons",
    items=(
        Item(
            "persons",
            pgettext_lazy("survey", "Persons in the household"),
            "NUMBER",
            easy=pgettext_lazy("survey", "How many people live in your home?"),
            pictogram="topic-family",
        ),
        Item(
            "heard_of",
            pgettext_lazy("survey", "How did you hear of us?"),
            Kind.CHOICE,
            options=(
                pgettext_lazy("survey", "friends or acquaintances"),
                pgettext_lazy("survey", "visit at home"),
                pgettext_lazy("survey", "institution (authority, shelter)"),
                pgettext_lazy("survey", "internet or press"),
                pgettext_lazy("survey", "other"),
            ),
            easy=pgettext_lazy("survey", "Who told you about us?"),
            pictogram="message",
            pictograms=("topic-contacts", "home", "building", "globe", "help"),
        ),
        _satisfied(
            "opening_hours",
            pgettext_lazy("survey", "Opening hours"),
            "clock",
            pgettext_lazy("survey", "Are we open when you have time?"),
        ),
        _satisfied(
            "site",
            pgettext_lazy("survey", "Site"),
            "map-pin",
            pgettext_lazy("survey", "Is the way to us easy?"),
        ),
        _satisfied(
            "rooms",
            pgettext_lazy("survey", "Rooms"),
            "topic-donations",
            pgettext_lazy("survey", "Are our rooms good?"),
        ),
        _satisfied(
            "reachability",
            pgettext_lazy("survey", "How to reach the staff"),
            "phone",
            pgettext_lazy("survey", "Do you reach us when you call or write?"),
        ),
        _satisfied(
            "competence",
            pgettext_lazy("survey", "Competence"),
            "topic-training",
            pgettext_lazy("survey", "Do we know our work well?"),
        ),
        _satisfied(
            "friendliness",
            pgettext_lazy("survey", "Friendliness"),
            "smile",
            pgettext_lazy("survey", "Are we friendly to you?"),
        ),
        _satisfied(
            "commitment",
            pgettext_lazy("survey", "Commitment of the staff"),
            "topic-engagement",
            pgettext_lazy("survey", "Do we really try to help you?"),
        ),
        _satisfied(
            "outcome",
            pgettext_lazy("survey", "Outcome of the advice"),
            "circle-check",
            pgettext_lazy("survey", "Did our advice help you?"),
        ),
        _satisfied(
            "overall",
            pgettext_lazy("survey", "Overall impression"),
            "star",
            pgettext_lazy("survey", "What do you think of us, all in all?"),
        ),
        _yes_no(
            "joint_offers",
            pgettext_lazy("survey", "Do you use offers of our partners?"),
            "users",
            easy=pgettext_lazy(
                "survey", "Do you also go to other groups that work with us?"
            ),
        ),
        _yes_no(
            "at_ease",
            pgettext_lazy("survey", "Do you feel more at ease in the district?"),
            "home",
            scale="yes_no_unsure",
            easy=pgettext_lazy("survey", "Do you feel better here now?"),
        ),
        _yes_no(
            "recommend",
            pgettext_lazy("survey", "Recommendation"),
            "thumb-up",
            hint=pgettext_lazy("survey", "Would you tell friends to come to us?"),
        ),
        _yes_no(
            "go_on",
            pgettext_lazy("survey", "Should the office go on?"),
            "building",
            easy=pgettext_lazy("survey", "Should we keep on working here?"),
        ),
        _yes_no(
            "understood",
            pgettext_lazy("survey", "Do interpreters let you make yourself clear?"),
            "topic-language",
            easy=pgettext_lazy(
                "survey", "Can you say everything when an interpreter helps?"
            ),
        ),
    ),
)

INSTRUMENTS = {one.key: one for one in (CONTACT_PERSONS, HOUSEHOLDS)}
