from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.referrals.forms._fields import RowsForm, day
from hafen.core.ui.forms import Form


class SwitchForm(RowsForm):
    before = forms.ChoiceField(label=_("From which law"))
    after = forms.ChoiceField(label=_("To which law"))
    decided_on = day(
        _("Day of the decision"), help_text=_("As it stands in the letter.")
    )

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
