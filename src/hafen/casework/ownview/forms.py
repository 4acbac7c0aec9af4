from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hafen.casework.cases.models import Consent
from hafen.casework.cases.services import months_later
from hafen.casework.ownview import keys, services
from hafen.core.ui.forms import Form

_SIX = RegexValidator(rf"^\d{{{keys.DIGITS}}}$", _("Six digits, please."))


def _digits(label: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=keys.DIGITS, validators=[_SIX], widget=widget
    )


class CodeForm(Form):
    """The person types the digits, twice; nobody else sees them."""

    code = _digits(_("Six digits that the person chooses and types"))
    again = _digits(_("The same digits once more"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        code = said.get("code")
        if code and keys.is_easy(code):
            self.add_error("code", _("Others would guess these digits first."))
        if code and said.get("again") and code != said["again"]:
            self.add_error("again", _("These are other digits than before."))
        return said


class OpenForm(CodeForm):
    language = forms.ChoiceField(label=_("language of the pages"))
    months = forms.TypedChoiceField(
        label=_("for how long"),
        coerce=int,
        initial=6,
    )
    interpreted = forms.ChoiceField(
        label=_("who translated"), choices=Consent.Interpreted.choices, required=False
    )
    wished = forms.BooleanField(
        label=_(
            "The person wants it, knows that it is free, and was told that others"
            " may look at a telephone"
        )
    )
    field_order = ("wished", "interpreted", "language", "months", "code", "again")

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], today: date, **options: Any
    ) -> None:
        self.today = today
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = languages
        fields["months"].choices = [
            (count, ngettext("%(n)d month", "%(n)d months", count) % {"n": count})
            for count in services.MONTHS
        ]

    @property
    def content(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "language": said["language"],
            "interpreted": said["interpreted"],
            "code": said["code"],
            "until": months_later(self.today, said["months"]),
        }


class EnterForm(Form):
    code = _digits(_("Your six digits"))
