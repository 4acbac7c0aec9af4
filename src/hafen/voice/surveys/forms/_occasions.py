from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form
from hafen.voice.surveys.models import AfterService
from hafen.voice.surveys.registries import occasions
from hafen.voice.surveys.services import AfterData


class AfterForm(Form):
    """After which services a survey goes out by itself, and how often at most."""

    occasion = forms.ChoiceField(label=_("After which service"))
    days_after = forms.IntegerField(
        label=_("How many days afterwards"), min_value=1, max_value=60, initial=1
    )
    rest_days = forms.IntegerField(
        label=_("Ask nobody twice within so many days"),
        min_value=30,
        max_value=730,
        initial=180,
        help_text=_("It counts for all services together."),
    )
    is_on = forms.BooleanField(label=_("Switched on"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["occasion"]
        field.choices = [(each.name, each.label) for each in occasions]

    @property
    def data_of_after(self) -> AfterData:
        said = self.cleaned_data
        return AfterData(
            occasion=said["occasion"],
            days_after=said["days_after"],
            rest_days=said["rest_days"],
            is_on=said["is_on"],
        )

    @staticmethod
    def said_by(row: AfterService) -> dict[str, Any]:
        """Return what the form of a question after a service starts with."""
        names = ("occasion", "days_after", "rest_days", "is_on")
        return {name: getattr(row, name) for name in names}
