"""Forms of text blocks, letters and leaflets."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.db.forms import DateInput, Form, TextArea, TimeInput
from hafen.core.places.models import Municipality, Site, Unit
from hafen.core.taxonomy.reference import direction, languages, own_name
from hafen.information.directory.models import Service
from hafen.information.knowledge.models import Paper, Quote, TextBlock

Choices = list[tuple[str, Any]]
Kind = Paper.Variable


class BlockForm(Form):
    """A text block: its key, its topic and its text."""

    key = forms.SlugField(
        label=_("Key"),
        max_length=60,
        help_text=_("Short and without blanks, such as counselling-free."),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    heading = forms.CharField(label=_("Heading"), max_length=160, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=6_000,
        widget=TextArea(rows=12),
        help_text=_(
            "A blank line begins a paragraph, “- ” at the beginning of a line a point"
            " of a list. {name} stands for a fact below, or for what is filled in."
        ),
    )
    reason = forms.CharField(
        label=_("What has changed, and why?"), max_length=200, required=False
    )

    def __init__(self, *args: Any, topics: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["topic"]
        field.choices = [("", _("none")), *topics]

    @property
    def block_data(self) -> dict[str, Any]:
        return {name: value for name, value in self.content.items() if name != "reason"}


class QuoteForm(Form):
    """A fact that a block quotes; of what depends on the fact."""

    fact = forms.ChoiceField(label=_("Which fact?"), choices=Quote.Fact.choices)
    of = forms.ChoiceField(label=_("Of what?"))
    code = forms.SlugField(
        label=_("Short name in the text"),
        max_length=30,
        help_text=_(
            "Write it into the text in braces, such as {hours}. Without it the fact is"
            " only watched: the block is outdated when it changes."
        ),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["of"]
        field.choices = [
            (_("Sites"), _named("site", _rows(Site, municipality))),
            (_("Offices"), _named("unit", _rows(Unit, municipality))),
            (_("Offers"), _named("service", published(municipality))),
        ]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).lower()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = str(data.get("of", "")).partition(":")[0]
        if kind and not data.get("fact", "").startswith(kind.upper()):
            self.add_error("of", _("This has no such fact; please choose another."))
        return data

    def quote_of(self, block: TextBlock) -> Quote:
        kind, _colon, key = self.cleaned_data["of"].partition(":")
        return Quote(
            block=block,
            code=self.cleaned_data["code"],
            fact=self.cleaned_data["fact"],
            **{f"{kind}_id": key},
        )


class PaperForm(Form):
    """What stands above a letter or leaflet, and who uses it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Paper.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=160)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple
    )
    uses = forms.ModelMultipleChoiceField(
        label=_("Offices that use it"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_public = forms.BooleanField(
        label=_("Announce it on the public pages, to download"), required=False
    )

    def __init__(
        self, *args: Any, municipality: Municipality, topics: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        chosen: Any = self.fields["topic"]
        chosen.choices = [("", _("none")), *topics]
        spoken: Any = self.fields["languages"]
        spoken.choices = [(tag, own_name(tag)) for tag in paper_languages(municipality)]
        units: Any = self.fields["uses"]
        units.queryset = _rows(Unit, municipality)
        units.label_from_instance = lambda unit: unit.name

    def clean_languages(self) -> list[str]:
        """Keep the town's own language, which every letter is written in."""
        own = self.municipality.default_language
        return list(dict.fromkeys([own, *self.cleaned_data["languages"]]))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("is_public") and data.get("kind") == Paper.Kind.LETTER:
            self.add_error("is_public", _("Letters are written here, not announced."))
        return data


class PartForm(Form):
    """What is put at the end of a paper."""

    what = forms.ChoiceField(label=_("Add"))

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        blocks: Iterable[TextBlock],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["what"]
        field.choices = [
            (_("Text blocks"), [(f"block:{row.pk}", str(row)) for row in blocks]),
            (_("Offers"), _named("service", published(municipality))),
            (_("Sites"), _named("site", _rows(Site, municipality))),
        ]

    @property
    def part(self) -> dict[str, str]:
        kind, _colon, key = self.cleaned_data["what"].partition(":")
        return {f"{kind}_id": key}


class VariablesForm(Form):
    """What a clerk fills in: how it is called, and of which kind it is."""

    def __init__(
        self,
        *args: Any,
        codes: Iterable[str],
        present: dict[str, dict[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(codes)
        for code in self.codes:
            known = present.get(code, {"label": code, "kind": Kind.LINE})
            braces = f"{{{code}}}"
            self.fields[f"label-{code}"] = forms.CharField(
                label=_("%(code)s: name on the screen") % {"code": braces},
                max_length=80,
                initial=known["label"],
            )
            self.fields[f"kind-{code}"] = forms.ChoiceField(
                label=_("%(code)s: kind") % {"code": braces},
                choices=Kind.choices,
                initial=known["kind"],
            )

    @property
    def variables(self) -> dict[str, dict[str, str]]:
        data = self.cleaned_data
        return {
            code: {"label": data[f"label-{code}"], "kind": data[f"kind-{code}"]}
            for code in self.codes
        }


class ReleaseForm(Form):
    """In which languages the next edition comes, and who checked it by law."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the edition"), widget=forms.CheckboxSelectMultiple
    )
    legal_check = forms.CharField(
        label=_("Legally checked by"),
        max_length=160,
        required=False,
        help_text=_("Office and day, such as: legal office, 3 March 2026."),
    )

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, initial={"languages": paper.languages}, **kwargs)
        field: Any = self.fields["languages"]
        field.choices = [(tag, own_name(tag)) for tag in paper.languages]
        if paper.is_filled_in:
            self.fields["legal_check"].required = True
        else:
            del self.fields["legal_check"]


class LetterForm(Form):
    """What is filled into a letter. It is printed, and kept nowhere."""

    recipient = forms.CharField(
        label=_("Recipient: name and address"),
        max_length=400,
        required=False,
        widget=TextArea(rows=4),
    )

    def __init__(
        self,
        *args: Any,
        paper: Paper,
        own: str,
        reader: str,
        order: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.paper, self.own, self.reader = paper, own, reader
        # As they come in the text; the database keeps them in another order.
        for code in dict.fromkeys([*order, *paper.variables]):
            if code not in paper.variables:
                continue
            variable = paper.variables[code]
            self.fields[f"v-{code}"] = _field(variable["kind"], variable["label"], own)
            if variable["kind"] == Kind.WORDS and reader != own:
                label = f"{variable['label']} ({own_name(reader)})"
                self.fields[f"r-{code}"] = _field(Kind.WORDS, label, reader)
        if reader != own:
            self.fields["is_bilingual"] = forms.BooleanField(
                label=_("German beside it"), required=False, initial=True
            )
        self.fields["output"] = forms.ChoiceField(
            label=_("As"),
            choices=[("pdf", _("PDF for the window")), ("text", _("plain text"))],
        )

    def clean_recipient(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["recipient"].splitlines()]
        filled = [line for line in lines if line]
        if len(filled) > 6:
            raise ValidationError(_("The window shows six lines at most."))
        return "\n".join(filled)

    @property
    def entered(self) -> dict[str, Any]:
        """Return what was entered by code; words by language."""
        data = self.cleaned_data
        return {
            code: {self.own: data[f"v-{code}"], self.reader: data[f"r-{code}"]}
            if f"r-{code}" in data
            else data[f"v-{code}"]
            for code in self.paper.variables
        }

    @property
    def languages(self) -> list[str]:
        """Return the languages to print, the one that binds first."""
        if self.reader == self.own:
            return [self.own]
        wants_both = self.cleaned_data["is_bilingual"]
        return [self.own, self.reader] if wants_both else [self.reader]


def _field(kind: str, label: str, language: str) -> forms.Field:
    if kind == Kind.DAY:
        return forms.DateField(label=label, widget=DateInput)
    if kind == Kind.TIME:
        return forms.TimeField(label=label, widget=TimeInput)
    widget = forms.TextInput({"dir": "auto"})
    if kind == Kind.WORDS:
        widget = forms.TextInput({"lang": language, "dir": direction(language)})
    return forms.CharField(label=label, max_length=300, widget=widget)


def paper_languages(municipality: Municipality) -> list[str]:
    """Return the languages that something may be printed in: those of the portal
    first, then all in which Hafen keeps contents.
    """
    kept = [tag for tag, entry in languages().items() if entry["tier"] == "T1"]
    return list(dict.fromkeys([*municipality.languages, *kept]))


def published(municipality: Municipality) -> QuerySet[Service]:
    rows = Service.objects.filter(
        municipality=municipality, state=Service.State.PUBLISHED
    )
    return rows.sorted()


def _rows(model: Any, municipality: Municipality) -> QuerySet[Any]:
    rows = model.objects.filter(municipality=municipality)
    found: QuerySet[Any] = rows.order_by("sort_key", "pk")
    return found


def _named(kind: str, rows: QuerySet[Any]) -> Choices:
    return [(f"{kind}:{pk}", name) for pk, name in rows.values_list("pk", "name")]
