from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form

WINNER, LOSER, BOTH = "winner", "loser", "both"
_LISTS = frozenset({"topics", "languages"})


def _isolated(value: str) -> str:
    """Keep a name in its own direction, whatever the page is written in."""
    return format_html("<bdi>{}</bdi>", value or "–")


class MergeForm(Form):
    """Which value holds where two entries differ; what is equal is not asked.

    :param names: the fields that are compared
    :param fields_of: what they are called
    :param first: what the entry that stays says
    :param second: what the other one says
    """

    winner_version = forms.IntegerField(widget=forms.HiddenInput)
    loser_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        names: tuple[str, ...],
        fields_of: Mapping[str, Any],
        first: Mapping[str, str],
        second: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._asked = [name for name in names if first[name] != second[name]]
        for name in self._asked:
            choices: list[tuple[str, Any]] = [
                (WINNER, _isolated(first[name])),
                (LOSER, _isolated(second[name])),
            ]
            if name in _LISTS:
                choices.insert(0, (BOTH, _("both together")))
            # An empty value gives way: nothing that is known gets lost.
            start = LOSER if not first[name] else choices[0][0]
            self.fields[name] = forms.ChoiceField(
                label=fields_of[name],
                choices=choices,
                initial=start,
                widget=forms.RadioSelect,
            )

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self._asked]

    @property
    def chosen(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self._asked}

    @property
    def versions(self) -> tuple[int, int]:
        said = self.cleaned_data
        return said["winner_version"], said["loser_version"]
