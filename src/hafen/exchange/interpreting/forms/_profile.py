"""Interpreters, institutions, providers and settings as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.models import User
from hafen.core.mail.models import Notice
from hafen.core.places.models import District
from hafen.core.ui.fields import DecimalField
from hafen.core.ui.forms import DateInput, Form, TextArea, TimeInput
from hafen.exchange.allowances.models import Tariff
from hafen.exchange.interpreting.billing import is_iban
from hafen.exchange.interpreting.forms._booking import EMPTY, a_code
from hafen.exchange.interpreting.models import (
    Busy,
    Direction,
    Institution,
    Interpreter,
    Mode,
    Subject,
    Taxed,
    Training,
)
from hafen.exchange.pool.forms.around import AroundForm
from hafen.exchange.pool.forms.person import PersonForm
from hafen.exchange.pool.models import Level

SPEECHES = (1, 2, 3, 4)
_PERSON = (
    "name", "channel", "email", "phone", "address", "gender", "is_adult",
    "clearance", "clearance_until", "consent_on",
)  # fmt: skip
_OFFER = ("district", "radius_km")
_DATA = (
    "training", "modes", "subjects", "avoids", "most_per_day", "most_heavy_per_week",
    "is_on_call", "contract_on", "contract_until", "secrecy_on", "confirmed_on",
)  # fmt: skip
_WRITTEN = [(0, pgettext_lazy("a language", "does not write it")), *Level.choices]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DateInput)


def _several(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


def _pick(field: Any, rows: Any) -> None:
    field.queryset = rows
    field.label_from_instance = lambda row: row.name


class InterpreterForm(PersonForm):
    training = forms.ChoiceField(label=_("Training"), choices=Training.choices)
    modes = _several(
        _("How"), Mode.choices, initial=[Mode.ON_SITE.value, Mode.TELEPHONE.value]
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        empty_label="–",
    )
    radius_km = forms.IntegerField(
        label=_("At most so many kilometres away"),
        min_value=0,
        max_value=500,
        required=False,
    )
    slots = forms.TypedMultipleChoiceField(
        label=_("Times of the week"),
        coerce=int,
        choices=[(place, place) for place in range(42)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subjects = _several(_("Specialised in"), Subject.choices)
    avoids = _several(_("Does not want"), Subject.choices)
    most_per_day = forms.IntegerField(
        label=_("At most so many a day"), min_value=1, max_value=9, initial=3
    )
    most_heavy_per_week = forms.IntegerField(
        label=_("Heavy subjects: at most so many a week"),
        min_value=0,
        max_value=20,
        initial=2,
    )
    is_on_call = forms.BooleanField(
        label=_("Can be asked when it is urgent"), required=False
    )
    contract_on = _day(_("Contract of"))
    contract_until = _day(_("Contract ends on"))
    secrecy_on = _day(_("Undertaking of confidentiality of"))
    confirmed_on = _day(_("Details checked on"))

    def __init__(
        self,
        *args: Any,
        languages: list[tuple[str, Any]],
        of_messages: list[tuple[str, Any]],
        districts: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["person_language"].choices = of_messages
        _pick(fields["district"], districts)
        for number in SPEECHES:
            fields |= _speech(number, languages)

    @property
    def rows(self) -> list[list[Any]]:
        names = ("language", "dialect", "direction", "spoken", "written")
        return [[self[f"{name}_{n}"] for name in names] for n in SPEECHES]

    @property
    def person(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in _PERSON}
        return found | {"language": self.cleaned_data["person_language"]}

    @property
    def offer(self) -> dict[str, Any]:
        word = sum(1 << place for place in set(self.cleaned_data["slots"]))
        return {name: self.cleaned_data[name] for name in _OFFER} | {"slots": word}

    @property
    def profile(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in _DATA}

    @property
    def speeches(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        found = {}
        for n in SPEECHES:
            if tag := data[f"language_{n}"]:
                found[tag, data[f"dialect_{n}"]] = {
                    "language": tag,
                    "dialect": data[f"dialect_{n}"],
                    "direction": data[f"direction_{n}"] or Direction.BOTH,
                    "spoken": data[f"spoken_{n}"] or Level.GOOD,
                    "written": data[f"written_{n}"] or 0,
                }
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(data.get(f"language_{n}") for n in SPEECHES):
            self.add_error("language_1", _("Which language?"))
        if data.get("channel") == Notice.Channel.MAIL and not data.get("email"):
            self.add_error("email", _("For this way the address is needed."))
        return data


def _speech(number: int, languages: list[tuple[str, Any]]) -> dict[str, Any]:
    return {
        f"language_{number}": forms.ChoiceField(
            label=_("Language"), choices=[*EMPTY, *languages], required=False
        ),
        f"dialect_{number}": forms.CharField(
            label=_("Dialect or country"), max_length=40, required=False
        ),
        f"direction_{number}": forms.ChoiceField(
            label=_("Direction"), choices=Direction.choices, required=False
        ),
        f"spoken_{number}": forms.TypedChoiceField(
            label=_("Speaks"),
            choices=Level.choices,
            coerce=int,
            required=False,
            initial=Level.GOOD,
        ),
        f"written_{number}": forms.TypedChoiceField(
            label=_("Writes"), choices=_WRITTEN, coerce=int, required=False
        ),
    }


def initial_of_interpreter(row: Interpreter, slots: list[int]) -> dict[str, Any]:
    helper, offer = row.offer.helper, row.offer
    found = {name: getattr(helper, name) for name in _PERSON}
    found |= {name: getattr(offer, name) for name in _OFFER}
    found |= {name: getattr(row, name) for name in _DATA}
    found |= {"person_language": helper.language, "slots": slots}
    for number, each in zip(SPEECHES, row.speeches.order_by("language"), strict=False):
        for name in ("language", "dialect", "direction", "spoken", "written"):
            found[f"{name}_{number}"] = getattr(each, name)
    return found


class InterpreterFilterForm(AroundForm):
    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Language"), required=False)
    level = forms.TypedChoiceField(
        label=_("At least"),
        choices=[*EMPTY, *Level.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    subject = forms.ChoiceField(
        label=_("Specialised in"), choices=[*EMPTY, *Subject.choices], required=False
    )
    on = forms.DateField(label=_("Free on"), required=False, widget=DateInput)
    part = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = [*EMPTY, *languages]


class QualificationForm(Form):
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices)
    title = forms.CharField(label=_("Training or examination"), max_length=120)
    on = forms.DateField(label=_("Of the day"), widget=DateInput)
    valid_until = _day(_("Holds until"))
    is_shown = forms.BooleanField(label=_("The proof was shown"), required=False)


class AbsenceForm(Form):
    why = forms.ChoiceField(label=_("What"), choices=Busy.Why.choices)
    first_day = forms.DateField(label=_("From"), widget=DateInput)
    last_day = forms.DateField(label=_("until"), widget=DateInput)
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), coerce=int, required=False, empty_value=None
    )
    begins = forms.TimeField(label=_("From the hour"), widget=TimeInput)
    ends = forms.TimeField(label=_("to the hour"), widget=TimeInput)

    def __init__(self, *args: Any, weekdays: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["weekday"].choices = [("", _("every day")), *weekdays]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for first, last in (("first_day", "last_day"), ("begins", "ends")):
            a, b = data.get(first), data.get(last)
            is_wrong = a and b and (b < a or (first == "begins" and a == b))
            if is_wrong:
                self.add_error(last, _("The end lies before the beginning."))
        return data


class ApartForm(Form):
    institution = forms.ChoiceField(label=_("Institution"))
    code = forms.CharField(
        label=_("For this code alone"),
        max_length=20,
        required=False,
        validators=[a_code],
    )
    wished_by = forms.ChoiceField(
        label=_("Who wishes so"),
        choices=[
            ("INTERPRETER", _("the interpreter")),
            ("INSTITUTION", _("the institution")),
            ("DESK", _("the desk")),
        ],
    )

    def __init__(self, *args: Any, institutions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows = {str(row.pk): row for row in institutions}
        fields: Any = self.fields
        fields["institution"].choices = [
            *EMPTY,
            *((key, row.name) for key, row in self._rows.items()),
        ]

    def clean_institution(self) -> Institution:
        found: Institution = self._rows[self.cleaned_data["institution"]]
        return found


class SettingsForm(Form):
    owner = forms.ModelChoiceField(
        label=_("Who looks after interpreting"), queryset=User.objects.none()
    )
    tariff = forms.ModelChoiceField(
        label=_("Tariff"),
        queryset=Tariff.objects.none(),
        required=False,
        empty_label="–",
    )
    buffer_minutes = forms.IntegerField(
        label=_("Minutes kept free after an appointment"), min_value=0, max_value=120
    )
    answer_hours = forms.IntegerField(
        label=_("Hours to answer"), min_value=1, max_value=240
    )
    urgent_hours = forms.IntegerField(
        label=_("Hours to answer when it is urgent"), min_value=1, max_value=48
    )
    kilometres_per_hour = forms.IntegerField(
        label=_("Kilometres an hour on the way"), min_value=5, max_value=100
    )
    invoice_note = forms.CharField(
        label=_("On invoices: account, time to pay, note on the tax"),
        max_length=600,
        required=False,
        widget=TextArea(rows=3),
    )
    taxed = forms.ChoiceField(
        label=_("How the fees of institutions are taxed"),
        help_text=_("It stands on each invoice, and in the electronic one."),
        choices=[*EMPTY, *Taxed.choices],
        required=False,
    )
    tax_rule = forms.CharField(
        label=_("By which rule they are exempt"),
        help_text=_("For example: § 4 Nr. 21 UStG"),
        max_length=120,
        required=False,
    )
    tax_percent = DecimalField(
        label=_("Percentage of the tax that the fees contain"),
        min_value=0,
        max_value=50,
        decimal_places=2,
        required=False,
    )
    tax_number = forms.CharField(
        label=_("Tax number, or number of the value added tax (DE…)"),
        max_length=30,
        required=False,
    )
    iban = forms.CharField(
        label=_("IBAN to which institutions pay"), max_length=42, required=False
    )

    def __init__(self, *args: Any, people: Any, tariffs: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _pick(self.fields["owner"], people)
        _pick(self.fields["tariff"], tariffs)

    def clean_iban(self) -> str:
        given: str = self.cleaned_data["iban"].replace(" ", "").upper()
        if given and not is_iban(given):
            raise forms.ValidationError(_("This is no IBAN; please look once more."))
        return given

    def clean_tax_number(self) -> str:
        return str(self.cleaned_data["tax_number"]).replace(" ", "")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        needed = {Taxed.EXEMPT: "tax_rule", Taxed.STANDARD: "tax_percent"}
        name = needed.get(data.get("taxed", ""), "")
        if name and not data.get(name):
            self.add_error(name, _("Please say this too."))
        return data
