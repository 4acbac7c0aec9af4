from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms._fields import RowsForm, choice, day, not_later
from hafen.casework.cases.models import Client, ClientPaper
from hafen.casework.cases.words import Choices


class DeadlineForm(RowsForm):
    due_on = day(_("What the letter wants is due on"))
    topic = forms.ChoiceField(
        label=_("Topic"),
        help_text=_("No more of it. What the letter says is a note of the case."),
        required=False,
    )
    client = choice(Client, _("To whom it is addressed"), required=False)
    received_on = day(_("Received on"))

    def __init__(
        self, *args: Any, topics: Choices, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["topic"].choices = [("", _("something else")), *topics]
        self._today = today

    def clean_received_on(self) -> date | None:
        return not_later(self.cleaned_data["received_on"], self._today)


class PaperForm(RowsForm):
    client = choice(Client, _("Whose paper it is"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind of paper"), choices=ClientPaper.Kind.choices)
    valid_until = day(_("Valid until"))
