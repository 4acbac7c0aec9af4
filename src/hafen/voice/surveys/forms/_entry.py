"""Paper sheets by keyboard: the number beside the cross, then the tabulator."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form, TextArea
from hafen.mechanisms.questions.models import Question, said_in

Kind = Question.Kind


class EntryForm(Form):
    """One field for each question, in the order of the paper."""

    def __init__(
        self, *args: Any, questions: Iterable[Question], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {f"q_{row.pk.hex}": row for row in questions}
        for number, (name, row) in enumerate(self._questions.items(), start=1):
            said = said_in(row.texts, language)
            # The desk may speak a language of another direction.
            label = format_html('{}. <bdi lang="{}">{}</bdi>', number, language, said)
            self.fields[name] = _field(row, label, language)
        first = next(iter(self._questions), None)
        if first:
            self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, row in self._questions.items():
            if row.is_choice and (typed := cleaned.get(name)):
                self._choose(name, row, str(typed))
        return cleaned

    def _choose(self, name: str, row: Question, typed: str) -> None:
        keys = {
            str(row.number_of(place)): option["key"]
            for place, option in enumerate(row.options)
        }
        parts = typed.replace(",", " ").split()
        found = [keys[part] for part in parts if part in keys]
        has_one_too_many = row.kind != Kind.CHOICES and len(parts) > 1
        if len(found) < len(parts) or has_one_too_many:
            said = gettext("There is no answer “%(typed)s”.") % {"typed": typed}
            self.add_error(name, said)
        else:
            self.cleaned_data[name] = found if row.kind == Kind.CHOICES else found[0]

    @property
    def answers(self) -> dict[UUID, Any]:
        """What was entered, by the key of the question; lines are single answers."""
        return {
            row.pk: _lines(self.cleaned_data[name])
            if row.is_open
            else self.cleaned_data[name]
            for name, row in self._questions.items()
        }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _field(row: Question, label: str, language: str) -> forms.Field:
    options: dict[str, Any] = {"label": label, "required": False}
    if row.is_choice:
        options["help_text"] = format_html_join(
            " · ",
            '<bdi class="nowrap" lang="{}">{} {}</bdi>',
            (
                (language, row.number_of(place), said_in(option["texts"], language))
                for place, option in enumerate(row.options)
            ),
        )
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        return forms.CharField(max_length=40, widget=widget, **options)
    if row.kind == Kind.NUMBER:
        limits: Any = {"min_value": row.lowest, "max_value": row.highest}
        return forms.IntegerField(**limits, **options)
    if row.kind == Kind.DATE:
        return forms.DateField(**options)
    options["help_text"] = _("One in a line.")
    return forms.CharField(max_length=2_000, widget=TextArea(rows=3), **options)
