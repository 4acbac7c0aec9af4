"""From which day a period runs where no column of the row says it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Clock:
    """How a room tells since when rows are no longer needed.

    :param label: the model of the rows, such as "cases.Household"
    :param begin: annotates rows with `ended`, a day; empty where they are needed
    :param keep_for: days, where the model itself declares none
    """

    label: str
    begin: Callable[[QuerySet[Any]], QuerySet[Any]]
    keep_for: int | None = None


clocks: Registry[Clock] = Registry(key=lambda clock: clock.label)
