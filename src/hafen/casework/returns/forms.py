from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.forms import day
from hafen.core.ui.forms import Form


class WishForm(Form):
    """Nothing is ticked before, and nothing asks why."""

    is_own_wish = forms.BooleanField(
        label=_("The person asked for it; nobody proposed or urged it."),
        error_messages={"required": _("Without their own wish nothing is noted.")},
    )
    on = day(_("Wished on"))


class ReferForm(Form):
    office = forms.CharField(
        label=_("Where the person was shown the way"),
        help_text=_("Nothing is told to that office: the person goes there alone."),
        max_length=200,
    )

    def __init__(self, *args: Any, offices: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if offices:
            fields: Any = self.fields
            named = fields["office"]
            fields["office"] = forms.ChoiceField(
                label=named.label,
                help_text=named.help_text,
                choices=[(name, name) for name in offices],
            )
