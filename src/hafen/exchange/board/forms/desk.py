"""What the desk fills in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team
from hafen.core.mail.models import Notice
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import Form, TextArea
from hafen.exchange.board.forms.public import PostFields, photos_field
from hafen.network.organisations.models import Organisation

_NEEDED = {
    Notice.Channel.MAIL: "email",
    Notice.Channel.TELEPHONE: "phone",
    Notice.Channel.SMS: "phone",
    Notice.Channel.LETTER: "address",
}


class DeskPostForm(PostFields, Form):
    """A notice for an organisation, or for somebody who has no address."""

    photos = photos_field()
    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), required=False
    )
    name = forms.CharField(
        label=_("Name or pseudonym of the person"),
        help_text=_("Readers never see it unless you release it."),
        max_length=120,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    channel = forms.ChoiceField(
        label=_("How the person is told of answers"),
        choices=Notice.Channel,
        initial=Notice.Channel.VISIT,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput({"dir": "ltr"}),
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=300,
        widget=TextArea(rows=3),
    )

    def serve(self, organisations: Any, *, only_organisations: bool) -> None:
        fields: Any = self.fields
        fields["organisation"].queryset = organisations
        fields["organisation"].empty_label = _("a person")
        if only_organisations:
            fields["organisation"].required = True
            fields["organisation"].empty_label = None
            for name in ("name", "channel", "email", "phone", "address"):
                del fields[name]
        elif not organisations:
            del fields["organisation"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("organisation") is not None or "name" not in self.fields:
            return said
        if not said.get("name"):
            self.add_error("name", ValidationError(_("For whom is the notice?")))
        needed = _NEEDED.get(said.get("channel", ""))
        if needed and not said.get(needed):
            self.add_error(needed, ValidationError(_("The chosen way needs it.")))
        return said

    @property
    def person(self) -> dict[str, Any]:
        names = ("name", "channel", "email", "phone", "address")
        found = {name: self.cleaned_data[name] for name in names}
        return found | {"language": self.cleaned_data["language"]}


class DeskFilterForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), required=False)
    q = forms.CharField(label=_("Word or number"), max_length=80, required=False)

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        category.choices = [("", "–"), *categories]


class RefuseForm(Form):
    reason = forms.CharField(
        label=_("Why? The author reads it."), max_length=500, widget=TextArea(rows=3)
    )


class SettingsForm(Form):
    valid_days = forms.IntegerField(
        label=_("Days for which a notice hangs"), min_value=7, max_value=365
    )
    remind_days = forms.IntegerField(
        label=_("Days before its end on which its author is asked"),
        min_value=1,
        max_value=30,
    )
    check_days = forms.IntegerField(
        label=_("Working days in which somebody looks at a new notice"),
        min_value=1,
        max_value=14,
    )
    team = forms.ModelChoiceField(
        label=_("Team that looks at notices"),
        queryset=Team.objects.none(),
        required=False,
    )
    refused_words = forms.CharField(
        label=_("Words that are refused"),
        help_text=_("One on each line. A notice or message with one is not taken."),
        required=False,
        max_length=6_000,
        widget=TextArea(rows=6),
    )

    def clean_refused_words(self) -> list[str]:
        lines = self.cleaned_data["refused_words"].splitlines()
        found = [line.strip() for line in lines if line.strip()]
        if any(len(word) > 60 for word in found):
            raise ValidationError(_("A word has at most 60 signs."))
        return list(dict.fromkeys(found))
