"""Words for what is stored as codes, and what people and groups are told."""

from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hafen.casework.cases.models import SpecialNote
from hafen.casework.outreach.models import Arrival, HomeVisit
from hafen.core.db.languages import comma
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.reference import direction, screen_language


def language_names() -> dict[str, str]:
    """Return what languages are called in the language of the page, by their tags."""
    tag, today = get_language() or "de", timezone.localdate()
    return {row.tag: str(row.name_in(tag)) for row in taxonomy.languages(today=today)}


def spoken(tags: list[str], names: dict[str, str] | None = None) -> list[str]:
    known = language_names() if names is None else names
    return [known.get(each, each) for each in tags]


def unread(note: SpecialNote) -> str:
    """Return which note it is, as its own page lists it, without its words."""
    day = formats.date_format(note.on, "SHORT_DATE_FORMAT")
    hour = formats.time_format(timezone.localtime(note.created_at))
    return f"{day} · {note.author.name if note.author else '–'} · {hour}"


def told_to_group(row: Arrival) -> tuple[str, str]:
    """Return subject and text of a notice: how many, where, when; no name."""
    where = row.district.name if row.district else row.municipality.name
    one = _("One person arrives in %(where)s.")
    several = _("A family of %(count)s arrives in %(where)s.")
    said = one if row.persons == 1 else several
    people = said % {"count": row.persons, "where": where}
    day = formats.date_format(row.on, "DATE_FORMAT")
    lines = [people, _("From %(day)s on they live there.") % {"day": day}]
    if row.languages:
        names = comma(get_language() or "de").join(spoken(row.languages))
        lines.append(_("Languages: %(names)s") % {"names": names})
    lines.append(
        _("Whoever would like to help them to settle in answers our team: %(team)s.")
        % {"team": row.team.name}
    )
    return people, "\n\n".join(lines)


def side_by_side(tags: list[str]) -> list[tuple[str, str]]:
    """Return the languages of a print: theirs, and German, each with its direction."""
    own = screen_language(tags[0]) if tags else "de"
    return [(tag, direction(tag)) for tag in dict.fromkeys((own, "de"))]


def letter(visit: HomeVisit) -> list[dict[str, Any]]:
    """Return the letter that announces a visit, in their language and in German."""
    arrival = visit.arrival
    found = []
    for tag, way in side_by_side(arrival.languages):
        with translation.override(tag):
            day = formats.date_format(visit.on, "DATE_FORMAT")
            hour = formats.time_format(visit.at, "TIME_FORMAT") if visit.at else ""
            when = (
                _("We would like to visit you on %(day)s at %(hour)s.")
                if hour
                else _("We would like to visit you on %(day)s.")
            )
            found.append(
                {
                    "tag": tag,
                    "dir": way,
                    "title": _("We come to see you"),
                    "lines": [
                        when % {"day": day, "hour": hour},
                        _("%(visitor)s of the team %(team)s comes.")
                        % {"visitor": visit.visitor.name, "team": arrival.team.name},
                        _(
                            "We tell you where you find help in the town, and listen"
                            " to what you need. The visit is free and voluntary."
                        ),
                        _("If the time does not suit you, please tell us."),
                    ],
                }
            )
    return found


def notice(row: Arrival) -> list[dict[str, Any]]:
    """Return the notice of an assignment, in their language and in German."""
    found = []
    where = ", ".join(part for part in (row.address, row.unit) if part)
    for tag, way in side_by_side(row.languages):
        with translation.override(tag):
            day = formats.date_format(row.on, "DATE_FORMAT")
            lines = [
                _("From %(day)s on you live here: %(where)s.")
                % {"day": day, "where": where},
                _("The team %(team)s will come to see you and help you to settle in.")
                % {"team": row.team.name},
            ]
            if row.basis:
                lines.append(_("Legal basis: %(basis)s") % {"basis": row.basis})
            title = _("Your dwelling")
        found.append({"tag": tag, "dir": way, "title": title, "lines": lines})
    return found
