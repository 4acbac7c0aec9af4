from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.referrals.forms._fields import RowsForm, choice
from hafen.casework.referrals.models import DutyActor
from hafen.core.places.models import Unit
from hafen.core.ui.forms import Form, TextArea
from hafen.network.organisations.models import Organisation


class DutyForm(RowsForm):
    name = forms.CharField(
        label=pgettext_lazy("responsibility", "Task"), max_length=160
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    source = forms.CharField(
        label=_("Where this is agreed"),
        help_text=_("The agreement or the catalogue of tasks, with its date."),
        max_length=200,
        required=False,
    )


class PartForm(RowsForm):
    unit = choice(Unit, _("Office"))
    organisation = choice(Organisation, _("Or organisation"))
    part = forms.ChoiceField(label=_("Part"), choices=DutyActor.Part.choices)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("unit")) == bool(values.get("organisation")):
            self.add_error("organisation", _("Name one of both."))
        return values


class QuestionForm(RowsForm):
    question = forms.CharField(
        label=_("What is to be clarified?"),
        help_text=_("Nobody is named here: it is about who is responsible."),
        max_length=1000,
        widget=TextArea(rows=3),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    addressee = forms.CharField(
        label=_("Who is asked?"),
        help_text=_("An office of the county, the state or another authority."),
        max_length=200,
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The question is mailed now and when its day comes."),
        required=False,
    )
    every_days = forms.IntegerField(
        label=_("Remind after how many days"), initial=28, min_value=1, max_value=365
    )


class AnsweredForm(Form):
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("Empty: it is not asked any more."),
        max_length=2000,
        required=False,
        widget=TextArea(rows=3),
    )
