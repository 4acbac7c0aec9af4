from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.audit.models import Event
from hafen.core.db.forms import DateInput


class TrailFilter(forms.Form):
    subject = forms.CharField(
        label=_("Number of the entry"), required=False, max_length=40
    )
    actor = forms.UUIDField(label=_("Number of the person"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *Event.Kind.choices]
    )
    first_day = forms.DateField(label=_("From"), required=False, widget=DateInput)
    last_day = forms.DateField(label=_("To"), required=False, widget=DateInput)
