from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Municipality
from hafen.core.ui.fields import DecimalField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.evidence.reports.measuring import Given, Template, figures
from hafen.evidence.reports.models import OpenDataset


class PeriodForm(forms.Form):
    """For which days a report is made, and what no row holds."""

    first = forms.DateField(label=_("From"), widget=DateInput())
    last = forms.DateField(
        label=_("Until"), help_text=_("This day counts too."), widget=DateInput()
    )

    def __init__(
        self,
        *args: Any,
        template: Template,
        municipality: Municipality,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for given in template.given:
            field = _field(given, municipality)
            field.label = given.label  # type: ignore[assignment]  # may be lazy
            self.fields[f"set_{given.name}"] = field

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "first" in found and "last" in found and found["last"] < found["first"]:
            raise ValidationError(_("The period ends before it begins."))
        return found

    @property
    def given(self) -> Mapping[str, str]:
        return {
            name.removeprefix("set_"): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("set_") and value not in (None, "")
        }


def _field(given: Given, municipality: Municipality) -> forms.Field:
    if given.is_number:
        return forms.IntegerField(required=False, min_value=0)
    if given.choices:
        names = given.choices(municipality)
        choices = [("", _("all")), *((name, name) for name in names)]
        return forms.ChoiceField(required=False, choices=choices)
    return forms.CharField(required=False, max_length=160)


class ReleaseForm(Form):
    """Release a report under a title."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Under this name it is found later. It will never change."),
        max_length=160,
    )


class ShareForm(Form):
    """A link to a released report for somebody without an account."""

    label = forms.CharField(
        label=_("For whom"),
        help_text=_("An office or a committee, no names of people."),
        max_length=120,
    )
    expires_on = forms.DateField(label=_("Opens until"), widget=DateInput())


class OpenForm(Form):
    """The licence under which everybody may use the tables."""

    licence = forms.ChoiceField(label=_("Licence"), choices=OpenDataset.Licence.choices)


class SettingsForm(Form):
    """What a municipality decides about one kind of report."""

    least = forms.IntegerField(
        label=_("Smallest count shown"),
        help_text=_(
            "Smaller counts are hidden, and others with them. 0 shows all; empty is"
            " as the report ships."
        ),
        min_value=0,
        max_value=50,
        required=False,
    )
    on = forms.MultipleChoiceField(
        label=_("Figures"), widget=forms.CheckboxSelectMultiple, required=False
    )
    shows_staff = forms.BooleanField(
        label=_("Show figures per employee"), required=False
    )
    staff_agreement = forms.CharField(
        label=_("Agreement of the staff council"),
        help_text=_("Name and file reference of the agreement."),
        max_length=200,
        required=False,
    )
    staff_agreed_on = forms.DateField(
        label=_("Agreed on"), widget=DateInput(), required=False
    )

    def __init__(self, *args: Any, template: Template, **options: Any) -> None:
        super().__init__(*args, **options)
        self._all = template.figures
        fields: Any = self.fields
        fields["on"].choices = [(key, figures[key].name) for key in template.figures]
        if not any(figures[key].is_staff for key in template.figures):
            for name in ("shows_staff", "staff_agreement", "staff_agreed_on"):
                del fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        found = {**self.content}
        shown = found.pop("on")
        return found | {"off": [key for key in self._all if key not in shown]}


class OutsideForm(Form):
    """A number that another office publishes."""

    name = forms.CharField(label=_("Figure"), max_length=160)
    value = DecimalField(label=_("Value"), max_digits=14, decimal_places=2)
    unit = forms.CharField(label=_("Unit"), max_length=60)
    region = forms.CharField(label=_("Region"), max_length=120, required=False)
    as_of = forms.DateField(label=_("As of"), widget=DateInput())
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Office and table, as a reader would look for it."),
        max_length=200,
    )
    definition = forms.CharField(
        label=_("What it counts"),
        help_text=_("Who is in it and who is not, such as a list of countries."),
        required=False,
        max_length=1_000,
        widget=TextArea(rows=3),
    )
    is_steering = forms.BooleanField(
        label=_("Show on the steering overview"), required=False
    )
