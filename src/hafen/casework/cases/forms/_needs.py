from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice, day, not_later
from hafen.casework.cases.models import NeedRating, NeedTopic, Urgency
from hafen.casework.cases.queries import is_special
from hafen.casework.cases.services import Rated
from hafen.casework.cases.words import Choices
from hafen.core.places.models import District
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT

_MOST = 1_000


@dataclass(frozen=True)
class AreaFields:
    """What is asked of one area of life, and what was said of it last."""

    name: Any
    last: NeedRating | None
    is_special: bool
    urgency: forms.BoundField
    more: list[forms.BoundField]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [self.more]


class AssessForm(Form):
    """A sheet: what is not talked about stays empty and changes nothing."""

    on = day(_("Day of the talk"))

    def __init__(
        self,
        *args: Any,
        domains: Iterable[Any],
        last: Mapping[str, NeedRating],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._domains, self._last, self._today = list(domains), last, today
        for label in self._domains:
            self._ask(label)

    def _ask(self, label: Any) -> None:
        fields: Any = self.fields
        fields[f"urgency_{label.code}"] = forms.ChoiceField(
            label=label.name,
            choices=[("", _("not talked about")), *Urgency.choices],
            required=False,
        )
        fields[f"wish_{label.code}"] = forms.BooleanField(
            label=_("Wish of the person"), required=False
        )
        # Words of a special category stand in notes of their own.
        if not is_special(label):
            fields[f"reason_{label.code}"] = forms.CharField(
                label=_("Why"),
                help_text=HINT,
                max_length=_MOST,
                required=False,
                widget=TextArea(rows=2),
            )

    @property
    def areas(self) -> list[AreaFields]:
        return [
            AreaFields(
                label.name,
                self._last.get(label.code),
                is_special(label),
                self[f"urgency_{label.code}"],
                [
                    self[name]
                    for name in (f"wish_{label.code}", f"reason_{label.code}")
                    if name in self.fields
                ],
            )
            for label in self._domains
        ]

    def clean_on(self) -> date | None:
        return not_later(self.cleaned_data["on"], self._today)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not any(values.get(f"urgency_{label.code}") for label in self._domains):
            self.add_error(None, _("Rate at least one area of life."))
        return values

    @property
    def content(self) -> dict[str, Any]:
        values = self.cleaned_data
        rated = [
            Rated(
                domain=label.code,
                urgency=values[f"urgency_{label.code}"],
                is_wish=values[f"wish_{label.code}"],
                reason=values.get(f"reason_{label.code}", ""),
                is_special=is_special(label),
            )
            for label in self._domains
            if values[f"urgency_{label.code}"]
        ]
        return {"on": values["on"], "ratings": rated}


class MoveNeedForm(Form):
    state = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[
            each
            for each in NeedTopic.State.choices
            if each[0] not in {NeedTopic.State.OPEN, NeedTopic.State.CLOSED}
        ],
    )
    on = day(_("Since"))
    offered_on = day(_("First offer on"), required=False)
    offer = forms.CharField(
        label=_("What was offered first"),
        help_text=_(
            "A referral, help of the exchange or a measure is noted by itself."
        ),
        max_length=200,
        required=False,
    )


class NeedFilterForm(RowsForm):
    domain = forms.ChoiceField(label=_("Area of life"), required=False)
    urgency = forms.ChoiceField(
        label=_("How urgent"), choices=[("", "–"), *Urgency.choices[1:]], required=False
    )
    district = choice(District, _("District"), required=False)
    part = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, domains: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["domain"].choices = [("", "–"), *domains]


class QuarterForm(Form):
    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, quarters: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["quarter"].choices = quarters


class YearForm(Form):
    year = forms.ChoiceField(label=_("Year"))

    def __init__(self, *args: Any, years: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["year"].choices = years
