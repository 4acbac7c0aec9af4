from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db.forms import DateInput, Form
from hafen.core.places.models import Municipality
from hafen.core.ui.forms import TextArea
from hafen.information.knowledge.models import LawChange


class LawChangeForm(Form):
    """A change of the law, as somebody read it in the gazette."""

    law = forms.CharField(
        label=_("Legal provision"),
        help_text=_("Such as § 24 AufenthG, or the law alone."),
        max_length=80,
    )
    what = forms.CharField(
        label=_("What changes?"), max_length=2_000, widget=TextArea(rows=4)
    )
    in_force_on = forms.DateField(label=_("In force from"), widget=DateInput)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)

    def clean_law(self) -> str:
        return " ".join(self.cleaned_data["law"].split())

    @property
    def change(self) -> LawChange:
        return LawChange(**self.content)


class PersonField(forms.ModelChoiceField[User]):
    """A colleague, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class TesterForm(Form):
    """Who may read a page before its release, and how long."""

    user = PersonField(label=_("Person"), queryset=User.objects.none())
    until = forms.DateField(label=_("Until"), widget=DateInput)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(municipality=municipality, is_active=True)
        field = self.fields["user"]
        assert isinstance(field, PersonField)
        field.queryset = people.order_by("name")


class UsageForm(forms.Form):
    """Which contact or offer pages are to show."""

    used = forms.ChoiceField(label=_("Contact or offer"), required=False)

    def __init__(self, data: Any, *, choices: Any) -> None:
        super().__init__(data)
        self.fields["used"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


class NewLinkForm(Form):
    """Where links lead from now on."""

    new = forms.URLField(label=_("New address"), max_length=500, assume_scheme="https")

    def clean_new(self) -> str:
        address: str = self.cleaned_data["new"]
        if not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Please give an address of the web."))
        return address
