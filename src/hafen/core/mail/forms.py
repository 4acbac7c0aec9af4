"""What is asked before everybody on a list is written to."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hafen.core.db.forms import Form, TextArea
from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.mail.letters import SIZES
from hafen.core.taxonomy.reference import own_name

_MARK = re.compile(r"\{([^{}]*)\}")
_KNOWN = {"name", "organisation"}
_HINT = _("{name} and {organisation} stand for the names of each addressee.")


def known_places(text: str) -> None:
    """Refuse a place for a name that nobody fills."""
    for found in _MARK.findall(text):
        if found not in _KNOWN:
            raise ValidationError(
                _("%(mark)s is no place for a name; use {name} or {organisation}.")
                % {"mark": f"{{{found}}}"}
            )


class _Text(forms.Form):
    """Subject and words of a letter or message."""

    subject = forms.CharField(
        label=_("Subject"), max_length=150, validators=[known_places]
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_HINT,
        max_length=10_000,
        widget=TextArea(rows=12),
        validators=[known_places],
    )
    language = forms.ChoiceField(
        label=_("Language of the text"),
        choices=[(tag, own_name(tag)) for tag, _name in PORTAL_LANGUAGES],
        initial="de",
    )


class LettersForm(_Text):
    """A serial letter; it can be fetched again and again, so nothing is guarded."""


class MessageForm(_Text, Form):
    """A message that is sent once, however often somebody clicks."""


class LabelsForm(forms.Form):
    """On which sheets the labels are printed."""

    size = forms.ChoiceField(label=_("Labels on the sheet"))
    first = forms.IntegerField(
        label=_("First free label"),
        help_text=_("Where a sheet has been begun; counted from left to right."),
        initial=1,
        min_value=1,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["size"]
        field.choices = [(key, size.name) for key, size in SIZES.items()]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        size = SIZES.get(said.get("size", ""))
        if size and said.get("first", 1) > size.on_a_sheet:
            self.add_error("first", _("The sheet has fewer labels."))
        return said


class SheetForm(forms.Form):
    """What stands above the names that are to be signed."""

    title = forms.CharField(label=_("Title"), max_length=150)
    note = forms.CharField(label=_("Day and place"), max_length=150, required=False)
    empty = forms.IntegerField(
        label=_("Empty lines for others"), initial=5, min_value=0, max_value=200
    )
