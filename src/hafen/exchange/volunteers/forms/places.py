"""Forms of partners, profiles and places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.places.models import District, Site
from hafen.core.ui.forms import Form, TextArea
from hafen.exchange.pool.models import Clearance, Kind, Level, Match, Skill
from hafen.exchange.training.models import Module
from hafen.exchange.volunteers import times
from hafen.exchange.volunteers.models import (
    DeploymentProfile,
    Partner,
    Place,
    Referral,
)
from hafen.exchange.volunteers.services import PlaceData
from hafen.network.organisations.models import Organisation

_EMPTY: list[tuple[str, Any]] = [("", "–")]
_BOXES = forms.CheckboxSelectMultiple


def _rows(form: forms.Form, rows: dict[str, Any]) -> None:
    fields: Any = form.fields
    for name, queryset in rows.items():
        if name in fields:
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: (
                getattr(row, "name", None) or getattr(row, "title", "")
            )


class PartnerForm(Form):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label="–"
    )
    email = forms.EmailField(label=_("E-mail address for forwardings"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of help"), choices=Kind.choices, required=False, widget=_BOXES
    )
    districts = forms.ModelMultipleChoiceField(
        label=_("Districts"),
        queryset=District.objects.none(),
        required=False,
        widget=_BOXES,
    )
    capacity = forms.IntegerField(
        label=_("At most so many volunteers at a time"),
        min_value=0,
        max_value=500,
        required=False,
    )
    quota = forms.IntegerField(label=_("Share"), min_value=1, max_value=100, initial=1)
    is_active = forms.BooleanField(label=_("Takes part"), required=False, initial=True)

    def __init__(self, *args: Any, rows: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        _rows(self, rows)

    @property
    def partner(self) -> dict[str, Any]:
        found = dict(self.content)
        found["districts"] = [row.pk for row in self.cleaned_data["districts"]]
        return found


class ProfileForm(Form):
    title = forms.CharField(label=_("Deployment profile"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of help"), choices=Kind.choices)
    allowed = forms.CharField(
        label=_("What volunteers do"), required=False, widget=TextArea(rows=3)
    )
    not_allowed = forms.CharField(
        label=_("What is left to professionals"),
        required=False,
        widget=TextArea(rows=3),
    )
    standard = forms.CharField(
        label=_("Standard that volunteers acknowledge"),
        required=False,
        widget=TextArea(rows=5),
    )
    contact = forms.CharField(
        label=_("Contact for questions"), max_length=200, required=False
    )
    insurance = forms.CharField(label=_("Insurance"), max_length=200, required=False)
    clearance = forms.TypedChoiceField(
        label=_("The desk must have seen"),
        choices=[c for c in Clearance.choices if c[0]],
        coerce=int,
    )
    training = forms.ModelChoiceField(
        label=_("Training that comes first"),
        queryset=Module.objects.none(),
        required=False,
        empty_label="–",
    )
    needs_acknowledgement = forms.BooleanField(
        label=_("Has to be acknowledged before somebody begins"),
        required=False,
        initial=True,
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, rows: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        _rows(self, rows)


class PlaceForm(Form):
    """What is looked for; the partner's own form leaves the desk's fields out."""

    title = forms.CharField(label=_("What is to be done"), max_length=120)
    profile = forms.ModelChoiceField(
        label=_("Deployment profile"),
        queryset=DeploymentProfile.objects.none(),
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
    places = forms.IntegerField(
        label=_("How many volunteers are needed?"),
        min_value=1,
        max_value=200,
        initial=1,
    )
    activities = forms.CharField(
        label=_("What happens there"), required=False, widget=TextArea(rows=3)
    )
    house_rules = forms.CharField(
        label=_("House rules"), required=False, widget=TextArea(rows=2)
    )
    responsible = forms.CharField(
        label=_("Who is responsible there"), max_length=120, required=False
    )
    language_1 = forms.ChoiceField(label=_("Language"), required=False)
    slots = forms.TypedMultipleChoiceField(
        label=_("When"),
        coerce=int,
        choices=times.CHOICES,
        required=False,
        widget=_BOXES,
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills"), choices=Skill.choices, required=False, widget=_BOXES
    )
    is_for_minor = forms.BooleanField(
        label=_("With somebody under age"), required=False
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
    _BESIDE = ("profile", "site", "activities", "house_rules", "responsible")

    def __init__(
        self, *args: Any, rows: dict[str, Any], languages: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        _rows(self, rows)
        fields: Any = self.fields
        fields["language_1"].choices = [*_EMPTY, *languages]
        for name in ("owner", "team"):
            if name not in rows:
                del fields[name]

    @property
    def grid(self) -> Any:
        return times.grid(self["slots"].value() or [])

    @property
    def place(self) -> PlaceData:
        said = self.cleaned_data
        language = said["language_1"]
        need: dict[str, Any] = {
            name: said[name]
            for name in ("title", "places", "skills", "is_for_minor", "owner", "team")
            if name in said
        }
        site = said["site"]
        need["district"] = said["district"] or (site.district if site else None)
        need["slots"] = times.word_of(said["slots"])
        need["languages"] = {language: Level.BASIC.value} if language else {}
        return PlaceData(need, {name: said[name] for name in self._BESIDE})

    @staticmethod
    def initial_of(place: Place) -> dict[str, Any]:
        need = place.need
        found = {name: getattr(place, name) for name in PlaceForm._BESIDE}
        for name in ("title", "district", "places", "skills", "is_for_minor"):
            found[name] = getattr(need, name)
        found |= {"owner": need.owner, "team": need.team}
        found["slots"] = times.places_in(need.slots)
        found["language_1"] = next(iter(need.languages), "")
        return found


class ForwardForm(Form):
    """To which partner; another one than the rule names needs a reason."""

    partner = forms.ModelChoiceField(
        label=_("Forward to"), queryset=Partner.objects.none(), empty_label="–"
    )
    override_reason = forms.CharField(
        label=_("Why another one than the rule proposes?"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, partners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["partner"]
        field.queryset = partners
        field.label_from_instance = lambda row: row.name


class DeclineForm(Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=Referral.Reason.choices)


class EndForm(Form):
    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=Match.Outcome.choices
    )
    feedback = forms.CharField(
        label=_("Feedback of the place"), required=False, widget=TextArea(rows=2)
    )
