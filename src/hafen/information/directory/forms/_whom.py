from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import TextArea
from hafen.information.directory.forms._sections import (
    ROWS,
    SectionForm,
    refuse_backwards,
    without_rows,
)
from hafen.information.directory.models import Condition, Level
from hafen.information.directory.shapes import (
    ConditionData,
    Cost,
    Document,
    OfferedLanguage,
)

_CONDITIONS = ("residence", "level", "districts")


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
    residence = forms.MultipleChoiceField(
        label=_("Only with this residence status"),
        help_text=_("Nothing chosen means: open to everybody."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.ChoiceField(
        label=_("German at least"),
        choices=[("", _("no condition")), *Level.choices],
        required=False,
    )
    districts = forms.MultipleChoiceField(
        label=_("Only for people from these districts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
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
    interpreting = forms.CharField(
        label=_("Interpreting"),
        help_text=_("Who interprets, in which languages, and how one asks for it."),
        required=False,
        widget=TextArea(rows=2),
    )
    accessibility = forms.CharField(
        label=_("Accessibility"), required=False, widget=TextArea(rows=3)
    )

    def __init__(
        self,
        *args: Any,
        groups: list[Any],
        languages: list[Any],
        residence: list[Any],
        districts: list[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for name, found in (("residence", residence), ("districts", districts)):
            listed: Any = self.fields[name]
            listed.choices = found
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
        refuse_backwards(self, values, "age_from", "age_to")
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
            **without_rows(values, ("language_", "cost_", "paper_", *_CONDITIONS)),
            "conditions": _conditions(values),
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
        rows |= _said_conditions(data["conditions"])
        free = {True: "yes", False: "no", None: ""}[data["is_free"]]
        return {**data, **rows, "is_free": free}


def _conditions(values: dict[str, Any]) -> list[ConditionData]:
    level = [values["level"]] if values["level"] else []
    found = (
        ConditionData(Condition.Kind.RESIDENCE, values["residence"]),
        ConditionData(Condition.Kind.LEVEL, level),
        ConditionData(Condition.Kind.DISTRICT, values["districts"]),
    )
    return [each for each in found if each.values]


def _said_conditions(conditions: Iterable[ConditionData]) -> dict[str, Any]:
    said = {each.kind: each.values for each in conditions}
    return {
        "residence": said.get(Condition.Kind.RESIDENCE, []),
        "level": next(iter(said.get(Condition.Kind.LEVEL, [])), ""),
        "districts": said.get(Condition.Kind.DISTRICT, []),
    }


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
