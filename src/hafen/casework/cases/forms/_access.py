from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.forms._fields import RowsForm, choice, day, not_later
from hafen.casework.cases.models import Programme
from hafen.casework.cases.words import Choices
from hafen.core.ui.fields import since_day, until_day
from hafen.network.organisations.models import Organisation


class RefusalFilterForm(RowsForm):
    programme = choice(Programme, _("Programme"), required=False)
    first, last = since_day(), until_day()


class RefusalForm(RowsForm):
    """Why somebody was not taken in; it has no place for a name or for words."""

    programme = choice(Programme, _("Programme"), empty_label=None)
    on = day(pgettext_lazy("casework", "Day"))
    reason = forms.ChoiceField(label=_("Reason"))
    domain = forms.ChoiceField(label=_("Area of life"), required=False)
    referred_to = forms.ChoiceField(
        label=pgettext_lazy("casework", "Referred to"),
        choices=[("", "–"), *Organisation.Kind.choices],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        programmes: Iterable[Programme],
        domains: Choices,
        today: date,
        **options: Any,
    ) -> None:
        """
        Offer the reasons that the programmes know.

        :param programmes: those that are chosen from
        """
        super().__init__(*args, **options)
        self._today = today
        reasons = {
            term.code: term.name
            for row in programmes
            for term in (row.shipped.refusals if row.shipped else ())
        }
        fields: Any = self.fields
        fields["reason"].choices = [("", "–"), *reasons.items()]
        fields["domain"].choices = [("", "–"), *domains]

    def clean_on(self) -> date | None:
        return not_later(self.cleaned_data["on"], self._today)
