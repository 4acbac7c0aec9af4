from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import day, not_later
from hafen.casework.cases.models import MOST_WORDS, ContestedPoint
from hafen.core.ui.forms import Form, TextArea


class ContestForm(Form):
    about = forms.ChoiceField(
        label=_("What does the person contest?"),
        choices=[("", "–"), *ContestedPoint.About.choices],
    )
    words = forms.CharField(
        label=_("What the person says"),
        help_text=_(
            "In the person’s own words. Nothing of health, belief or violence, and"
            " nothing of others."
        ),
        max_length=MOST_WORDS,
        widget=TextArea(rows=3),
    )
    since = day(_("Contested since"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today

    def clean_since(self) -> date | None:
        return not_later(self.cleaned_data["since"], self._today)


class SettleForm(Form):
    how = forms.ChoiceField(
        label=_("What came of it?"), choices=[("", "–"), *ContestedPoint.How.choices]
    )
