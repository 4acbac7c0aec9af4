"""`./hafen report NAME --municipality SLUG --from DATE --to DATE`."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context, one_moment
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.core.places.queries import municipality_by_slug
from hafen.core.taxonomy.reference import words_in
from hafen.evidence.reports import papers, queries
from hafen.evidence.reports.figures._cases import programme_names
from hafen.evidence.reports.measuring import Frame, Template, templates


class Refused(DomainError):
    """The report cannot be made; the text says why and what to do."""


def report(options: argparse.Namespace) -> Outcome:
    """Print a report, or write it into a file."""
    template = _template(options.name)
    here = _municipality(options.municipality)
    first, last = _day(options.first), _day(options.last)
    if last < first:
        raise Refused(_("The period ends before it begins."))
    given, today = _given(template, options.set), timezone.localdate()
    context = Context(municipality=here.pk, channel="command")
    with one_moment(context), words_in(here.default_language):
        frame = _frame(here, first=first, last=last, today=today, given=given)
        content = _made(template, frame, options.format)
    if isinstance(content, bytes):
        _put(content, options.out)
        return Outcome(None)
    text = json.dumps(content, ensure_ascii=False, indent=2)
    if options.out:
        _put(text.encode(), options.out)
        return Outcome(None)
    return Outcome(content, [text])


def _frame(here: Municipality, **of: Any) -> Frame:
    try:
        return queries.frame_of(here, **of)
    except queries.UnknownProgramme as fault:
        known = ", ".join(programme_names(here))
        said = _("There is no programme “%(name)s”. There are: %(known)s.")
        name = of["given"]["programme"]
        raise Refused(said % {"name": name, "known": known}) from fault


def _made(template: Template, frame: Frame, kind: str) -> bytes | dict[str, Any]:
    if kind == "json" and (shaped := queries.shaped(template, frame)) is not None:
        return shaped
    now = timezone.localtime()
    found = queries.measured(template, frame, now=now)
    return found.as_json() if kind == "json" else papers.made(found, kind)


def _put(content: bytes, out: str) -> None:
    if out:
        Path(out).write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


def _template(name: str) -> Template:
    if name not in templates:
        known = ", ".join(template.key for template in templates)
        said = _("There is no report “%(name)s”. There are: %(known)s.")
        raise Refused(said % {"name": name, "known": known})
    return templates[name]


def _municipality(slug: str) -> Municipality:
    found = municipality_by_slug(slug)
    if found is None:
        raise Refused(_("There is no municipality “%(slug)s”.") % {"slug": slug})
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        said = _("“%(text)s” is no day. Please write it as 2026-12-31.")
        raise Refused(said % {"text": text}) from fault


def _given(template: Template, settings: Sequence[str]) -> dict[str, str]:
    """Return what `--set NAME=VALUE` says; a name may say where it stands."""
    known = {given.name: given for given in template.given}
    found = {}
    for setting in settings:
        name, _equals, value = setting.partition("=")
        name = name.rpartition(".")[2].strip()
        if name not in known:
            said = _("There is nothing called “%(name)s” to set. There is: %(known)s.")
            raise Refused(said % {"name": name, "known": ", ".join(known)})
        if known[name].is_number and not value.strip().isdecimal():
            raise Refused(_("“%(text)s” is no number.") % {"text": value})
        found[name] = value.strip()
    return found
