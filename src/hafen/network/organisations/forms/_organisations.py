from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.places.models import District
from hafen.core.places.models.territory import DistrictQuerySet
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.network.organisations.models import (
    Organisation,
    OrganisationQuerySet,
    PublicationConsent,
)
from hafen.network.organisations.words import Choices

SORTS = {
    "name": _("by name"),
    "changed": _("latest change first"),
}


class OrganisationForm(Form):
    """What can be said of an organisation.

    :param parents: those that it can belong to
    :param districts: those of the town, in order
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
    legal_form = forms.ChoiceField(
        label=_("Legal form"),
        choices=[("", _("not stated")), *Organisation.LegalForm.choices],
        required=False,
    )
    workforce = forms.ChoiceField(
        label=_("Who works there"),
        choices=[("", _("not stated")), *Organisation.Workforce.choices],
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label=_("Fields of work"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_city_wide = forms.BooleanField(
        label=_("Works in the whole town"), required=False
    )
    districts = forms.ModelMultipleChoiceField(
        label=_("Districts"),
        help_text=_("Where the organisation is active, not only where its office is."),
        queryset=District.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
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
    street = forms.CharField(
        label=_("Street and number"), required=False, max_length=160
    )
    postal_code = forms.CharField(label=_("Postal code"), required=False, max_length=12)
    city = forms.CharField(label=_("Town"), required=False, max_length=120)
    way = forms.ChoiceField(
        label=_("How we write to the organisation"),
        choices=Organisation.Way.choices,
        initial=Organisation.Way.MAIL,
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
        districts: DistrictQuerySet,
        topics: Choices,
        languages: Choices,
        may_verify: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["parent"].queryset = parents.present().sorted()
        fields["districts"].queryset = districts
        tag = get_language() or "de"
        fields["districts"].label_from_instance = lambda row: row.name_in(tag)
        fields["topics"].choices = topics
        fields["languages"].choices = languages
        if not may_verify:
            del self.fields["is_verified"]

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or str(Organisation.Way.MAIL)


class FilterForm(forms.Form):
    """What the list of organisations shows."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all kinds")), *Organisation.Kind.choices],
        required=False,
    )
    topic = forms.ChoiceField(label=_("Field of work"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    workforce = forms.ChoiceField(
        label=_("Who works there"),
        choices=[
            ("", _("everybody")),
            *(
                (value, label)
                for value, label in Organisation.Workforce.choices
                if value != Organisation.Workforce.BOTH
            ),
        ],
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

    def __init__(
        self, *args: Any, topics: Choices, districts: Choices, languages: Choices
    ) -> None:
        super().__init__(*args)
        fields: dict[str, Any] = self.fields
        fields["topic"].choices = [("", _("all fields of work")), *topics]
        fields["district"].choices = [("", _("all districts")), *districts]
        fields["language"].choices = [("", _("all languages")), *languages]


class PublicFilterForm(forms.Form):
    """What visitors narrow the public list by."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_("Field of work"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, *args: Any, topics: Choices, districts: Choices) -> None:
        super().__init__(*args)
        fields: dict[str, Any] = self.fields
        fields["topic"].choices = [("", _("all fields of work")), *topics]
        fields["district"].choices = [("", _("all districts")), *districts]


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


class ConsentForm(Form):
    """That somebody agreed to be named to the public."""

    agreed_on = forms.DateField(label=_("Agreed on"), widget=DateInput())
    agreed_how = forms.ChoiceField(
        label=_("How the person agreed"), choices=PublicationConsent.How.choices
    )


class EditorForm(Form):
    """Who looks after the entries of the organisation."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["user"]
        field.queryset = people
        field.label_from_instance = lambda user: user.name
