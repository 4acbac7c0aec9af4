from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db.forms import Form
from hafen.core.taxonomy.reference import direction, own_name
from hafen.core.translation.changes import Piece, changes_since
from hafen.core.translation.models import Translatable, Translation
from hafen.core.translation.texts import source_hash, source_texts

State = Translation.State


@dataclass(frozen=True)
class Pair:
    """One field, the original beside its translation.

    :param changes: what became of the original since it was translated
    """

    label: str
    original: str
    field: BoundField
    changes: list[Piece]


class SideBySideForm(forms.Form):
    """The texts of one row in one language, beside the original.

    Any room shows it with the partial `translation/side_by_side.html` and hands
    `texts`, `state`, `version` and `read_hash` to `services.save_translation`.
    """

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            (State.DRAFT, _("Draft: not public yet")),
            (State.CHECKED, _("Checked: may be read by everybody")),
        ],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    read_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, row: Translatable, language: str, **options: Any
    ) -> None:
        self.row = row
        self.language = language
        found = row.translations.filter(language=language).first()
        self.translation: Translation = found or _empty(row, language)
        texts = {
            name: getattr(self.translation, name) for name in row.TRANSLATED_FIELDS
        }
        super().__init__(
            data,
            initial={
                "state": State.CHECKED if self._is_checked else State.DRAFT,
                "version": found.version if found else 0,
                "read_hash": source_hash(row),
                **texts,
            },
            **options,
        )
        for name in row.TRANSLATED_FIELDS:
            self.fields[name] = _text_field(row._meta.get_field(name), language)

    @property
    def _is_checked(self) -> bool:
        return self.translation.checked_at is not None

    @property
    def pairs(self) -> Iterator[Pair]:
        """Return the fields whose original says something, or that have a text."""
        changes = changes_since(self.row, self.translation)
        for name, original in source_texts(self.row).items():
            if original or getattr(self.translation, name):
                yield Pair(
                    label=str(self.fields[name].label),
                    original=original,
                    field=self[name],
                    changes=changes.get(name, []),
                )

    @property
    def texts(self) -> dict[str, str]:
        """Return the cleaned texts by field."""
        return {name: self.cleaned_data[name] for name in self.row.TRANSLATED_FIELDS}

    @property
    def source(self) -> dict[str, str]:
        """Return tag, name and direction of the language of the original."""
        return _described(self.row.source_language)

    @property
    def target(self) -> dict[str, str]:
        """Return tag, name and direction of the language of the translation."""
        return _described(self.language)


def _described(tag: str) -> dict[str, str]:
    return {"tag": tag, "name": own_name(tag), "direction": direction(tag)}


def _empty(row: Translatable, language: str) -> Translation:
    translation: Translation = row.translations.model(language=language)
    return translation


def _text_field(column: Any, language: str) -> forms.CharField:
    """Return an input that is as long and wide as the column of the original."""
    attributes = {"lang": language, "dir": direction(language)}
    is_long = isinstance(column, models.TextField)
    widget = forms.Textarea({**attributes, "rows": 6}) if is_long else None
    return forms.CharField(
        label=capfirst(column.verbose_name),
        max_length=column.max_length,
        required=False,
        widget=widget or forms.TextInput(attributes),
    )


class KeeperForm(Form):
    """Who looks after a language."""

    user = forms.ChoiceField(label=_("Who does it"), required=False)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        field: Any = self.fields["user"]
        field.choices = [
            ("", _("nobody yet")),
            *((key, person.name) for key, person in self.people.items()),
        ]

    def clean_user(self) -> User | None:
        return self.people.get(self.cleaned_data["user"])


class FileForm(Form):
    """What a translation office sent back."""

    file = forms.FileField(
        label=_("XLIFF file"),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff"}),
        error_messages={"required": _("Please choose the file.")},
    )
    is_checked = forms.BooleanField(
        label=_("Somebody has checked the translations: publish them at once"),
        required=False,
    )
    is_trial = forms.BooleanField(
        label=_("Only show what would happen"), required=False, initial=True
    )


class TermForm(Form):
    """A word of the glossary."""

    term = forms.CharField(
        label=_("Word or name"), max_length=120, help_text=_("As in: Jobcenter")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    translation = forms.CharField(
        label=_("Translation"),
        max_length=200,
        required=False,
        help_text=_("Empty: the word stays as it is."),
    )
    note = forms.CharField(
        label=_("Note for translators"), max_length=300, required=False
    )

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [("", _("all languages")), *languages]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("translation") and not data.get("language"):
            self.add_error("language", _("Please say which language this is."))
        return data
