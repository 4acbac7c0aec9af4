"""Forms of what the office decides once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.places.models import Site
from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import Form, TextArea
from hafen.voice.inquiries.models import ContactPoint, Mailbox


class PointForm(Form):
    """Whom the public may ask, and how fast the answer is owed."""

    name = forms.CharField(label=_("Name"), max_length=160)
    is_public = forms.BooleanField(label=_("Shown to the public"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )
    addressee = forms.ModelChoiceField(
        label=_("Only this person and the deputy read it"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
    )
    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), required=False, empty_label="–"
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    answer_days = forms.IntegerField(
        label=_("Working days until the answer"), min_value=0, max_value=60, initial=5
    )
    urgent_days = forms.IntegerField(
        label=_("Working days if it is urgent"), min_value=0, max_value=60, initial=1
    )
    funding = forms.CharField(label=_("Funded by"), max_length=200, required=False)

    def __init__(
        self, *args: Any, rows: dict[str, Any], languages: list[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name
        self.languages = languages
        for tag in languages:
            fields[f"mandate_{tag}"] = _text(_("What it does"), tag, rows=2)
        self.fold(languages, "mandate_{}")

    @property
    def point_data(self) -> dict[str, Any]:
        values = {**self.content}
        texts = {tag: values.pop(f"mandate_{tag}") for tag in self.languages}
        return {
            **values,
            "mandates": {tag: text for tag, text in texts.items() if text},
        }


class MailboxForm(Form):
    """A mailbox that is fetched every five minutes."""

    point = forms.ModelChoiceField(
        label=_("Contact point"), queryset=ContactPoint.objects.none(), empty_label=None
    )
    address = forms.EmailField(label=_("E-mail address"))
    host = forms.CharField(label=_("IMAP server"), max_length=200)
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65_535, initial=993
    )
    folder = forms.CharField(label=_("Folder"), max_length=100, initial="INBOX")
    user = forms.CharField(label=_("User name"), max_length=200)
    sign_in = forms.ChoiceField(label=_("Sign-in"), choices=Mailbox.SignIn.choices)
    secret = forms.CharField(
        label=_("Password or refresh token"),
        help_text=_("Leave empty to keep the one that is stored."),
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    token_url = forms.URLField(
        label=_("Address for tokens"), required=False, assume_scheme="https"
    )
    client_id = forms.CharField(label=_("Client id"), max_length=200, required=False)
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    is_active = forms.BooleanField(
        label=_("Fetch this mailbox"), required=False, initial=True
    )

    def __init__(self, *args: Any, points: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        point: Any = self.fields["point"]
        point.queryset = points
        point.label_from_instance = lambda row: row.name


class TemplateForm(Form):
    """A text with places in braces, once per language."""

    name = forms.CharField(label=_("Name"), max_length=160)

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = languages
        for tag in languages:
            self.fields[f"text_{tag}"] = _text(_("Text"), tag, rows=5)
        self.fold(languages, "text_{}")

    @property
    def texts(self) -> dict[str, str]:
        return {tag: self.cleaned_data[f"text_{tag}"] for tag in self.languages}


def _text(label: Any, tag: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=f"{label} · {own_name(tag)}",
        max_length=5_000,
        required=False,
        widget=TextArea(rows=rows, language=tag),
    )
