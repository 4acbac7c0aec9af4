from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import RowsForm, choice, day
from hafen.casework.cases.words import Choices
from hafen.casework.childprotection.models import Procedure, Sign
from hafen.core.accounts.models import User
from hafen.core.ui.forms import Form, TextArea

_FACTS = _("What was seen or heard, and when. No guesses, and nothing else.")


def text(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=TextArea(rows=rows), **options
    )


class PastForm(Form):
    """A form with a day that has come."""

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return self.cleaned_data["on"]


class SignForm(PastForm):
    on = day(_("Seen on"))
    kind = forms.ChoiceField(label=_("What it is about"), choices=Sign.Kind.choices)
    is_weighty = forms.BooleanField(
        label=_("This is a weighty sign of a danger"), required=False
    )
    text = text(_("What was seen or heard"), help_text=_FACTS)


class DescribeForm(Form):
    name = forms.CharField(label=_("Who the child is"), max_length=200)
    about = forms.CharField(
        label=_("Age, and with whom the child lives"), max_length=300
    )
    source = forms.ChoiceField(label=_("From whom"), choices=Procedure.Source.choices)


class BeginForm(DescribeForm, SignForm):
    """A worry that is written down for the first time."""

    field_order = (*("name", "about", "source"), *("on", "kind", "text", "is_weighty"))

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        values = dict(self.content)
        facts = {name: values.pop(name) for name in ("name", "about", "source")}
        return {"facts": facts, "sign": values}


class SecondForm(RowsForm):
    user = choice(User, _("Second person"))


class HandOnForm(RowsForm):
    to = choice(User, _("Who assesses it"))


class AdviceForm(PastForm):
    adviser = forms.CharField(
        label=_("Experienced professional (insoweit erfahrene Fachkraft)"),
        help_text=_("Ask with the sheet without names."),
        max_length=200,
    )
    on = day(_("Advised on"))
    advice = text(_("What was advised"))


class ParentsForm(PastForm):
    parents = forms.ChoiceField(
        label=_("Talk with the parents"), choices=Procedure.Parents.choices
    )
    on = day(_("Day"))
    note = text(_("What came of it, or why a talk would endanger the child"))


class JudgeForm(Form):
    judgement = forms.ChoiceField(
        label=_("Assessment"), choices=Procedure.Judgement.choices
    )
    reasons = text(_("Reasons"))


class ReportForm(Form):
    report_to = forms.CharField(label=_("Youth office"), max_length=200)
    ground = forms.ChoiceField(label=_("By which norm"))
    reported = text(_("What was reported"), rows=5, help_text=_FACTS)
    parents_told = forms.TypedChoiceField(
        label=_("Were the parents told before?"),
        choices=[("yes", _("yes")), ("no", _("no, that would endanger the child"))],
        coerce=lambda said: said == "yes",
    )

    def __init__(self, *args: Any, grounds: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["ground"].choices = grounds


class ReceiptForm(PastForm):
    on = day(_("Receipt confirmed on"))


class CloseForm(Form):
    closing = text(_("How it ended"))
