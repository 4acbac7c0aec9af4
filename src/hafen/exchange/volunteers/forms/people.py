"""What somebody says of themselves: on the web page, at the desk, later on."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.mail.models import Notice
from hafen.core.places.models import District
from hafen.core.ui.fields import PhoneField, since_day, until_day
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.exchange.pool.models import Gender, Kind, Skill
from hafen.exchange.volunteers import times
from hafen.exchange.volunteers.forms._offered import OfferedFields
from hafen.exchange.volunteers.services import Profile
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.mechanisms.questions.forms import answers_in, fields_of
from hafen.mechanisms.questions.models import Question
from hafen.network.organisations.models import Organisation

_EMPTY: list[tuple[str, Any]] = [("", "–")]
HINT = _("Please write nothing about illnesses or about others.")
_BOXES = forms.CheckboxSelectMultiple


class ProfileForm(OfferedFields):
    """Kinds of help, languages, times, district; the person; what is agreed."""

    kinds = forms.MultipleChoiceField(
        label=_("How would you like to help?"),
        choices=[c for c in Kind.choices if c[0] not in {"HOUSING", "GOODS"}],
        widget=_BOXES,
    )
    text = forms.CharField(
        label=_("In your own words"),
        help_text=HINT,
        max_length=2_000,
        required=False,
        widget=TextArea(rows=3),
    )
    skills = forms.MultipleChoiceField(
        label=_("What are you good at?"),
        choices=Skill.choices,
        required=False,
        widget=_BOXES,
    )
    wishes = forms.CharField(
        label=_("With whom or where would you like to help?"),
        max_length=500,
        required=False,
    )
    exclusions = forms.CharField(
        label=_("What would you rather not do?"), max_length=500, required=False
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    phone = PhoneField(label=_("Your telephone number"), required=False)
    gender = forms.ChoiceField(
        label=_("Woman or man"), choices=[*_EMPTY, *Gender.choices], required=False
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), min_value=1900, max_value=2100, required=False
    )
    is_refugee = forms.BooleanField(
        label=_("I came here as a refugee myself (you need not say so)"),
        required=False,
    )
    support_needed = forms.CharField(
        label=_("What would help you to begin?"), max_length=500, required=False
    )
    may_forward = forms.BooleanField(
        label=_("You may give my name and contact to a place that fits"),
        required=False,
    )
    wants_news = forms.BooleanField(
        label=_("I would like news for volunteers"), required=False
    )

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > timezone.localdate().year:
            raise ValidationError(_("This year lies in the future."))
        return year

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not found.get("email") and not found.get("phone") and not self.errors:
            self.add_error(
                "email", _("Please give an e-mail address or a telephone number.")
            )
        return found

    def profile(self, language: str) -> Profile:
        """Return what was said; the language is the one of messages."""
        said = self.cleaned_data
        year = said["birth_year"]
        today = timezone.localdate()
        person = {name: said[name] for name in ("name", "email", "phone", "gender")}
        person |= {
            "language": language,
            "channel": Notice.Channel.MAIL
            if said["email"]
            else Notice.Channel.TELEPHONE,
            "skills": said["skills"],
            # Whoever turns eighteen within this year is asked in the talk.
            "is_adult": year is None or today.year - year > 18,
            "consent_on": today if said["may_forward"] else None,
        }
        about = {
            name: said[name]
            for name in ("wishes", "exclusions", "birth_year", "support_needed")
        }
        about["is_refugee"] = True if said["is_refugee"] else None
        about["news_consent_on"] = today if said["wants_news"] else None
        offered = {"text": said["text"], **self.offered}
        return Profile(tuple(said["kinds"]), person, about, offered)


class OfferForm(GuardedFields, ProfileForm):
    """The public page: the town's own questions, what tells people from robots."""

    agrees = forms.BooleanField(
        label=_("I agree that you keep these details to find a task for me")
    )

    def __init__(self, *args: Any, questions: list[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        asked = fields_of(questions, get_language() or "de")
        self.fields |= asked
        self._asked = list(asked)

    @property
    def asked(self) -> list[Any]:
        return [self[name] for name in self._asked]

    def profile(self, language: str) -> Profile:
        return replace(super().profile(language), answers=answers_in(self.cleaned_data))


class DeskForm(ProfileForm):
    """Somebody on the telephone or at the desk."""

    association = forms.ModelChoiceField(
        label=_("Association"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    person_language = forms.ChoiceField(label=_("Language of messages"))
    owner = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, rows: dict[str, Any], **options: Any) -> None:
        languages = options["languages"]
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name
        fields["person_language"].choices = languages

    def profile(self, language: str = "") -> Profile:
        found = super().profile(language or self.cleaned_data["person_language"])
        desk = {
            name: self.cleaned_data[name] for name in ("association", "owner", "team")
        }
        return Profile(
            found.kinds, found.person, dict(found.about) | desk, found.offered
        )


class EditForm(Form):
    """What is noted of somebody; offers have a form of their own."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.ChoiceField(
        label=_("Reached by"),
        choices=[
            (each.value, each.label)
            for each in Notice.Channel
            if each != Notice.Channel.SMS
        ],
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    address = forms.CharField(
        label=_("Postal address"), required=False, widget=TextArea(rows=2)
    )
    language = forms.ChoiceField(label=_("Language of messages"))
    gender = forms.ChoiceField(
        label=_("Woman or man"), choices=[*_EMPTY, *Gender.choices], required=False
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), min_value=1900, max_value=2100, required=False
    )
    is_adult = forms.BooleanField(label=_("Of age"), required=False)
    skills = forms.MultipleChoiceField(
        label=_("Skills"), choices=Skill.choices, required=False, widget=_BOXES
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of help"), choices=Kind.choices, required=False, widget=_BOXES
    )
    wishes = forms.CharField(label=_("Wishes"), max_length=500, required=False)
    exclusions = forms.CharField(label=_("Not wished"), max_length=500, required=False)
    support_needed = forms.CharField(
        label=_("Support that is needed"), max_length=500, required=False
    )
    association = forms.ModelChoiceField(
        label=_("Association"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    consent_on = forms.DateField(
        label=_("Agreed on this day to be forwarded to fitting places"),
        required=False,
        widget=DateInput,
    )
    news_consent_on = forms.DateField(
        label=_("Agreed on this day to get news"),
        required=False,
        widget=DateInput,
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DateInput,
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
    PERSON = (
        "name", "channel", "email", "phone", "address", "language", "gender",
        "is_adult", "skills", "consent_on",
    )  # fmt: skip

    def __init__(
        self, *args: Any, rows: dict[str, Any], languages: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, queryset in rows.items():
            fields[name].queryset = queryset
            fields[name].label_from_instance = lambda row: row.name
        fields["language"].choices = languages

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        needed = {"MAIL": "email", "LETTER": "address", "TELEPHONE": "phone"}
        missing = needed.get(found.get("channel", ""))
        if missing and not found.get(missing):
            self.add_error(missing, _("This is needed to reach the person so."))
        if not found.get("owner") and not found.get("team"):
            self.add_error("owner", _("Somebody has to do it."))
        return found

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.PERSON}

    @property
    def about(self) -> dict[str, Any]:
        return {n: v for n, v in self.content.items() if n not in self.PERSON}


class FilterForm(Form):
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind of help"), choices=[*_EMPTY, *Kind.choices], required=False
    )
    skill = forms.ChoiceField(
        label=_("Skill"), choices=[*_EMPTY, *Skill.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    association = forms.ModelChoiceField(
        label=_("Association"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    free = forms.TypedChoiceField(
        label=_("Has time"), coerce=int, empty_value=None, required=False
    )
    first, last = since_day(), until_day()
    part = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        districts: Any,
        organisations: Any,
        languages: list[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, rows in (("district", districts), ("association", organisations)):
            fields[name].queryset = rows
            fields[name].label_from_instance = lambda row: row.name
        fields["language"].choices = [*_EMPTY, *languages]
        week = times.grid(())
        fields["free"].choices = [
            ("", "–"),
            *((2 * place, name) for _day, cells in week for place, name, _x in cells),
        ]
