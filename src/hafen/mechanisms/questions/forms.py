from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy.reference import own_name
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.mechanisms.questions.conditions import conditions, told
from hafen.mechanisms.questions.models import Question, said_in
from hafen.mechanisms.questions.pictograms import pictograms
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
    hints = (said_in(row.hints, language) if row.hints else "", row.easy_in(language))
    options: dict[str, Any] = {
        "label": row.label_in(language),
        "help_text": " ".join(filter(None, hints)),
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
        self._row = question
        for tag in languages:
            self._add_language(tag, question)
        self.fields["only_if"].choices += _answers(before, languages[0])  # type: ignore[attr-defined]
        icons = list(pictograms())
        self._offer_icons(icons)
        self.fold(languages, *(f"{what}_{{}}" for what in self._written))
        if question is not None:
            for name in ("kind", "is_required", "only_if", "lowest", "highest"):
                self.fields[name].initial = getattr(question, name)

    @property
    def _written(self) -> tuple[str, ...]:
        """What is written in each language; a table only once, its rows by and by."""
        if self._row is None:
            return ("text", "rows", "hint", "easy", "options", "easy_options")
        more = ("stem",) if self._row.stems else ()
        return (*more, "text", "hint", "easy", "options", "easy_options")

    def _add_language(self, tag: str, question: Question | None) -> None:
        name = {"language": own_name(tag)}
        is_first = tag == self.languages[0]
        labels = {
            "stem": _("What the table asks (%(language)s)"),
            "text": _("Question (%(language)s)"),
            "rows": _("For a table: its rows, one in a line (%(language)s)"),
            "hint": _("Explanation (%(language)s)"),
            "easy": _("The same in easy words (%(language)s)"),
            "options": _("Possible answers, one in a line (%(language)s)"),
            "easy_options": _(
                "The answers in easy words, one in a line (%(language)s)"
            ),
        }
        for what in self._written:
            is_line = what in {"stem", "text", "hint", "easy"}
            self.fields[f"{what}_{tag}"] = forms.CharField(
                label=labels[what] % name,
                max_length=300 if is_line else None,
                # Its lines belong to those above, whichever of them are empty.
                strip=what != "easy_options",
                required=is_first and what in {"stem", "text"},
                widget=forms.TextInput({"lang": tag, "dir": "auto"})
                if is_line
                else TextArea(rows=3, language=tag),
                initial=_written(question, what, tag) if question else "",
            )

    def _offer_icons(self, icons: list[tuple[str, Any]]) -> None:
        """Offer an icon for the question, and for each answer that it has by now."""
        row = self._row
        self.fields["pictogram"] = forms.ChoiceField(
            label=_("Pictogram"),
            help_text="" if row else _("Answers get theirs once they are saved."),
            choices=[("", "–"), *icons],
            required=False,
            initial=row.pictogram if row else "",
        )
        if row is None or row.kind == Kind.SCALE:  # steps of a scale have faces
            return
        for place, option in enumerate(row.options):
            said = said_in(option["texts"], self.languages[0])
            self.fields[f"pictogram_{place}"] = forms.ChoiceField(
                label=_("Pictogram of the answer “%(answer)s”") % {"answer": said},
                choices=[("", "–"), *icons],
                required=False,
                initial=option.get("pictogram", ""),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first = f"options_{self.languages[0]}"
        is_choice = cleaned.get("kind") in {Kind.CHOICE, Kind.CHOICES, Kind.SCALE}
        rows = f"rows_{self.languages[0]}"
        if cleaned.get(rows) and not is_choice:
            self.add_error(rows, _("A table needs answers to choose from."))
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
            stems=self._said("stem"),
            easy=self._said("easy"),
            easy_options=self._easy_options(),
            pictogram=cleaned["pictogram"],
            pictograms=self._pictograms(),
        )

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The rows of a table, each by language; none for a single question."""
        return self._lines_of("rows")

    def _options(self) -> tuple[dict[str, str], ...]:
        cleaned = self.cleaned_data
        if cleaned["scale"]:
            return SCALES[cleaned["scale"]].options(self.languages)
        return self._lines_of("options")

    def _easy_options(self) -> tuple[dict[str, str], ...]:
        """Return the easy words of each answer; an empty line is an answer without."""
        said = self._said("easy_options")
        lines = {tag: text.splitlines() for tag, text in said.items()}
        return tuple(
            {
                tag: words.strip()
                for tag, words in zip(lines, line, strict=True)
                if words
            }
            for line in zip_longest(*lines.values(), fillvalue="")
        )

    def _pictograms(self) -> tuple[str, ...]:
        if scale := SCALES.get(self.cleaned_data["scale"]):
            return scale.pictograms
        places = range(len(self._row.options) if self._row else 0)
        return tuple(self.cleaned_data.get(f"pictogram_{n}", "") for n in places)

    def _lines_of(self, what: str) -> tuple[dict[str, str], ...]:
        """Return the lines of a text in all languages; the main one counts them."""
        lines = {
            tag: _lines(self.cleaned_data.get(f"{what}_{tag}", ""))
            for tag in self.languages
        }
        return tuple(
            {tag: said[i] for tag, said in lines.items() if i < len(said)}
            for i in range(len(lines[self.languages[0]]))
        )

    def _said(self, what: str) -> dict[str, str]:
        found = {
            tag: self.cleaned_data.get(f"{what}_{tag}", "") for tag in self.languages
        }
        return {tag: text for tag, text in found.items() if text}


def _written(question: Question, what: str, tag: str) -> str:
    """Return what stands in a field of a language by now."""
    if what in {"options", "easy_options"}:
        name = "texts" if what == "options" else "easy"
        said = (each.get(name, {}).get(tag, "") for each in question.options)
        return "\n".join(said).rstrip()
    texts = {"text": question.texts, "hint": question.hints, "easy": question.easy}
    return str(texts.get(what, question.stems).get(tag, ""))


def _answers(rows: Iterable[Question], language: str) -> list[tuple[str, str]]:
    """Return the answers on which a question can hang, as choices."""
    return [
        (
            f"{row.code}={option['key']}",
            f"{row.label_in(language)} – {said_in(option['texts'], language)}",
        )
        for row in rows
        for option in row.options
    ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
