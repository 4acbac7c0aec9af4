"""What a neighbourhood agreed on: one page, in two languages at least."""

from datetime import date
from typing import TypedDict

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import District, Municipality
from hafen.core.places.services import content_changed
from hafen.voice.inquiries.models import Agreement
from hafen.voice.inquiries.services._errors import TooFewLanguages

FEWEST_LANGUAGES = 2


class AgreementData(TypedDict, total=False):
    """What can be said of an agreement."""

    name: str
    held_on: date
    district: District | None
    neighbours: dict[str, str]
    newcomers: dict[str, str]
    contacts_made: int
    is_public: bool


@transaction.atomic
def save_agreement(
    *,
    municipality: Municipality,
    agreement: Agreement | None,
    data: AgreementData,
    expected: int | None,
    by: User | None,
) -> Agreement:
    """
    Write an agreement down, or change it.

    :raises TooFewLanguages: if it is to be shown and only one language has both sides
    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    row = (
        Agreement(municipality=municipality)
        if agreement is None
        else locked(agreement, expected=expected)
    )
    for name, value in data.items():
        setattr(row, name, value)
    if row.is_public and len(row.languages) < FEWEST_LANGUAGES:
        raise TooFewLanguages
    row.sort_key = sort_key(row.name)
    save_next(row)
    audit.record(action="inquiries.agreement.saved", subject=row, by=by)
    content_changed(municipality.pk)
    return row
