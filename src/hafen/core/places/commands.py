"""`./hafen municipality create` and `./hafen import districts`."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from hafen.core.db import context
from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context
from hafen.core.places import queries, services
from hafen.core.places.errors import MunicipalityUnknown
from hafen.core.places.models import Municipality
from hafen.core.places.services import ImportResult, Problem


def create_municipality(
    slug: str,
    name: str,
    languages: Sequence[str],
    *,
    land: str = "NW",
    is_published: bool = True,
) -> Municipality:
    """Create a municipality from the command line.

    Its portal is open at once: it shows what somebody has published, and that is
    nothing yet.

    :raises ShortNameRefused: when the short name is taken or no address
    :raises LanguageUnknown: for an unknown language, or without any
    """
    with context.acting(Context(channel="command")):
        made = services.create_municipality(
            slug=slug, name=name, languages=languages, land=land
        )
        return services.set_published(made, is_published=is_published)


def import_districts(
    path: Path, slug: str, *, layer: str = "", dry_run: bool = False
) -> ImportResult:
    """Bring a GeoJSON file of districts into a municipality.

    :raises MunicipalityUnknown: when there is none with this short name
    :raises FileUnreadable: when nothing can be read; nothing is changed then
    """
    municipality = queries.municipality_by_slug(slug)
    if municipality is None:
        raise MunicipalityUnknown(
            _(
                "There is no municipality “%(slug)s”. Create it with:"
                " ./hafen municipality create %(slug)s --name NAME --languages de,ar"
            )
            % {"slug": slug}
        )
    with context.acting(Context(municipality=municipality.pk, channel="command")):
        return services.import_districts(
            path=path, municipality=municipality, layer=layer, dry_run=dry_run
        )


def create(options: Namespace) -> Outcome:
    """Answer `./hafen municipality create SLUG --name NAME --languages de,ar`."""
    made = create_municipality(
        options.slug,
        options.name,
        options.languages.split(","),
        land=options.land,
        is_published=not options.closed,
    )
    data = {"slug": made.slug, "name": made.name, "languages": made.languages}
    line = _("%(name)s was created. Its desk: /%(slug)s/desk/")
    return Outcome(data, [line % data])


def districts(options: Namespace) -> Outcome:
    """Answer `./hafen import districts FILE --municipality SLUG`."""
    result = import_districts(
        Path(options.file),
        options.municipality,
        layer=options.layer,
        dry_run=options.dry_run,
    )
    lines = [
        _(
            "%(rows)s areas: %(created)s created, %(updated)s updated,"
            " %(unchanged)s unchanged, %(merged)s merged, %(errors)s with errors."
        )
        % {**vars(result), "errors": len(result.errors)},
        *map(_line, result.errors + result.warnings),
    ]
    if options.dry_run:
        lines.insert(0, _("A trial: nothing was changed."))
    return Outcome(result.as_dict(), lines)


def _line(problem: Problem) -> str:
    where = _("Area %(row)s") % {"row": problem.row} if problem.row else ""
    return " · ".join(part for part in (where, problem.value, problem.problem) if part)
