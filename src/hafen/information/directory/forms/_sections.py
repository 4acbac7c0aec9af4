from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.information.directory.models import Service
from hafen.information.directory.shapes import Email, Phone
from hafen.network.organisations.models import Organisation

TOPICS = 4
ROWS = 4


class SectionForm(Form):
    """A form whose rows of a value and its note stand side by side."""

    PAIRS: tuple[tuple[str, str], ...] = ()

    @property
    def groups(self) -> Iterable[list[BoundField]]:
        """The fields in their order, those of one row together."""
        notes = {
            f"{value}_{number}": f"{note}_{number}"
            for value, note in self.PAIRS
            for number in range(ROWS + 2)
        }
        seconds = set(notes.values())
        for field in self.visible_fields():
            if field.name in seconds:
                continue
            note = notes.get(field.name)
            yield [field, self[note]] if note in self.fields else [field]


class NewServiceForm(SectionForm):
    """The least that an offer needs; everything else follows section by section."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )
    name = forms.CharField(label=_("Name of the offer"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"),
        help_text=_("What people get here, in words that a newcomer understands."),
        max_length=300,
        required=False,
    )
    topic_0 = forms.ChoiceField(label=_("Main topic"))

    def __init__(
        self, *args: Any, organisations: Any, topics: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        organisation: Any = self.fields["organisation"]
        organisation.queryset = organisations
        topic: Any = self.fields["topic_0"]
        topic.choices = [("", _("please choose")), *topics]

    @property
    def data_of_service(self) -> dict[str, Any]:
        values = self.content
        return {**without_rows(values, ("topic_",)), "topics": [values["topic_0"]]}


class WhatForm(NewServiceForm):
    """What is offered, and about which topics."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Service.Kind.choices, required=False
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=TextArea(rows=8)
    )
    alert = forms.CharField(
        label=_("Current notice"),
        help_text=_("Stands above everything else, such as a closure at short notice."),
        max_length=300,
        required=False,
    )
    keywords = forms.CharField(
        label=_("Keywords"),
        help_text=_("Separated by commas; the search finds the offer by them."),
        required=False,
        max_length=500,
    )
    valid_from = forms.DateField(
        label=_("Offered from"), required=False, widget=DateInput()
    )
    valid_until = forms.DateField(
        label=_("Offered until"), required=False, widget=DateInput()
    )
    is_city_wide = forms.BooleanField(
        label=_("For the whole town or county"),
        help_text=_("Then it is found in every district, after what is near."),
        required=False,
    )
    is_initiated = forms.BooleanField(
        label=_("Set up on our suggestion"), required=False
    )
    check_every_days = forms.IntegerField(
        label=_("Check again after … days"), min_value=7, max_value=1825
    )

    def __init__(self, *args: Any, topics: list[Any], **options: Any) -> None:
        super().__init__(*args, topics=topics, **options)
        for number in range(1, TOPICS):
            self.fields[f"topic_{number}"] = forms.ChoiceField(
                label=_("Further topic"),
                choices=[("", _("none")), *topics],
                required=False,
            )
        self.order_fields(
            ["organisation", "kind", "name", "summary", "description", "alert"]
            + [f"topic_{number}" for number in range(TOPICS)]
        )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        refuse_backwards(self, values, "valid_from", "valid_until")
        return values

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"] or Service.Kind.OFFER
        return kind

    @property
    def data_of_service(self) -> dict[str, Any]:
        values = self.content
        topics = [values[f"topic_{number}"] for number in range(TOPICS)]
        words = (word.strip()[:80] for word in values["keywords"].split(","))
        return {
            **without_rows(values, ("topic_",)),
            "topics": list(dict.fromkeys(code for code in topics if code)),
            "keywords": [word for word in words if word],
        }

    @staticmethod
    def said(data: Any) -> dict[str, Any]:
        """Return what the form starts with."""
        topics = {f"topic_{n}": code for n, code in enumerate(data["topics"][:TOPICS])}
        return {**data, **topics, "keywords": ", ".join(data["keywords"])}


class ContactForm(SectionForm):
    """How people reach the offer: numbers and addresses of functions only."""

    PAIRS = (("phone", "phone_label"), ("email", "email_label"))

    application = forms.CharField(
        label=_("How to register"), required=False, widget=TextArea(rows=3)
    )
    website = forms.URLField(
        label=_("Website"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(ROWS):
            self.fields[f"phone_{number}"] = PhoneField(
                label=_("Telephone"), required=False
            )
            self.fields[f"phone_label_{number}"] = _label()
        for number in range(ROWS):
            self.fields[f"email_{number}"] = forms.EmailField(
                label=_("E-mail address"), required=False
            )
            self.fields[f"email_label_{number}"] = _label()

    @property
    def data_of_service(self) -> dict[str, Any]:
        values = self.content
        return {
            **without_rows(values, ("phone_", "email_")),
            "phones": [
                Phone(number, label=label) for number, label in _pairs(values, "phone")
            ],
            "emails": [Email(mail, label) for mail, label in _pairs(values, "email")],
        }

    @staticmethod
    def said(data: Any) -> dict[str, Any]:
        said = dict(data)
        for number, phone in enumerate(data["phones"][:ROWS]):
            said |= {f"phone_{number}": phone.number}
            said |= {f"phone_label_{number}": phone.label}
        for number, email in enumerate(data["emails"][:ROWS]):
            said |= {f"email_{number}": email.address}
            said |= {f"email_label_{number}": email.label}
        return said


def _label() -> forms.CharField:
    return forms.CharField(
        label=_("What for, such as “registration”; no names of persons"),
        max_length=120,
        required=False,
    )


def _pairs(values: dict[str, Any], name: str) -> Iterable[tuple[str, str]]:
    for number in range(ROWS):
        if values[f"{name}_{number}"]:
            yield values[f"{name}_{number}"], values[f"{name}_label_{number}"]


def without_rows(values: dict[str, Any], rows: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not name.startswith(rows)}


def refuse_backwards(
    form: forms.Form, values: dict[str, Any], first: str, last: str
) -> None:
    start, end = values.get(first), values.get(last)
    if start is not None and end is not None and end < start:
        form.add_error(last, ValidationError(_("The end lies before the beginning.")))
