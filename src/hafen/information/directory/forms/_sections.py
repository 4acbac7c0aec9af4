from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.information.directory.models import Service
from hafen.information.directory.shapes import (
    Cost,
    Document,
    Email,
    OfferedLanguage,
    Phone,
)
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
        return {**_without_rows(values, ("topic_",)), "topics": [values["topic_0"]]}


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
        _refuse_backwards(self, values, "valid_from", "valid_until")
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
            **_without_rows(values, ("topic_",)),
            "topics": list(dict.fromkeys(code for code in topics if code)),
            "keywords": [word for word in words if word],
        }

    @staticmethod
    def said(data: Any) -> dict[str, Any]:
        """Return what the form starts with."""
        topics = {f"topic_{n}": code for n, code in enumerate(data["topics"][:TOPICS])}
        return {**data, **topics, "keywords": ", ".join(data["keywords"])}


class WhomForm(SectionForm):
    """For whom it is, in which languages, what it costs and what to bring."""

    PAIRS = (
        ("language", "language_note"),
        ("cost", "cost_option"),
        ("paper", "paper_website"),
    )

    target_groups = forms.MultipleChoiceField(
        label=_("Target groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    eligibility = forms.CharField(
        label=_("Who may come"), required=False, widget=TextArea(rows=3)
    )
    age_from = forms.IntegerField(
        label=_("From the age of"), required=False, min_value=0, max_value=120
    )
    age_to = forms.IntegerField(
        label=_("Up to the age of"), required=False, min_value=0, max_value=120
    )
    is_free = forms.TypedChoiceField(
        label=_("Free of charge"),
        choices=[("", _("not known")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    costs = forms.CharField(label=_("Costs"), required=False, widget=TextArea(rows=3))
    documents = forms.CharField(
        label=_("What to bring"), required=False, widget=TextArea(rows=3)
    )
    accessibility = forms.CharField(
        label=_("Accessibility"), required=False, widget=TextArea(rows=3)
    )

    def __init__(
        self, *args: Any, groups: list[Any], languages: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        flat = [choice for _name, below in groups for choice in below]
        field: Any = self.fields["target_groups"]
        field.choices = flat
        for number in range(ROWS + 2):
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language"), choices=[("", "–"), *languages], required=False
            )
            self.fields[f"language_note_{number}"] = forms.CharField(
                label=_("Note, such as “with an interpreter, please register”"),
                max_length=200,
                required=False,
            )
        for number in range(ROWS):
            self.fields |= _cost(number) | _paper(number)
        self._order_rows()

    def _order_rows(self) -> None:
        """Let prices follow the words on costs, and papers those on papers."""
        names = [
            name for name in self.fields if not name.startswith(("cost_", "paper_"))
        ]
        for after, rows in (("costs", "cost_"), ("documents", "paper_")):
            place = names.index(after) + 1
            names[place:place] = [name for name in self.fields if name.startswith(rows)]
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        _refuse_backwards(self, values, "age_from", "age_to")
        for number in range(ROWS):
            self._refuse_half(f"cost_{number}", f"cost_option_{number}")
            self._refuse_half(f"paper_{number}", f"paper_website_{number}")
        return values

    def _refuse_half(self, value: str, note: str) -> None:
        """Say so, rather than drop a note whose value was forgotten."""
        values = self.cleaned_data
        if values.get(note) and values.get(value) in (None, "") and value in values:
            self.add_error(value, ValidationError(_("This is missing here.")))

    @property
    def data_of_service(self) -> dict[str, Any]:
        values = self.content
        spoken = {
            values[f"language_{number}"]: values[f"language_note_{number}"]
            for number in range(ROWS + 2)
            if values[f"language_{number}"]
        }
        return {
            **_without_rows(values, ("language_", "cost_", "paper_")),
            "languages": [OfferedLanguage(tag, note) for tag, note in spoken.items()],
            "cost_options": [
                Cost(values[f"cost_{number}"], values[f"cost_option_{number}"])
                for number in range(ROWS)
                if values[f"cost_{number}"] is not None
            ],
            "required_documents": [
                Document(values[f"paper_{number}"], values[f"paper_website_{number}"])
                for number in range(ROWS)
                if values[f"paper_{number}"]
            ],
        }

    @staticmethod
    def said(data: Any) -> dict[str, Any]:
        rows = {
            f"language_{n}": spoken.tag for n, spoken in enumerate(data["languages"])
        } | {
            f"language_note_{n}": spoken.note
            for n, spoken in enumerate(data["languages"])
        }
        for number, cost in enumerate(data["cost_options"][:ROWS]):
            rows |= {f"cost_{number}": cost.amount}
            rows |= {f"cost_option_{number}": cost.option}
        for number, paper in enumerate(data["required_documents"][:ROWS]):
            rows |= {f"paper_{number}": paper.name}
            rows |= {f"paper_website_{number}": paper.website}
        free = {True: "yes", False: "no", None: ""}[data["is_free"]]
        return {**data, **rows, "is_free": free}


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
            **_without_rows(values, ("phone_", "email_")),
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


def _cost(number: int) -> dict[str, forms.Field]:
    return {
        f"cost_{number}": forms.DecimalField(
            label=_("Price in euros"),
            min_value=0,
            max_digits=9,
            decimal_places=2,
            required=False,
        ),
        f"cost_option_{number}": forms.CharField(
            label=_("For what or whom, such as “per month, reduced”"),
            max_length=200,
            required=False,
        ),
    }


def _paper(number: int) -> dict[str, forms.Field]:
    return {
        f"paper_{number}": forms.CharField(
            label=_("Document, such as “residence permit”"),
            max_length=200,
            required=False,
        ),
        f"paper_website_{number}": forms.URLField(
            label=_("Address of a form to print"),
            max_length=500,
            assume_scheme="https",
            required=False,
        ),
    }


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


def _without_rows(values: dict[str, Any], rows: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not name.startswith(rows)}


def _refuse_backwards(
    form: forms.Form, values: dict[str, Any], first: str, last: str
) -> None:
    start, end = values.get(first), values.get(last)
    if start is not None and end is not None and end < start:
        form.add_error(last, ValidationError(_("The end lies before the beginning.")))
