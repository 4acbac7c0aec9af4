from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form


def choice(model: Any, label: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    options = {"empty_label": "–"} | options
    return forms.ModelChoiceField(label=label, queryset=model.objects.none(), **options)


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, **options)


def not_later(found: date | None, today: date) -> date | None:
    """
    Return a day that has been.

    :raises ValidationError: for one that lies ahead
    """
    if found is not None and found > today:
        raise ValidationError(_("This day lies in the future."))
    return found


class RowsForm(Form):
    """A form whose choices come from rows that the person may see."""

    def __init__(
        self, *args: Any, rows: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in (rows or {}).items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name
