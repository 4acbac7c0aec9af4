"""Forms about keeping: a hold, a period, an answer of the archive."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form
from hafen.mechanisms.privacy.forms import HitsForm
from hafen.mechanisms.privacy.models import DeletionRun


class HoldForm(HitsForm):
    """Which rows are kept, why, and when somebody looks at it again."""

    is_of_all = forms.BooleanField(
        label=_("Keep the data of the whole household"), required=False
    )
    reason = forms.CharField(
        label=_("Why it is kept"),
        help_text=_("For example the file number of a lawsuit; no more than needed."),
        max_length=300,
    )
    look_again_on = forms.DateField(label=_("Look again on"), widget=DateInput)


class PeriodForm(Form):
    kind = forms.ChoiceField(label=_("Kind of data"))
    days = forms.IntegerField(label=_("Days kept"), min_value=1, max_value=20_000)
    valid_from = forms.DateField(label=_("Holds from"), widget=DateInput)
    reason = forms.CharField(label=_("Why it differs"), max_length=300)
    decided_by = forms.CharField(label=_("Who decided (name, office)"), max_length=200)

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, Any]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *kinds]


class AnswerForm(Form):
    answer = forms.ChoiceField(
        label=_("The archive"),
        choices=DeletionRun.Answer.choices,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Answered on"), widget=DateInput)
