from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import User
from hafen.core.places.models import Site
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.network.organisations.models import (
    Agreement,
    Closeness,
    ContactPerson,
    Organisation,
    OrganisationQuerySet,
    Presence,
)


class LevelForm(Form):
    """How close the cooperation is from a day on."""

    level = forms.ChoiceField(
        label=pgettext_lazy("cooperation", "Level"), choices=Closeness.choices
    )
    since = forms.DateField(label=_("Since"), widget=DateInput())
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class PresenceForm(Form):
    """Where an organisation sends people."""

    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.none())
    task = forms.ChoiceField(label=_("Task"), choices=Presence.Task.choices)

    def __init__(self, *args: Any, sites: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["site"]
        field.queryset = sites
        field.label_from_instance = lambda site: site.name


class AgreementForm(Form):
    """What stands in an agreement, who looks after it, and when to remind."""

    subject = forms.CharField(
        label=pgettext_lazy("agreement", "Subject"), max_length=200
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Parties"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.ModelChoiceField(
        label=_("Contact person"), queryset=ContactPerson.objects.none(), required=False
    )
    terms = forms.CharField(
        label=_("What was agreed"), required=False, widget=TextArea()
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Ends on"),
        help_text=_("Leave it empty if the agreement has no end."),
        required=False,
        widget=DateInput(),
    )
    remind_on = forms.DateField(
        label=_("Reminder on"),
        help_text=_("From this day on the agreement stands among your todos."),
        required=False,
        widget=DateInput(),
    )
    payment = forms.CharField(label=_("Payments"), max_length=200, required=False)
    owner = forms.ModelChoiceField(
        label=_("Who looks after it"), queryset=User.objects.none()
    )
    file = forms.FileField(label=_("Signed paper"), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: OrganisationQuerySet,
        contacts: Any,
        people: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["parties"].queryset = organisations
        fields["contact"].queryset = contacts
        fields["contact"].label_from_instance = _person_name
        fields["owner"].queryset = people
        fields["owner"].label_from_instance = lambda user: user.name

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = said.get("signed_on"), said.get("ends_on")
        if begin and end and end < begin:
            self.add_error("ends_on", _("The agreement would end before it is signed."))
        if end and (reminder := said.get("remind_on")) and reminder > end:
            self.add_error("remind_on", _("The reminder would come after the end."))
        return said


class DeliverableForm(Form):
    """One thing that is owed under an agreement."""

    title = forms.CharField(label=_("What is owed"), max_length=200)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput())


class AgreementFilterForm(forms.Form):
    """Which agreements the register shows."""

    organisation = forms.ModelChoiceField(
        label=_("Party"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("all parties"),
    )
    when = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("in force")),
            ("ended", _("ended")),
            ("all", _("all agreements")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, organisations: OrganisationQuerySet) -> None:
        super().__init__(*args)
        field: Any = self.fields["organisation"]
        field.queryset = organisations


def _person_name(person: ContactPerson) -> str:
    return f"{person.name}, {person.organisation.name}"


def agreement_said(agreement: Agreement) -> dict[str, Any]:
    """Return what an agreement says under the names of the form."""
    names = ("subject", "terms", "signed_on", "ends_on", "remind_on", "payment")
    said = {name: getattr(agreement, name) for name in names}
    parties = agreement.parties.values_list("organisation", flat=True)
    return {
        **said,
        "owner": agreement.owner_id,
        "contact": agreement.contact_id,
        "parties": list(parties),
    }
