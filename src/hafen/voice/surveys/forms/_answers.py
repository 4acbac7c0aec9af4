"""A questionnaire as a form: in one language, or in two beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict

from hafen.core.ui.forms import Form
from hafen.core.ui.templatetags.ui import choices
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.mechanisms.questions.conditions import answered, conditions
from hafen.mechanisms.questions.forms import answers_in, fields_of, name_of
from hafen.mechanisms.questions.models import Question, said_in

FACES = 5


@dataclass(frozen=True)
class Choice:
    """One answer to choose, with its words in a second language.

    :param face: which face stands beside it, 0 the saddest; None for no scale
    """

    button: BoundWidget
    beside: str
    face: int | None


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it.

    :param beside: its words in the second language
    :param only_if: name and value of the field that it hangs on; empty: always asked
    """

    field: BoundField
    beside: str
    hint_beside: str
    choices: Sequence[Choice]
    is_scale: bool
    only_if: str = ""

    @property
    def is_choice(self) -> bool:
        return bool(self.choices)


class AnswerForm(Form):
    """The questions of a survey.

    :param beside: a second language, shown with the first; empty for none
    """

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question],
        language: str,
        beside: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._questions = list(questions)
        self._beside = beside if beside != language else ""
        self._names = fields_of(self._questions, language)
        self.fields |= self._names
        for field in self._names.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        """Forget what was not asked; what was asked and must be answered is missed."""
        cleaned = super().clean() or self.cleaned_data
        names = {row.code: name_of(row) for row in self._questions}
        said = {code: cleaned.get(name) for code, name in names.items()}
        kept = answered(self._questions, said)
        for row in self._questions:
            name = names[row.code]
            if row.code not in kept:
                cleaned[name] = None
                self.errors.pop(name, None)
                continue
            is_empty = kept[row.code] in (None, "", [])
            if row.is_required and is_empty and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def answers(self) -> dict[UUID, Any]:
        return answers_in(self.cleaned_data)

    @property
    def asked(self) -> Iterator[Asked]:
        hanging = conditions(self._questions)
        for question, name in zip(self._questions, self._names, strict=True):
            above = hanging.get(question.code)
            field = self[name]
            yield Asked(
                field=field,
                beside=self._second(question.texts),
                hint_beside=self._second(question.hints),
                choices=self._choices(question, field) if question.is_choice else [],
                is_scale=question.kind == Question.Kind.SCALE,
                only_if=f"{name_of(above[0])}={above[1]}" if above else "",
            )

    def _choices(self, question: Question, field: BoundField) -> list[Choice]:
        steps = len(question.options)
        is_scale = question.kind == Question.Kind.SCALE
        return [
            Choice(
                button,
                self._second(question.options[place]["texts"]),
                face_of(place, steps) if is_scale else None,
            )
            for place, button in enumerate(choices(field))
        ]

    def _second(self, texts: dict[str, str]) -> str:
        return said_in(texts, self._beside) if self._beside and texts else ""

    def kept(self, data: QueryDict) -> dict[str, Any]:
        """Return what was ticked and written so far, to show it once more."""
        many = forms.CheckboxSelectMultiple
        return {
            name: data.getlist(name)
            if isinstance(field.widget, many)
            else data.get(name)
            for name, field in self._names.items()
        }


class PublicAnswerForm(GuardedFields, AnswerForm):
    """The same for people who are not signed in."""


def face_of(place: int, steps: int) -> int:
    """Return which face fits a step of a scale: the first is the happiest."""
    if steps < 2:
        return FACES // 2
    return round((FACES - 1) * (steps - 1 - place) / (steps - 1))
