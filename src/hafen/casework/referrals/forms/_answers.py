from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.referrals.forms._fields import ahead, been, day
from hafen.casework.referrals.models import Referral
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT


class AcceptForm(Form):
    appointment_at = forms.DateTimeField(
        label=_("Appointment for the person, if you have one"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )


class NumberForm(Form):
    number = forms.CharField(
        label=_("Number that you were told"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        ),
    )


class RefuseForm(Form):
    refusal = forms.ChoiceField(
        label=pgettext_lazy("referral", "Why not"), choices=Referral.Refusal.choices
    )
    suggestion = forms.CharField(
        label=_("Who is responsible, if you know it"),
        help_text=_("An office, not a person."),
        max_length=200,
        required=False,
    )


class ArriveForm(Form):
    on = day(_("Arrived on"))

    def clean_on(self) -> Any:
        return been(self.cleaned_data["on"])


class FinishForm(Form):
    """What came of it; of a legal topic nothing is written but that."""

    outcome = forms.ChoiceField(label=pgettext_lazy("referral", "What came of it"))
    answer = forms.CharField(
        label=_("Answer"),
        help_text=HINT,
        max_length=1000,
        required=False,
        widget=TextArea(rows=3),
    )

    def __init__(self, *args: Any, referral: Referral, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["outcome"].choices = [
            (code, label)
            for code, label in Referral.Outcome.choices
            if not referral.is_legal or code in Referral.LEGAL_OUTCOMES
        ]
        if referral.is_legal:
            del fields["answer"]

    @property
    def content(self) -> dict[str, Any]:
        return {"answer": ""} | dict(super().content)


class LaterForm(Form):
    on = day(_("Ask again on"))

    def clean_on(self) -> Any:
        return ahead(self.cleaned_data["on"])
