"""The filters of the list of offers: read from the address, shown as a form."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Municipality
from hafen.core.places.queries import DistrictNode, district_tree
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label, labels
from hafen.core.taxonomy.reference import languages
from hafen.information.directory.queries import PublicFilter, languages_offered
from hafen.web.portal.topics import tree

NAMES = ("topic", "language", "district", "group", "open")


class FilterForm(forms.Form):
    """What a visitor can narrow the list by; wrong values narrow nothing."""

    use_required_attribute = False

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language spoken there"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    group = forms.ChoiceField(label=_("For whom"), required=False)
    open = forms.BooleanField(label=_("Only what is open now"), required=False)

    def __init__(self, data: QueryDict, choices: "Choices") -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, options in choices.by_field().items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *options]


@dataclass(frozen=True)
class Choices:
    """Everything that can be chosen, named in the reader's language."""

    topics: list[Label]
    groups: list[Label]
    spoken: list[str]
    districts: list[DistrictNode]
    language: str

    def by_field(self) -> dict[str, list[tuple[str, str]]]:
        return {
            "topic": [(label.code, label.name) for label in self.topics],
            "language": [
                (tag, language_name(tag, self.language)) for tag in self.spoken
            ],
            "district": self._districts(),
            "group": [(label.code, label.name) for label in self.groups],
        }

    def _districts(self) -> list[tuple[str, str]]:
        return [
            (str(node.district.pk), "– " * depth + node.district.name)
            for root in self.districts
            for depth, node in _with_depth(root)
        ]

    def within(self, district: UUID) -> frozenset[UUID]:
        """Return a district and all below it."""
        for root in self.districts:
            for node in root.walk():
                if node.district.pk == district:
                    return frozenset(below.district.pk for below in node.walk())
        return frozenset()


def _with_depth(node: DistrictNode, depth: int = 0) -> list[tuple[int, DistrictNode]]:
    below = [each for child in node.children for each in _with_depth(child, depth + 1)]
    return [(depth, node), *below]


def language_name(tag: str, reader: str) -> str:
    """Return a language's own name, with its name for the reader behind it."""
    entry = languages().get(tag)
    if entry is None:
        return tag
    own, known = str(entry["own_name"]), entry["names"]
    name = str(known.get(reader) or known["de"])
    return own if name.casefold() == own.casefold() else f"{own} ({name})"


def choices(
    municipality: Municipality, *, language: str, now: datetime, today: date
) -> Choices:
    return Choices(
        topics=tree(language, today),
        groups=labels(Vocabulary.TARGET_GROUPS, language=language, today=today),
        spoken=languages_offered(municipality, now=now),
        districts=district_tree(municipality),
        language=language,
    )


def chosen(form: FilterForm, offered: Choices) -> PublicFilter:
    """Return the filter of a form; a value that is not offered counts as none."""
    form.is_valid()
    values = form.cleaned_data
    district = values.get("district")
    return PublicFilter(
        topic=values.get("topic", ""),
        target_group=values.get("group", ""),
        language=values.get("language", ""),
        districts=offered.within(UUID(district)) if district else frozenset(),
        open_now=bool(values.get("open")),
    )


def count_chosen(form: FilterForm) -> int:
    return sum(bool(form.cleaned_data.get(name)) for name in NAMES)
