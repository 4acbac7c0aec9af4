"""The examples that the style guide shows: invented, and the same every time."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms as fields
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.ui import forms
from hafen.core.ui.context import own_name
from hafen.core.ui.navigation import Link

SPRITE = Path(__file__).parent / "static/vendor/icons/icons.svg"
AS_OF = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = fields.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As it is written in your document."),
    )
    email = fields.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = fields.CharField(
        label=gettext_lazy("Telephone"), required=False, widget=forms.PhoneInput
    )
    topic = fields.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[
            ("", "–"),
            ("language", gettext_lazy("Learning German")),
            ("housing", gettext_lazy("Housing")),
        ],
    )
    day = fields.DateField(label=gettext_lazy("Day"), widget=forms.DateInput)
    message = fields.CharField(
        label=gettext_lazy("Message"), required=False, widget=forms.TextArea(rows=3)
    )
    way = fields.ChoiceField(
        label=gettext_lazy("How may we answer you?"),
        widget=fields.RadioSelect,
        choices=[
            ("mail", gettext_lazy("By e-mail")),
            ("phone", gettext_lazy("By telephone")),
            ("letter", gettext_lazy("By letter")),
        ],
    )
    document = fields.FileField(label=gettext_lazy("Document"), required=False)
    agreed = fields.BooleanField(
        label=gettext_lazy("I have read the notice on data protection.")
    )


class ExampleTexts(forms.Form):
    """A text in three languages, of which the last two are folded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tag in ("de", "ar", "uk"):
            self.fields[f"text_{tag}"] = fields.CharField(
                label=f"{gettext_lazy('Name')} · {own_name(tag)}",
                widget=fields.TextInput({"lang": tag, "dir": "auto"}),
            )
        self.fold(("de", "ar", "uk"), "text_{}")


def examples() -> dict[str, Any]:
    """Return the context of the style guide."""
    wrong = ExampleForm({"name": "", "email": "amira@", "topic": ""}, prefix="wrong")
    return {
        "form": ExampleForm(),
        "wrong_form": wrong,
        "texts": ExampleTexts(
            initial={"text_de": "Hafenfest", "text_ar": "عيد الميناء"}
        ),
        "filter_form": ExampleForm(prefix="filter"),
        "page": Paginator(range(240), 20).page(5),
        "as_of": AS_OF,
        "crumbs": [Link(_("Start"), "#start", "", is_current=False)],
        "tabs": [
            Link(_("Open"), "#open", "", is_current=True, count=3),
            Link(_("Done"), "#done", "", is_current=False),
            Link(_("All"), "#all", "", is_current=False),
        ],
        "steps": [_("Your question"), _("Your contact"), _("Check and send")],
        "toasts": [Message(constants.SUCCESS, _("The appointment was saved."))],
        "icons": re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()),
    }
