from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice
from hafen.casework.cases.models import Consent
from hafen.casework.outreach.machine import FURTHER
from hafen.casework.outreach.models import HandOver
from hafen.core.accounts.models import Team
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT


class HandOverForm(RowsForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=HandOver.Kind.choices)
    to_team = choice(Team, _("To which team"))
    topics = forms.MultipleChoiceField(
        label=_("Topics"), widget=forms.CheckboxSelectMultiple, required=False
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=HandOver.Urgency.choices)
    parts = forms.MultipleChoiceField(
        label=_("What goes along beside names, languages and members"),
        help_text=_("What is not ticked stays behind, and nobody reads it any more."),
        choices=[each for each in Consent.Category.choices if each[0] in FURTHER],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    special = forms.MultipleChoiceField(
        label=_("Notes of special categories, each for itself"),
        help_text=_("What they say is read in the case, with a reason."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, topics: Any, special: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["topics"].choices = topics
        fields["special"].choices = special
        if not special:
            del fields["special"]

    @property
    def content(self) -> dict[str, Any]:
        return {"special": []} | super().content


def hand_over_initial(row: HandOver) -> dict[str, Any]:
    names = ("kind", "topics", "urgency", "parts")
    found = {name: getattr(row, name) for name in names}
    return found | {"to_team": row.to_team_id, "special": [*map(str, row.special)]}


class GateForm(Form):
    ground = forms.ChoiceField(
        label=_("Ground"), choices=HandOver.Ground.choices, required=False
    )
    note = forms.CharField(
        label=_("Reason, where a norm is the ground"), required=False, max_length=300
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=TextArea(rows=3)
    )


class ProtocolForm(Form):
    needs = _text(_("Needs"))
    matters = _text(_("Running matters and deadlines"))
    documents = _text(_("Documents"))
    closing = _text(_("Closing note"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["needs"].help_text = HINT


class DecideForm(Form):
    because = forms.CharField(
        label=_("Why not, or what has to be said before"),
        help_text=_("Without a name; the other team reads it."),
        max_length=300,
        widget=TextArea(rows=2),
    )


class AnswerForm(Form):
    result = forms.ChoiceField(
        label=_("What came of it"), choices=HandOver.Answer.choices
    )
