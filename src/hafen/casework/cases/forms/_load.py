"""Weights, the own statement, and being away."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import day
from hafen.casework.cases.models import Client, Programme
from hafen.casework.cases.words import Choices
from hafen.core.ui.forms import Form

_PERCENT = _("100: as a usual case.")


def _percent(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=_PERCENT, min_value=0, max_value=1_000, initial=initial
    )


class WeightsForm(Form):
    """By how much cases differ, from a day on."""

    valid_from = day(_("From the day"))
    limit = forms.IntegerField(
        label=_("Usual cases of a full post, at most"),
        min_value=1,
        max_value=500,
        initial=30,
    )
    light = _percent(_("A light case"), 50)
    intensive = _percent(_("An intensive case"), 200)
    further_person = forms.IntegerField(
        label=_("Each further person of the household adds"),
        help_text=_PERCENT,
        min_value=0,
        max_value=500,
        initial=20,
    )
    source = forms.CharField(
        label=_("Where this is said"), max_length=200, required=False
    )

    def __init__(
        self, *args: Any, programmes: Iterable[Programme], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._programmes = {f"programme_{row.pk}": row for row in programmes}
        fields: Any = self.fields
        for name, row in self._programmes.items():
            fields[name] = _percent(row.name, 100)

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        programmes = {
            str(row.pk): values.pop(name) for name, row in self._programmes.items()
        }
        return values | {"programmes": programmes, "limit": values["limit"] * 100}


class ProfileForm(Form):
    """What somebody says of themselves; all of it may stay empty."""

    languages = forms.MultipleChoiceField(
        label=_("Languages in which I advise"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("Gender"), choices=Client.Gender.choices, required=False
    )

    def __init__(self, *args: Any, languages: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["languages"].choices = languages
