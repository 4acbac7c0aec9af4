"""One form for offers and needs, and the small ones of a placement."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.places.models import District
from hafen.core.ui.fields import since_day, until_day
from hafen.core.ui.forms import DateInput, DateTimeInput, TextArea
from hafen.exchange.pool import queries, times
from hafen.exchange.pool.forms.around import AroundForm
from hafen.exchange.pool.forms.person import EMPTY, PersonForm
from hafen.exchange.pool.models import (
    Clearance,
    Gender,
    Kind,
    Level,
    Skill,
    Visibility,
)
from hafen.network.organisations.models import Organisation

HINT = _("Only what the help needs: no reasons for fleeing, no illnesses.")
LANGUAGES = (1, 2, 3)
PERSON = (
    "name",
    "organisation",
    "channel",
    "email",
    "phone",
    "address",
    "person_language",
    "consent_on",
)
HELPER = ("gender", "is_adult", "clearance", "clearance_until")
NEED_ONLY = (
    "wanted_clearance",
    "gender_wish",
    "is_for_minor",
    "min_slots",
    "visibility",
    "wished_skills",
)


class PostingForm(PersonForm):
    """What somebody gives or looks for, with the person behind it.

    :param side: "need" or "offer"; fields of the other one are left out
    """

    kind = forms.ChoiceField(label=_("Kind of help"), choices=Kind.choices)
    title = forms.CharField(label=_("In a few words"), max_length=120)
    text = forms.CharField(
        label=_("Description"),
        help_text=HINT,
        max_length=3_000,
        required=False,
        widget=TextArea(rows=3),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    slots = forms.TypedMultipleChoiceField(
        label=_("Times of the week"),
        coerce=int,
        choices=[(place, place) for place in range(42)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    min_slots = forms.IntegerField(
        label=_("So many common times are needed"),
        min_value=0,
        max_value=42,
        initial=1,
    )
    starts_at = forms.DateTimeField(
        label=_("Or on one day: from"), required=False, widget=DateTimeInput
    )
    ends_at = forms.DateTimeField(
        label=_("until"), required=False, widget=DateTimeInput
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    radius_km = forms.IntegerField(
        label=_("At most so many kilometres away"),
        min_value=0,
        max_value=500,
        required=False,
    )
    places = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=200, initial=1
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills"),
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wished_skills = forms.MultipleChoiceField(
        label=_("Wished, but not necessary"),
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wanted_clearance = forms.TypedChoiceField(
        label=_("The desk must have seen"), choices=Clearance.choices, coerce=int
    )
    gender_wish = forms.ChoiceField(
        label=_("Only a woman or a man"),
        choices=[*EMPTY, *Gender.choices],
        required=False,
    )
    adults_only = forms.BooleanField(label=_("Adults alone"), required=False)
    is_for_minor = forms.BooleanField(label=_("For somebody under age"), required=False)
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        help_text=_(
            "Others than the desk read title, kind, district and times, never a name: "
            "partners on their page, the public where help is offered."
        ),
        choices=Visibility.choices,
    )
    valid_until = forms.DateField(
        label=_("Holds until"), required=False, widget=DateInput
    )
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput)
    owner = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )

    def __init__(
        self,
        *args: Any,
        side: str,
        rows: dict[str, Any],
        languages: list[tuple[str, Any]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name in HELPER if side == "need" else NEED_ONLY:
            del fields[name]
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name
        fields["person_language"].choices = languages
        for number in LANGUAGES:
            fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language"), choices=[*EMPTY, *languages], required=False
            )
            fields[f"level_{number}"] = forms.TypedChoiceField(
                label=_("How well"), choices=Level.choices, coerce=int, required=False
            )
        self.side = side
        self.known: Any = None

    def is_new(self, people: Any) -> bool:
        """
        Return whether it is clear who is meant; else the form asks.

        :param people: all whom the desk knows on this side
        """
        values = self.cleaned_data
        same = queries.known_people(
            people,
            **{name: values[name] for name in ("name", "email", "phone")},
        )
        if not same:
            return True
        field: Any = forms.ModelChoiceField(
            label=_("Is it the same person?"),
            queryset=people.filter(pk__in=[row.pk for row in same]),
            required=False,
            empty_label=_("No, somebody else"),
            widget=forms.RadioSelect,
            blank=True,
        )
        field.label_from_instance = called
        self.fields["known"] = field
        if "known" not in self.data:
            message = _("By name, address or number there is somebody already.")
            self.add_error("known", ValidationError(message))
            return False
        try:
            self.known = field.clean(self.data["known"])
        except ValidationError as wrong:
            self.add_error("known", wrong)
        return not self.errors

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("starts_at"), found.get("ends_at")
        if bool(first) != bool(last) or (first and last and last <= first):
            self.add_error("ends_at", ValidationError(_("The end comes after.")))
        if not found.get("owner") and not found.get("team"):
            self.add_error("owner", ValidationError(_("Somebody has to do it.")))
        return found

    @property
    def person(self) -> dict[str, Any]:
        """What is said about the person."""
        values = self.cleaned_data
        found = {name: values[name] for name in PERSON if name != "person_language"}
        found["language"] = values["person_language"]
        if self.side == "offer":
            found |= {name: values[name] for name in HELPER}
            found["skills"] = values["skills"]
        return found

    @property
    def posting(self) -> dict[str, Any]:
        """What is given or looked for."""
        values = self.cleaned_data
        left_out = {*PERSON, *HELPER, "wanted_clearance", "slots"}
        found = {
            name: value
            for name, value in self.content.items()
            if name not in left_out and not name.startswith(("language_", "level_"))
        }
        found["slots"] = times.word_of(values["slots"])
        found["languages"] = {
            values[f"language_{number}"]: values[f"level_{number}"] or Level.BASIC
            for number in LANGUAGES
            if values[f"language_{number}"]
        }
        if self.side == "need":
            found["clearance"] = values["wanted_clearance"]
        return found


def called(row: Any) -> str:
    """Return by what a person is told from another one of the same name."""
    return " · ".join(part for part in (row.name, row.phone, row.email) if part)


def facts_of(person: Any) -> dict[str, Any]:
    """Return what is known of a person already; nothing of nobody."""
    if person is None:
        return {}
    names = (*PERSON, *HELPER, "skills")
    found = {name: getattr(person, name) for name in names if hasattr(person, name)}
    return found | {"person_language": person.language}


def initial_of(posting: Any, person: Any) -> dict[str, Any]:
    """Return what the form of an existing posting starts with."""
    found = {
        name: getattr(posting, name)
        for name in PostingForm.base_fields
        if hasattr(posting, name)
    }
    found |= facts_of(person)
    found["slots"] = times.bits_in(posting.slots)
    if posting.is_need:
        found["wanted_clearance"] = posting.clearance
    else:
        found["skills"] = sorted({*posting.skills, *person.skills})
    for number, (tag, level) in enumerate(sorted(posting.languages.items())[:3], 1):
        found |= {f"language_{number}": tag, f"level_{number}": level}
    return found


class FilterForm(AroundForm):
    q = forms.CharField(label=_("Title or name"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind of help"), choices=[*EMPTY, *Kind.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    skill = forms.ChoiceField(
        label=_("Skills"), choices=[*EMPTY, *Skill.choices], required=False
    )
    first, last = since_day(), until_day()
    placed = forms.BooleanField(
        label=_("Of what was placed in these days"), required=False
    )
    part = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["language"]
        field.choices = [*EMPTY, *languages]
