from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form, TextArea
from hafen.network.organisations.models import Organisation


class GapForm(Form):
    """What is missing, and for how many; never for whom."""

    topic = forms.ChoiceField(label=_("Topic"))
    district = forms.ChoiceField(label=_("District"), required=False)
    language = forms.ChoiceField(label=_("Language needed"), required=False)
    target_group = forms.ChoiceField(label=_("For whom"), required=False)
    people = forms.IntegerField(
        label=_("How many people need it"),
        help_text=_("Empty: nobody knows."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    note = forms.CharField(
        label=_("What exactly is missing"),
        help_text=_("Please name nobody; partners read it too."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, choices: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, found in choices.items():
            field: Any = self.fields[name]
            field.choices = found if field.required else [("", _("any")), *found]


class GapAnswerForm(Form):
    """A partner says what it can offer."""

    organisation = forms.ModelChoiceField(
        label=_("Your organisation"), queryset=Organisation.objects.none()
    )
    name = forms.CharField(label=_("Name of the offer"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"),
        help_text=_("What people get here, in words that a newcomer understands."),
        max_length=300,
        widget=TextArea(rows=2),
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        rows = list(organisations[:2])
        if len(rows) == 1:
            field.initial = rows[0].pk
