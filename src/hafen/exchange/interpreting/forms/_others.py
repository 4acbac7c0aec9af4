"""Institutions, providers, reports and answers as forms."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import District
from hafen.core.ui.fields import DecimalField, PhoneField
from hafen.core.ui.forms import DateInput, DateTimeInput, Form, TextArea, TimeInput
from hafen.exchange.interpreting.billing import is_leitweg_id, place_of
from hafen.exchange.interpreting.forms._booking import EMPTY
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Institution,
    Provider,
    Subject,
)
from hafen.exchange.interpreting.services import Answer, Times
from hafen.exchange.pool.models import Level
from hafen.mechanisms.feedback.forms import GuardedFields

_METRES = 1000
INSTITUTION = (
    "name", "contact", "email", "phone", "address", "invoice_address", "leitweg_id",
    "district", "language",
)  # fmt: skip
_OF_DESK = (
    "is_own", "confirms_alone", "alone_subjects", "alone_from", "alone_until",
)  # fmt: skip


class InstitutionForm(Form):
    """What an institution says of itself."""

    name = forms.CharField(label=_("Name of the institution"), max_length=160)
    contact = forms.CharField(label=_("Contact person"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    phone = PhoneField(label=_("Telephone"), required=False)
    address = forms.CharField(
        label=_("Postal address"), required=False, widget=TextArea(rows=2)
    )
    invoice_address = forms.CharField(
        label=_("Address for invoices, if another"),
        required=False,
        widget=TextArea(rows=2),
    )
    leitweg_id = forms.CharField(
        label=_("Leitweg-ID of a public office"),
        help_text=_(
            "With it each invoice is there as a file too (XRechnung), for example "
            "04011000-1234512345-06."
        ),
        max_length=46,
        required=False,
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    language = forms.ChoiceField(label=_("Language of messages"))

    def __init__(
        self, *args: Any, districts: Any, of_messages: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["district"].queryset = districts
        fields["district"].label_from_instance = lambda row: row.name
        fields["language"].choices = of_messages

    def clean_leitweg_id(self) -> str:
        given: str = self.cleaned_data["leitweg_id"].replace(" ", "").upper()
        if given and not is_leitweg_id(given):
            raise forms.ValidationError(
                _("The check digits do not fit. Please copy the Leitweg-ID once more.")
            )
        return given

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        address = data.get("invoice_address") or data.get("address") or ""
        if data.get("leitweg_id") and not place_of(address)[1]:
            place = "invoice_address" if data.get("invoice_address") else "address"
            self.add_error(
                place,
                _(
                    "An electronic invoice needs a line with postcode and place, "
                    "such as 12345 Musterstadt."
                ),
            )
        return data

    @property
    def institution(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in INSTITUTION}


class RegisterForm(GuardedFields, InstitutionForm):
    """The same for visitors: whoever fills it at once is a robot."""


class DeskInstitutionForm(InstitutionForm):
    """With what the desk agrees with an institution."""

    is_own = forms.BooleanField(
        label=_("An office of the municipality; its staff book at the desk"),
        required=False,
    )
    confirms_alone = forms.BooleanField(
        label=_("The first yes settles the appointment by itself"), required=False
    )
    alone_subjects = forms.MultipleChoiceField(
        label=_("For these subjects; none: for all"),
        choices=Subject.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    alone_from = forms.TimeField(
        label=_("From the hour"), required=False, widget=TimeInput
    )
    alone_until = forms.TimeField(
        label=_("to the hour"), required=False, widget=TimeInput
    )
    budget = DecimalField(
        label=_("Budget of a year in euros"),
        min_value=0,
        max_value=10_000_000,
        decimal_places=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("alone_from"), data.get("alone_until")
        if bool(first) != bool(last) or (first and last and last <= first):
            self.add_error("alone_until", _("The end lies before the beginning."))
        return data

    @property
    def institution(self) -> dict[str, Any]:
        data = self.cleaned_data
        budget: Decimal | None = data["budget"]
        found = {name: data[name] for name in _OF_DESK}
        found["budget_cents"] = None if budget is None else int(budget * 100)
        return super().institution | found


def initial_of_institution(row: Institution) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in (*INSTITUTION, *_OF_DESK)}
    cents = row.budget_cents
    return found | {"budget": None if cents is None else Decimal(cents) / 100}


class ProviderForm(Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    contact = forms.CharField(label=_("Contact person"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"))
    phone = PhoneField(label=_("Telephone"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages; none: all"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=2_000, widget=TextArea(rows=3)
    )
    contract_until = forms.DateField(
        label=_("Contract ends on"), required=False, widget=DateInput
    )
    is_active = forms.BooleanField(
        label=_("Requests can be passed on"), required=False, initial=True
    )

    def __init__(self, *args: Any, languages: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["languages"].choices = languages


def initial_of_provider(row: Provider) -> dict[str, Any]:
    names = ("name", "contact", "email", "phone", "languages", "conditions")
    found = {name: getattr(row, name) for name in names}
    return found | {"contract_until": row.contract_until, "is_active": row.is_active}


class AnswerForm(Form):
    """Yes with a date, or no with a reason; no reason has to be given."""

    chosen = forms.TypedChoiceField(
        label=_("Which date?"), coerce=int, required=False, widget=forms.RadioSelect
    )
    is_impartial = forms.BooleanField(
        label=_("I am not related to the people involved and do not know them."),
        required=False,
    )
    all_dates = forms.BooleanField(
        label=_("My answer is for all dates of the series."), required=False
    )
    reason = forms.ChoiceField(
        label=_("If not: why?"),
        choices=[*EMPTY, *Call.Reason.choices],
        required=False,
    )

    def __init__(self, *args: Any, dates: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["chosen"].choices = list(enumerate(dates))
        fields["chosen"].initial = 0

    def said(self, *, accepts: bool) -> Answer:
        data = self.cleaned_data
        return Answer(
            accepts=accepts,
            chosen=data["chosen"] or 0,
            reason=data["reason"],
            is_impartial=data["is_impartial"],
            all_dates=data["all_dates"],
        )


class TimesForm(Form):
    """When it really began and ended, and the way."""

    began_at = forms.DateTimeField(label=_("Began at"), widget=DateTimeInput)
    finished_at = forms.DateTimeField(label=_("Ended at"), widget=DateTimeInput)
    kilometres = DecimalField(
        label=_("Kilometres one way"),
        min_value=0,
        max_value=500,
        decimal_places=1,
        required=False,
    )
    way_minutes = forms.IntegerField(
        label=_("Minutes on the way, one way"),
        min_value=0,
        max_value=600,
        required=False,
    )
    strokes = forms.IntegerField(
        label=_("Written work: number of strokes"),
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    mark = forms.ChoiceField(
        label=_("How was it?"),
        choices=[*EMPTY, *Appointment.Mark.choices],
        required=False,
    )

    trouble = forms.ChoiceField(
        label=_("If not well: what was it?"),
        help_text=_("We ask you about it."),
        choices=[*EMPTY, *Appointment.Trouble.choices],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("trouble"):
            data["mark"] = Appointment.Mark.BAD
        first, last = data.get("began_at"), data.get("finished_at")
        if first and last and not 0 < (last - first).total_seconds() <= 12 * 3600:
            self.add_error("finished_at", _("The end lies before the beginning."))
        if last and last > timezone.now():
            self.add_error("finished_at", _("This lies in the future."))
        return data

    @property
    def times(self) -> Times:
        data = self.cleaned_data
        way: Decimal | None = data["kilometres"]
        return Times(
            began_at=data["began_at"],
            finished_at=data["finished_at"],
            metres=None if way is None else int(way * _METRES),
            way_minutes=data["way_minutes"],
            strokes=data["strokes"] or 0,
        )


class OutcomeForm(TimesForm):
    """What an institution confirms, or a desk notes from a paper slip."""

    outcome = forms.ChoiceField(
        label=_("What happened"), choices=Appointment.Outcome.choices
    )


def initial_times(row: Appointment) -> dict[str, Any]:
    first: datetime = row.began_at or row.starts_at
    last: datetime = row.finished_at or row.ends_at
    found: dict[str, Any] = {
        "began_at": timezone.localtime(first),
        "finished_at": timezone.localtime(last),
        "way_minutes": row.way_minutes,
    }
    if row.metres is not None:
        found["kilometres"] = Decimal(row.metres) / _METRES
    return found


class ApplyForm(GuardedFields, Form):
    """Somebody answers a public call."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    dialect = forms.CharField(
        label=_("Dialect or country"), max_length=40, required=False
    )
    spoken = forms.TypedChoiceField(
        label=_("Speaks"), choices=Level.choices, coerce=int, initial=Level.GOOD
    )
    agreed = forms.BooleanField(
        label=_("I agree that my details are kept to arrange interpreting.")
    )

    def __init__(self, *args: Any, languages: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = languages

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("email") and not data.get("phone"):
            self.add_error("email", _("An e-mail address or a telephone number."))
        return data

    @property
    def person(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in ("name", "email", "phone")}
        return found | {"channel": "MAIL" if found["email"] else "TELEPHONE"}

    @property
    def speech(self) -> dict[str, Any]:
        return {n: self.cleaned_data[n] for n in ("language", "dialect", "spoken")}


class ComplaintForm(Form):
    """What went wrong at an appointment."""

    text = forms.CharField(
        label=_("What went wrong?"),
        help_text=_("Never write the name of a client."),
        max_length=5_000,
        widget=TextArea(rows=6),
    )
