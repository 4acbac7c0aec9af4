from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form, TextArea
from hafen.exchange.mentoring.forms._desk import RowsForm, _choice
from hafen.exchange.mentoring.models import Concept, Programme
from hafen.exchange.pool.models import Offer


class ConceptForm(Form):
    """The three parts that a concept needs, and what it costs."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name in (*Concept.PARTS, "budget"):
            fields[name] = forms.CharField(
                label=Concept.heading(name),
                required=False,
                max_length=10_000,
                widget=TextArea(rows=2 if name == "budget" else 6),
            )


class GuideForm(RowsForm):
    """Who of those that offer to be a sponsor becomes a guide."""

    offer = _choice(Offer, _("Who offers to be a sponsor"))
    programme = _choice(Programme, _("Programme"))


class GuideFilterForm(Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    part = forms.CharField(required=False, widget=forms.HiddenInput)
