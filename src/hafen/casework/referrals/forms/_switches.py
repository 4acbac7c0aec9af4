from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import Client
from hafen.casework.referrals.forms._fields import RowsForm, day
from hafen.core.ui.forms import Form


class SwitchForm(RowsForm):
    before = forms.ChoiceField(label=_("From which law"))
    after = forms.ChoiceField(label=_("To which law"))
    decided_on = day(
        _("Day of the decision"), help_text=_("As it stands in the letter.")
    )
    others = forms.TypedMultipleChoiceField(
        label=_("Who of the household changes too"),
        help_text=_(
            "Whoever is not ticked stays under the present law. Who is of one benefit"
            " community has one checklist."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, others: Iterable[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        rows = {str(row.pk): row for row in others}
        if not rows:
            del fields["others"]
            return
        fields["others"].choices = [(key, row.name) for key, row in rows.items()]
        fields["others"].coerce = rows.__getitem__

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("before") and values.get("before") == values.get("after"):
            self.add_error("after", _("Nothing changes this way."))
        return values


class CloseSwitchForm(Form):
    granted_from = day(
        _("New benefits are granted from"),
        help_text=_("This day is written into the file, with the new law."),
    )
