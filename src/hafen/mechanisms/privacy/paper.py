"""The copy on paper (Art. 15 DSGVO): to be read, printed and posted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.accounts.models import RoleAssignment, TeamMembership
from hafen.core.audit.models import Event
from hafen.core.db.roles import Role
from hafen.core.files.typesetting import direction, isolated, pdf, titled
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language, words_in
from hafen.mechanisms.privacy.recipients import Recipient
from hafen.mechanisms.privacy.rights import Part
from hafen.mechanisms.privacy.telling import kind_of

_PAPER = Path(__file__).parent / "typst" / "copy.typ"
_HOUSE = "de"


@dataclass(frozen=True)
class Chapter:
    """The rows of one kind, in the words of the reader: each its names and values."""

    part: Part
    name: str
    rows: Sequence[Sequence[tuple[str, str]]]


def language_of(roots: Iterable[models.Model], town: Municipality) -> str:
    """Return the language of the person, else that of the town."""
    for row in roots:
        several = getattr(row, "languages", None)
        own = several[0] if isinstance(several, list) and several else None
        if found := own or getattr(row, "language", ""):
            return screen_language(str(found))
    return screen_language(town.default_language)


def copy(
    chapters: Iterable[Chapter],
    *,
    language: str,
    told: Iterable[tuple[str, Recipient]],
    readings: Iterable[Event],
    town: Municipality,
    now: datetime,
) -> bytes:
    """Return the paper as PDF/UA in a language; laws and purposes in German."""
    readings = list(readings)
    with words_in(_HOUSE):
        intro_german = _intro(town, now)
    with words_in(language):
        return pdf(
            _PAPER,
            {
                "title": _("Your data"),
                "town": town.name,
                "language": language.split("-")[0],
                "direction": direction(language),
                "intro": [isolated(each, language) for each in _intro(town, now)],
                "intro-german": intro_german,
                "sections": [_section(each, language) for each in chapters],
                "recipients-title": _("Who received data"),
                "recipients": [_recipient(*each, language) for each in told],
                "readings-title": _("When your data was read"),
                "readings": _readings(readings, language),
                "none-noted": _("Never noted."),
            },
        )


def _intro(town: Municipality, now: datetime) -> list[str]:
    about = {"town": town.name, "at": date_format(timezone.localdate(now))}
    return [
        _(
            "This is what %(town)s has stored about you on %(at)s (Art. 15 GDPR). The"
            " same stands in “daten.json” for machines (Art. 20 GDPR); files and mails"
            " lie beside it."
        )
        % about,
        _(
            "You may have wrong data corrected, ask for erasure or restriction,"
            " object, and complain to the data protection authority of the state."
        ),
    ]


def _section(chapter: Chapter, language: str) -> dict[str, Any]:
    found = chapter.part.declaration
    with translation.override(_HOUSE):
        german = str(chapter.part.name)
    law = [found.purpose, found.legal_basis, found.keep_because, *found.recipients]
    return {
        "name": titled(chapter.name, language),
        "german": german,
        "law": " · ".join(law),
        "rows": [
            [
                [isolated(name, language), isolated(value, language)]
                for name, value in row
            ]
            for row in chapter.rows
        ],
    }


def _recipient(label: str, each: Recipient, language: str) -> str:
    day = date_format(each.on, "SHORT_DATE_FORMAT")
    return isolated(f"{day}: {each.name} ({kind_of(label)})", language)


def _readings(events: Sequence[Event], language: str) -> list[str]:
    """Say when somebody read it, with their function and their team; no names."""
    actors = {event.actor_id for event in events if event.actor_id}
    functions: dict[UUID, set[str]] = {}
    assigned = RoleAssignment.objects.filter(user__in=actors)
    for user, role in assigned.values_list("user", "role"):
        functions.setdefault(user, set()).add(str(Role(role).label))
    members = TeamMembership.objects.filter(user__in=actors).order_by("valid_from")
    teams = dict(members.values_list("user", "team__name"))
    lines = []
    for event in events:
        at = date_format(timezone.localtime(event.at), "SHORT_DATETIME_FORMAT")
        who = event.actor_id
        known = [*sorted(functions.get(who, ())), teams.get(who, "")] if who else []
        said = ", ".join(each for each in known if each)
        lines.append(isolated(f"{at} · {event.action} · {said}", language))
    return lines
