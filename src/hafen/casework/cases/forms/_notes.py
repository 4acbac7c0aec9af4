from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.casework.cases.forms._fields import day
from hafen.casework.cases.models import Ground
from hafen.core.ui.forms import Form, TextArea
from hafen.core.ui.sparse import HINT

# Why somebody opens notes of a special category.
REASONS = [
    ("TALK", _("to prepare a talk with the person")),
    ("HELP", _("to arrange help")),
    ("DEPUTY", _("to stand in")),
    ("DANGER", _("because of a danger")),
    ("REQUEST", _("on a request of the person")),
]


class NoteForm(Form):
    on = day(_("Day"))
    text = forms.CharField(
        label=_("Note"), help_text=HINT, max_length=4_000, widget=TextArea(rows=4)
    )


class SummaryForm(NoteForm):
    """What others need of something that was entrusted, written anew."""

    ground = forms.ChoiceField(
        label=pgettext_lazy("secrecy", "Why it may be told"), choices=Ground.choices
    )


class ReasonForm(Form):
    reason = forms.ChoiceField(
        label=_("Why do you open it?"), choices=[("", "–"), *REASONS]
    )
