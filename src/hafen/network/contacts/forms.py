from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.network.contacts.models import Channel, Contact, OfficeTask, Setting
from hafen.network.contacts.services import ContactData
from hafen.network.contacts.words import Words
from hafen.network.organisations.models import ContactPerson, Organisation

_EMPTY: list[tuple[str, Any]] = [("", "–")]
# A whole working day; what is longer was a slip of the finger.
MOST_MINUTES = 600


class ContactForm(Form):
    """One contact in twenty seconds: whom, by which way, what about.

    :param known: the words of target groups and topics
    :param languages: choices of languages
    :param today: the latest day that can be entered
    """

    held_on = forms.DateField(label=_("Date"), widget=DateInput())
    whom = forms.ChoiceField(
        label=_("Who it was"), widget=forms.Select({"autofocus": True})
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    setting = forms.ChoiceField(
        label=_("Occasion"), choices=[*_EMPTY, *Setting.choices], required=False
    )
    occasion = forms.ChoiceField(
        label=_("First or further contact"),
        choices=[*_EMPTY, *Contact.Occasion.choices],
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), widget=forms.CheckboxSelectMultiple, required=False
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, required=False
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    interpreting = forms.ChoiceField(
        label=_("Who interpreted"),
        choices=[("", _("nobody")), *Contact.Interpreting.choices],
        required=False,
    )
    result = forms.ChoiceField(
        label=_("Result"), choices=[*_EMPTY, *Contact.Result.choices], required=False
    )
    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Organisation.objects.none(), required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    contact_person = forms.ModelChoiceField(
        label=_("Contact person"),
        help_text=_("Leave empty where nobody needs to be named."),
        queryset=ContactPerson.objects.none(),
        required=False,
        empty_label=_("nobody by name"),
    )
    has_cooperation = forms.BooleanField(
        label=_("An actor works with us on a case"), required=False
    )
    task = forms.ModelChoiceField(
        label=_("Task of the contact point"),
        queryset=OfficeTask.objects.none(),
        required=False,
        empty_label="–",
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Only what the work needs: no names, nothing private."),
        required=False,
        max_length=2_000,
        widget=TextArea(rows=2),
    )

    def __init__(
        self,
        *args: Any,
        known: Words,
        languages: list[tuple[str, Any]],
        rows: dict[str, Any],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._today = today
        fields: Any = self.fields
        fields["whom"].choices = known.group_choices
        fields["topics"].choices = known.topic_choices
        fields["language"].choices = [*_EMPTY, *languages]
        for name, queryset in rows.items():
            fields[name].queryset = queryset
        for name in ("site", "organisation", "contact_person"):
            fields[name].label_from_instance = lambda row: row.name
        fields["task"].label_from_instance = lambda task: task.label
        for name in ("task", "contact_person"):
            if not fields[name].queryset:
                del fields[name]

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self._today:
            raise ValidationError(_("This day has not come yet."))
        return day

    @property
    def data_of_contact(self) -> ContactData:
        values = {**self.content}
        whom: str = values.pop("whom")
        data: ContactData = {}
        data.update(values)  # type: ignore[typeddict-item]  # fields are its keys
        data["group"] = whom[0]
        data["subtype"] = whom if "." in whom else ""
        return data


class FilterForm(forms.Form):
    """Which contacts the list and the figures show."""

    first = forms.DateField(label=_("From"), required=False, widget=DateInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    whom = forms.ChoiceField(label=_("Who it was"), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[("", _("all channels")), *Channel.choices],
        required=False,
    )
    setting = forms.ChoiceField(
        label=_("Occasion"),
        choices=[("", _("all occasions")), *Setting.choices],
        required=False,
    )
    occasion = forms.ChoiceField(
        label=_("First or further contact"),
        choices=[("", _("all contacts")), *Contact.Occasion.choices],
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    cooperation = forms.BooleanField(
        label=_("With an actor who works with us on a case"), required=False
    )
    site = forms.UUIDField(required=False, widget=forms.HiddenInput)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["whom"].choices = [("", _("everybody")), *known.group_choices]
        fields["topic"].choices = [("", _("all topics")), *known.detailed_topics]


class EstimateForm(Form):
    """How many contacts of a month were not recorded."""

    month = forms.DateField(label=_("A day of the month"), widget=DateInput())
    group = forms.ChoiceField(label=_("Target group"))
    number = forms.IntegerField(
        label=_("Contacts that nobody recorded"), min_value=0, max_value=100_000
    )

    def __init__(self, *args: Any, known: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        group: Any = self.fields["group"]
        group.choices = [(label.code, label.name) for label in known.groups]


class TaskForm(Form):
    """A task by which activities are reported."""

    code = forms.CharField(
        label=_("Letter or number"),
        help_text=_("As in the decision that lists the tasks, such as a."),
        max_length=4,
    )
    name = forms.CharField(label=_("Task"), max_length=160)
