from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.mechanisms.imports.models import Import, SavedMapping, StagedRow
from hafen.mechanisms.imports.rules import USE_IMPORTS


def imports_visible_to(user: User) -> QuerySet[Import]:
    """Return the imports of the person's municipality, the newest first."""
    if USE_IMPORTS.held_by(user):
        return imports_of(user.municipality)
    return Import.objects.none()


def imports_of(municipality: Municipality) -> QuerySet[Import]:
    found = Import.objects.filter(municipality=municipality)
    return found.select_related("by").order_by("-id")


def rows_of(run: Import, *, fate: str = "") -> QuerySet[StagedRow]:
    """Return the rows of an import, perhaps of one fate only."""
    found = StagedRow.objects.filter(municipality=run.municipality_id, of=run)
    return (found.filter(fate=fate) if fate else found).order_by("number")


def saved_mappings(
    municipality: Municipality, *, importer: str
) -> QuerySet[SavedMapping]:
    found = SavedMapping.objects.filter(municipality=municipality, importer=importer)
    return found.order_by("name")
