from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice
from hafen.core.places.models import District

MONTHS = 6
_MOST = 60


class AloneForm(RowsForm):
    """For how many months nobody was there, and where."""

    months = forms.IntegerField(
        label=_("Months without a contact"),
        min_value=1,
        max_value=_MOST,
        initial=MONTHS,
        required=False,
    )
    district = choice(District, _("District"), required=False)

    @property
    def chosen(self) -> tuple[int, Any]:
        """Return the months and the district; what is not readable counts as empty."""
        values = self.cleaned_data if self.is_valid() else {}
        return values.get("months") or MONTHS, values.get("district")
