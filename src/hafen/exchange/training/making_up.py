"""Who has missed a part of a training, and can make it up in another run."""

from datetime import date
from uuid import UUID

from hafen.exchange.training.models import Run


def held_by_then(run: Run, part: int) -> list[UUID]:
    """Return the other runs that had the same part no later, or have lost it."""
    rows = Run.objects.filter(module=run.module_id).values_list(
        "pk", "event__dates__first_day", "event__dates__is_cancelled"
    )
    parts: dict[UUID, list[date]] = {}
    for key, day, is_lost in rows.order_by("pk", "event__dates__original_day"):
        parts.setdefault(key, []).append(day if is_lost is False else date.min)
    days = {key: dict(enumerate(each, 1)) for key, each in parts.items()}
    this = days.pop(run.pk)[part]
    return [key for key, each in days.items() if each.get(part, date.min) <= this]
