from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.forms import RowsForm, choice, day
from hafen.casework.mediation.models import Matter, MatterStep, Party
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT

_MOST = 4_000


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_MOST, widget=TextArea(rows=3), **options
    )


class MatterForm(Form):
    kind = forms.ChoiceField(label=_("What it is about"), choices=Matter.Kind.choices)
    about = _text(_("Description"), help_text=HINT)
    begun_on = day(_("Begun on"))
    again_on = day(_("Look again on"), required=False)


class PartyForm(Form):
    kind = forms.ChoiceField(label=_("Which side"), choices=Party.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    view = _text(
        _("How this side sees it"),
        help_text=_("In its words, without judging. No other side reads it."),
        required=False,
    )
    part = _text(
        _("What this side takes on"),
        help_text=_("Stands in its own copy of the agreement alone."),
        required=False,
    )


class StepForm(RowsForm):
    how = forms.ChoiceField(label=_("How"), choices=MatterStep.How.choices)
    party = choice(Party, _("With which side"), required=False)
    on = day(_("Day"))
    text = _text(
        _("What was said or written"),
        help_text=_("Of a letter its text, as it is printed."),
    )
    again_on = day(_("Look again on"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("how") == MatterStep.How.LETTER and not values.get("party"):
            self.add_error("party", _("Choose to whom the letter goes."))
        return values


class CloseMatterForm(Form):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("matter", "What came of it"),
        choices=Matter.Outcome.choices,
    )
    agreement = _text(
        _("What was agreed"),
        help_text=_("All sides get it. What each takes on stands with that side."),
        required=False,
    )
    on = day(_("Closed on"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_agreed = values.get("outcome") == Matter.Outcome.AGREED
        if is_agreed and not values.get("agreement"):
            self.add_error("agreement", _("Write down what was agreed."))
        return values
