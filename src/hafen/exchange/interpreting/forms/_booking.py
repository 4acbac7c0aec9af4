"""What an institution, or a desk for it, says of an appointment."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.places.models import District
from hafen.core.ui.fields import PhoneField, since_day, until_day
from hafen.core.ui.forms import DateInput, Form, TimeInput
from hafen.exchange.interpreting.models import (
    Appointment,
    Direction,
    Institution,
    Mode,
    Pressing,
    Subject,
)
from hafen.exchange.interpreting.services import Repeat, Scope
from hafen.exchange.pool.models import Gender, Level

EMPTY = [("", "–")]
DATES = (1, 2, 3)
_LONGEST = 600
_COPIED = (
    "language", "dialect", "level", "mode", "subject", "place", "district", "contact",
    "contact_phone", "hint", "gender_wish", "code", "direction", "is_urgent",
    "pressing",
)  # fmt: skip
# A code is a mark, not a name: some letters and at least one digit.
_CODE = re.compile(r"[A-Za-zÄÖÜäöü]{0,4}[\d./_-][\dA-Za-z./_-]{0,15}")
_DIGIT = re.compile(r"\d")
_SAYS_WHO = re.compile(
    r"\b(frau|herrn?|familie|fam\.|geb\.|geboren|kind|sohn|tochter|mrs?\.?)\b"
    r"|\d{1,2}\.\d{1,2}\.(19|20)\d\d",
    re.IGNORECASE,
)


def no_name(text: str) -> None:
    """Refuse what looks like the name or birthday of a client."""
    if _SAYS_WHO.search(text):
        raise ValidationError(
            _("Please no names and no dates of birth: nobody needs them to come.")
        )


def a_code(text: str) -> None:
    if not (_CODE.fullmatch(text) and _DIGIT.search(text)):
        raise ValidationError(
            _("Please a code of your own with a digit in it, such as K-4711. No names.")
        )


class BookingForm(Form):
    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        empty_label="–",
    )
    language = forms.ChoiceField(label=_("Language"))
    dialect = forms.CharField(
        label=_("Dialect or country"), max_length=40, required=False
    )
    level = forms.TypedChoiceField(
        label=_("How well"), choices=Level.choices, coerce=int, initial=Level.GOOD
    )
    subject = forms.ChoiceField(
        label=_("What it is about"), choices=[*EMPTY, *Subject.choices]
    )
    mode = forms.ChoiceField(label=_("How"), choices=Mode.choices)
    direction = forms.ChoiceField(
        label=_("Written work: direction"),
        choices=Direction.choices,
        initial=Direction.BOTH,
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=15, max_value=_LONGEST, initial=60
    )
    place = forms.CharField(
        label=_("Place, or number to dial"), max_length=200, required=False
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    contact = forms.CharField(
        label=_("Who receives the interpreter"), max_length=120, required=False
    )
    contact_phone = PhoneField(label=_("Telephone there"), required=False)
    hint = forms.CharField(
        label=_("How to find you"),
        help_text=_("Such as: second floor, room 214. No names of clients."),
        max_length=160,
        required=False,
        validators=[no_name],
    )
    gender_wish = forms.ChoiceField(
        label=_("Only a woman or a man"),
        choices=[*EMPTY, *Gender.choices],
        required=False,
    )
    code = forms.CharField(
        label=_("Your code for the client"),
        help_text=_("With the same code the same interpreter comes again. No names."),
        max_length=20,
        required=False,
        validators=[a_code],
    )
    is_urgent = forms.BooleanField(label=_("Urgent: within a day"), required=False)
    pressing = forms.ChoiceField(
        label=_("Why it is urgent"),
        choices=[*EMPTY, *Pressing.choices],
        required=False,
    )
    count = forms.IntegerField(
        label=_("So many dates"), min_value=1, max_value=52, initial=1
    )
    every_weeks = forms.IntegerField(
        label=_("Every so many weeks"), min_value=1, max_value=8, initial=1
    )

    def __init__(
        self,
        *args: Any,
        languages: list[tuple[str, Any]],
        districts: Any,
        institutions: Any = None,
        is_series: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = [*EMPTY, *languages]
        fields["district"].queryset = districts
        fields["district"].label_from_instance = lambda row: row.name
        if institutions is None:
            del fields["institution"]
        else:
            fields["institution"].queryset = institutions
            fields["institution"].label_from_instance = lambda row: row.name
        if is_series:
            fields["scope"] = forms.ChoiceField(
                label=_("Change"),
                choices=Scope.choices,
                initial=Scope.ONE,
                widget=forms.RadioSelect,
            )
        for number in DATES:
            needed = number == 1
            fields[f"day_{number}"] = forms.DateField(
                label=_("Day") if needed else _("Another day"),
                required=needed,
                widget=DateInput,
            )
            fields[f"time_{number}"] = forms.TimeField(
                label=_("Hour"), required=needed, widget=TimeInput
            )

    @property
    def dates(self) -> list[tuple[Any, Any]]:
        return [(self[f"day_{n}"], self[f"time_{n}"]) for n in DATES]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins = [each for n in DATES if (each := self._begin(n)) is not None]
        if begins and min(begins) < timezone.now():
            self.add_error("day_1", _("This hour is over."))
        if data.get("is_urgent") and not data.get("pressing"):
            self.add_error("pressing", _("Please say why it cannot wait."))
        mode = data.get("mode")
        if mode in {Mode.ON_SITE, Mode.TELEPHONE} and not data.get("place"):
            self.add_error("place", _("Where, or under which number?"))
        if data.get("count", 1) > 1 and len(begins) > 1:
            self.add_error("count", _("A series has one date each time."))
        return data

    def _begin(self, number: int) -> datetime | None:
        day: date | None = self.cleaned_data.get(f"day_{number}")
        hour: time | None = self.cleaned_data.get(f"time_{number}")
        if day is None or hour is None:
            return None
        return timezone.make_aware(datetime.combine(day, hour))

    @property
    def booking(self) -> dict[str, Any]:
        """What the service takes."""
        length = timedelta(minutes=self.cleaned_data["minutes"])
        begins = [each for n in DATES if (each := self._begin(n)) is not None]
        found = {name: self.cleaned_data[name] for name in _COPIED}
        return found | {"spans": [(each, each + length) for each in begins]}

    @property
    def dates_meant(self) -> str:
        """Which dates of a series are meant."""
        return self.cleaned_data.get("scope") or Scope.ONE

    @property
    def repeat(self) -> Repeat:
        data = self.cleaned_data
        return Repeat(data["count"], data["every_weeks"])


def initial_of(row: Appointment) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: getattr(row, name) for name in _COPIED if hasattr(row, name)
    }
    # What the calendar alone makes urgent was not called so by anybody.
    found["is_urgent"] = bool(row.pressing)
    found |= {"minutes": row.minutes, "count": 1, "every_weeks": 1}
    for number, (begins, _ends) in enumerate(row.spans[:3], 1):
        local = timezone.localtime(begins)
        found |= {f"day_{number}": local.date(), f"time_{number}": local.time()}
    return found


class AppointmentFilterForm(Form):
    language = forms.ChoiceField(label=_("Language"), required=False)
    subject = forms.ChoiceField(
        label=_("What it is about"),
        choices=[*EMPTY, *Subject.choices],
        required=False,
    )
    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label="–",
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("appointments", "State"),
        choices=[*EMPTY, *Appointment.State.choices],
        required=False,
    )
    first, last = since_day(), until_day()
    part = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, languages: Any, institutions: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = [*EMPTY, *languages]
        fields["institution"].queryset = institutions
        fields["institution"].label_from_instance = lambda row: row.name
