"""The form of a page in the editor: choices of the own municipality alone."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.admin.forms import WagtailAdminPageForm

from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label, tree
from hafen.information.knowledge.readability import split_list

_VOCABULARIES = {
    "topics": Vocabulary.NEEDS,
    "target_groups": Vocabulary.TARGET_GROUPS,
    "legal_areas": Vocabulary.LEGAL_AREAS,
}
_LOCAL = ("office", "partner", "team")


class EntryForm(WagtailAdminPageForm):
    """Fills in where a new page belongs, and offers what is at home there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        parent = kwargs.get("parent_page")
        entry = kwargs.get("instance")
        if entry is not None and parent is not None:
            entry.settle(parent.specific)
        super().__init__(*args, **kwargs)
        for name, vocabulary in _VOCABULARIES.items():
            if name in self.fields:
                self.fields[name] = _several(self.fields[name], vocabulary)
        if "situations" in self.fields:
            self.fields["situations"] = forms.MultipleChoiceField(
                label=self.fields["situations"].label,
                choices=self.instance.Status,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for name in _LOCAL:
            if name in self.fields:
                field = self.fields[name]
                field.queryset = field.queryset.filter(
                    municipality=self.instance.municipality_id
                )
        if "is_minor" in self.fields:
            # It is said anew with each change.
            self.initial["is_minor"] = False

    def clean_laws(self) -> list[str]:
        """Write every provision the same way, so that it is found again."""
        return [" ".join(law.split()) for law in self.cleaned_data["laws"] or []]

    def clean_sources(self) -> str:
        return "\n".join(split_list(self.cleaned_data["sources"]))


def _several(field: forms.Field, vocabulary: str) -> forms.MultipleChoiceField:
    labels = tree(
        vocabulary, language=get_language() or "de", today=timezone.localdate()
    )
    return forms.MultipleChoiceField(
        label=field.label,
        choices=[choice for label in labels for choice in _choices(label)],
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
        help_text=field.help_text,
    )


def _choices(label: Label, depth: int = 0) -> list[tuple[str, str]]:
    own = [(label.code, f"{'– ' * depth}{label.name}")]
    return own + [
        choice for child in label.children for choice in _choices(child, depth + 1)
    ]
