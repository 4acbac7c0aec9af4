"""Small forms of the desk: planning, answers, invitations, goals, calendars."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.information.events.models import CadenceGoal, Event, NeedKind, PlanEntry
from hafen.network.organisations.models import Organisation


class PlanForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=PlanEntry.Kind)
    day = forms.DateField(label=_("Day"), widget=DateInput())
    text = forms.CharField(label=_("What"), max_length=300)


class PaperForm(Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    upload = forms.FileField(label=_("File"))


class AnswerForm(Form):
    """A question as everybody may read it, with its answer."""

    words = forms.CharField(
        label=_("Question as everybody may read it"),
        help_text=_("Without names. Leave it empty to answer without publishing."),
        required=False,
        max_length=2_000,
        widget=TextArea(rows=2),
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=5_000, widget=TextArea(rows=4)
    )


class InviteForm(Form):
    """Whom to invite: organisations of these categories, in this district."""

    kinds = forms.MultipleChoiceField(
        label=_("Categories"),
        choices=Organisation.Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    district = forms.ChoiceField(label=_("Active in the district"), required=False)

    def __init__(self, *args: Any, districts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.choices = [("", _("all")), *districts]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("kinds") or cleaned.get("district")):
            self.add_error("kinds", _("Please choose a category or a district."))
        return cleaned


class GoalForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind)
    number = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=100, initial=1
    )
    period = forms.ChoiceField(label=_("In each"), choices=CadenceGoal.Period)
    since = forms.DateField(label=_("Since"), widget=DateInput())


class CalendarForm(Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    address = forms.URLField(
        label=_("Address of the calendar (iCal)"),
        max_length=500,
        assume_scheme="https",
        help_text=_("It begins with https:// and often ends with .ics."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind, initial="OTHER")
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    is_trusted = forms.BooleanField(
        label=_("Publish its events without checking"), required=False
    )

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.choices = [("", "–"), *organisations]


class NeedTeamForm(Form):
    kind = forms.ChoiceField(label=_("What is needed"), choices=NeedKind)
    team = forms.ChoiceField(label=_("Team"), required=False)

    def __init__(self, *args: Any, teams: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.choices = [("", _("an editor")), *teams]


class WishForm(Form):
    title = forms.CharField(label=_("An event about what?"), max_length=200)


class CampaignForm(Form):
    """A motto and a text about it, in the languages of the town."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for tag in languages:
            name = {"language": own_name(tag)}
            self.fields[f"title_{tag}"] = forms.CharField(
                label=_("Title (%(language)s)") % name,
                max_length=200,
                required=tag == languages[0],
                widget=forms.TextInput({"lang": tag, "dir": "auto"}),
            )
        for tag in languages:
            name = {"language": own_name(tag)}
            self.fields[f"text_{tag}"] = forms.CharField(
                label=_("Text (%(language)s)") % name,
                required=False,
                max_length=2_000,
                widget=TextArea(rows=2, language=tag),
            )
        self.fold(languages, "title_{}", "text_{}")

    @property
    def titles(self) -> dict[str, str]:
        return self._said("title")

    @property
    def texts(self) -> dict[str, str]:
        return self._said("text")

    def _said(self, what: str) -> dict[str, str]:
        found = {tag: self.cleaned_data[f"{what}_{tag}"] for tag in self.languages}
        return {tag: text for tag, text in found.items() if text}
