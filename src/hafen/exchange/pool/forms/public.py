from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form
from hafen.exchange.pool.models import Match

_Reason = Match.Reason
# What somebody who was asked may say; the other reasons are the desk's.
REASONS = (
    _Reason.NO_TIME,
    _Reason.TOO_FAR,
    _Reason.NO_FIT,
    _Reason.ENOUGH,
    _Reason.PRIVATE,
    _Reason.OTHER,
)


class AnswerForm(Form):
    """Yes, or no with a reason; no reason has to be given."""

    reason = forms.ChoiceField(
        label=_("If not: why?"),
        choices=[("", "–"), *((each.value, each.label) for each in REASONS)],
        required=False,
    )
