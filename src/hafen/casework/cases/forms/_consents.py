from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice, day
from hafen.casework.cases.models import MONTHS, MOST_MONTHS, Consent
from hafen.casework.cases.words import Choices
from hafen.core.accounts.models import User
from hafen.core.ui.forms import Form
from hafen.core.ui.signing import SignatureField
from hafen.network.organisations.models import Organisation

_Kind = Consent.Kind
_WITH_PURPOSE = {_Kind.SHARING, _Kind.RELEASE, _Kind.TABLE}
# What is said of the sheet, and not of each consent on it.
_OF_THE_SHEET = ("asked", "ticked", "on", "youth_agrees")


class PrepareForm(RowsForm):
    """What somebody shall be asked; each purpose is asked for itself."""

    kind = forms.ChoiceField(label=_("What is agreed to"), choices=_Kind.choices)
    organisation = choice(Organisation, _("Organisation that gets it"), required=False)
    recipient = forms.CharField(
        label=_("Or who else gets it"),
        help_text=_("One office or one person, by name. Never “all partners”."),
        max_length=200,
        required=False,
    )
    released = choice(
        User,
        _("Who may speak, for a release from professional secrecy"),
        required=False,
    )
    purposes = forms.MultipleChoiceField(
        label=_("What for"),
        help_text=_("Each of these is ticked by the person for itself."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("What is told"),
        # What was noted goes along with a file that is handed over, and only then.
        choices=[
            each
            for each in Consent.Category.choices
            if each[0] != Consent.Category.HISTORY
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    months = forms.IntegerField(
        label=_("Valid for how many months"),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=MONTHS,
    )

    def __init__(self, *args: Any, domains: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["purposes"].choices = domains

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        kind, needed = values.get("kind"), _("This is needed here.")
        if bool(values.get("organisation")) == bool(values.get("recipient")):
            self.add_error("recipient", _("Name one recipient, here or above."))
        if kind == _Kind.GRID and not values.get("organisation"):
            self.add_error("organisation", needed)
        if kind in _WITH_PURPOSE and not values.get("purposes"):
            self.add_error("purposes", needed)
        if kind == _Kind.SHARING and not values.get("categories"):
            self.add_error("categories", needed)
        if kind == _Kind.RELEASE and not values.get("released"):
            self.add_error("released", needed)
        return values

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        organisation, kind = values["organisation"], values["kind"]
        is_told = kind == _Kind.SHARING
        return {
            "purposes": values["purposes"],
            "months": values["months"],
            "facts": {
                "kind": kind,
                "organisation": organisation,
                "recipient": organisation.name if organisation else values["recipient"],
                "released": values["released"] if kind == _Kind.RELEASE else None,
                "categories": values["categories"] if is_told else [],
            },
        }


class SheetForm(Form):
    """
    What was ticked on the sheet; nothing is ticked here before.

    What a colleague prepared since the page was opened stands on another sheet.
    """

    asked = forms.Field(widget=forms.MultipleHiddenInput, required=False)
    ticked = forms.TypedMultipleChoiceField(
        label=_("What was ticked"),
        help_text=_("What is not ticked is forgotten. The person is helped as before."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    given_by = forms.ChoiceField(label=_("Who signed"), choices=Consent.GivenBy.choices)
    youth_agrees = forms.BooleanField(
        label=_("The young person (from fifteen years) was asked and agrees"),
        required=False,
    )
    interpreted = forms.ChoiceField(
        label=_("Who translated"), choices=Consent.Interpreted.choices, required=False
    )

    def __init__(
        self, *args: Any, prepared: Iterable[tuple[Consent, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        self._rows = {str(row.pk): row for row, _name in prepared}
        fields["asked"].initial = list(self._rows)
        fields["ticked"].choices = [(str(row.pk), name) for row, name in prepared]
        fields["ticked"].coerce = self._rows.__getitem__

    def clean_asked(self) -> list[Consent]:
        keys = self.cleaned_data["asked"] or []
        return [self._rows[key] for key in keys if key in self._rows]

    @property
    def content(self) -> dict[str, Any]:
        values = dict(super().content)
        own = {name: values.pop(name) for name in _OF_THE_SHEET if name in values}
        return own | {"facts": values}


class SignForm(SheetForm):
    """What was signed on paper, or said before a witness, on a day that has been."""

    on = day(_("Signed on"))
    form = forms.ChoiceField(label=_("How"), choices=Consent.Form.choices)
    witness = forms.CharField(label=_("Witness"), max_length=120, required=False)

    field_order = (
        *("asked", "ticked", "on", "given_by", "youth_agrees", "form", "witness"),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("form") == Consent.Form.ORAL and not values.get("witness"):
            self.add_error("witness", _("Name the witness."))
        return values


class HandSignForm(SheetForm):
    """What the person ticks and signs on the screen, today."""

    signature = SignatureField(label=_("Signature"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("ticked") and not values.get("signature"):
            unsigned = SignatureField.default_error_messages["required"]
            self.add_error("signature", unsigned)
        values["form"] = Consent.Form.SIGNED
        return values
