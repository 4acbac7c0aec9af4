from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form
from hafen.information.directory.forms._sections import refuse_backwards
from hafen.information.directory.models import Course, Level
from hafen.information.directory.shapes import CourseData


class CourseForm(Form):
    """What a course has beyond an offer."""

    type = forms.ChoiceField(label=_("Type of course"), choices=Course.Type.choices)
    level_from = forms.ChoiceField(label=_("Level at the start"), choices=Level.choices)
    level_to = forms.ChoiceField(label=_("Level at the end"), choices=Level.choices)
    starts_on = forms.DateField(
        label=_("Starts on"), required=False, widget=DateInput()
    )
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=DateInput())
    places = forms.IntegerField(
        label=_("Places"),
        help_text=_("With a first day and places, people can be placed and wait."),
        min_value=0,
        required=False,
    )
    is_volunteer = forms.BooleanField(label=_("given by volunteers"), required=False)
    has_childcare = forms.BooleanField(label=_("with childcare"), required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        refuse_backwards(self, values, "starts_on", "ends_on")
        if values.get("level_to", "") < values.get("level_from", ""):
            message = _("A course does not lead downwards.")
            self.add_error("level_to", ValidationError(message))
        return values

    @property
    def course(self) -> CourseData:
        values = self.content
        return CourseData(
            **{name: value for name, value in values.items() if name != "places"}
        )


class EditionForm(Form):
    """The name of an edition."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Such as “April 2026”."),
        max_length=120,
    )
