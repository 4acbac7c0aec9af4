"""The filters of the list of offers: read from the address, shown as a form."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import Municipality
from hafen.core.places.queries import DistrictNode, district_tree
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label, labels
from hafen.core.taxonomy.reference import languages, screen_language
from hafen.information.directory.queries import (
    Around,
    PublicFilter,
    languages_offered,
    place_of,
)
from hafen.web.portal.memory import kept
from hafen.web.portal.topics import tree

Options = dict[str, str]

LABELS: dict[str, Promise] = {
    "topic": _("Topic"),
    "language": _("Language spoken there"),
    "district": _("District"),
    "group": _("For whom"),
    "day": _("Open on"),
}
_KILOMETRES = (1, 2, 5, 10, 25)
_MOST_YEARS = 120
DEFAULT_KILOMETRES = 5


@dataclass(frozen=True)
class Choices:
    """Everything that can be chosen, named in the reader's language, by value."""

    topics: dict[str, Label]
    options: dict[str, Options]
    below: dict[str, frozenset[UUID]] = field(default_factory=dict)

    @cached_property
    def written(self) -> dict[str, SafeString]:
        """Return the options as HTML; most readers choose none of them."""
        return {name: _written(options) for name, options in self.options.items()}


@dataclass(frozen=True)
class Chosen:
    """What a visitor chose; a value that is not offered counts as none."""

    values: dict[str, str]
    is_open: bool
    choices: Choices
    age: int | None = None
    near: str = ""
    around: Around | None = None

    @property
    def count(self) -> int:
        # How far counts only together with from where.
        chosen = len(self.values) - ("km" in self.values)
        return chosen + self.is_open + (self.age is not None) + bool(self.near)

    @property
    def is_lost(self) -> bool:
        """Whether nobody knows the place that was named."""
        return bool(self.near) and self.around is None

    @property
    def topic(self) -> Label | None:
        return self.choices.topics.get(self.values.get("topic", ""))

    @property
    def filter(self) -> PublicFilter:
        return PublicFilter(
            topic=self.values.get("topic", ""),
            target_group=self.values.get("group", ""),
            language=self.values.get("language", ""),
            districts=self.choices.below.get(
                self.values.get("district", ""), frozenset()
            ),
            open_now=self.is_open,
            age=self.age,
            weekday=int(self.values["day"]) if "day" in self.values else None,
            around=self.around,
        )

    @property
    def fields(self) -> list[dict[str, Promise | str]]:
        """The selects of the form, those without any choice left out."""
        return [
            {
                "name": name,
                "label": LABELS[name],
                "options": _with_chosen(written, self.values.get(name, "")),
            }
            for name, written in self.choices.written.items()
            if written and name in LABELS
        ]

    @property
    def distances(self) -> SafeString:
        """The options of how far away."""
        value = self.values.get("km", str(DEFAULT_KILOMETRES))
        return _with_chosen(self.choices.written["km"], value)


def _written(options: Options) -> SafeString:
    """Return the options of a select, none of them chosen."""
    return format_html_join("", '<option value="{}">{}</option>', options.items())


def options_html(options: Options, chosen: str) -> SafeString:
    """Return the options of a select that is drawn once only."""
    return _with_chosen(_written(options), chosen)


def _with_chosen(written: SafeString, value: str) -> SafeString:
    """Return the options with one of them chosen; a code, a tag or a key."""
    mark = format_html('<option value="{}"', value)
    marked = written.replace(mark, f"{mark} selected", 1) if value else written
    return mark_safe(marked)  # noqa: S308  # one constant word more


def read(
    query: QueryDict, choices: Choices, town: Municipality | None = None
) -> Chosen:
    """Return what was chosen.

    :param town: whose places may be named; None: a list that asks for none
    """
    near = str(query.get("near", "")).strip()[:80] if town else ""
    kilometres = str(query.get("km", ""))
    return Chosen(
        values={
            name: str(query[name])
            for name, options in choices.options.items()
            if query.get(name) in options
        },
        is_open=bool(query.get("open")),
        choices=choices,
        age=_age(query.get("age", "")),
        near=near,
        around=place_of(
            town,
            near,
            kilometres=int(kilometres)
            if kilometres in choices.options["km"]
            else DEFAULT_KILOMETRES,
        )
        if town and near
        else None,
    )


def _age(text: str | None) -> int | None:
    is_age = bool(text) and str(text).isascii() and str(text).isdigit()
    return int(str(text)[:4]) if is_age and int(str(text)[:4]) <= _MOST_YEARS else None


def choices(
    municipality: Municipality, *, language: str, now: datetime, today: date
) -> Choices:
    """Return what can be chosen, made once for each version of the content."""
    return kept(
        municipality,
        "choices",
        language,
        today,
        make=lambda: _choices(municipality, language, now, today),
    )


def _choices(
    municipality: Municipality, language: str, now: datetime, today: date
) -> Choices:
    topics = tree(language, today)
    groups = labels(Vocabulary.TARGET_GROUPS, language=language, today=today)
    spoken = languages_offered(municipality, now=now)
    nodes = [pair for root in district_tree(municipality) for pair in _with_depth(root)]
    return Choices(
        topics={label.code: label for label in topics},
        options={
            "topic": {label.code: label.name for label in topics},
            "language": {tag: language_name(tag, language) for tag in spoken},
            "district": {
                str(node.district.pk): "– " * depth + node.district.name
                for depth, node in nodes
            },
            "group": {label.code: label.name for label in groups},
            "day": {str(day): str(name) for day, name in enumerate(_days(), start=1)},
            "km": {str(each): f"{each} km" for each in _KILOMETRES},
        },
        below={
            str(node.district.pk): frozenset(each.district.pk for each in node.walk())
            for _depth, node in nodes
        },
    )


def _days() -> list[str]:
    return [str(WEEKDAYS[number]) for number in range(7)]


def _with_depth(node: DistrictNode, depth: int = 0) -> list[tuple[int, DistrictNode]]:
    below = [each for child in node.children for each in _with_depth(child, depth + 1)]
    return [(depth, node), *below]


def language_name(tag: str, reader: str) -> str:
    """Return a language's own name, with its name for the reader behind it."""
    entry = languages().get(tag)
    if entry is None:
        return tag
    own, known = str(entry["own_name"]), entry["names"]
    name = str(known.get(screen_language(reader)) or known["de"])
    return own if name.casefold() == own.casefold() else f"{own} ({name})"
