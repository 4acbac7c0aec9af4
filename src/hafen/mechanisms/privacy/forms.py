from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TextArea


class ConfirmationForm(Form):
    decided_by = forms.CharField(label=_("Who decided (name)"), max_length=120)
    office = forms.CharField(label=_("Office or function"), max_length=120)
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    note = forms.CharField(
        label=_("Result or file reference"),
        widget=TextArea(rows=3),
        required=False,
        max_length=2000,
    )
