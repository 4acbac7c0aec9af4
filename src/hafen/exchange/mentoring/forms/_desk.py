from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.exchange.mentoring.models import (
    CheckInAnswer,
    Entry,
    HandOver,
    Programme,
    Side,
)
from hafen.exchange.pool.models import Match
from hafen.network.organisations.models import Organisation

HINT = _("Nothing of illness, residence or the family's case.")


def _choice(model: Any, label: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    options = {"empty_label": "–"} | options
    return forms.ModelChoiceField(label=label, queryset=model.objects.none(), **options)


def _past(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, **options)


class RowsForm(Form):
    """A form whose choices come from rows that the person may see."""

    def __init__(self, *args: Any, rows: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name


class FilterForm(RowsForm):
    q = forms.CharField(label=_("Name or wish"), required=False, max_length=80)
    programme = _choice(Programme, _("Programme"), required=False)
    owner = _choice(User, _("Who looks after it"), required=False)
    part = forms.CharField(required=False, widget=forms.HiddenInput)


class StepsForm(Form):
    met_on = _past(_("First meeting on"))
    signed_on = _past(_("Agreement signed on"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        met, signed = values.get("met_on"), values.get("signed_on")
        if met and signed and signed < met:
            self.add_error("signed_on", _("The agreement comes after the meeting."))
        return values


class AssignForm(RowsForm):
    programme = _choice(Programme, _("Programme"), required=False)
    owner = _choice(User, _("Who looks after it"))


class EntryForm(Form):
    kind = forms.ChoiceField(label=_("What it was"), choices=Entry.Kind.choices)
    on = _past(_("Day"))
    text = forms.CharField(
        label=_("Note"), help_text=HINT, max_length=2_000, widget=TextArea(rows=3)
    )


class BehalfForm(Form):
    """What somebody said on the telephone about how it goes."""

    side = forms.ChoiceField(label=_("Who said it"), choices=Side.choices)
    mood = forms.ChoiceField(
        label=_("How it goes"),
        choices=CheckInAnswer.Mood.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=HINT,
        max_length=1_000,
        required=False,
        widget=TextArea(rows=2),
    )


class EndForm(Form):
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Match.Outcome)
    reason = forms.ChoiceField(
        label=_("Why it ended"),
        choices=[("", "–"), *Match.Reason.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Note"), help_text=HINT, max_length=500, required=False
    )
    looks_on = forms.BooleanField(
        label=_("Look for another sponsor at once"), required=False
    )


class HandOverForm(RowsForm):
    organisation = _choice(
        Organisation,
        _("Association"),
        help_text=_("Those that have an e-mail address."),
    )
    shares = forms.MultipleChoiceField(
        label=_("What the family agreed to pass on"),
        choices=HandOver.Share.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    consent_on = _past(_("Agreed on"))
    consent_until = _past(_("The consent holds until"))
    consent_language = forms.ChoiceField(label=_("Language in which they agreed"))
    owner = _choice(User, _("Who looks after it"))

    def __init__(
        self, *args: Any, languages: list[str], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["consent_language"].choices = [(t, own_name(t)) for t in languages]
        fields["consent_on"].initial = today
        fields["consent_until"].initial = today + timedelta(days=180)
        self.today = today

    def clean_consent_on(self) -> date:
        found: date = self.cleaned_data["consent_on"]
        if found > self.today:
            raise ValidationError(_("This day lies in the future."))
        return found

    def clean_consent_until(self) -> date:
        found: date = self.cleaned_data["consent_until"]
        if found < self.today:
            raise ValidationError(_("The consent is over."))
        return found


class ReportForm(Form):
    """What an association says of a wish."""

    says = forms.ChoiceField(
        label=_("What became of the wish?"),
        choices=[
            ("found", _("We have found a sponsor")),
            ("not_found", _("We have found nobody")),
        ],
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(
        label=_("If found: begins on"), required=False, widget=DateInput
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=HINT,
        max_length=500,
        required=False,
        widget=TextArea(rows=2),
    )

    @property
    def report(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "is_found": values["says"] == "found",
            "starts_on": values["starts_on"],
            "note": values["note"],
        }


class ProgrammeForm(RowsForm):
    organisation = _choice(
        Organisation,
        _("Association"),
        required=False,
        help_text=_("Leave it empty for a programme of the municipality."),
    )
    owner = _choice(User, _("Who looks after those who apply"))
    is_open = forms.BooleanField(
        label=_("People can apply on the public page"), required=False
    )
    is_for_guides = forms.BooleanField(
        label=_("Those who help are integration guides"),
        help_text=_("Nobody of them begins before the basic training."),
        required=False,
    )

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = languages
        for tag in languages:
            name = {"language": own_name(tag)}
            self.fields |= {
                f"title_{tag}": forms.CharField(
                    label=_("Name (%(language)s)") % name,
                    max_length=160,
                    required=tag == languages[0],
                    widget=forms.TextInput({"lang": tag, "dir": "auto"}),
                ),
                f"text_{tag}": forms.CharField(
                    label=_("What it is (%(language)s)") % name,
                    required=False,
                    max_length=2_000,
                    widget=TextArea(rows=3, language=tag),
                ),
                f"rules_{tag}": forms.CharField(
                    label=_("Rules of the agreement, one in a line (%(language)s)")
                    % name,
                    required=False,
                    max_length=2_000,
                    widget=TextArea(rows=3, language=tag),
                ),
            }
        self.fold(languages, "title_{}", "text_{}", "rules_{}")

    @property
    def programme(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "organisation": values["organisation"],
            "owner": values["owner"],
            "is_open": values["is_open"],
            "is_for_guides": values["is_for_guides"],
            "titles": self._said("title"),
            "texts": self._said("text"),
            "rules": self._said("rules"),
        }

    def _said(self, what: str) -> dict[str, str]:
        found = {tag: self.cleaned_data[f"{what}_{tag}"] for tag in self.languages}
        return {tag: text for tag, text in found.items() if text}


def initial_of(programme: Programme) -> dict[str, Any]:
    """Return what the form of an existing programme starts with."""
    found: dict[str, Any] = {
        "organisation": programme.organisation_id,
        "owner": programme.owner_id,
        "is_open": programme.is_open,
        "is_for_guides": programme.is_for_guides,
    }
    for what, texts in (
        ("title", programme.titles),
        ("text", programme.texts),
        ("rules", programme.rules),
    ):
        found |= {f"{what}_{tag}": text for tag, text in texts.items()}
    return found
