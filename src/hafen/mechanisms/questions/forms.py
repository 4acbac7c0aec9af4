from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.mechanisms.questions.conditions import conditions, told
from hafen.mechanisms.questions.models import Question, said_in
from hafen.mechanisms.questions.scales import SCALES
from hafen.mechanisms.questions.services import QuestionData

Kind = Question.Kind
_PREFIX = "question_"
LONGEST = 2_000


def fields_of(questions: Iterable[Question], language: str) -> dict[str, forms.Field]:
    """Return the fields that a room adds to its own form, by name."""
    rows = list(questions)
    fields = {name_of(row): _field(row, language) for row in rows}
    hanging = conditions(rows)
    for row in rows:
        if row.code in hanging:
            field = fields[name_of(row)]
            said = told(*hanging[row.code], language)
            field.help_text = " ".join(filter(None, (said, str(field.help_text))))
            # Whether it must be answered depends on what else was said.
            field.required = False
    return fields


def name_of(row: Question) -> str:
    """Return what the field of a question is called."""
    return f"{_PREFIX}{row.pk.hex}"


def answers_in(cleaned: dict[str, Any]) -> dict[UUID, Any]:
    """Return what was answered, by the key of the question."""
    return {
        UUID(name.removeprefix(_PREFIX)): value
        for name, value in cleaned.items()
        if name.startswith(_PREFIX)
    }


def _field(row: Question, language: str) -> forms.Field:
    options: dict[str, Any] = {
        "label": said_in(row.texts, language),
        "help_text": said_in(row.hints, language) if row.hints else "",
        "required": row.is_required,
    }
    if row.is_choice:
        options["choices"] = [
            (each["key"], said_in(each["texts"], language)) for each in row.options
        ]
    if row.kind == Kind.NUMBER:
        options |= {"min_value": row.lowest, "max_value": row.highest}
    return _FIELDS[Kind(row.kind)](**options)


_FIELDS: dict[str, Callable[..., forms.Field]] = {
    Kind.TEXT: partial(forms.CharField, max_length=200),
    Kind.LONG: lambda **options: forms.CharField(
        max_length=LONGEST, widget=TextArea(rows=3), **options
    ),
    Kind.CHOICE: partial(forms.ChoiceField, widget=forms.RadioSelect),
    Kind.CHOICES: partial(
        forms.MultipleChoiceField, widget=forms.CheckboxSelectMultiple
    ),
    Kind.SCALE: partial(forms.ChoiceField, widget=forms.RadioSelect),
    Kind.NUMBER: forms.IntegerField,
    Kind.DATE: partial(forms.DateField, widget=DateInput),
    Kind.CONSENT: forms.BooleanField,
}


class QuestionForm(Form):
    """A question, its explanation and its answers in every language of the town.

    Answers stand one in a line; the same line is the same answer everywhere.
    """

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Kind)
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    only_if = forms.ChoiceField(
        label=_("Asked only after this answer"),
        choices=[("", _("always asked"))],
        required=False,
    )
    lowest = forms.IntegerField(label=_("Lowest number"), required=False)
    highest = forms.IntegerField(label=_("Highest number"), required=False)
    scale = forms.ChoiceField(
        label=_("Ready-made answers"),
        help_text=_("In all languages; they take the place of answers of your own."),
        choices=[("", "–"), *((key, one.label) for key, one in SCALES.items())],
        required=False,
    )

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        question: Question | None = kwargs.pop("question", None)
        before: Sequence[Question] = kwargs.pop("before", ())
        super().__init__(*args, **kwargs)
        self.languages = languages
        for tag in languages:
            self._add_language(tag, question)
        self.fields["only_if"].choices += _answers(before, languages[0])  # type: ignore[attr-defined]
        self.fold(languages, "text_{}", "hint_{}", "options_{}")
        if question is not None:
            for name in ("kind", "is_required", "only_if", "lowest", "highest"):
                self.fields[name].initial = getattr(question, name)

    def _add_language(self, tag: str, question: Question | None) -> None:
        is_first = tag == self.languages[0]
        name = {"language": own_name(tag)}
        text = forms.CharField(
            label=_("Question (%(language)s)") % name,
            max_length=300,
            required=is_first,
            widget=forms.TextInput({"lang": tag, "dir": "auto"}),
        )
        hint = forms.CharField(
            label=_("Explanation (%(language)s)") % name,
            max_length=300,
            required=False,
            widget=forms.TextInput({"lang": tag, "dir": "auto"}),
        )
        options = forms.CharField(
            label=_("Possible answers, one in a line (%(language)s)") % name,
            required=False,
            widget=TextArea(rows=3, language=tag),
        )
        if question is not None:
            text.initial = question.texts.get(tag, "")
            hint.initial = question.hints.get(tag, "")
            options.initial = "\n".join(
                each["texts"].get(tag, "") for each in question.options
            )
        self.fields |= {
            f"text_{tag}": text,
            f"hint_{tag}": hint,
            f"options_{tag}": options,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first = f"options_{self.languages[0]}"
        is_choice = cleaned.get("kind") in {Kind.CHOICE, Kind.CHOICES, Kind.SCALE}
        is_own = is_choice and not cleaned.get("scale")
        if is_own and len(_lines(cleaned.get(first, ""))) < 2:
            self.add_error(first, _("Please name at least two answers."))
        lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
        if lowest is not None and highest is not None and highest < lowest:
            self.add_error("highest", _("This number is below the lowest one."))
        return cleaned

    @property
    def data_of_question(self) -> QuestionData:
        cleaned = self.cleaned_data
        return QuestionData(
            kind=cleaned["kind"],
            texts=self._said("text"),
            hints=self._said("hint"),
            options=self._options(),
            is_required=cleaned["is_required"],
            only_if=cleaned["only_if"],
            lowest=cleaned["lowest"],
            highest=cleaned["highest"],
        )

    def _options(self) -> tuple[dict[str, str], ...]:
        cleaned = self.cleaned_data
        if cleaned["scale"]:
            return SCALES[cleaned["scale"]].options(self.languages)
        lines = {tag: _lines(cleaned[f"options_{tag}"]) for tag in self.languages}
        return tuple(
            {tag: said[i] for tag, said in lines.items() if i < len(said)}
            for i in range(len(lines[self.languages[0]]))
        )

    def _said(self, what: str) -> dict[str, str]:
        found = {tag: self.cleaned_data[f"{what}_{tag}"] for tag in self.languages}
        return {tag: text for tag, text in found.items() if text}


def _answers(rows: Iterable[Question], language: str) -> list[tuple[str, str]]:
    """Return the answers on which a question can hang, as choices."""
    return [
        (
            f"{row.code}={option['key']}",
            f"{said_in(row.texts, language)} – {said_in(option['texts'], language)}",
        )
        for row in rows
        for option in row.options
    ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
