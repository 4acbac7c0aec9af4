from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from hafen.core.accounts.models import User
from hafen.core.jobs.queries import is_under_way
from hafen.core.places.models import Municipality
from hafen.mechanisms.imports.models import (
    Import,
    ImportProgress,
    SavedMapping,
    StagedRow,
)
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.imports.rules import USE_IMPORTS

# By then a worker has begun.
_LATE = timedelta(minutes=15)


def imports_visible_to(user: User) -> QuerySet[Import]:
    """Return the imports of lists that the person may bring in, the newest first."""
    if not USE_IMPORTS.held_by(user):
        return Import.objects.none()
    usable = [one for one in importers if one.is_open_to(user)]
    own = [one.key for one in usable if one.is_own]
    shared = [one.key for one in usable if not one.is_own]
    return imports_of(user.municipality).filter(
        Q(importer__in=shared) | Q(importer__in=own, by=user)
    )


def imports_of(municipality: Municipality) -> QuerySet[Import]:
    found = Import.objects.filter(municipality=municipality)
    return found.select_related("by", "municipality").order_by("-id")


def rows_of(run: Import, *, fate: str = "") -> QuerySet[StagedRow]:
    """Return the rows of an import, perhaps of one fate only."""
    found = StagedRow.objects.filter(municipality=run.municipality_id, of=run)
    return (found.filter(fate=fate) if fate else found).order_by("number")


@dataclass(frozen=True)
class Tab:
    """One fate with the number of its rows, as a link of the preview."""

    label: str
    address: str
    count: int
    is_current: bool


def fates_of(run: Import, *, chosen: str) -> list[Tab]:
    """Return "all" and the fates that occur, with their numbers; one query."""
    rows = StagedRow.objects.filter(municipality=run.municipality_id, of=run)
    counts = dict(rows.values_list("fate").annotate(n=Count("pk")))
    tabs = [Tab(gettext("All rows"), "?", sum(counts.values()), not chosen)]
    return tabs + [
        Tab(str(label), f"?fate={fate}", counts[fate], fate == chosen)
        for fate, label in StagedRow.Fate.choices
        if fate in counts
    ]


def progress_of(run: Import) -> ImportProgress | None:
    """Return how far a worker is; None while it has not begun."""
    return ImportProgress.objects.filter(
        municipality=run.municipality_id, run=run.pk
    ).first()


def is_late(run: Import, *, now: datetime) -> bool:
    """Return whether a queued list must be started again to be written."""
    if not run.is_queued:
        return False
    return now - run.updated_at > _LATE or not is_under_way(run.job_key)


def saved_mappings(
    municipality: Municipality, *, importer: str
) -> QuerySet[SavedMapping]:
    found = SavedMapping.objects.filter(municipality=municipality, importer=importer)
    return found.order_by("name")
