from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form
from hafen.exchange.mentoring.forms._desk import RowsForm, _choice
from hafen.exchange.mentoring.models import Programme
from hafen.exchange.pool.models import Offer


class GuideForm(RowsForm):
    """Who of those that offer to be a sponsor becomes a guide."""

    offer = _choice(Offer, _("Who offers to be a sponsor"))
    programme = _choice(Programme, _("Programme"))


class GuideFilterForm(Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    part = forms.CharField(required=False, widget=forms.HiddenInput)
