"""Forms for third parties, complaints, merging, mail by hand and figures."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.places.models import Unit
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.network.organisations.models import Organisation
from hafen.voice.inquiries.forms.desk import HINT
from hafen.voice.inquiries.keys import marked_number
from hafen.voice.inquiries.models import Complaint, ThirdParty
from hafen.voice.inquiries.parsing import MAX_BYTES, is_mail
from hafen.voice.inquiries.queries import SMALLEST_CELL

_EMPTY: list[tuple[str, Any]] = [("", "–")]


class _Chosen(Form):
    """A form with selects of rows, each shown by its name."""

    def __init__(self, *args: Any, rows: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name


class PartyForm(_Chosen):
    """Whom to ask, what it is told, and why it may be told."""

    unit = forms.ModelChoiceField(
        label=_("Office"), queryset=Unit.objects.none(), required=False, empty_label="–"
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    role = forms.ChoiceField(label=_("What it does"), choices=ThirdParty.Role.choices)
    question = forms.CharField(
        label=_("What it is told"),
        help_text=HINT,
        max_length=5_000,
        widget=TextArea(rows=4),
    )
    ground = forms.ChoiceField(
        label=_("Why it may be told"), choices=[*_EMPTY, *ThirdParty.Ground.choices]
    )
    ground_note = forms.CharField(
        label=_("Day of the consent, or the law"), max_length=200, required=False
    )
    due_on = forms.DateField(
        label=_("Answer due on"), required=False, widget=DateInput()
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not values.get("unit") and not values.get("organisation"):
            raise ValidationError(_("Please choose an office or an organisation."))
        nameless = values.get("ground") == ThirdParty.Ground.NAMELESS
        if not nameless and not values.get("ground_note"):
            self.add_error("ground_note", _("This ground needs a day or a law."))
        return values


class JointForm(Form):
    """One talk of the offices that are responsible in the legal areas."""

    units = forms.MultipleChoiceField(
        label=_("Who takes part"), widget=forms.CheckboxSelectMultiple
    )
    question = forms.CharField(
        label=_("What all of them are told"),
        help_text=HINT,
        max_length=5_000,
        widget=TextArea(rows=4),
    )
    ground = forms.ChoiceField(
        label=_("Why it may be told"), choices=[*_EMPTY, *ThirdParty.Ground.choices]
    )
    ground_note = forms.CharField(
        label=_("Day of the consent, or the law"), max_length=200, required=False
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field: Any = self.fields["units"]
        field.choices = units
        field.initial = [value for value, _label in units]

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        nameless = values.get("ground") == ThirdParty.Ground.NAMELESS
        if not nameless and not values.get("ground_note"):
            self.add_error("ground_note", _("This ground needs a day or a law."))
        return values


class ComplaintForm(_Chosen):
    """Whom it is about, what kind it is, what the other side may read."""

    user = forms.ModelChoiceField(
        label=_("A colleague"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )
    unit = forms.ModelChoiceField(
        label=_("Office"), queryset=Unit.objects.none(), required=False, empty_label="–"
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    category = forms.ChoiceField(
        label=_("Category"), choices=Complaint.Category.choices
    )
    summary = forms.CharField(
        label=_("Summary for the other side"),
        help_text=_("Without anything by which the person who complained is known."),
        max_length=5_000,
        required=False,
        widget=TextArea(rows=4),
    )
    is_released = forms.BooleanField(
        label=_("The other side may read the summary now"), required=False
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[*_EMPTY, *Complaint.Outcome.choices],
        required=False,
    )


class PassUpForm(_Chosen):
    """Who decides about a complaint instead, and why."""

    to = forms.ModelChoiceField(
        label=_("Who is to decide"), queryset=User.objects.none(), empty_label="–"
    )
    because = forms.CharField(
        label=_("Why it is passed up"),
        help_text=_("Who handles complaints reads this; who complained does not."),
        max_length=2_000,
        widget=TextArea(rows=3),
    )


class MergeForm(Form):
    """The number of the inquiry that stays."""

    number = forms.CharField(
        label=_("Number of the inquiry that stays"),
        max_length=12,
        widget=forms.TextInput({"dir": "ltr"}),
    )

    def clean_number(self) -> tuple[int, int]:
        found = marked_number(f"[#{self.cleaned_data['number'].strip()}]")
        if found is None:
            raise ValidationError(_("A number looks like this: 2026-0042."))
        return found


class MailForm(Form):
    """A mail as a file, for offices whose mailbox nobody may fetch."""

    file = forms.FileField(
        label=_("A mail as a file (.eml)"),
        help_text=_("In your mail program: save the message as a file."),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("This file is too large."))
        content: bytes = file.read()
        if not is_mail(content):
            raise ValidationError(_("This file is no mail (.eml)."))
        return content


class AnswerForm(forms.Form):
    """What a third party says; the button tells which of three it is."""

    message = forms.CharField(
        label=_("Your answer"), max_length=10_000, required=False, widget=TextArea()
    )


class FiguresForm(forms.Form):
    """Which period, and how small a cell may be."""

    first = forms.DateField(label=_("From"), required=False, widget=DateInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    smallest = forms.IntegerField(
        label=_("Hide numbers below"),
        min_value=1,
        max_value=20,
        required=False,
        initial=SMALLEST_CELL,
    )

    def period(self) -> tuple[date | None, date | None]:
        if not self.is_valid():
            return None, None
        return self.cleaned_data["first"], self.cleaned_data["last"]


class FaqForm(Form):
    """A question and its answer for everybody, without names and cases."""

    question = forms.CharField(
        label=_("Question, without names and cases"), max_length=255
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=10_000, widget=TextArea(rows=6)
    )


class CorrectionForm(Form):
    """What is wrong on a public page."""

    text = forms.CharField(
        label=_("What has to be corrected"),
        help_text=_("Name the page or the offer; no names of persons."),
        max_length=2_000,
        widget=TextArea(rows=3),
    )
