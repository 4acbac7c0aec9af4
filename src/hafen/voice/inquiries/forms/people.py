"""Forms about the person who asks, and about checklists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from hafen.core.mail.models import Notice
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import Form, TextArea
from hafen.voice.inquiries.keys import marked_number

_REPLY_BY = [("", _("on the own page only")), *Notice.Channel.choices]


class PersonForm(Form):
    """How somebody is called and reached, and by which way the answer comes."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    reply_by = forms.ChoiceField(
        label=_("Answer by"), choices=_REPLY_BY, required=False
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    address = forms.CharField(
        label=_("Postal address"), required=False, widget=TextArea(rows=3)
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, languages: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        language: Any = self.fields["language"]
        language.choices = languages


class KnownAsForm(Form):
    """Another address of the same person, or another inquiry by it."""

    known_as = forms.CharField(
        label=_("Further e-mail address, or number of another inquiry"),
        help_text=_(
            "Whoever has the address or asked there becomes one with this person."
        ),
        max_length=254,
        widget=forms.TextInput({"dir": "ltr"}),
    )

    def clean_known_as(self) -> str:
        said: str = self.cleaned_data["known_as"].strip()
        if self.number(said) is None:
            try:
                validate_email(said)
            except ValidationError:
                message = _("Write an e-mail address, or a number like 2026-0042.")
                raise ValidationError(message) from None
        return said

    @staticmethod
    def number(said: str) -> tuple[int, int] | None:
        return marked_number(f"[#{said.strip(' []#')}]")


class ChecklistForm(Form):
    """The name of a checklist and its lines."""

    name = forms.CharField(label=_("Name"), max_length=160)
    lines = forms.CharField(
        label=_("What has to be done, one line each"),
        max_length=5_000,
        widget=TextArea(rows=8),
    )

    def clean_lines(self) -> list[str]:
        said = self.cleaned_data["lines"].splitlines()
        lines = [line.strip() for line in said if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("A line may have 200 letters at most."))
        return list(dict.fromkeys(lines))
