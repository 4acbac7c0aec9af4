"""Form fields that read what people really type."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, PhoneInput

REGION = "DE"
_LONGEST_SHORT_NUMBER = 6
_POINTS = str.maketrans(",٫", "..")


def since_day() -> forms.DateField:
    """Return the first day of the period that a list shows."""
    return forms.DateField(label=_("From"), required=False, widget=DateInput())


def until_day() -> forms.DateField:
    """Return the last day of the period that a list shows; it counts too."""
    return forms.DateField(label=_("Until"), required=False, widget=DateInput())


def asked_day(said: Mapping[str, Any], name: str) -> date | None:
    """Return the day that an address names; None for none, or for what is no day."""
    try:
        return date.fromisoformat(str(said.get(name, "")))
    except ValueError:
        return None


class PhoneField(forms.CharField):
    """A telephone number in any usual spelling; its value is E.164.

    Short public numbers such as 115 stay as they are.
    """

    widget = PhoneInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, REGION)
        except phonenumbers.NumberParseException:
            number = None
        digits = "".join(char for char in text if char.isdigit())
        if len(digits) <= _LONGEST_SHORT_NUMBER and digits.startswith("1"):
            return digits
        if number is None or not _is_whole(number):
            raise ValidationError(
                _("This is no telephone number. Write it like this: 0251 492 0.")
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: Any) -> Any:
        return spelled(value) if isinstance(value, str) else value


class DecimalField(forms.DecimalField):
    """A number with a comma or a point, whatever the language of the page.

    Who reads English here still writes "4,5", and some write in Arabic digits.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(localize=True, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.translate(_POINTS)
        return super().to_python(value)


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Return whether it can be dialled from everywhere, area code included."""
    found = phonenumbers.is_possible_number_with_reason(number)
    return bool(found == phonenumbers.ValidationResult.IS_POSSIBLE)


def spelled(number: str) -> str:
    """Return a number in E.164 as people read it: `0251 492 0` at home."""
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return number
    if not number.startswith("+"):
        return number
    is_home = phonenumbers.region_code_for_number(parsed) == REGION
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, style.NATIONAL if is_home else style.INTERNATIONAL
    )
