"""Forms of rows: fields from the model, texts per language, periods checked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hafen.core.db.forms import DateInput, Form, PhoneInput, TextArea, TimeInput
from hafen.core.db.languages import RIGHT_TO_LEFT
from hafen.core.places.models import MunicipalityRow

# Where both are given, the second may not lie before the first.
ORDERED = (
    ("valid_from", "valid_until"),
    ("first_day", "last_day"),
    ("opens_on", "closes_on"),
    ("number_from", "number_to"),
)


if TYPE_CHECKING:  # generic for the types alone
    _Choice = forms.ModelChoiceField[Any]
    _Choices = forms.ModelMultipleChoiceField[Any]
else:
    _Choice = forms.ModelChoiceField
    _Choices = forms.ModelMultipleChoiceField


class NamedChoices(_Choices):
    """A choice of several rows, shown by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NamedChoice(_Choice):
    """A choice among rows, shown by their names."""

    queryset: models.QuerySet[Any]

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RowForm(Form):
    """A form for one row of a municipality.

    `shown` names the fields of the model in their order, `texts` those that
    hold one text per language; their fields are called `<name>__<tag>`.

    :param row: a new row with its municipality, or the one to change
    """

    model: ClassVar[type[MunicipalityRow]]
    shown: ClassVar[tuple[str, ...]] = ()
    texts: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, row: MunicipalityRow, **options: Any) -> None:
        self.row = row
        options.setdefault("version", None if row.is_new else row.version)
        super().__init__(*args, **options)
        self.fields.update(
            fields_for_model(self.model, self.shown, formfield_callback=_form_field)
        )
        self._narrow_choices()
        for name in self.texts:
            self._add_texts(name)
        self.order_fields([*self.shown, *self.fields])
        default = row.municipality.default_language
        others = [tag for tag in self.languages() if tag != default]
        self.fold([default, *others], *(f"{name}__{{}}" for name in self.texts))
        self.initial = {**saved_values(row, self.shown), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for first, second in ORDERED:
            before, after = cleaned.get(first), cleaned.get(second)
            if before is not None and after is not None and after < before:
                self.add_error(second, _("This lies before the beginning."))
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        """The values by the names of the model, texts gathered per language."""
        found = super().content
        for name in self.texts:
            found[name] = {
                tag: text
                for tag in self.languages()
                if (text := found.pop(f"{name}__{tag}", ""))
            }
        return found

    def languages(self) -> list[str]:
        return list(self.row.municipality.languages)

    def _narrow_choices(self) -> None:
        for field in self.fields.values():
            if isinstance(field, NamedChoice):
                field.queryset = field.queryset.filter(
                    municipality=self.row.municipality_id
                ).order_by("sort_key")

    def _add_texts(self, name: str) -> None:
        label = self.model._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # a column
        saved = getattr(self.row, name) or {}
        default = self.row.municipality.default_language
        for tag in self.languages():
            if name == "names" and tag == default:
                continue  # that is the name itself
            key = f"{name}__{tag}"
            self.fields[key] = forms.CharField(
                label=f"{label} – {get_language_info(tag)['name_translated']}",
                required=False,
                max_length=160 if name == "names" else 4000,
                widget=_text_widget(name, tag),
            )
            self.initial.setdefault(key, saved.get(tag, ""))


def saved_values(row: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the columns of a row, relations by their keys."""
    return {name: getattr(row, row._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]  # columns only


def _text_widget(name: str, tag: str) -> forms.Widget:
    direction = "rtl" if tag in RIGHT_TO_LEFT else "ltr"
    if name == "names":
        return forms.TextInput({"lang": tag, "dir": direction})
    return TextArea(rows=3, language=tag, direction=direction)


def _form_field(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    if isinstance(column, models.ForeignKey):
        return column.formfield(form_class=NamedChoice, **options)
    if column.choices is None:
        if isinstance(column, models.DateField):
            options["widget"] = DateInput()
        elif isinstance(column, models.TimeField):
            options["widget"] = TimeInput()
        elif isinstance(column, models.TextField):
            options["widget"] = TextArea(rows=3)
        elif "phone" in column.name:
            options["widget"] = PhoneInput()
    return column.formfield(**options)


@dataclass(frozen=True)
class Difference:
    """A field that somebody else saved otherwise than it stands in the form."""

    label: str
    saved: str
    entered: str


def differences(form: RowForm) -> list[Difference]:
    """Return where the saved row and the form differ, after a lost update.

    The form takes over the saved version: sending it again overwrites, now
    knowingly.
    """
    row = form.row
    row.refresh_from_db()
    saved = saved_values(row, form.shown)
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(row.version)
    form.data = data
    found = []
    for name in form.shown:
        entered = form.cleaned_data.get(name)
        key = getattr(entered, "pk", entered)
        if key != saved[name]:
            field = form.fields[name]
            found.append(
                Difference(
                    str(field.label), _shown(field, saved[name]), _shown(field, key)
                )
            )
    return found


def _shown(field: forms.Field, value: Any) -> str:
    """Return a value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    for key, label in getattr(field, "choices", ()):
        if str(key) == str(value):
            return str(label)
    return str(value)
