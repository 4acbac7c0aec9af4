from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import day
from hafen.casework.cases.models import Circumstance, Client
from hafen.casework.cases.words import Words
from hafen.core.ui.forms import Form


class CircumstanceForm(Form):
    """How it stands with somebody in one respect from a day on."""

    what = forms.ChoiceField(label=_("How it stands"), required=False)
    nationality = forms.CharField(
        label=_("Or the nationality"),
        help_text=_("Name of the country, or its two letters. Only where a programme"
                    " asks for it."),
        max_length=80,
        required=False,
    )  # fmt: skip
    valid_from = day(_("From"))
    expires_on = day(
        _("Runs out on"),
        required=False,
        help_text=_("For papers that end on a day."),
    )

    def __init__(self, *args: Any, known: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["what"].choices = [("", "–"), *known.choices]
        self._known = known

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        named = values.get("nationality")
        if bool(named) == bool(values.get("what")) and "what" not in self.errors:
            self.add_error("what", _("Say one of the two."))
        if named:
            values["nationality"] = self._known.nationality(named)
            if not values["nationality"]:
                self.add_error("nationality", _("This country is not known."))
        return values

    @property
    def content(self) -> dict[str, Any]:
        values = self.cleaned_data
        kind, _colon, code = values["what"].partition(":")
        if values["nationality"]:
            kind, code = Circumstance.Kind.NATIONALITY, values["nationality"]
        days = {name: values[name] for name in ("valid_from", "expires_on")}
        return {"kind": kind, "code": code} | days


class CommunityForm(Form):
    """Who forms a benefit community from a day on."""

    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    clients = forms.TypedMultipleChoiceField(
        label=_("Members"), widget=forms.CheckboxSelectMultiple
    )
    valid_from = day(_("From"))

    def __init__(self, *args: Any, clients: Iterable[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        by_key = {str(client.pk): client for client in clients}
        fields["clients"].choices = [
            (key, client.name) for key, client in by_key.items()
        ]
        fields["clients"].coerce = by_key.__getitem__
