from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.ui.forms import DateInput, Form


class HandOverForm(Form):
    """To whom the work goes: a person or a team."""

    owner = forms.ModelChoiceField(
        label=_("To a person"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
    )
    team = forms.ModelChoiceField(
        label=_("or to a team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label="–",
    )

    def __init__(self, *args: Any, people: Any, teams: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        owner: Any = self.fields["owner"]
        owner.queryset = people
        owner.label_from_instance = lambda user: user.name
        team: Any = self.fields["team"]
        team.queryset = teams
        team.label_from_instance = lambda found: found.name

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if bool(values.get("owner")) == bool(values.get("team")):
            raise ValidationError(_("Please choose either a person or a team."))
        return values


class WaitForm(Form):
    """For whom a todo waits."""

    whom = forms.CharField(
        label=_("Who has to answer"),
        help_text=_("A body, such as “the school office”; no names of persons."),
        max_length=120,
    )
    until = forms.DateField(label=_("Remind me on"), required=False, widget=DateInput())
