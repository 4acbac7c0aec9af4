"""A questionnaire as a form: in one language, or in two beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict

from hafen.core.ui.forms import Form
from hafen.core.ui.templatetags.ui import choices
from hafen.mechanisms.feedback.forms import GuardedFields
from hafen.mechanisms.questions.conditions import answered, conditions, told
from hafen.mechanisms.questions.forms import answers_in, fields_of, name_of
from hafen.mechanisms.questions.models import Question, easy_in, said_in
from hafen.mechanisms.questions.tables import parts

FACES = 5


@dataclass(frozen=True)
class Choice:
    """One answer to choose, with its words in a second language.

    :param easy: the same in easy words; empty where nobody asked for them
    :param face: which face stands beside it, 0 the saddest; None for no scale
    :param pictogram: an icon that stands beside it, where there is no face
    """

    button: BoundWidget
    beside: str
    easy: str
    face: int | None
    pictogram: str


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it.

    :param beside: its words in the second language
    :param only_if: name and value of the field that it hangs on; empty: always asked
    """

    number: int
    field: BoundField
    text: str
    beside: str
    hint: str
    hint_beside: str
    easy: str
    pictogram: str
    choices: Sequence[Choice]
    is_scale: bool
    only_if: str = ""

    @property
    def is_choice(self) -> bool:
        return bool(self.choices)


@dataclass(frozen=True)
class Part:
    """A single question, or a table of several with the same answers.

    :param stem: what the table asks; empty for a single question
    """

    stem: str
    stem_beside: str
    asked: Sequence[Asked]

    @property
    def choices(self) -> Sequence[Choice]:
        return self.asked[0].choices


class AnswerForm(Form):
    """The questions of a survey.

    :param beside: a second language, shown with the first; empty for none
    :param is_easy: whether easy words stand beside the usual ones
    """

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question],
        language: str,
        beside: str = "",
        is_easy: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._questions = list(questions)
        self._language, self._is_easy = language, is_easy
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
    def has_easy_words(self) -> bool:
        """Whether easy words can be shown in this language."""
        return any(row.easy_in(self._language) for row in self._questions)

    @property
    def parts(self) -> Iterator[Part]:
        hanging, numbers = conditions(self._questions), count(1)
        for rows in parts(self._questions):
            is_table = len(rows) > 1
            stems = rows[0].stems if is_table else {}
            yield Part(
                said_in(stems, self._language) if stems else "",
                self._second(stems),
                [
                    self._asked(
                        row, next(numbers), hanging.get(row.code), is_row=is_table
                    )
                    for row in rows
                ],
            )

    def _asked(
        self,
        row: Question,
        number: int,
        above: tuple[Question, str] | None,
        *,
        is_row: bool,
    ) -> Asked:
        field, language = self[name_of(row)], self._language
        said = told(*above, language) if above else ""
        hints = (said, said_in(row.hints, language) if row.hints else "")
        return Asked(
            number=number,
            field=field,
            text=said_in(row.texts, language) if is_row else row.label_in(language),
            beside=self._second(row.texts),
            hint=" ".join(filter(None, hints)),
            hint_beside=self._second(row.hints),
            easy=row.easy_in(language) if self._is_easy else "",
            pictogram=row.pictogram,
            choices=self._choices(row, field) if row.is_choice else [],
            is_scale=row.kind == Question.Kind.SCALE,
            only_if=f"{name_of(above[0])}={above[1]}" if above else "",
        )

    def _choices(self, question: Question, field: BoundField) -> list[Choice]:
        steps = len(question.options)
        is_scale = question.kind == Question.Kind.SCALE
        return [
            Choice(
                button,
                self._second(option["texts"]),
                easy_in(option.get("easy", {}), self._language)
                if self._is_easy
                else "",
                face_of(place, steps) if is_scale else None,
                option.get("pictogram", ""),
            )
            for place, (button, option) in enumerate(
                zip(choices(field), question.options, strict=True)
            )
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
