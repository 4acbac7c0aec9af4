from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, PhoneInput, TextArea
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.bookings.services import RegistrationData


class PersonForm(Form):
    """Who registers; a room derives its own form from it and adds its questions."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link by which you can change your registration."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_("If you have no e-mail address, we call you."),
        required=False,
        max_length=40,
        widget=PhoneInput(),
    )
    seats = forms.IntegerField(label=_("How many people come?"), min_value=1, initial=1)

    def __init__(self, *args: Any, bookable: Bookable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bookable.most_seats == 1:
            del self.fields["seats"]
        else:
            self.fields["seats"] = forms.IntegerField(
                label=_("How many people come?"),
                min_value=1,
                max_value=bookable.most_seats,
                initial=1,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("email") or cleaned.get("phone") or self.errors):
            self.add_error(
                "email", _("Please give an e-mail address or a telephone number.")
            )
        return cleaned

    def data_of_person(self, *, language: str, user: Any = None) -> RegistrationData:
        cleaned = self.cleaned_data
        return RegistrationData(
            name=cleaned["name"],
            language=language,
            email=cleaned["email"],
            phone=cleaned["phone"],
            address=cleaned.get("address", ""),
            seats=cleaned.get("seats", 1),
            user=user,
        )


class DeskPersonForm(PersonForm):
    """Somebody on the telephone; a colleague may know no more than the name."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput({"dir": "auto"})
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=PhoneInput()
    )
    address = forms.CharField(
        label=_("Postal address"),
        help_text=_("Street, postal code and town; only for those who want letters."),
        required=False,
        max_length=200,
        widget=TextArea(rows=2),
    )

    def clean(self) -> dict[str, Any]:
        return Form.clean(self) or {}


class DayForm(forms.Form):
    """Which day of something that lasts many; a wrong one means today."""

    day = forms.DateField(label=_("Day"), required=False, widget=DateInput())

    def __init__(self, *args: Any, bookable: Bookable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bookable = bookable

    def day_of(self) -> date:
        """Return the day, within those of the bookable."""
        first = timezone.localdate(self.bookable.starts_at)
        last = timezone.localdate(self.bookable.ends_at)
        wanted = self.cleaned_data.get("day") if self.is_valid() else None
        return min(max(wanted or timezone.localdate(), first), last)


class MessageForm(Form):
    """Words to the chosen people."""

    text = forms.CharField(
        label=_("Your message to the chosen people"),
        help_text=_("Each person gets it alone, with the title, time and place."),
        max_length=2_000,
        widget=TextArea(rows=4),
    )
