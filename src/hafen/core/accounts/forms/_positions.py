from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.accounts.forms._fields import Period
from hafen.core.accounts.models import Position
from hafen.core.accounts.registries import activities


class PositionForm(Period):
    title = forms.CharField(label=pgettext_lazy("post", "Title"), max_length=120)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=120, required=False)
    share = forms.DecimalField(
        label=_("Share of a full post"),
        min_value=Decimal("0.05"),
        max_value=Decimal(20),
        decimal_places=2,
        initial=Decimal(1),
    )
    funding = forms.CharField(label=_("Funding"), max_length=200, required=False)
    description = forms.CharField(
        label=_("Job description"), required=False, widget=forms.Textarea
    )
    tasks = forms.CharField(
        label=_("Tasks"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One in each line."),
    )

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ("title", "department", "employer", "share", "funding")

    def __init__(
        self, *args: Any, position: Position | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.present = list(position.tasks.order_by("place", "id")) if position else []
        fields: dict[str, Any] = self.fields
        for number, task in enumerate(self.present):
            fields[f"counted-{number}"] = forms.MultipleChoiceField(
                label=task.name,
                required=False,
                initial=task.activities,
                widget=forms.CheckboxSelectMultiple,
                choices=[(what.name, what.label) for what in activities],
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        """Return the fields of the post itself."""
        return [
            field
            for field in self.visible_fields()
            if not field.name.startswith("counted-")
        ]

    @property
    def countings(self) -> list[forms.BoundField]:
        """Return for each task what is counted for it."""
        return [field for field in self if field.name.startswith("counted-")]

    @property
    def content(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and not name.startswith("counted-")
        }
        data["counted"] = {
            task.name: self.cleaned_data[f"counted-{number}"]
            for number, task in enumerate(self.present)
        }
        return data

    def clean_tasks(self) -> list[str]:
        lines = str(self.cleaned_data["tasks"]).splitlines()
        return [line.strip()[:200] for line in lines if line.strip()]


def said_of_position(position: Position) -> dict[str, Any]:
    """Return what the form of a post starts with."""
    names = ("title", "department", "employer", "share", "funding", "description")
    return {name: getattr(position, name) for name in names} | {
        "valid_from": position.valid_from,
        "valid_until": position.valid_until,
        "tasks": "\n".join(
            position.tasks.order_by("place", "id").values_list("name", flat=True)
        ),
        "version": position.version,
    }
