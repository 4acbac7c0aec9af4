from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.information.directory.models import Service
from hafen.information.directory.queries import FiguresFilter


class FiguresForm(forms.Form):
    """Of which offers, and of which year; a wrong value narrows nothing."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all")), *Service.Kind.choices],
        required=False,
    )
    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, required=False
    )
    initiated = forms.BooleanField(
        label=_("Only what was set up on our suggestion"), required=False
    )

    @property
    def chosen(self) -> FiguresFilter:
        self.is_valid()
        values = self.cleaned_data
        kind, initiated = values.get("kind", ""), values.get("initiated", False)
        year = values.get("year")
        if year is None:
            return FiguresFilter(kind, initiated)
        first, last = date(year, 1, 1), date(year, 12, 31)
        return FiguresFilter(kind, initiated, first, last)
