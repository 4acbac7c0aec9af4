from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.db.forms import DateInput, Form
from hafen.core.ui.forms import TextArea
from hafen.information.knowledge.outlines import Outline
from hafen.information.knowledge.services import NewDraft


def _contributors() -> forms.CharField:
    return forms.CharField(
        label=_("Who works on it"),
        max_length=300,
        required=False,
        help_text=_("Offices and organisations, no people."),
    )


class DraftForm(Form):
    """The next draft of a concept."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF is read everywhere. Macros are not taken."),
        error_messages={"required": _("Please choose the file.")},
    )
    label = forms.CharField(
        label=_("Version"), max_length=40, help_text=_("Such as: draft of May 2026")
    )
    contributors = _contributors()

    @property
    def draft(self) -> NewDraft:
        data = self.cleaned_data
        return NewDraft(data["file"], data["label"], data["contributors"])


class NewConceptForm(DraftForm):
    """A concept with its first draft."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("What is it for?"),
        max_length=1_000,
        required=False,
        widget=TextArea(rows=3),
    )
    field_order = ("title", "description", "file", "label", "contributors")


class PartsForm(Form):
    """The parts of a concept that is written here."""

    def __init__(self, *args: Any, outline: Outline, **options: Any) -> None:
        super().__init__(*args, **options)
        self._names = [part.name for part in outline.parts]
        for part in outline.parts:
            self.fields[f"part_{part.name}"] = forms.CharField(
                label=part.heading,
                required=False,
                max_length=10_000,
                widget=TextArea(rows=6 if part.is_needed else 3),
            )
        self.fields["contributors"] = _contributors()

    @property
    def parts(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"part_{name}"] for name in self._names}


class CommentForm(Form):
    text = forms.CharField(
        label=_("Your comment"), max_length=2_000, widget=TextArea(rows=3)
    )


class ApproveForm(Form):
    begins = forms.DateField(label=_("Valid from"), widget=DateInput)
