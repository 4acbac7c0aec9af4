"""Districts from a file: idempotent, nested by the largest overlap."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.geometry import as_geojson, read_area
from hafen.core.places.models import District, Municipality
from hafen.core.places.nesting import Place, Shape, nest, split_by_depth
from hafen.core.places.outlines import Outline, OutlineFile, Problem, read_outlines
from hafen.core.places.queries import forget_outlines
from hafen.core.places.services.content import content_changed
from hafen.core.places.services.rows import put


@dataclass
class ImportResult:
    """What became of a file; `rows` is the sum of all counts and the errors."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    import_id: UUID | None = None
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return asdict(self)


@dataclass
class _Row:
    """A district on its way: the row, its state before, its outline if new."""

    district: District
    before: tuple[object, ...] | None
    outline: Outline | None = None

    @property
    def is_changed(self) -> bool:
        return self.before != _state(self.district)


@transaction.atomic
def import_districts(
    *, path: Path, municipality: Municipality, layer: str = "", dry_run: bool = False
) -> ImportResult:
    """Bring the areas of a GeoJSON file into the tree of districts.

    A file is a layer ("stadtteile"); levels follow from the sizes of layers,
    parents from the largest overlap. Districts that the file lacks stay and
    are named in the warnings: other rows refer to them.

    :param dry_run: say what would happen and change nothing
    :raises FileUnreadable: when nothing can be read; nothing is changed then
    """
    file = read_outlines(path, layer=layer)
    # The municipality's row is the lock: two imports run one after the other.
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    known = list(District.objects.filter(municipality=municipality))
    rows = _matched(file, known, municipality)
    result = ImportResult(rows=file.rows, merged=file.merged, errors=file.errors)
    _place(rows, result)
    _count(rows, result)
    _warn_of_missing(rows, result)
    if not dry_run:
        _save(rows)
        forget_outlines(municipality.pk)
        if any(row.is_changed for row in rows):
            content_changed(municipality.pk)
    return result


def rename_district(
    district: District,
    *,
    name: str,
    names: dict[str, str],
    is_active: bool,
    expected: int | None,
) -> District:
    """Change the name, its translations, or whether the district is in use."""
    values = {"name": name, "names": names, "is_active": is_active}
    changed = put(district, values, expected=expected)
    forget_outlines(district.municipality_id)
    return changed


def _matched(
    file: OutlineFile, known: list[District], municipality: Municipality
) -> list[_Row]:
    """Pair outlines with districts: by number and name, number alone, name alone."""
    depths = split_by_depth({outline.key: outline.area for outline in file.outlines})
    layer = _layer(file, known)
    rows = {district.pk: _Row(district, _state(district)) for district in known}
    for outline in file.outlines:
        depth = depths[outline.key]
        own_layer = f"{layer} {depth + 1}" if depth else layer
        row = _known_row(rows, own_layer, outline)
        if row is None:
            new = District(municipality=municipality, layer=own_layer)
            row = rows[new.pk] = _Row(new, None)
        row.outline = outline
        row.district.number, row.district.name = outline.number, outline.name
        row.district.geometry = as_geojson(outline.area)
        row.district.sort_key = sort_key(outline.name)
        row.district.is_active = True
    return list(rows.values())


def _layer(file: OutlineFile, known: list[District]) -> str:
    """Return the layer of the file: a renamed file with the same areas keeps it."""
    layers: dict[str, set[tuple[str, str]]] = {}
    for district in known:
        layers.setdefault(district.layer, set()).add((district.number, district.name))
    keys = {outline.key for outline in file.outlines}
    if file.layer in layers or not keys:
        return file.layer
    return next(
        (layer for layer, names in sorted(layers.items()) if keys == names), file.layer
    )


def _known_row(rows: dict[UUID, _Row], layer: str, outline: Outline) -> _Row | None:
    free = [
        row
        for row in rows.values()
        if row.outline is None and row.district.layer == layer
    ]
    exact = [r for r in free if (r.district.number, r.district.name) == outline.key]
    by_number = [
        r for r in free if outline.number and r.district.number == outline.number
    ]
    by_name = [
        r
        for r in free
        if r.district.name == outline.name
        and not (outline.number and r.district.number)
    ]
    return next(iter([*exact, *by_number, *by_name]), None)


def _place(rows: list[_Row], result: ImportResult) -> None:
    """Set level and parent of all districts that have an outline and are in use."""
    by_key = {row.district.pk: row for row in rows}
    shapes = [
        Shape.of(
            row.district.pk,
            row.district.layer,
            row.outline.area if row.outline else read_area(row.district.geometry),
        )
        for row in rows
        if row.district.geometry and row.district.is_active
    ]
    for key, place in nest(shapes).items():
        row = by_key[key]
        row.district.level, row.district.parent_id = place.level, place.parent
        if row.outline is not None:
            _warn_of_place(row.outline, place, result)


def _warn_of_place(outline: Outline, place: Place[UUID], result: ImportResult) -> None:
    if place.level == 1 or place.share >= 0.5:
        return
    problem = (
        _("The area lies outside of all districts above it.")
        if place.parent is None
        else _(
            "Less than half of the area lies in one district above it; the one"
            " with the largest part was taken."
        )
    )
    result.warnings.append(Problem(outline.row, "geometry", outline.name, problem))


def _warn_of_missing(rows: list[_Row], result: ImportResult) -> None:
    layers = {row.district.layer for row in rows if row.outline}
    result.warnings.extend(
        Problem(
            0,
            "name",
            row.district.name,
            _("The district is known, but not in this file. It was left as it is."),
        )
        for row in rows
        if row.outline is None
        and row.district.is_active
        and row.district.layer in layers
    )


def _count(rows: list[_Row], result: ImportResult) -> None:
    for row in rows:
        if row.outline is None:
            continue
        if row.before is None:
            result.created += 1
        elif row.is_changed:
            result.updated += 1
        else:
            result.unchanged += 1


def _save(rows: list[_Row]) -> None:
    """Write new rows from the top level down, then those that changed."""
    for row in sorted(rows, key=lambda row: row.district.level):
        if row.before is None:
            row.district.save(force_insert=True)
        elif row.is_changed:
            locked(row.district, expected=None)
            save_next(row.district)


def _state(district: District) -> tuple[object, ...]:
    return (
        district.name,
        district.number,
        district.geometry,
        district.is_active,
        district.level,
        district.parent_id,
    )
