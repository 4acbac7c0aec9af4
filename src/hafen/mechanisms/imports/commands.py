"""`./hafen import …`, `./hafen imports list` and `./hafen imports undo`."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context, acting
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.core.places.queries import municipality_by_slug
from hafen.mechanisms.imports import planning, queries, readers, services
from hafen.mechanisms.imports.mapping import UnusableMapping
from hafen.mechanisms.imports.models import Import, SavedMapping
from hafen.mechanisms.imports.problems import Unreadable
from hafen.mechanisms.imports.registry import Importer, Unrecognised, importers
from hafen.mechanisms.imports.results import Remark, Result
from hafen.mechanisms.imports.tables import Table
from hafen.mechanisms.imports.wording import Meanings

_SHOWN = 50


class Refused(DomainError):
    """The command cannot be carried out; the text says why and what to do."""


def bring_in(options: argparse.Namespace) -> Outcome:
    """Import a list in one transaction, or say what would become of it."""
    importer = importers[options.importer]
    path = Path(options.file)
    try:
        table = readers.read(path, sheet=options.sheet, reader=importer.reader)
    except Unreadable as fault:
        raise Refused(_(fault.sentence) % fault.params) from fault
    here = _municipality(options.municipality)
    with acting(Context(municipality=here.pk, channel="command")):
        run = _loaded(table, importer, here, options)
        importer = planning.importer_of(run)
        found = _applied(run, importer, table, options)
        if options.dry_run:
            transaction.set_rollback(True)
    lines = _told(found, is_dry=options.dry_run) + _sheets(table)
    return Outcome(found.as_json(), lines)


def _loaded(
    table: Table, importer: Importer, here: Municipality, options: argparse.Namespace
) -> Import:
    try:
        return services.load(
            table,
            importer=importer,
            municipality=here,
            file_name=Path(options.file).name,
            by=None,
            options={"publish": not options.draft, **_more(options)},
        )
    except Unrecognised as refused:
        columns = ", ".join(table.columns)
        said = _("The list has the columns: %(columns)s.") % {"columns": columns}
        raise Refused(f"{refused} {said}") from refused


def _more(options: argparse.Namespace) -> dict[str, str]:
    """Return what single kinds of lists are told beside."""
    named = ("people_agreed", "survey", "topic")
    found = {name: getattr(options, name, None) for name in named}
    return {name: value for name, value in found.items() if value}


def _sheets(table: Table) -> list[str]:
    """Say which sheet was read, where the workbook has others."""
    if not table.ignored_sheets:
        return []
    names = ", ".join(table.ignored_sheets)
    said = _("The sheet “%(sheet)s” was read. Others with --sheet: %(names)s.")
    return [said % {"sheet": table.sheet, "names": names}]


def _applied(
    run: Import, importer: Importer, table: Table, options: argparse.Namespace
) -> Result:
    columns, words = (
        _columns(options.mapping, importer, run) if options.mapping else (None, None)
    )
    try:
        planned = services.plan(
            run,
            columns=columns,
            words=words,
            now=timezone.now(),
            is_kept=not options.dry_run,
        )
    except UnusableMapping as refused:
        raise Refused(_unusable(refused, table)) from refused
    if options.dry_run:
        return planned
    return services.apply(run, by=None, now=timezone.now())


def _municipality(slug: str) -> Municipality:
    found = municipality_by_slug(slug)
    if found is None:
        known = ", ".join(Municipality.objects.values_list("slug", flat=True))
        raise Refused(
            _("There is no municipality “%(slug)s”. There are: %(known)s")
            % {"slug": slug, "known": known or "–"}
        )
    return found


def _columns(
    named: str, importer: Importer, run: Import
) -> tuple[Mapping[str, str], Meanings | None]:
    """Return the columns of a mapping file, or what was saved by this name."""
    path = Path(named)
    if path.is_file():
        return _read_mapping(path), None
    saved = queries.saved_mappings(run.municipality, importer=importer.key)
    found: SavedMapping | None = saved.filter(name=named).first()
    if found is None:
        raise Refused(
            _("“%(name)s” is neither a file nor the name of a saved assignment.")
            % {"name": named}
        )
    return found.columns, found.words


def _read_mapping(path: Path) -> Mapping[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise Refused(_not_a_mapping(path)) from fault
    if not isinstance(found, dict) or not all(
        isinstance(text, str) for text in found.values()
    ):
        raise Refused(_not_a_mapping(path))
    return found


def _not_a_mapping(path: Path) -> str:
    return _(
        "%(name)s is no assignment of columns. It must be a JSON object such as"
        ' {"name": "Bezeichnung", "phone": "Rufnummer"}.'
    ) % {"name": path.name}


def _unusable(refused: UnusableMapping, table: Table) -> str:
    said = []
    if refused.missing:
        names = ", ".join(f"{field.label} ({field.name})" for field in refused.missing)
        said.append(_("No column was found for: %(names)s.") % {"names": names})
    if refused.unknown:
        names = ", ".join(refused.unknown)
        said.append(
            _("There is no such column or field: %(names)s.") % {"names": names}
        )
    columns = ", ".join(table.columns)
    said.append(_("The list has the columns: %(columns)s.") % {"columns": columns})
    said.append(_("Please name the columns with --mapping FILE."))
    return " ".join(said)


def _told(found: Result, *, is_dry: bool) -> list[str]:
    head = (
        _("Nothing was written; this would become of the rows:")
        if is_dry
        else _("The list was imported.")
    )
    figures = [
        (_("rows"), found.rows),
        (_("created"), found.created),
        (_("updated"), found.updated),
        (_("unchanged"), found.unchanged),
        (_("joined with another row"), found.merged),
        (_("not imported"), found.rows_with_errors),
    ]
    lines = [head, *(f"  {number:>7,}  {label}" for label, number in figures)]
    lines += _listed(_("Not imported:"), found.errors)
    lines += _listed(_("Imported; please check:"), found.warnings)
    if found.import_id:
        lines += [_("Take it back with: ./hafen imports undo %s") % found.import_id]
    return lines


def _listed(heading: str, remarks: tuple[Remark, ...]) -> list[str]:
    if not remarks:
        return []
    lines = [
        f"  {_('row')} {r.row}, {r.column or '–'}: {r.problem} [{r.value}]"
        for r in remarks[:_SHOWN]
    ]
    more = len(remarks) - _SHOWN
    if more > 0:
        lines.append(
            "  " + ngettext("… and %(n)s more", "… and %(n)s more", more) % {"n": more}
        )
    return [heading, *lines]


def list_imports(options: argparse.Namespace) -> Outcome:
    """List what was imported, the newest first."""
    found = []
    for here in _wanted(options.municipality):
        with acting(Context(municipality=here.pk, channel="command")):
            found += [_listed_import(run, here) for run in queries.imports_of(here)]
    if not found:
        return Outcome([], [_("Nothing was imported yet.")])
    lines = [
        f"{one['import_id']}  {one['municipality']:<20}  {one['state']:<10}"
        f"  {one['file']}  ({one['importer']}, {one['created_at']})"
        for one in found
    ]
    return Outcome(found, lines)


def _wanted(slug: str | None) -> list[Municipality]:
    if slug:
        return [_municipality(slug)]
    return list(Municipality.objects.order_by("slug"))


def _listed_import(run: Import, here: Municipality) -> dict[str, object]:
    return {
        "import_id": str(run.pk),
        "municipality": here.slug,
        "importer": run.importer,
        "file": run.file_name,
        "state": run.state,
        "created_at": run.created_at.isoformat(timespec="seconds"),
        "applied_at": run.applied_at.isoformat(timespec="seconds")
        if run.applied_at
        else None,
        **run.counts,
    }


def undo(options: argparse.Namespace) -> Outcome:
    """Take back an import; list what was changed since and stays."""
    for here in _wanted(options.municipality):
        with acting(Context(municipality=here.pk, channel="command")):
            run = queries.imports_of(here).filter(pk=_key(options.import_id)).first()
            if run is not None:
                return _undone(run)
    raise Refused(_("There is no import %(id)s.") % {"id": options.import_id})


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise Refused(_("There is no import %(id)s.") % {"id": text}) from fault


def _undone(run: Import) -> Outcome:
    try:
        found = services.undo(run, by=None, now=timezone.now())
    except services.NotApplied as refused:
        raise Refused(
            _("This import is not in the data: it was taken back already.")
        ) from refused
    except services.TooLate as refused:
        raise Refused(
            _("This import is too old: what it takes to take it back was deleted.")
        ) from refused
    lines = [
        _("Taken back: %(removed)s removed, %(restored)s restored.")
        % {"removed": found.removed, "restored": found.restored}
    ]
    if found.skipped:
        lines.append(_("Changed since and therefore kept:"))
        lines += [f"  {_('row')} {one.row}: {one.title}" for one in found.skipped]
    data = {**asdict(found), "import_id": str(run.pk)}
    return Outcome(data, lines)
