"""What stands in the printed guide: the same facts as on the pages, as data."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hafen.core.files import qr
from hafen.core.files.typesetting import (
    direction,
    isolated,
    runs_right_to_left,
    words_in,
)
from hafen.core.places.models import Municipality, Site
from hafen.core.places.public_addresses import public_address
from hafen.core.places.queries import hours_of
from hafen.core.places.wording import week_lines
from hafen.core.taxonomy.reference import languages
from hafen.information.directory.models import Schedule, ServicePhone
from hafen.information.directory.queries import (
    Card,
    HoursLine,
    cards,
    hours_lines,
    published_services,
)
from hafen.information.directory.shapes import said_once
from hafen.web.portal.topics import tree

Said = dict[str, Any]

MOST = 1_500


def guide(municipality: Municipality, *, language: str, now: datetime) -> Said:
    """Return the Migrantenwegweiser: every public offer under its main topic."""
    with words_in(language):
        found = cards(
            published_services(municipality, now=now)[:MOST],
            municipality,
            language=language,
            now=now,
        )
        facts = _Facts(found, language, now)
        by_topic: defaultdict[str, list[Said]] = defaultdict(list)
        for card in found:
            by_topic[_domain(card)].append(facts.offer(card))
        topics = [
            _topic(label.name, label.code, by_topic[label.code], municipality, language)
            for label in tree(language, timezone.localdate(now))
            if by_topic[label.code]
        ]
        return _sheet(municipality, language, now, path="") | {
            "title": _("Guide: help and contacts in %(town)s")
            % {"town": municipality.name},
            "topics": topics,
            "words": _words(),
        }


def site_sheet(
    municipality: Municipality, site: Site, *, language: str, now: datetime
) -> Said:
    """Return the information sheet of a site, for the door and to take along."""
    with words_in(language):
        today = timezone.localdate(now)
        hours = hours_of(municipality, [site])[site.pk]
        lines = [
            [line.day_name, ", ".join(line.times) or pgettext("door", "closed")]
            for line in week_lines(hours, today)
        ]
        texts = (site.summaries, site.directions)
        default = municipality.default_language
        summary, directions = (
            said.get(language) or said.get(default, "") for said in texts
        )
        told = [
            [_("Address"), site.address],
            [_("Telephone"), site.phone],
            [_("E-mail"), site.email],
            [_("Way there"), directions],
        ]
        step_free = {True: _("yes"), False: _("no"), None: ""}[site.is_accessible]
        told.append([_("Step-free access"), step_free])
        path = f"sites/{site.path}/"
        return _sheet(municipality, language, now, path=path) | {
            "title": site.name_in(language),
            "summary": isolated(summary, language),
            "facts": [_fact(one, two) for one, two in told if two],
            "hours": lines if hours.weekly else [],
            "words": _words(),
        }


def _sheet(
    municipality: Municipality, language: str, now: datetime, *, path: str
) -> Said:
    """Return what every printed sheet has: whose it is, of when, and the way back."""
    address = public_address(municipality, f"{language}/{path}")
    day = formats.date_format(timezone.localdate(now), "DATE_FORMAT")
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "town": municipality.name,
        "as_of": _("As of %(day)s") % {"day": day},
        "address": address,
        "code": qr.svg(address).decode(),
        "code_says": _("QR code: this page on the web"),
    }


def _fact(label: str, value: str) -> Said:
    """Return a line of facts; a value without any letter from right to left keeps
    its direction on a line of its own.
    """
    runs = "rtl" if runs_right_to_left(value) else "ltr"
    return {"label": label, "value": value, "direction": runs}


def _words() -> Said:
    """Return the headings that every sheet needs, in the reader's language."""
    return {
        "contents": _("Contents"),
        "hours": _("Opening hours"),
        "day": _("Day"),
        "times": _("Times"),
        "today": _("Always up to date on the web:"),
    }


def _topic(
    name: str,
    code: str,
    offers: list[Said],
    municipality: Municipality,
    language: str,
) -> Said:
    address = public_address(municipality, f"{language}/offers/?topic={code}")
    return {"name": name, "offers": offers, "code": qr.svg(address).decode()}


def _domain(card: Card) -> str:
    return card.topics[0].partition(".")[0] if card.topics else ""


def _language(tag: str, reader: str) -> str:
    """Return the name of a language in the reader's, in its own where none is known."""
    entry = languages().get(tag)
    if entry is None:
        return tag
    name: str = entry["names"].get(reader) or entry["own_name"]
    return name


class _Facts:
    """Telephone numbers and hours of the offers, read in two queries."""

    def __init__(self, found: Sequence[Card], language: str, now: datetime) -> None:
        keys = [card.id for card in found]
        self.language = language
        self.phones: defaultdict[UUID, list[str]] = defaultdict(list)
        for key, number in (
            ServicePhone.objects.filter(service__in=keys)
            .order_by("place")
            .values_list("service_id", "number")
        ):
            self.phones[key].append(number)
        self.hours: defaultdict[UUID, list[Schedule]] = defaultdict(list)
        rows = Schedule.objects.filter(service__in=keys).order_by("place")
        for row in rows.prefetch_related("exceptions"):
            self.hours[row.service_id].append(row)
        self.today = timezone.localdate(now)

    def offer(self, card: Card) -> Said:
        spoken = (_language(tag, self.language) for tag in card.languages)
        facts = [
            [_("Who"), card.organisation],
            *([_("Where"), where.one_line] for where in card.where),
            [_("Telephone"), ", ".join(self.phones[card.id])],
            [_("Languages"), ", ".join(spoken)],
            [_("Costs"), _("free of charge") if card.is_free else ""],
        ]
        schedules = [said_once(row) for row in self.hours[card.id]]
        lines = hours_lines(schedules, today=self.today)
        return {
            "name": str(card.name),
            "language": card.name.language.split("-")[0],
            "summary": isolated(str(card.summary), self.language),
            "alert": isolated(str(card.alert), self.language),
            "facts": [_fact(one, two) for one, two in facts if two],
            "hours": list(self._lines(lines)),
        }

    def _lines(self, lines: Iterable[HoursLine]) -> Iterable[list[str]]:
        for line in lines:
            days = " ".join(part for part in (line.day_names, line.rhythm) if part)
            times = _("by appointment")
            if line.opens_at and line.closes_at:
                times = f"{line.opens_at:%H:%M} – {line.closes_at:%H:%M}"
            # From and until stand in the order in which the reader reads.
            yield [days or line.note, times]
