"""Information sheets that are handed out: which edition, in which language."""

from datetime import date

from django.db import transaction

from hafen.casework.outreach.errors import NotReleased
from hafen.casework.outreach.models import Arrival, SheetGiven
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.information.knowledge.models import Paper
from hafen.information.knowledge.queries import current_sheets


@transaction.atomic
def give_sheet(
    *,
    municipality: Municipality,
    paper: Paper,
    language: str,
    occasion: str,
    arrival: Arrival | None,
    on: date,
    by: User,
) -> SheetGiven:
    """
    Log that the current edition of a sheet was handed out.

    :raises NotReleased: where there is no edition in this language
    """
    sheet = current_sheets([paper]).get((paper.pk, language))
    if sheet is None:
        raise NotReleased
    row = SheetGiven.objects.create(
        municipality=municipality,
        paper=paper,
        number=sheet.edition.number,
        language=language,
        occasion=occasion,
        arrival=arrival,
        on=on,
        given_by=by,
    )
    audit.record(action="outreach.sheet.given", subject=row, by=by)
    return row
