"""What offers and sites say on paper: the same facts as on the pages, as data."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hafen.core.db.languages import comma
from hafen.core.files import qr
from hafen.core.files.typesetting import (
    direction,
    isolated,
    runs_right_to_left,
    titled,
)
from hafen.core.places.hours import Hours
from hafen.core.places.models import Municipality, Site
from hafen.core.places.public_addresses import public_address
from hafen.core.places.wording import usual_days, week_lines
from hafen.core.taxonomy.reference import languages, screen_language
from hafen.information.directory.models import Schedule, ServicePhone
from hafen.information.directory.queries import Card, HoursLine, hours_lines
from hafen.information.directory.shapes import said_once

Said = dict[str, Any]


def foot(
    municipality: Municipality, language: str, now: datetime, *, path: str
) -> Said:
    """Return what every sheet has: whose it is, of when, and the way back."""
    address = public_address(municipality, f"{language}/{path}")
    day = formats.date_format(timezone.localdate(now), "DATE_FORMAT")
    return {
        "language": language.split("-")[0],
        "direction": direction(language),
        "town": municipality.name,
        "as_of": isolated(_("As of %(day)s") % {"day": day}, language),
        "address": address,
        "code": qr.svg(address).decode(),
        "code_says": _("QR code: this page on the web"),
    }


def words() -> Said:
    """Return the headings that every sheet needs, in the reader's language."""
    return {
        "contents": _("Contents"),
        "hours": _("Opening hours"),
        "day": _("Day"),
        "times": _("Times"),
        "today": _("Always up to date on the web:"),
    }


def fact(label: str, value: str, language: str) -> Said:
    """Return a line of facts; a value without any letter from right to left keeps
    its direction on a line of its own.
    """
    runs = "rtl" if runs_right_to_left(value) else "ltr"
    return {"label": label, "value": isolated(value, language), "direction": runs}


def site(
    row: Site, hours: Hours, municipality: Municipality, language: str, today: date
) -> Said:
    """Return a site with its hours of the next days."""
    lines = [
        [line.day_name, comma().join(line.times) or pgettext("door", "closed")]
        for line in week_lines(hours, today)
    ]
    return _site(row, municipality, language, lines if hours.weekly else [])


def usual_site(
    row: Site, hours: Hours, municipality: Municipality, language: str, today: date
) -> Said:
    """Return a site with the hours of every week, for what lies around for long."""
    lines = [list(line) for line in usual_days(hours, today)]
    return _site(row, municipality, language, lines)


def _site(
    row: Site, municipality: Municipality, language: str, lines: list[list[str]]
) -> Said:
    default = municipality.default_language
    summary, directions = (
        said.get(language) or said.get(default, "")
        for said in (row.summaries, row.directions)
    )
    step_free = {True: _("yes"), False: _("no"), None: ""}[row.is_accessible]
    told = [
        [_("Address"), row.address],
        [_("Telephone"), row.phone],
        [_("E-mail"), row.email],
        [_("Way there"), directions],
        [_("Step-free access"), step_free],
    ]
    return {
        "name": row.name_in(language),
        "summary": isolated(summary, language),
        "facts": [fact(one, two, language) for one, two in told if two],
        "hours": lines,
    }


class Offers:
    """Telephone numbers and hours of offers, read in two queries."""

    def __init__(self, keys: Sequence[UUID], now: datetime) -> None:
        self.phones: defaultdict[UUID, list[str]] = defaultdict(list)
        for key, number in (
            ServicePhone.objects.filter(service__in=keys)
            .order_by("place")
            .values_list("service_id", "number")
        ):
            self.phones[key].append(number)
        self.schedules: defaultdict[UUID, list[Schedule]] = defaultdict(list)
        rows = Schedule.objects.filter(service__in=keys).order_by("place")
        for row in rows.prefetch_related("exceptions") if keys else ():
            self.schedules[row.service_id].append(row)
        self.today = timezone.localdate(now)

    def said(self, card: Card, language: str) -> Said:
        """Return an offer for a reader of the language."""
        spoken = (_language(tag, language) for tag in card.languages)
        facts = [
            [_("Who"), card.organisation],
            *([_("Where"), where.one_line] for where in card.where),
            [_("Telephone"), comma().join(self.phones[card.id])],
            [_("Languages"), comma().join(spoken)],
            [_("Costs"), _("free of charge") if card.is_free else ""],
        ]
        return {
            "name": titled(str(card.name), language),
            "language": card.name.language.split("-")[0],
            "summary": isolated(str(card.summary), language),
            "alert": isolated(str(card.alert), language),
            "facts": [fact(one, two, language) for one, two in facts if two],
            "hours": self.hours(card.id),
        }

    def hours(self, key: UUID) -> list[list[str]]:
        """Return days and times of an offer."""
        schedules = [said_once(row) for row in self.schedules[key]]
        return list(_lines(hours_lines(schedules, today=self.today)))


def _lines(lines: Iterable[HoursLine]) -> Iterable[list[str]]:
    for line in lines:
        days = " ".join(part for part in (line.day_names, line.rhythm) if part)
        times = _("by appointment")
        if line.opens_at and line.closes_at:
            times = f"{line.opens_at:%H:%M} – {line.closes_at:%H:%M}"
        # From and until stand in the order in which the reader reads.
        yield [days or line.note, times]


def _language(tag: str, reader: str) -> str:
    """Return the name of a language in the reader's, in its own where none is known."""
    entry = languages().get(tag)
    if entry is None:
        return tag
    name: str = entry["names"].get(screen_language(reader)) or entry["own_name"]
    return name
