from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.forms._details import DetailsForm
from hafen.core.accounts.forms._fields import day, name_of, role_choices
from hafen.core.accounts.models import Team, User
from hafen.core.accounts.rules import needs_last_day
from hafen.core.accounts.services import WantedRole
from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.db.roles import Role


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=PORTAL_LANGUAGES)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), widget=forms.CheckboxSelectMultiple
    )
    valid_until = day(_("Last day of these roles"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        roles: frozenset[Role],
        teams: QuerySet[Team],
        languages: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["roles"].choices = role_choices(roles)
        fields["language"].choices = languages
        fields["team"].queryset = teams
        fields["team"].label_from_instance = name_of

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        last = cleaned.get("valid_until")
        if any(needs_last_day(role, last) for role in cleaned.get("roles", ())):
            self.add_error("valid_until", _("This role needs a last day."))
        return cleaned


class NewPersonForm(DetailsForm):
    """Somebody without e-mail, with the roles that they will have."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), widget=forms.CheckboxSelectMultiple
    )
    valid_until = day(_("Last day of these roles"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        grantable: frozenset[Role],
        teams: QuerySet[Team],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        del fields["email"]
        fields["way"].help_text = ""
        fields["way"].choices = [
            pair for pair in User.Way.choices if pair[0] != User.Way.MAIL
        ]
        fields["roles"].choices = role_choices(grantable)
        fields["team"].queryset = teams
        fields["team"].label_from_instance = name_of

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        last = cleaned.get("valid_until")
        if any(needs_last_day(role, last) for role in cleaned.get("roles", ())):
            self.add_error("valid_until", _("This role needs a last day."))
        return cleaned

    @property
    def wanted_roles(self) -> list[WantedRole]:
        last = self.cleaned_data["valid_until"]
        return [WantedRole(role, last) for role in self.cleaned_data["roles"]]
