"""What people type about people; nothing is saved here."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.forms._details import DetailsForm as DetailsForm
from hafen.core.accounts.forms._details import said_of as said_of
from hafen.core.accounts.forms._fields import Period, day, name_of
from hafen.core.accounts.forms._fields import role_choices as role_choices
from hafen.core.accounts.forms._joining import InviteForm as InviteForm
from hafen.core.accounts.forms._joining import NewPersonForm as NewPersonForm
from hafen.core.accounts.forms._leaving import HandOverForm as HandOverForm
from hafen.core.accounts.forms._positions import PositionForm as PositionForm
from hafen.core.accounts.forms._positions import said_of_position as said_of_position
from hafen.core.accounts.forms._provider import ProviderForm as ProviderForm
from hafen.core.accounts.models import Position, Team, UndertakingText, User
from hafen.core.accounts.rules import needs_last_day
from hafen.core.db.roles import Role
from hafen.core.places.models import Site


class RoleForm(Period):
    role = forms.ChoiceField(label=_("Role"))

    field_order = ("role", "valid_from", "valid_until")

    def __init__(self, *args: Any, roles: frozenset[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = role_choices(roles)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if needs_last_day(cleaned.get("role", ""), cleaned.get("valid_until")):
            self.add_error("valid_until", _("This role needs a last day."))
        return cleaned


class RedeemForm(forms.Form):
    """The invited person says what they are called and chooses a password."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters, 15 if you manage other people's accounts. A"
            " sentence of four words is easy to remember and hard to guess."
        ),
    )

    def __init__(self, *args: Any, email: str, minimum: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email
        self.minimum = minimum

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if len(password) < self.minimum:
            raise forms.ValidationError(
                _("This password is too short. It needs at least %(count)d characters.")
                % {"count": self.minimum}
            )
        person = User(name=self.data.get("name", ""), email=self.email)
        password_validation.validate_password(password, person)
        return password


class PinForm(forms.Form):
    pin = forms.RegexField(
        r"^\d{6}$",
        label=_("PIN"),
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}
        ),
        error_messages={"invalid": _("The PIN has six digits.")},
    )


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = languages


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(
        label=_("Task of the team"), required=False, widget=forms.Textarea
    )
    employers = forms.CharField(
        label=_("Employers that must be represented"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One in each line, such as the town and an association."),
    )
    is_walled = forms.BooleanField(
        label=_("Only its members see its work"), required=False
    )
    sites = forms.ModelMultipleChoiceField(
        label=_("Sites at which it works"),
        queryset=Site.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["sites"].queryset = sites
        fields["sites"].label_from_instance = name_of

    def clean_employers(self) -> list[str]:
        lines = str(self.cleaned_data["employers"]).splitlines()
        return [line.strip()[:120] for line in lines if line.strip()]


class PeopleForm(Period):
    """A period with people to choose from; subclasses name the fields.

    :param people: who can be chosen in all of them
    :param persons: who can be chosen as `user`, where those are fewer
    :param names: keys and names of `people`, where several forms of a page share
        them; read once for all of its fields
    """

    people_fields: tuple[str, ...] = ("user",)

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        persons: QuerySet[User] | None = None,
        names: list[tuple[Any, str]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        pairs = [*people.values_list("pk", "name")] if names is None else names
        for name in self.people_fields:
            fields[name].queryset = people
            fields[name].choices = [("", "–"), *pairs]
        if persons is not None:
            fields["user"].queryset = persons
            allowed = {person.pk for person in persons}
            fields["user"].choices = [pair for pair in pairs if pair[0] in allowed]


class MemberForm(PeopleForm):
    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    position = forms.ModelChoiceField(
        label=_("Post"), queryset=Position.objects.none(), required=False
    )
    employer = forms.CharField(label=_("Employer"), max_length=120, required=False)
    is_lead = forms.BooleanField(label=_("Leads the team"), required=False)
    supervisor = forms.ModelChoiceField(
        label=_("Supervisor"), queryset=User.objects.none(), required=False
    )

    people_fields = ("user", "supervisor")
    field_order = ("user", "position", "employer", "valid_from", "valid_until")

    def __init__(self, *args: Any, positions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["position"].queryset = positions
        fields["position"].label_from_instance = _title


class AbsenceForm(PeopleForm):
    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    reroute_to = forms.ModelChoiceField(
        label=_("Work goes to"), queryset=User.objects.none(), required=False
    )
    reroute_to_team = forms.ModelChoiceField(
        label=_("or to the team"), queryset=Team.objects.none(), required=False
    )

    people_fields = ("user", "reroute_to")
    field_order = ("user", "valid_from", "valid_until")

    def __init__(self, *args: Any, teams: QuerySet[Team], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["reroute_to_team"].queryset = teams
        fields["reroute_to_team"].label_from_instance = name_of


class DeputyForm(PeopleForm):
    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=User.objects.none())

    people_fields = ("user", "deputy")
    field_order = ("user", "deputy", "valid_from", "valid_until")


class UndertakingForm(forms.Form):
    text = forms.ModelChoiceField(
        label=_("Text"), queryset=UndertakingText.objects.none()
    )
    signed_on = day(_("Signed on"))
    valid_until = day(_("Last day"), required=False)

    def __init__(
        self, *args: Any, texts: QuerySet[UndertakingText], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["text"].queryset = texts
        fields["text"].label_from_instance = _edition


class UndertakingTextForm(forms.Form):
    edition = forms.CharField(
        label=_("Edition"), max_length=20, help_text=_("Such as 2026-01.")
    )
    language = forms.ChoiceField(label=_("Language"))
    text = forms.CharField(label=_("Text"), widget=forms.Textarea)

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = languages


class ConditionForm(forms.Form):
    """Which roles begin only after an undertaking was signed."""

    roles = forms.MultipleChoiceField(
        label=_("Roles that need a signed undertaking"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: role_choices(frozenset(Role) - {Role.VISITOR}),
    )


def _title(row: Any) -> str:
    return f"{row.title} ({row.share})"


def _edition(row: UndertakingText) -> str:
    return f"{row.edition} · {row.language}"
