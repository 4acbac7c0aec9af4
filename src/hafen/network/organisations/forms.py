from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.network.organisations.models import Organisation, OrganisationQuerySet

SORTS = {
    "name": _("by name"),
    "changed": _("latest change first"),
}


class OrganisationForm(Form):
    """What can be said of an organisation.

    :param parents: those that it can belong to
    :param may_verify: whether the person decides for the municipality
    """

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    description = forms.CharField(
        label=_("What the organisation does"),
        help_text=_("Two or three plain sentences."),
        required=False,
        widget=TextArea(),
    )
    website = forms.URLField(
        label=_("Website"), required=False, max_length=500, assume_scheme="https"
    )
    phone = PhoneField(
        label=_("General telephone number"),
        help_text=_("A number of the office, not of a person."),
        required=False,
    )
    email = forms.EmailField(
        label=_("General e-mail address"),
        help_text=_("An address of the office, not of a person."),
        required=False,
    )
    parent = forms.ModelChoiceField(
        label=_("Belongs to"),
        help_text=_("For branches and working groups of a larger organisation."),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("no other organisation"),
    )
    is_verified = forms.BooleanField(
        label=_("The municipality knows and recommends this organisation"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        parents: OrganisationQuerySet,
        may_verify: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        parent: Any = self.fields["parent"]
        parent.queryset = parents.present().sorted()
        if not may_verify:
            del self.fields["is_verified"]


class FilterForm(forms.Form):
    """What the list of organisations shows."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all kinds")), *Organisation.Kind.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("all but archived")), *Organisation.State.choices],
        required=False,
    )
    sort = forms.ChoiceField(
        label=_("Order"), choices=list(SORTS.items()), required=False
    )


class ContactPersonForm(Form):
    """Somebody at the organisation, for colleagues of the network only."""

    name = forms.CharField(label=_("Name"), max_length=120)
    position = forms.CharField(label=_("Task"), max_length=120, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    confirmed_on = forms.DateField(
        label=_("Last confirmed on"),
        help_text=_("The day on which the person last agreed to be listed here."),
        widget=DateInput(),
    )


class EditorForm(Form):
    """Who looks after the entries of the organisation."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["user"]
        field.queryset = people
        field.label_from_instance = lambda user: user.name
