"""A page in one language beside its original, piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hafen.core.db.forms import Form
from hafen.core.taxonomy.reference import direction, own_name
from hafen.core.translation.changes import Piece, difference
from hafen.core.translation.models import Translation
from hafen.information.knowledge.models import Entry
from hafen.information.knowledge.segments import said_in, segments

State = Translation.State
_LONG = 90


@dataclass(frozen=True)
class Pair:
    """One piece, the original beside its translation.

    :param changes: what became of the original since it was translated
    """

    label: str
    original: str
    field: BoundField
    changes: list[Piece]


class PageForm(Form):
    """All pieces of a page; drawn by the partial `translation/side_by_side.html`.

    :param translation: the page in the language as it was last saved; None
        where there is none yet
    """

    # A page is read as a whole; no piece of it falls back to the original.
    needs_all = True

    state = forms.ChoiceField(label=_("State"))
    read_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        original: Entry,
        language: str,
        translation: Any,
        may_release: bool,
    ) -> None:
        self.original, self.language = original, language
        self.translation = translation or Entry(state=State.MISSING)
        self.pieces = segments(original)
        said = said_in(translation, original) if translation else {}
        initial = {f"p{n}": said.get(each.key) for n, each in enumerate(self.pieces)}
        initial["read_hash"] = original.source_hash
        initial["state"] = State.CHECKED if may_release else State.DRAFT
        version = translation.latest_revision_id if translation else 0
        super().__init__(data, initial=initial, version=version)
        choices: list[tuple[str, Any]] = [
            (State.DRAFT, _("Draft: not public yet")),
            (State.CHECKED, _("Checked: may be read by everybody")),
        ]
        field: Any = self.fields["state"]
        field.choices = choices if may_release else choices[:1]
        for number, each in enumerate(self.pieces):
            self.fields[f"p{number}"] = _field(each.text, each.label, language)

    @property
    def pairs(self) -> Iterator[Pair]:
        before = self.translation.source_texts
        present = {each.text for each in self.pieces}
        for number, each in enumerate(self.pieces):
            old = before.get(each.key)
            is_other = old is None or old in present or each.text in before.values()
            yield Pair(
                label=each.label,
                original=each.text,
                field=self[f"p{number}"],
                changes=[] if old is None or is_other else difference(old, each.text),
            )

    def clean(self) -> dict[str, Any]:
        """Take a page as checked only if every piece says something."""
        data = self.cleaned_data
        if data.get("state") == State.CHECKED:
            for number in range(len(self.pieces)):
                if not data.get(f"p{number}"):
                    self.add_error(f"p{number}", _("This piece is still missing."))
        return data

    @property
    def texts(self) -> dict[str, str]:
        """Return the cleaned texts by the keys of the pieces."""
        return {
            each.key: self.cleaned_data[f"p{number}"]
            for number, each in enumerate(self.pieces)
        }

    @property
    def source(self) -> dict[str, str]:
        return _described(self.original.source_language)

    @property
    def target(self) -> dict[str, str]:
        return _described(self.language)


def _described(tag: str) -> dict[str, str]:
    return {"tag": tag, "name": own_name(tag), "direction": direction(tag)}


def _field(text: str, label: str, language: str) -> forms.CharField:
    look = {"lang": language, "dir": direction(language)}
    widget: forms.Widget = forms.TextInput(look)
    if len(text) > _LONG:
        widget = forms.Textarea({**look, "rows": 2 + len(text) // _LONG})
    return forms.CharField(
        label=label, required=False, max_length=10_000, widget=widget
    )
