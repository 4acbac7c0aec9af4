"""What somebody changes on the own page."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import District
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form
from hafen.exchange.pool.models import Offer, Skill
from hafen.exchange.volunteers import times
from hafen.exchange.volunteers.forms._offered import LANGUAGES, OfferedFields
from hafen.exchange.volunteers.models import Exit, Volunteer


class OwnForm(Form):
    """Who somebody is and what is agreed to; when and where stand in another form."""

    phone = PhoneField(label=_("Your telephone number"), required=False)
    language = forms.ChoiceField(label=_("Language of messages"), required=False)
    skills = forms.MultipleChoiceField(
        label=_("What are you good at?"),
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wishes = forms.CharField(
        label=_("With whom or where would you like to help?"),
        max_length=500,
        required=False,
    )
    exclusions = forms.CharField(
        label=_("What would you rather not do?"), max_length=500, required=False
    )
    district = forms.ModelChoiceField(
        label=_("News of which district?"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("all districts"),
    )
    may_forward = forms.BooleanField(
        label=_("You may give my name and contact to a place that fits"),
        required=False,
    )
    wants_news = forms.BooleanField(
        label=_("I would like news for volunteers"), required=False
    )

    def __init__(
        self, *args: Any, districts: Any, languages: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["district"].queryset = districts
        fields["district"].label_from_instance = lambda row: row.name
        fields["language"].choices = languages

    @staticmethod
    def initial_of(row: Volunteer) -> dict[str, Any]:
        return {
            "phone": row.helper.phone,
            "language": row.helper.language,
            "skills": row.helper.skills,
            "wishes": row.wishes,
            "exclusions": row.exclusions,
            "district": row.district,
            "may_forward": row.helper.consent_on is not None,
            "wants_news": row.news_consent_on is not None,
        }

    @property
    def person(self) -> dict[str, Any]:
        said = self.cleaned_data
        found = {"phone": said["phone"], "skills": said["skills"]}
        if said["language"]:
            found["language"] = said["language"]
        return found | {"consent_on": _day(agreed=said["may_forward"])}

    @property
    def about(self) -> dict[str, Any]:
        said = self.cleaned_data
        found = {name: said[name] for name in ("wishes", "exclusions", "district")}
        return found | {"news_consent_on": _day(agreed=said["wants_news"])}


def _day(*, agreed: bool) -> Any:
    return timezone.localdate() if agreed else None


class TimesForm(OfferedFields):
    """When and where somebody helps, and in which languages: of all that is offered.

    Only what was changed here is changed: a further language that has no field, or
    what one of several offers has of its own, stays.
    """

    def __init__(self, *args: Any, offer: Offer | None, **options: Any) -> None:
        spoken = sorted(offer.languages.items(), key=_best_first) if offer else []
        super().__init__(*args, initial=_offered(offer, spoken), **options)
        self.others = dict(spoken[len(LANGUAGES) :])

    @property
    def changes(self) -> dict[str, Any]:
        said, changed = self.offered, set(self.changed_data)
        names = ("slots", "district", "radius_km")
        found: dict[str, Any] = {name: said[name] for name in names if name in changed}
        if any(name.startswith(("language_", "level_")) for name in changed):
            found["languages"] = self.others | said["languages"]
        return found


def _best_first(spoken: tuple[str, int]) -> tuple[int, str]:
    language, level = spoken
    return -level, language


def _offered(offer: Offer | None, spoken: list[tuple[str, int]]) -> dict[str, Any]:
    """Return what the form starts with."""
    if offer is None:
        return {}
    found: dict[str, Any] = {
        "slots": times.places_in(offer.slots),
        "district": offer.district_id,
        "radius_km": offer.radius_km,
    }
    for number, (language, level) in zip(LANGUAGES, spoken, strict=False):
        found |= {f"language_{number}": language, f"level_{number}": level}
    return found


class PauseForm(Form):
    until = forms.DateField(
        label=_("Until when? You may leave this open."),
        required=False,
        widget=DateInput,
    )

    def clean_until(self) -> date | None:
        found: date | None = self.cleaned_data["until"]
        if found is not None and found <= timezone.localdate():
            raise ValidationError(_("Please choose a day that is still to come."))
        return found


class LeaveForm(Form):
    reason = forms.ChoiceField(
        label=_("Would you tell us why?"),
        choices=[each for each in Exit.choices if each[0] != Exit.UNSUITABLE],
        initial=Exit.NOT_SAID,
        required=False,
    )
