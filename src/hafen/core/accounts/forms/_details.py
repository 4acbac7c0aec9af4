from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.services import Details
from hafen.core.db.forms import Form, PhoneInput, TextArea


class DetailsForm(Form):
    """Who somebody is, and how they want to be told things."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_(
            "A new address counts as soon as somebody has pressed the button behind"
            " the link that we mail there."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language"))
    way = forms.ChoiceField(
        label=_("How to be told things"),
        choices=User.Way,
        widget=forms.RadioSelect,
        help_text=_("Links to sign in and news about the account go by e-mail only."),
    )
    postal_address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=400,
        widget=TextArea(rows=3),
        help_text=_("The lines below the name, needed for letters."),
    )
    phone = forms.RegexField(
        r"^\+?[0-9][0-9 ()/-]{2,38}$",
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=PhoneInput,
        error_messages={"invalid": _("Please write the number like this: 0251 492 0.")},
    )

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = languages
        # Somebody who has an address keeps one; without one it stays optional.
        fields["email"].required = bool(self.initial.get("email"))

    @property
    def details(self) -> Details:
        said = self.content
        del said["email"]
        return Details(**said)

    def refuse_way(self) -> None:
        """Say at the right field what the chosen way needs."""
        needed = {
            User.Way.MAIL: ("email", _("E-mails need an address.")),
            User.Way.LETTER: ("postal_address", _("Letters need a postal address.")),
            User.Way.TELEPHONE: ("phone", _("Calls need a telephone number.")),
        }
        self.add_error(*needed[User.Way(self.cleaned_data["way"])])


def said_of(user: User) -> dict[str, str]:
    """Return what the form starts with."""
    return {
        "name": user.name,
        "email": user.email or "",
        "language": user.language,
        "way": user.way,
        "postal_address": user.postal_address,
        "phone": user.phone,
    }
