"""The person behind an offer or a need, as the desk notes them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.mail.models import Notice
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.exchange.pool.models import Clearance, Gender

EMPTY: list[tuple[str, Any]] = [("", "–")]
_NEEDED_BY = {
    Notice.Channel.MAIL: "email",
    Notice.Channel.LETTER: "address",
    Notice.Channel.TELEPHONE: "phone",
}


class PersonForm(Form):
    """Who it is, how they are told things, and what the desk has seen of them."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.ChoiceField(
        label=_("Reached by"),
        choices=[
            (each.value, each.label)
            for each in Notice.Channel
            if each != Notice.Channel.SMS
        ],
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    address = forms.CharField(
        label=_("Postal address"), required=False, widget=TextArea(rows=2)
    )
    person_language = forms.ChoiceField(label=_("Language of messages"))
    consent_on = forms.DateField(
        label=_("Agreed on this day that the other side gets first name and contact"),
        required=False,
        widget=DateInput,
    )
    gender = forms.ChoiceField(
        label=_("Woman or man"), choices=[*EMPTY, *Gender.choices], required=False
    )
    is_adult = forms.BooleanField(label=_("Of age"), required=False, initial=True)
    clearance = forms.TypedChoiceField(
        label=_("Seen by the desk"), choices=Clearance.choices, coerce=int
    )
    clearance_until = forms.DateField(
        label=_("Holds until"), required=False, widget=DateInput
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        needed = _NEEDED_BY.get(found.get("channel", ""))
        if needed and not found.get(needed):
            self.add_error(
                needed, ValidationError(_("This is needed to reach the person so."))
            )
        return found
