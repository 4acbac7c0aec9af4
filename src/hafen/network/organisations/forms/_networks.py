from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.network.organisations.models import (
    Appearance,
    ContactPerson,
    Network,
    NetworkQuerySet,
    Organisation,
    OrganisationQuerySet,
    Speaker,
)
from hafen.network.organisations.words import Choices, network_name


class NetworkForm(Form):
    """What can be said of a network or working group.

    :param parents: the networks and bodies that it can be a working group of
    """

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        help_text=_("In an outside body others preside, and your unit has a seat."),
        choices=Network.Kind.choices,
    )
    parent = forms.ModelChoiceField(
        label=_("Working group of"),
        queryset=Network.objects.none(),
        required=False,
        empty_label=_("no working group"),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("Two or three plain sentences."),
        required=False,
        widget=TextArea(),
    )
    rhythm = forms.CharField(
        label=_("When it meets"),
        help_text=_("Such as: first Tuesday of the month, 5 pm"),
        required=False,
        max_length=120,
    )
    is_public = forms.BooleanField(
        label=_("Show it to the public, with its published members"), required=False
    )
    quiet_months = forms.IntegerField(
        label=_("Remind after so many months without contact"),
        help_text=_("Counted are meetings where somebody of you was. Empty: never."),
        required=False,
        min_value=1,
        max_value=60,
        initial=6,
    )
    ended_on = forms.DateField(label=_("Ended on"), required=False, widget=DateInput())

    def __init__(
        self, *args: Any, parents: NetworkQuerySet, has_groups: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["parent"]
        field.queryset = parents
        if has_groups:
            del self.fields["parent"]


class MemberForm(Form):
    """Which organisation takes part, from when."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )
    joined_on = forms.DateField(label=_("Joined on"), widget=DateInput())
    left_on = forms.DateField(label=_("Left on"), required=False, widget=DateInput())

    def __init__(
        self, *args: Any, organisations: OrganisationQuerySet, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset = organisations


class SpeakerForm(Form):
    """Who speaks for it, from when until when."""

    person = forms.ModelChoiceField(
        label=_("Contact person"), queryset=ContactPerson.objects.none()
    )
    office = forms.ChoiceField(label=_("Office"), choices=Speaker.Office.choices)
    since = forms.DateField(label=_("Since"), widget=DateInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput())

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["person"]
        field.queryset = people
        field.label_from_instance = lambda row: f"{row.name}, {row.organisation.name}"


class SeatForm(Form):
    """Who of the unit sits there, and as what."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    role = forms.CharField(
        label=_("As what"),
        help_text=_("Such as: member, guest, in the chair"),
        required=False,
        max_length=120,
    )
    since = forms.DateField(label=_("Since"), widget=DateInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput())

    def __init__(self, *args: Any, colleagues: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["user"]
        field.queryset = colleagues
        field.label_from_instance = lambda user: user.name


class EndForm(Form):
    """The last day of a membership, an office or a seat."""

    last_day = forms.DateField(label=_("Last day"), widget=DateInput())


class DayForm(forms.Form):
    """On which day a list of members is meant."""

    on = forms.DateField(
        label=_("Members on this day"), required=False, widget=DateInput()
    )


class NetworkFilterForm(forms.Form):
    """Which networks the list shows."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all kinds")), *Network.Kind.choices],
        required=False,
    )
    ended = forms.BooleanField(label=_("Also those that have ended"), required=False)


class AppearanceForm(Form):
    """Where the unit was: occasion, day, place, who, before whom, what came of it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Appearance.Kind.choices)
    title = forms.CharField(label=_("Occasion"), max_length=200)
    held_on = forms.DateField(label=_("Date"), widget=DateInput())
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    network = forms.ModelChoiceField(
        label=_("Network, body or working group"),
        queryset=Network.objects.none(),
        required=False,
        empty_label="–",
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Who of us was there"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.CharField(label=_("Before whom"), required=False, max_length=200)
    number = forms.IntegerField(
        label=_("Number of people"), required=False, min_value=0, max_value=1_000_000
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), widget=forms.CheckboxSelectMultiple, required=False
    )
    contribution = forms.CharField(
        label=_("Own contribution and result"),
        required=False,
        max_length=5_000,
        widget=TextArea(),
    )
    file = forms.FileField(label=_("Material"), required=False)
    due_on = forms.DateField(
        label=_("Follow up until"),
        help_text=_("Puts it among your todos until that day."),
        required=False,
        widget=DateInput(),
    )

    def __init__(
        self,
        *args: Any,
        networks: NetworkQuerySet,
        organisations: OrganisationQuerySet,
        colleagues: Any,
        topics: Choices,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["network"].queryset = networks
        fields["network"].label_from_instance = network_name
        fields["organisation"].queryset = organisations
        fields["people"].queryset = colleagues
        fields["people"].label_from_instance = lambda user: user.name
        fields["topics"].choices = topics


class AppearanceFilterForm(forms.Form):
    """Which presentations and participations are meant."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all kinds")), *Appearance.Kind.choices],
        required=False,
    )
    network = forms.ModelChoiceField(
        label=_("Network, body or working group"),
        queryset=Network.objects.none(),
        required=False,
        empty_label="–",
    )
    first = forms.DateField(label=_("From"), required=False, widget=DateInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DateInput())

    def __init__(self, *args: Any, networks: NetworkQuerySet) -> None:
        super().__init__(*args)
        field: Any = self.fields["network"]
        field.queryset = networks
        field.label_from_instance = network_name


class AttendanceFilterForm(forms.Form):
    """Of which days the presence in networks is counted, and what is shown."""

    first = forms.DateField(label=_("From"), required=False, widget=DateInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    quiet = forms.BooleanField(label=_("Only those without contact"), required=False)
