"""What has been kept long enough goes, in every room, by what its models declare.

After DIN 66398: each kind of data has a period and the event that starts it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import ProtectedError

from hafen.core.audit import services as audit
from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import PersonalData, declared
from hafen.mechanisms.privacy.rights import is_needed_by_kept


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
    last = now - timedelta(days=found.keep_for)
    field = model._meta.get_field(found.keep_from)
    is_day = not isinstance(field, models.DateTimeField)
    return model._default_manager.filter(
        **{f"{found.keep_from}__lt": last.date() if is_day else last}
    )


@transaction.atomic
def sweep(*, now: datetime) -> Counter[str]:
    """
    Erase what is overdue in the municipality of the context.

    What other rows still need stays until they go; it is tried again each night.

    :return: how many rows went, by model
    """
    gone: Counter[str] = Counter()
    # The upper floors own the links, so they go first.
    for model, _declaration in reversed(list(swept_models())):
        for row in overdue(model, now):
            gone[model._meta.label] += _erase(row)
    gone = +gone
    if gone:
        audit.record(action="privacy.swept", details=dict(gone))
    return gone


def _erase(row: models.Model) -> int:
    if is_needed_by_kept(row):
        return 0
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return 0
    return 1
