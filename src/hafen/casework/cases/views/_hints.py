"""What may matter by residence status, where somebody asks what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hafen.casework.cases.models import Case, Circumstance
from hafen.casework.cases.registries import hintings
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.places.features import is_on


@dataclass(frozen=True)
class Hints:
    """Sentences with their norm, and from where they are.

    :param day: as of which day somebody stands as the hints say
    """

    found: list[tuple[str, str]]
    sources: list[str]
    day: date


def hints_for(
    request: SignedInRequest, residences: Iterable[str], today: date
) -> Hints:
    """Return what may matter for these residence categories, each once."""
    known = set(residences)
    open_here = [each for each in hintings if is_on(request.municipality, each.name)]
    found = {
        hint: None
        for each in open_here
        for code in sorted(known)
        for hint in each.find(code, today)
    }
    return Hints(list(found), [each.source() for each in open_here], today)


def residences_in(row: Case, today: date) -> list[str]:
    """Return the residence categories of those whom a case is for."""
    facts = Circumstance.objects.valid(today).filter(
        kind=Circumstance.Kind.RESIDENCE, client__household=row.household_id
    )
    if row.client_id:
        facts = facts.filter(client=row.client_id)
    return list(facts.values_list("code", flat=True))
