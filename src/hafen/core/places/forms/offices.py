from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.forms import DateInput, Form, TextArea
from hafen.core.places.forms.rows import RowForm
from hafen.core.places.models import Delegation, Responsibility, Unit, UnitContact


class UnitForm(RowForm):
    model = Unit
    shown = (
        "name",
        "parent",
        "code",
        "phone",
        "email",
        "website",
        "internal_phone",
        "site",
        "note",
        "is_public",
        "valid_from",
        "valid_until",
    )
    texts = ("names",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("parent")
        while parent is not None:
            if parent.pk == self.row.pk:
                self.add_error("parent", _("A unit cannot belong to itself."))
                break
            parent = parent.parent
        return cleaned


class ContactForm(RowForm):
    model = UnitContact
    shown = ("name", "function", "phone", "email", "valid_until")


class ResponsibilityForm(RowForm):
    """What a unit answers for.

    :param topics: names by code, from the taxonomy; empty lets codes be typed
    :param legal_areas: likewise
    """

    model = Responsibility
    shown = ("topic", "legal_area", "district", "note", "valid_from", "valid_until")

    words = forms.CharField(
        label=gettext_lazy("Search words"),
        help_text=gettext_lazy("Separated by commas, for example “Wohnungssuche”."),
        required=False,
        max_length=400,
    )

    def __init__(
        self,
        *args: Any,
        row: Responsibility,
        topics: dict[str, str],
        legal_areas: dict[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, row=row, **options)
        self._offer("topic", topics, any_label=None)
        self._offer("legal_area", legal_areas, any_label=_("all legal areas"))
        self.order_fields(["topic", "words", *self.shown])

    def keywords(self) -> list[str]:
        words = self.cleaned_data["words"].split(",")
        return [word.strip()[:60] for word in words if word.strip()]

    def _offer(
        self, name: str, names: dict[str, str], *, any_label: str | None
    ) -> None:
        if not names:
            return
        first = [] if any_label is None else [("", any_label)]
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label,
            choices=[*first, *names.items()],
            required=any_label is None,
        )


class DoubtForm(Form):
    doubt = forms.CharField(
        label=gettext_lazy("What is wrong, and what would be right?"),
        widget=TextArea(rows=3),
        max_length=2000,
    )


class DelegationForm(RowForm):
    model = Delegation
    shown = ("authority", "site", "act", "document")


class InForceForm(Form):
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    valid_until = forms.DateField(
        label=gettext_lazy("Until"), widget=DateInput, required=False
    )
