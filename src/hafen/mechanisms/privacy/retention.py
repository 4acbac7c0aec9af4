"""What has been kept long enough goes, in every room, by what its models declare.

After DIN 66398: each kind of data has a period and the event that starts it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import ProtectedError, Q

from hafen.core.audit import services as audit
from hafen.core.db.context import current, opened_for
from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import AtEnd, PersonalData, declared
from hafen.mechanisms.privacy.deleting import delete, municipality_of
from hafen.mechanisms.privacy.queries import held_keys
from hafen.mechanisms.privacy.rights import is_needed_by_kept

# Fifty-six random bits, below zero.
_RANDOM = """
-1 - ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 15))::bit(60)::bigint
"""


def swept_models() -> Iterator[tuple[type[models.Model], PersonalData]]:
    """Return the models that go by their period, with what they declare."""
    for model in our_models():
        found = declared(model)
        if found and found.keep_for is not None and found.keep_from:
            yield model, found


def overdue(model: type[models.Model], now: datetime) -> models.QuerySet[models.Model]:
    """Return the rows of a model whose period has ended."""
    found = declared(model)
    if found is None or found.keep_for is None or not found.keep_from:
        return model._default_manager.none()
    begin = _first_kept(model, found, now)
    return model._default_manager.filter(**{f"{found.keep_from}__lt": begin})


def _first_kept(
    model: type[models.Model], found: PersonalData, now: datetime
) -> date | datetime:
    first = now - timedelta(days=found.keep_for or 0)
    is_instant = isinstance(
        model._meta.get_field(found.keep_from), models.DateTimeField
    )
    return first if is_instant else first.date()


@transaction.atomic
def sweep(*, now: datetime) -> Counter[str]:
    """
    Erase what is overdue in the municipality of the context.

    What other rows still need stays until they go; it is tried again each night. So
    does what is restricted: keeping it is all that may be done with it.

    :return: how many rows went or lost their person, by model
    """
    gone: Counter[str] = Counter()
    here = current().municipality
    # Opened, or what hangs on a row and is restricted would not be seen.
    with opened_for(*[here] if here else []):
        held = set(held_keys(here)) if here else set()
        # The upper floors own the links, so they go first.
        for model, found in reversed(list(swept_models())):
            gone[model._meta.label] += _sweep(model, found, now, held)
    gone = +gone
    if gone:
        audit.record(action="privacy.swept", details=dict(gone))
    return gone


def _sweep(
    model: type[models.Model], found: PersonalData, now: datetime, held: set[UUID]
) -> int:
    if found.at_end is AtEnd.ANONYMISE:
        return _anonymise(model, found, now, held)
    return sum(_erase(row) for row in overdue(model, now) if row.pk not in held)


def _erase(row: models.Model) -> int:
    if is_needed_by_kept(row):
        return 0
    try:
        with transaction.atomic():
            delete(
                type(row)._default_manager.filter(pk=row.pk),
                municipality=municipality_of(row),
            )
    except ProtectedError:
        return 0
    return 1


def emptied(model: type[models.Model], found: PersonalData) -> dict[str, str | None]:
    """Return what stands in the personal columns when a row stays without them."""
    names = [name for name in found.fields if name not in found.counted_by]
    return {name: None if model._meta.get_field(name).null else "" for name in names}


def _anonymise(
    model: type[models.Model], found: PersonalData, now: datetime, held: set[UUID]
) -> int:
    values = emptied(model, found)
    holds = Q()
    for name, value in values.items():
        holds |= ~Q(**{f"{name}__isnull": True} if value is None else {name: ""})
    rows = overdue(model, now).filter(holds)
    number = rows.exclude(pk__in=held).update(**values)
    for name in found.counted_by:
        _cut(model, name, found.keep_from, _first_kept(model, found, now))
    return number


def _cut(
    model: type[models.Model], name: str, start: str, begin: date | datetime
) -> None:
    """Put a random number in place of each that no kept row has.

    Equal ones stay equal, so what is counted by them stays the same.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            # Materialized: each gets one random number, however the join is made.
            f'WITH cut AS MATERIALIZED (SELECT "{name}" AS number,'  # noqa: S608
            f' {_RANDOM} AS random FROM "{table}" WHERE "{name}" >= 0'
            f' GROUP BY 1 HAVING max("{start}") < %s)'
            f' UPDATE "{table}" SET "{name}" = cut.random FROM cut'
            f' WHERE "{name}" = cut.number',
            [begin],
        )
