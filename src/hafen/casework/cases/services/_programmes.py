from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from hafen.casework.cases.errors import NameTaken
from hafen.casework.cases.models import Programme
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality


@transaction.atomic
def save_programme(
    *,
    municipality: Municipality,
    programme: Programme | None,
    facts: Mapping[str, Any],
    expected: int | None,
    by: User,
) -> Programme:
    """
    Write down a programme with its longest period and where that is said.

    :raises LostUpdate: when somebody else changed it meanwhile
    :raises NameTaken: when another one has this name
    """
    row = locked(programme, expected=expected) if programme else Programme()
    row.municipality = municipality
    for name, value in facts.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    try:
        with transaction.atomic():
            save_next(row)
    except IntegrityError as error:
        raise NameTaken from error
    audit.record(action="cases.programme.saved", subject=row, by=by)
    return row
