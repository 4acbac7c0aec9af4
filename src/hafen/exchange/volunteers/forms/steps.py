"""The small forms of the steps at the desk."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.exchange.volunteers.models import Exit, Proven, Talk, VolunteerSettings


class DayForm(Form):
    """A day that is agreed."""

    on = forms.DateField(label=_("On which day?"), widget=DateInput)


class TalkForm(Form):
    """A talk; a first one ends with a decision."""

    kind = forms.ChoiceField(label=_("What for?"), choices=Talk.Kind.choices)
    on = forms.DateField(
        label=_("On which day?"), widget=DateInput, initial=timezone.localdate
    )
    decision = forms.ChoiceField(
        label=_("How does it go on?"),
        choices=[("", "–"), *Talk.Decision.choices],
        required=False,
    )
    paused_until = forms.DateField(
        label=_("Put off until"), required=False, widget=DateInput
    )
    note = forms.CharField(
        label=_("Interests, limits, agreements"),
        help_text=_("Only the coordinator of volunteers reads this."),
        max_length=2_000,
        required=False,
        widget=TextArea(rows=3),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("kind") == Talk.Kind.FIRST and not found.get("decision"):
            self.add_error("decision", _("A first talk ends with a decision."))
        return found


class ProofForm(Form):
    """Something was shown or signed: what, when, and until when it holds."""

    kind = forms.ChoiceField(label=_("What was shown?"), choices=Proven.choices)
    shown_on = forms.DateField(
        label=_("Shown on"), widget=DateInput, initial=timezone.localdate
    )
    valid_until = forms.DateField(
        label=_("Holds until"), required=False, widget=DateInput
    )


class CertificateForm(Form):
    """The three facts that may be kept of an extended certificate."""

    inspected_on = forms.DateField(
        label=_("Looked at on"), widget=DateInput, initial=timezone.localdate
    )
    certificate_date = forms.DateField(
        label=_("Date of the certificate"), widget=DateInput
    )
    relevant_conviction = forms.TypedChoiceField(
        label=_("Does it name a relevant conviction?"),
        choices=[("no", _("No")), ("yes", _("Yes, the person is not admitted"))],
        coerce=lambda said: said == "yes",
    )


class PauseForm(Form):
    until = forms.DateField(label=_("Until when?"), required=False, widget=DateInput)


class LeaveForm(Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=[("", "–"), *Exit.choices])
    may_return = forms.BooleanField(label=_("May be asked again later"), required=False)


class SettingsForm(Form):
    """What the municipality has agreed on."""

    team = forms.ModelChoiceField(
        label=_("Which team finds new offers of help?"),
        queryset=Team.objects.none(),
        required=False,
        empty_label="–",
    )
    distribution = forms.ChoiceField(
        label=_("How are volunteers distributed among partners?"),
        choices=VolunteerSettings.Distribution.choices,
    )
    answer_days = forms.IntegerField(
        label=_("Working days in which a partner answers"), min_value=1, max_value=60
    )
    contact_days = forms.IntegerField(
        label=_("Days until the next step is due"), min_value=1, max_value=90
    )
    certificate_years = forms.IntegerField(
        label=_("Years that an extended certificate is taken for valid"),
        min_value=1,
        max_value=5,
    )
    certificate_months = forms.IntegerField(
        label=_("Months that it may be old when it is shown"),
        min_value=1,
        max_value=12,
    )
    late_hours = forms.IntegerField(
        label=_("Hours before a shift in which cancelling raises an alarm"),
        min_value=1,
        max_value=240,
    )
    award_hours = forms.IntegerField(
        label=_("Hours a year for a certificate of engagement"),
        min_value=1,
        max_value=2_000,
    )
    card_hours = forms.IntegerField(
        label=_("Hours a year for the honour card"), min_value=1, max_value=2_000
    )
    most_hours_a_week = forms.IntegerField(
        label=_("Hours a week above which somebody does too much"),
        min_value=1,
        max_value=60,
    )
    kilometres_per_hour = forms.IntegerField(
        label=_("Kilometres an hour on the way between shifts"),
        min_value=5,
        max_value=100,
    )
    supporters = forms.IntegerField(
        label=_("Supporters that make an idea a project"), min_value=1, max_value=500
    )

    def __init__(self, *args: Any, teams: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        team: Any = self.fields["team"]
        team.queryset = teams
        team.label_from_instance = lambda row: row.name
