"""Forms of recognition and of ideas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form, TextArea
from hafen.exchange.volunteers.models import Award
from hafen.mechanisms.feedback.forms import GuardedFields


class ThankForm(Form):
    kind = forms.ChoiceField(label=_("How?"), choices=Award.Kind.choices)
    occasion = forms.CharField(label=_("Occasion"), max_length=200, required=False)


class IdeaForm(GuardedFields, Form):
    """What a citizen would like to start."""

    title = forms.CharField(label=_("Your idea in a few words"), max_length=120)
    text = forms.CharField(
        label=_("What would you like to start?"),
        max_length=3_000,
        widget=TextArea(rows=5),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only for questions; it is not shown."),
        required=False,
    )

    @property
    def idea(self) -> dict[str, Any]:
        names = ("title", "text", "name", "email")
        return {name: self.cleaned_data[name] for name in names}


class SupportForm(GuardedFields, Form):
    """Somebody supports an idea; the address is there so that each counts once."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "It is not kept: we only make sure that each supporter counts once."
        ),
    )
