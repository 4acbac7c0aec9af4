from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import labels
from hafen.web.readings import months
from hafen.web.readings.lines import kind_names, named_language
from hafen.web.readings.queries import Wanted

_OFFERED = 24


class ReadingsForm(forms.Form):
    """Which month, and which pages of it."""

    month = forms.ChoiceField(label=_("Month"), required=False)
    kind = forms.ChoiceField(label=_("Kind of page"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: Any, *, town: Municipality, today: date) -> None:
        super().__init__(data)
        self._this_month = today.replace(day=1)
        every = [("", _("all"))]
        topics = labels(Vocabulary.NEEDS, language=get_language() or "de", today=today)
        self._choose(
            "month",
            [
                (f"{month:%Y-%m-%d}", date_format(month, "YEAR_MONTH_FORMAT"))
                for month in (
                    months.before(self._this_month, back) for back in range(_OFFERED)
                )
            ],
        )
        self._choose("kind", [*every, *kind_names().items()])
        self._choose(
            "topic",
            [
                *every,
                *((each.code, each.name) for each in topics if each.parent is None),
            ],
        )
        self._choose(
            "language",
            [*every, *((tag, named_language(tag)) for tag in town.languages)],
        )

    def wanted(self) -> Wanted:
        """Return what was chosen; what makes no sense counts as not chosen."""
        self.is_valid()
        told = getattr(self, "cleaned_data", {})
        month = told.get("month")
        return Wanted(
            month=date.fromisoformat(month) if month else self._this_month,
            kind=told.get("kind", ""),
            topic=told.get("topic", ""),
            language=told.get("language", ""),
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def readings_form(data: Any, town: Municipality) -> ReadingsForm:
    return ReadingsForm(data, town=town, today=timezone.localdate())
