"""What the desk asks: a file, the meaning of its columns, a filter of rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hafen.core.db.forms import Form
from hafen.core.db.names import sort_key
from hafen.mechanisms.imports import mapping, problems, readers
from hafen.mechanisms.imports.asking import Asked
from hafen.mechanisms.imports.models import Import, SavedMapping, StagedRow
from hafen.mechanisms.imports.problems import Unreadable
from hafen.mechanisms.imports.registry import Importer
from hafen.mechanisms.imports.tables import MAX_BYTES, Table

_SAMPLES = 3
LEFT_OUT = "-"


class UploadForm(Form):
    """A list; once it is valid, `table` holds its rows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, Excel (XLSX), JSON or GeoJSON, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.json,.geojson,.zip"}),
        error_messages={"required": _("Please choose the file with the list.")},
    )
    sheet = forms.CharField(
        label=_("Sheet of the workbook"),
        help_text=_("Only for Excel; empty means the first sheet that holds anything."),
        required=False,
        max_length=100,
    )
    publish = forms.BooleanField(
        label=_("Publish the entries at once"), required=False, initial=True
    )

    table: Table

    def __init__(
        self,
        *args: Any,
        can_publish: bool = True,
        reader: readers.Reader | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        if not can_publish:
            del self.fields["publish"]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        file: UploadedFile[bytes] | None = cleaned.get("file")
        if file is None:
            return cleaned
        try:
            if (file.size or 0) > MAX_BYTES:
                raise readers.too_large(file.size or 0)
            self.table = readers.read_bytes(
                file.read(), sheet=cleaned["sheet"], reader=self.reader
            )
        except Unreadable as fault:
            where = "sheet" if fault.sentence == problems.NO_SUCH_SHEET else "file"
            self.add_error(where, gettext(fault.sentence) % fault.params)
        return cleaned


class ColumnsForm(Form):
    """One question per column: which field it is. `columns` is the answer."""

    save_as = forms.CharField(
        label=_("Save this assignment under a name"),
        required=False,
        max_length=80,
        help_text=_("For a list that you bring in again and again."),
    )

    def __init__(
        self,
        *args: Any,
        run: Import,
        importer: Importer,
        samples: Sequence[StagedRow],
        chosen: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._run = run
        self._importer = importer
        meanings = {heading: field for field, heading in chosen.items()}
        choices: list[tuple[str, Any]] = [(LEFT_OUT, _("leave out"))]
        choices += [(f.name, _marked(f)) for f in importer.fields]
        for number, heading in enumerate(run.columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                initial=meanings.get(heading, LEFT_OUT),
                help_text=_sample(heading, samples),
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{number}"] for number in range(len(self._run.columns))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        found: dict[str, str] = {}
        for number, heading in enumerate(self._run.columns):
            field = cleaned.get(f"column_{number}")
            if field == LEFT_OUT:
                continue
            if field and field in found:
                self.add_error(
                    f"column_{number}", _("Another column has this meaning already.")
                )
            elif field:
                found[field] = heading
        try:
            self.columns = mapping.checked(self._importer, self._run.columns, found)
        except mapping.UnusableMapping as refused:
            names = ", ".join(str(field.label) for field in refused.missing)
            self.add_error(
                None,
                gettext("Please choose a column for: %(names)s") % {"names": names},
            )
        return cleaned


class WordsForm(Form):
    """One question per word that is not known: what it means here."""

    save_as = forms.CharField(
        label=_("Save the columns and words under a name"),
        required=False,
        max_length=80,
        help_text=_("For a list that you bring in again and again."),
    )

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Asked],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._asked = asked
        for each in asked:
            choices = [("", _("not assigned")), *each.words.choices]
            for number, (word, count) in enumerate(each.found):
                self.fields[f"{each.field.name}_{number}"] = forms.ChoiceField(
                    label=word,
                    choices=choices,
                    required=False,
                    initial=each.told.get(sort_key(word), ""),
                    help_text=gettext("Rows: %(count)s") % {"count": count},
                )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the label of each field of the list, with its questions."""
        return [
            (
                each.field.label,
                [self[f"{each.field.name}_{n}"] for n in range(len(each.found))],
            )
            for each in self._asked
        ]

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """Return what was answered: by field, what each word means."""
        return {
            each.field.name: {
                word: self.cleaned_data[f"{each.field.name}_{number}"]
                for number, (word, _count) in enumerate(each.found)
            }
            for each in self._asked
        }


def _marked(field: Any) -> str:
    return f"{field.label} *" if field.is_required else str(field.label)


def _sample(heading: str, samples: Sequence[StagedRow]) -> str:
    """Return what stands in the column, so that a person knows what it means."""
    cells = (" ".join(row.cells.get(heading, "").split()) for row in samples)
    filled = list(dict.fromkeys(cell[:60] for cell in cells if cell))
    return " · ".join(filled[:_SAMPLES]) or gettext("(empty in the first rows)")


class SavedForm(forms.Form):
    """Which saved assignment to use; none: what the headings let guess."""

    saved = forms.ModelChoiceField(
        label=_("Saved assignment"),
        queryset=SavedMapping.objects.none(),
        required=False,
        empty_label=_("guessed from the headings"),
    )

    def __init__(
        self, *args: Any, saved: "QuerySet[SavedMapping]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["saved"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = saved

    def columns(self, guessed: Mapping[str, str]) -> Mapping[str, str]:
        """Return the columns of the chosen assignment, else the guessed ones."""
        columns: Mapping[str, str] = self._chosen.columns if self._chosen else guessed
        return columns

    @property
    def words(self) -> Mapping[str, Mapping[str, str]] | None:
        return self._chosen.words if self._chosen else None

    @property
    def _chosen(self) -> SavedMapping | None:
        return self.cleaned_data.get("saved") if self.is_valid() else None


class FateForm(forms.Form):
    """Which rows to show."""

    fate = forms.ChoiceField(
        choices=[("", _("All")), *StagedRow.Fate.choices], required=False
    )
