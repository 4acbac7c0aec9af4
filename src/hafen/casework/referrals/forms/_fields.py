from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form

Choices = list[tuple[str, Any]]


def choice(model: Any, label: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(
        label=label,
        queryset=model.objects.none(),
        empty_label="–",
        required=False,
        **options,
    )


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, **options)


def ahead(found: date | None) -> date | None:
    """
    Return a day that lies ahead.

    :raises ValidationError: for one that has been
    """
    if found is not None and found <= timezone.localdate():
        raise ValidationError(_("This day has been."))
    return found


def been(found: date | None) -> date | None:
    """
    Return a day that has come.

    :raises ValidationError: for one that lies ahead
    """
    if found is not None and found > timezone.localdate():
        raise ValidationError(_("This day lies in the future."))
    return found


class RowsForm(Form):
    """A form whose choices come from rows and words that the person may see."""

    def __init__(
        self,
        *args: Any,
        rows: Mapping[str, Any] | None = None,
        words: Mapping[str, Choices] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in (rows or {}).items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name
        for name, choices in (words or {}).items():
            first = [] if fields[name].required else [("", "–")]
            fields[name].choices = [*first, *choices]
