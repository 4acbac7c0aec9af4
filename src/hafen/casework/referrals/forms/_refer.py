from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import ClientPaper, Consent
from hafen.casework.referrals.forms._fields import (
    RowsForm,
    ahead,
    choice,
    day,
)
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.queries import spelled
from hafen.core.accounts.models import User
from hafen.core.places.models import District
from hafen.core.ui.fields import since_day, until_day
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT
from hafen.network.organisations.models import Organisation

_Gate, _Way = Referral.Gate, Referral.Way
# Of somebody without a file there is nothing that could be told.
_OF_A_FILE = ("gate", "norm", "gate_note", "categories")


class ReferralFilterForm(RowsForm):
    q = forms.CharField(label=_("To whom"), required=False, max_length=80)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    owner = choice(User, _("Responsible"))
    way = forms.ChoiceField(
        label=_("Way"), choices=[("", "–"), *Referral.Way.choices], required=False
    )
    first, last = since_day(), until_day()
    part = forms.CharField(required=False, widget=forms.HiddenInput)


class PeriodForm(Form):
    first = day(_("From"), required=False)
    last = day(_("Last day"), required=False)


class ChooseForm(RowsForm):
    """What it is about; the offices for it follow from that."""

    topic = forms.ChoiceField(label=_("What is it about?"))
    organisation = choice(Organisation, _("Or name an organisation yourself"))


class PrepareForm(RowsForm):
    """How somebody is referred, and what the office may know."""

    way = forms.ChoiceField(label=_("How"), choices=_Way.choices)
    urgency = forms.ChoiceField(
        label=_("How urgent"), choices=Referral.Urgency, initial=Referral.Urgency.MONTH
    )
    language = forms.ChoiceField(label=_("Language of the person"))
    district = choice(District, _("District"))
    email = forms.EmailField(
        label=_("E-mail address of the office"),
        help_text=_("It answers by a mailed link. Without an address you ask it."),
        required=False,
    )
    question = forms.CharField(
        label=_("What the office is asked for"),
        help_text=HINT,
        max_length=600,
        required=False,
        widget=TextArea(rows=3),
    )
    gate = forms.ChoiceField(label=_("Why the office may know who it is"))
    norm = forms.ChoiceField(label=_("By which norm"), required=False)
    gate_note = forms.CharField(
        label=_("Reason, for a norm or an emergency"),
        help_text=_("It is kept with the referral, and each use is logged."),
        max_length=300,
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("What the office is told"),
        help_text=_("This topic needs no more. Leave out what is not needed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    answer_due_on = day(_("Answer due on"), required=False)
    follow_up_on = day(_("Ask whether the person arrived on"), required=False)

    def __init__(
        self, *args: Any, needed: list[str], may_override: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        if not needed:
            for name in _OF_A_FILE:
                del fields[name]
            return
        named = dict(Consent.Category.choices)
        fields["categories"].choices = [(code, named[code]) for code in needed]
        fields["gate"].choices = [
            (each.value, each.label)
            for each in _Gate
            if each != _Gate.OVERRIDE or may_override
        ]

    def clean_answer_due_on(self) -> Any:
        return ahead(self.cleaned_data["answer_due_on"])

    def clean_follow_up_on(self) -> Any:
        return ahead(self.cleaned_data["follow_up_on"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "gate" not in self.fields:
            return values
        gate, needed = values.get("gate"), _("This is needed here.")
        if values.get("way") != _Way.TOLD or gate == _Gate.NAMELESS:
            values["categories"] = []
            return values
        if not values.get("categories"):
            self.add_error("categories", needed)
        if gate == _Gate.NORM and not values.get("norm"):
            self.add_error("norm", needed)
        if gate in {_Gate.NORM, _Gate.OVERRIDE} and not values.get("gate_note"):
            self.add_error("gate_note", needed)
        return values


class AttachForm(Form):
    """The copy of a paper that goes along."""

    paper = forms.ChoiceField(label=_("Paper"))
    file = forms.FileField(
        label=_("Copy of it"),
        help_text=_(
            "PDF or photograph, five megabytes at most. It is kept with this referral"
            " alone, and is gone when the office may read no more."
        ),
    )

    def __init__(
        self, *args: Any, papers: Iterable[ClientPaper], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.papers = {str(paper.pk): paper for paper in papers}
        field: Any = self.fields["paper"]
        field.choices = [(key, spelled(row)) for key, row in self.papers.items()]

    def clean_paper(self) -> ClientPaper:
        return self.papers[self.cleaned_data["paper"]]
