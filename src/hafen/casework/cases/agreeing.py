"""What a person agrees to, in sentences of their language.

A change of a sentence is a new edition; what was signed keeps its text.
"""

from datetime import date

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hafen.casework.cases.models import Consent
from hafen.core.db.languages import comma
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.reference import screen_language

EDITION = "2026-1"
_SOURCE = "de"
_Kind = Consent.Kind


def languages_of(consent: Consent) -> tuple[str, ...]:
    """Return the languages of the sheet: the person's, and German beside it."""
    return both(consent.language)


def both(language: str) -> tuple[str, ...]:
    """Return a language and German beside it, as sheets are printed."""
    return tuple(dict.fromkeys((screen_language(language), _SOURCE)))


def wording(consent: Consent, language: str, *, today: date) -> list[str]:
    """Return the sentences that somebody signs, in one language."""
    with translation.override(language):
        return [
            _subject(consent, language, today),
            _("This holds until %(day)s.")
            % {"day": formats.date_format(consent.valid_until, "DATE_FORMAT")},
            _(
                "It is free: if I do not agree, I am helped all the same."
                " I may withdraw it at any time, without a reason; what was done"
                " until then stays lawful."
            ),
        ]


def full_text(consent: Consent, *, today: date) -> str:
    """Return what is kept with a consent: all of its languages."""
    parts = [
        "\n".join(wording(consent, language, today=today))
        for language in languages_of(consent)
    ]
    return "\n\n".join(parts)


def _subject(consent: Consent, language: str, today: date) -> str:
    facts = {
        "recipient": consent.recipient,
        "speaker": consent.released.name if consent.released else "",
        "what": comma(language).join(
            str(Consent.Category(code).label) for code in consent.categories
        ),
        "purpose": purpose_name(consent.purpose, language=language, today=today),
    }
    said = {
        _Kind.SHARING: _(
            "I agree that the town gives %(recipient)s the following about me:"
            " %(what)s. What for: %(purpose)s."
        ),
        _Kind.RELEASE: _(
            "I release %(speaker)s from professional secrecy towards %(recipient)s."
            " What for: %(purpose)s."
        ),
        _Kind.MATCHING: _(
            "I agree that %(recipient)s looks for help for me by my languages, my"
            " district and my free time, without my name."
        ),
        _Kind.VOLUNTEER: _(
            "I agree that a volunteer of %(recipient)s gets in touch with me."
        ),
        _Kind.INTERPRETER: _(
            "I agree that an interpreter of %(recipient)s is present and hears what"
            " is said."
        ),
        _Kind.SURVEY: _("I agree that %(recipient)s invites me to a survey."),
        _Kind.NEWSLETTER: _("I agree that %(recipient)s sends me news."),
        _Kind.PHOTO: _(
            "I agree that %(recipient)s takes a photograph of me and shows it."
        ),
        _Kind.TABLE: _(
            "I agree that my case is talked about with %(recipient)s at a case table,"
            " in a few words under a number, without my name. What for: %(purpose)s."
        ),
        _Kind.GRID: _(
            "I agree that %(recipient)s sees, under a number and without my name, which"
            " offices do what for me and until when, and adds what it does itself."
        ),
    }
    return said[_Kind(consent.kind)] % facts


def purpose_name(code: str, *, language: str, today: date) -> str:
    """Return what a purpose is called: a domain of needs, or the talk as a whole."""
    labels = taxonomy.labels(Vocabulary.NEEDS, language=language, today=today)
    found = {label.code: label.name for label in labels}
    return found.get(code) or pgettext("purpose", "counselling")


def headings(language: str) -> dict[str, str]:
    """Return what stands around the sentences, in one language."""
    with translation.override(language):
        return {
            "title": _("Consent"),
            "tick": _("Tick only what you agree to."),
            "sign": _("Place, day, signature"),
            "slip": _("Withdrawal"),
            "withdraw": _("I withdraw what I agreed to on this sheet."),
            "here": _("Sign here with a finger or a pen"),
            "again": _("Write it again"),
            "done": _("I sign"),
        }
