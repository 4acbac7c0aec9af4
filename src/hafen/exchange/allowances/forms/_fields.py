"""Fields of time and money; money is written in euros and kept in cents."""

from decimal import Decimal
from typing import Any

from django import forms

from hafen.core.ui.fields import DecimalField

_DAY = 1_440
METRES = 1_000


def minutes(label: Any, **options: Any) -> forms.IntegerField:
    options = {"min_value": 0, "max_value": _DAY, "required": False} | options
    return forms.IntegerField(label=label, **options)


def euros(label: Any, **options: Any) -> DecimalField:
    options = {"min_value": 0, "max_value": 10_000, "required": False} | options
    return DecimalField(label=label, decimal_places=2, **options)


def cents(amount: Decimal | None) -> int:
    return int((amount or 0) * 100)
