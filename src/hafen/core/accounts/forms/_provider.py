from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ProviderForm(forms.Form):
    """How the municipality's own sign-in is reached."""

    name = forms.CharField(
        label=_("Name on the button"),
        max_length=80,
        help_text=_("Such as: Sign in with the account of the town hall."),
    )
    issuer = forms.CharField(
        label=_("Address of the service (issuer)"),
        max_length=300,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=200)
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is stored encrypted and never shown again."),
    )
    vouches_for_addresses = forms.BooleanField(
        label=_(
            "The service proves the e-mail addresses, even where it does not say so"
        ),
        required=False,
    )
    is_active = forms.BooleanField(
        label=_("Show the button on the sign-in page"), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_secret: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_secret:
            field = self.fields["client_secret"]
            field.required = False
            field.help_text = _("Leave it empty to keep the one that is stored.")

    def clean_issuer(self) -> str:
        return str(self.cleaned_data["issuer"]).strip().rstrip("/")
