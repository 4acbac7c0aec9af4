"""Forms of tasks, shifts, hours and worries."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import Team, User
from hafen.core.places.models import District, Site
from hafen.core.ui.forms import DateInput, DateTimeInput, Form, TextArea
from hafen.exchange.pool.models import Kind, Skill
from hafen.exchange.volunteers.models import DeploymentProfile, Partner, Signup

_BOXES = forms.CheckboxSelectMultiple


class TaskForm(Form):
    """What is to be done together or in turn."""

    title = forms.CharField(label=_("What is to be done"), max_length=120)
    text = forms.CharField(
        label=_("Description"), required=False, widget=TextArea(rows=3)
    )
    kind = forms.ChoiceField(label=_("Kind of help"), choices=Kind.choices)
    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label="–",
    )
    site = forms.ModelChoiceField(
        label=_("At which site?"),
        queryset=Site.objects.none(),
        required=False,
        empty_label="–",
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    profile = forms.ModelChoiceField(
        label=_("Deployment profile"),
        queryset=DeploymentProfile.objects.none(),
        required=False,
        empty_label="–",
    )
    owner = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills"), choices=Skill.choices, required=False, widget=_BOXES
    )
    is_open = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, rows: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: (
                getattr(row, "name", None) or getattr(row, "title", "")
            )


class ShiftForm(Form):
    """A date with places, and how many weeks it repeats."""

    starts_at = forms.DateTimeField(label=_("From"), widget=DateTimeInput)
    ends_at = forms.DateTimeField(label=_("until"), widget=DateTimeInput)
    places = forms.IntegerField(
        label=_("How many volunteers are needed?"),
        min_value=1,
        max_value=200,
        initial=1,
    )
    weeks = forms.IntegerField(
        label=_("Every week, so many times"), min_value=1, max_value=52, initial=1
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("starts_at"), found.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", ValidationError(_("The end comes after.")))
        return found


class FeedbackForm(Form):
    """How somebody's shift went, in the eyes of whoever looks after the task."""

    weight = forms.TypedChoiceField(
        label=_("How it went"), coerce=int, choices=Signup.Weight.choices
    )
    feedback = forms.CharField(
        label=_("In a few words"),
        help_text=_("Please write nothing about illnesses or about others."),
        max_length=200,
        required=False,
    )


class HoursForm(Form):
    """Time that was given."""

    on = forms.DateField(
        label=_("On which day?"), widget=DateInput, initial=timezone.localdate
    )
    hours = forms.IntegerField(
        label=pgettext_lazy("volunteering", "Hours"),
        min_value=0,
        max_value=23,
        initial=1,
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=0, max_value=59, initial=0
    )
    what = forms.CharField(label=_("What was done?"), max_length=200)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        day = found.get("on")
        if day and day > timezone.localdate():
            self.add_error("on", _("This day has not come yet."))
        if not self.errors and not self.whole:
            self.add_error("hours", _("How long was it?"))
        return found

    @property
    def whole(self) -> int:
        """The sum in minutes."""
        said = self.cleaned_data
        return int(said.get("hours") or 0) * 60 + int(said.get("minutes") or 0)


class ConcernForm(Form):
    """A worry about a child, in few words and without names of others."""

    text = forms.CharField(
        label=_("What worries you?"),
        help_text=_(
            "If somebody is in danger now, call 110. The coordinator calls you back."
        ),
        max_length=2_000,
        widget=TextArea(rows=3),
    )


class SettleForm(Form):
    note = forms.CharField(
        label=_("What was done about it"), max_length=2_000, widget=TextArea(rows=2)
    )
