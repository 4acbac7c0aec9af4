"""The base of every form: sent once, no lost update, dressed by `<c-form>`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField

from hafen.core.db.lines import many_lines, one_line

SUBMISSION = "submission"
VERSION = "version"


@dataclass(frozen=True)
class Fold:
    """The fields of one further language, closed until somebody wants them.

    :param missing: how many say nothing although the main language does
    """

    language: str
    fields: list[BoundField]
    missing: int

    @property
    def is_empty(self) -> bool:
        return not any(map(_says, self.fields))

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)


class Form(forms.Form):
    """A form with the two hidden fields that guard a write.

    `submission` names this sending: a service that stores it makes one row
    when it is sent twice. `version` is the version of the row that the person
    read; a service refuses to overwrite a newer one.

    :param version: None for a new row
    """

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    # Labels say "optional" where a field may stay empty, as most are needed.
    use_required_attribute = False

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._languages: Sequence[str] = ()
        self._patterns: tuple[str, ...] = ()
        self.fields[SUBMISSION].initial = uuid4
        self.fields[VERSION].initial = version
        if version is None and not self.is_bound:
            del self.fields[VERSION]

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """Take no line breaks in a field of one line, and nowhere control signs.

        A browser sends none; a title with a line break would end a line in
        heads of mails, in calendars and in logs.
        """
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if isinstance(value, str):
            if isinstance(widget, forms.Textarea):
                return many_lines(value)
            if isinstance(widget, forms.TextInput | forms.HiddenInput):
                return one_line(value)
        return value

    def fold(self, languages: Sequence[str], *patterns: str) -> None:
        """Let `<c-form>` fold the fields of all languages but the first.

        :param patterns: names of fields with a place for the language: `title_{}`
        """
        self._languages, self._patterns = languages, patterns

    @property
    def folds(self) -> list[Fold]:
        """The further languages, each with its fields."""
        return [self._fold(tag) for tag in self._languages[1:]]

    @property
    def unfolded(self) -> list[BoundField]:
        """The visible fields that stand open."""
        names = {
            pattern.format(tag)
            for tag in self._languages[1:]
            for pattern in self._patterns
        }
        return [field for field in self.visible_fields() if field.name not in names]

    def _fold(self, tag: str) -> Fold:
        known = [name for name in self._patterns if name.format(tag) in self.fields]
        fields = [self[name.format(tag)] for name in known]
        missing = [
            field
            for name, field in zip(known, fields, strict=True)
            if self._has_main(name.format(self._languages[0])) and not _says(field)
        ]
        return Fold(tag, fields, len(missing))

    def _has_main(self, name: str) -> bool:
        """Whether a text has a main version; one kept elsewhere always has."""
        return name not in self.fields or _says(self[name])

    @property
    def submission_id(self) -> UUID | None:
        """The id of this sending, None when the form was built without one."""
        found: UUID | None = self.cleaned_data.get(SUBMISSION)
        return found

    @property
    def read_version(self) -> int | None:
        """The version that the person saw, None for a new row."""
        found: int | None = self.cleaned_data.get(VERSION)
        return found

    @property
    def content(self) -> dict[str, Any]:
        """What was entered, without the two guards."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {SUBMISSION, VERSION}
        }


def _says(field: BoundField) -> bool:
    return bool(str(field.value() or "").strip())


class DateInput(forms.DateInput):
    """A day: the calendar of the browser, which speaks the person's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PhoneInput(forms.TextInput):
    """A telephone number: written from left to right in every language."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "tel", "dir": "ltr", **(attrs or {})})


class TextArea(forms.Textarea):
    """Longer text.

    :param language: tag of the language that the text is written in
    """

    def __init__(
        self, *, rows: int = 5, language: str = "", direction: str = "auto"
    ) -> None:
        attrs: dict[str, str | int] = {"rows": rows, "dir": direction}
        super().__init__(attrs | ({"lang": language} if language else {}))
