from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice, day, not_later
from hafen.casework.cases.forms._help import GoingOnForm
from hafen.casework.cases.models import Client, Guardian, Household, KeptOut, Membership
from hafen.casework.cases.words import Choices
from hafen.core.accounts.models import Team, User
from hafen.core.places.models import District, Municipality
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import SUBMISSION, VERSION, Form, TextArea
from hafen.core.ui.sparse import HINT
from hafen.mechanisms.privacy.queries import current_notice

# What somebody speaks, the best first.
SPOKEN = ("language_1", "language_2", "language_3")


class HouseholdFilterForm(RowsForm):
    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    team = choice(Team, _("Team"), required=False)
    district = choice(District, _("District"), required=False)
    on = day(
        _("Lived here on"),
        help_text=_("Without a day: today."),
        required=False,
    )
    part = forms.CharField(required=False, widget=forms.HiddenInput)


class HouseholdForm(RowsForm):
    name = forms.CharField(
        label=_("Name of the household"),
        help_text=_("As you call it in the team, mostly the family name."),
        max_length=120,
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    district = choice(District, _("District"), required=False)
    team = choice(Team, _("Responsible team"), empty_label=None)
    owner = choice(User, _("Responsible person"), required=False)
    arrived_on = day(_("Lives here since"), required=False)
    is_restricted = forms.BooleanField(
        label=_("Restricted: only named persons open this file"),
        help_text=_(
            "For protection against violence, or where colleagues know the family."
            " The responsible person of the household and those of its cases see it."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("is_restricted") and not values.get("owner"):
            self.add_error("owner", _("A restricted file names somebody."))
        return values


def notice_given(town: Municipality, today: date) -> dict[str, Any]:
    """Return that somebody is given the data-protection notice of today."""
    now = current_notice(town)
    return {"notice_on": today, "notice_edition": now.edition if now else "1"}


class PersonForm(Form):
    """Somebody's data; without the data-protection notice nobody is taken in."""

    name = forms.CharField(label=_("Name as in the document"), max_length=160)
    original_name = forms.CharField(
        label=_("Name in its own script"),
        max_length=160,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    other_names = forms.CharField(
        label=_("Other spellings"),
        help_text=_("One per line."),
        required=False,
        max_length=800,
        widget=TextArea(rows=2),
    )
    born_on = day(_("Born on"), required=False)
    birth = forms.ChoiceField(
        label=_("How exact this day is"), choices=Client.BirthDate.choices
    )
    gender = forms.ChoiceField(
        label=_("Gender"), choices=Client.Gender.choices, required=False
    )
    wished_worker = forms.ChoiceField(
        label=_("Wishes to be accompanied by"),
        choices=[("", "–"), *Client.Wish.choices],
        required=False,
    )
    language_1 = forms.ChoiceField(label=_("Language in which we speak"))
    language_2 = forms.ChoiceField(label=_("Further language"), required=False)
    language_3 = forms.ChoiceField(label=_("Further language"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    notice_on = day(_("Data-protection notice given on"))
    notice_edition = forms.CharField(
        label=_("Edition of the notice"), max_length=40, initial="1"
    )

    def __init__(
        self, *args: Any, languages: Choices, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name in SPOKEN:
            fields[name].choices = [("", "–"), *languages]
        self.today = today

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        spoken = [values.pop(name) for name in SPOKEN]
        return values | {"languages": list(dict.fromkeys(filter(None, spoken)))}

    def clean_other_names(self) -> list[str]:
        lines = self.cleaned_data["other_names"].splitlines()
        return [line.strip()[:160] for line in lines if line.strip()]

    def clean_born_on(self) -> date | None:
        return not_later(self.cleaned_data["born_on"], self.today)

    def clean_notice_on(self) -> date | None:
        return not_later(self.cleaned_data["notice_on"], self.today)


class MemberForm(PersonForm):
    """A further person of a household."""

    kind = forms.ChoiceField(
        label=_("Position in the household"), choices=Membership.Kind.choices
    )
    came = forms.ChoiceField(
        label=_("How the person came into the household"),
        choices=[
            each
            for each in Membership.Came.choices
            if each[0] != Membership.Came.CHANGED
        ],
    )
    on = day(_("Belongs to it since"))


_PERSON = frozenset(PersonForm.base_fields) - {SUBMISSION, VERSION}


def person_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a form stands with the person."""
    return {
        name: values[name] for name in values if name in _PERSON or name == "languages"
    }


def person_initial(client: Client) -> dict[str, Any]:
    """Return what the form of a person starts with."""
    names = _PERSON - {"other_names", *SPOKEN}
    found = {name: getattr(client, name) for name in names}
    spoken = dict(zip(SPOKEN, client.languages, strict=False))
    return found | spoken | {"other_names": "\n".join(client.other_names)}


def household_initial(household: Household) -> dict[str, Any]:
    names = HouseholdForm.base_fields.keys() - {SUBMISSION, VERSION}
    return {
        name: getattr(household, f"{name}_id", getattr(household, name))
        for name in names
    }


class MoveOutForm(RowsForm):
    left = forms.ChoiceField(label=_("Why"), choices=Membership.Left.choices)
    on = day(_("Last day in this household"))
    together = forms.ModelMultipleChoiceField(
        label=_("Who goes along"),
        queryset=Client.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    into = choice(
        Household,
        _("Which other household"),
        help_text=_("If somebody goes into another household that is known here."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        joins = values.get("left") == Membership.Left.JOINED
        if joins and not values.get("into"):
            self.add_error("into", _("Choose the household."))
        if not joins:
            values["into"] = None
        return values


class PositionForm(Form):
    kind = forms.ChoiceField(
        label=_("Position in the household"), choices=Membership.Kind.choices
    )


class EndHouseholdForm(GoingOnForm):
    ending = forms.ChoiceField(label=_("Why"), choices=Household.Ending.choices)
    on = day(_("On"))


class GuardianForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Guardian.Kind.choices)
    name = forms.CharField(
        label=_("Name and way to reach"), help_text=HINT, max_length=200
    )
    valid_from = day(_("From"))
    valid_until = day(_("Last day"), required=False)


class KeepOutForm(RowsForm):
    user = choice(User, _("Colleague"))
    why = forms.ChoiceField(label=_("Why"), choices=KeptOut.Why.choices)
