from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.tallies import LEAST
from hafen.core.ui.forms import Form, TextArea
from hafen.evidence.bulletins.queries import Need
from hafen.network.organisations.models import Organisation

Choices = Sequence[tuple[str, Any]]


class QuarterForm(Form):
    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, quarters: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["quarter"]
        field.choices = quarters


class BulletinForm(Form):
    """Which needs of a quarter are told to whom; nothing is ticked beforehand."""

    needs = forms.MultipleChoiceField(
        label=_("Which needs partners are told of"),
        help_text=_("Cases that named it for the first time in the quarter. Numbers"
                    " below five are left out, and what would tell them; of special"
                    " areas more, as the settings say."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    organisations = forms.ModelMultipleChoiceField(
        label=_("Who is told"),
        help_text=_("Organisations of the directory, at their general address."),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("What you want to say"),
        required=False,
        max_length=1_000,
        widget=TextArea(rows=3),
    )

    def __init__(
        self, *args: Any, needs: Sequence[Need], partners: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["needs"].choices = [(need.key, need.said(need.topic)) for need in needs]
        fields["organisations"].queryset = partners
        fields["organisations"].label_from_instance = lambda row: row.name


class SettingsForm(Form):
    special_least = forms.IntegerField(
        label=_("Smallest number told of special areas"),
        help_text=_("Health, violence and protection tell more of people than other"
                    " areas. Of all others five is the smallest."),
        min_value=LEAST,
        max_value=100,
    )  # fmt: skip


class RefusalForm(Form):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )

    def __init__(self, *args: Any, partners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset = partners
        field.label_from_instance = lambda row: row.name


class OfferForm(Form):
    """What an organisation offers in answer to one of the needs."""

    line = forms.ChoiceField(label=_("What it answers"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the offer"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"),
        help_text=_("What people get here, in words that a newcomer understands."),
        max_length=300,
        widget=TextArea(rows=2),
    )

    def __init__(self, *args: Any, lines: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["line"]
        field.choices = lines
