from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.forms import DateInput, Form, TextArea, TimeInput
from hafen.core.places.forms.rows import RowForm
from hafen.core.places.models import OpeningException, Room, Shortcoming, Site
from hafen.core.places.models.days import WEEKDAYS


class SiteForm(RowForm):
    model = Site
    shown = (
        "name",
        "kind",
        "street",
        "house_number",
        "postal_code",
        "city",
        "longitude",
        "latitude",
        "district",
        "phone",
        "email",
        "website",
        "partner",
        "is_accessible",
        "administered_by",
        "stage",
        "places",
        "opens_on",
        "closes_on",
        "closes_on_holidays",
    )
    texts = ("names", "summaries", "directions")
    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (gettext_lazy("What it is"), ("name", "names__", "kind", "summaries__")),
        (
            gettext_lazy("Address and way there"),
            (
                "street",
                "house_number",
                "postal_code",
                "city",
                "longitude",
                "latitude",
                "district",
                "is_accessible",
                "directions__",
            ),
        ),
        (gettext_lazy("How to reach it"), ("phone", "email", "website", "partner")),
        (
            gettext_lazy("Operation"),
            (
                "administered_by",
                "stage",
                "places",
                "opens_on",
                "closes_on",
                "closes_on_holidays",
            ),
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("longitude") is None) != (cleaned.get("latitude") is None):
            self.add_error("latitude", _("Enter both coordinates, or none."))
        if cleaned.get("stage") and cleaned.get("kind") != Site.Kind.ACCOMMODATION:
            self.add_error("stage", _("Only accommodation has a stage."))
        return cleaned


class HoursForm(forms.Form):
    """One line of the weekly hours; an empty line is left out."""

    use_required_attribute = False

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"),
        choices=[("", ""), *WEEKDAYS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    opens = forms.TimeField(
        label=gettext_lazy("From"), widget=TimeInput, required=False
    )
    closes = forms.TimeField(
        label=gettext_lazy("Until"), widget=TimeInput, required=False
    )
    by_appointment = forms.BooleanField(
        label=gettext_lazy("By appointment"), required=False
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=120, required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"), widget=DateInput, required=False
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"), widget=DateInput, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        needed = ("weekday", "opens", "closes")
        given = [name for name in needed if cleaned.get(name) is not None]
        if given and len(given) < len(needed):
            message = _("A line needs a weekday and both times.")
            raise forms.ValidationError(message)
        return cleaned


if TYPE_CHECKING:  # generic for the types alone
    _FormSet = BaseFormSet[HoursForm]
else:
    _FormSet = BaseFormSet


class _Lines(_FormSet):
    def filled(self) -> Iterable[dict[str, Any]]:
        """Yield the lines that say something."""
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("opens") is not None:
                yield data


HoursFormSet = formset_factory(HoursForm, formset=_Lines, extra=4, max_num=60)


class ExceptionForm(RowForm):
    model = OpeningException
    shown = ("day", "opens", "closes", "reason", "substitute")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("opens") is None) != (cleaned.get("closes") is None):
            message = _("Give both times, or none if it is closed on that day.")
            self.add_error("closes", message)
        return cleaned


class RoomForm(RowForm):
    model = Room
    shown = ("name", "purpose", "square_metres", "seats", "is_accessible", "note")


class ShortcomingForm(RowForm):
    model = Shortcoming
    shown = ("title", "room", "noticed_on", "evidence", "mentions")

    def __init__(self, *args: Any, row: Shortcoming, **options: Any) -> None:
        super().__init__(*args, row=row, **options)
        room = self.fields["room"]
        assert isinstance(room, forms.ModelChoiceField)
        room.queryset = Room.objects.filter(site=row.site_id).order_by("sort_key")


class DecisionForm(Form):
    decision = forms.CharField(label=gettext_lazy("Decision"), widget=TextArea(rows=3))
    on = forms.DateField(label=gettext_lazy("Decided on"), widget=DateInput)
    is_remedied = forms.BooleanField(
        label=gettext_lazy("It is remedied"), required=False
    )
