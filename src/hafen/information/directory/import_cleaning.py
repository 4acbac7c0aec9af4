"""From a row of a list to what is said of an offer."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from hafen.core.db.names import sort_key
from hafen.core.places import queries as places
from hafen.core.taxonomy import queries as taxonomy
from hafen.information.directory import import_topics
from hafen.information.directory.import_topics import Topics
from hafen.mechanisms.imports import addresses, cleaning, folding, numbers
from hafen.mechanisms.imports.addresses import Address
from hafen.mechanisms.imports.cleaning import Cleaned
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import Entry, Scope, SourceRow

_IN_BRACKETS = re.compile(r"\(([^)]+)\)")


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


NO_NAME = _("The row has no name. Please give every offer a name.")
NAME_TOO_LONG = _("The name has more than 200 characters. Please shorten it.")
NO_POSITION = _(
    "The row has no position, so the offer lies in no district and is not on the map."
    " Please add longitude and latitude."
)
NO_DISTRICT = _(
    "The position lies outside all districts. The offer was imported without a"
    " district; please check the position."
)
UNLIKELY_POSTAL_CODE = _(
    "The postal code begins unlike nearly all others of this list. Please check it."
)
UNKNOWN_LANGUAGE = _(
    "This language is not known and was left out. Please use its usual name, such as"
    " Arabisch, or its code, such as ar."
)
NO_TOPIC = _(
    "None of the topics fits. The offer stays a draft until somebody chooses a topic."
)
TOPIC_GUESSED = _(
    "This topic is none of ours; it was kept as a keyword, and the topic was chosen by"
    " the words of the entry. Please check it."
)
CUT = _("The text was longer than there is room for and was cut.")
OTHER_WEBSITE = _(
    "A joined row names another web address; the one of the first row was kept."
)

NAME_LENGTH = 200
KEYWORD_LENGTH = 80
SUMMARY_LENGTH = 300
_MOST_KEYWORDS = 60
# Fewer rows say nothing about which postal codes are usual.
_ENOUGH_ROWS = 10

_KINDS = {
    "behoerde": "AUTHORITY",
    "behorde": "AUTHORITY",
    "amt": "AUTHORITY",
    "verein": "ASSOCIATION",
    "projekte initiativen vereine": "ASSOCIATION",
    "initiative": "INITIATIVE",
    "wohlfahrtsverband": "WELFARE",
    "migrantenorganisation": "MIGRANT",
    "religionsgemeinschaft": "RELIGIOUS",
    "unternehmen": "COMPANY",
    "schule": "SCHOOL",
    "bildungstrager": "SCHOOL",
    "krankenhaus": "HEALTH",
    "stiftung": "FOUNDATION",
}


@dataclass(frozen=True)
class Surroundings:
    """What is looked up once for a whole list."""

    topics: Topics
    languages: Mapping[str, str]
    usual_code: str
    district_at: Callable[[float, float], object | None]


@dataclass
class Draft:
    """A row on its way: its remarks come together while its cells are read."""

    row: SourceRow
    remarks: list[Problem] = field(default_factory=list)

    def take(self, name: str, cleaned: Cleaned[Any]) -> Any:
        """Return the value of a cleaned cell and keep what is said about it."""
        heading = self.row.heading(name)
        self.remarks += [problem.in_column(heading) for problem in cleaned.problems]
        return cleaned.value

    def remark(
        self, sentence: str, name: str, value: str, *, is_error: bool = False
    ) -> None:
        heading = self.row.heading(name)
        self.remarks.append(Problem(sentence, heading, value[:200], is_error))

    def text(self, name: str, longest: int) -> str:
        """Return the text of a cell, cut to the room that there is."""
        read = cleaning.text(self.row.cell(name))
        if len(read) > longest:
            self.remark(CUT, name, read)
        return read[:longest].rstrip()


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    """Return one entry per row, in their order."""
    around = _surroundings(rows, scope)
    return [_entry(Draft(row), around) for row in rows]


def _surroundings(rows: Sequence[SourceRow], scope: Scope) -> Surroundings:
    today = timezone.localdate(scope.now)

    def district_at(longitude: float, latitude: float) -> object | None:
        return places.district_id_at(
            scope.municipality, longitude=longitude, latitude=latitude
        )

    return Surroundings(
        topics=import_topics.load(today=today),
        languages=_named_languages(today),
        usual_code=_usual_code(_address(Draft(row)) for row in rows),
        district_at=district_at,
    )


def _usual_code(found: Iterable[Address]) -> str:
    """Return how nearly all postal codes of the list begin; empty without such."""
    begins = Counter(a.postal_code[:2] for a in found if a.postal_code)
    if begins.total() < _ENOUGH_ROWS:
        return ""
    begin, count = begins.most_common(1)[0]
    return begin if count >= begins.total() * 0.9 else ""


def _entry(draft: Draft, around: Surroundings) -> Entry:
    name, unit = cleaning.split_name(draft.row.cell("name"))
    whole = " – ".join(part for part in (name, unit) if part)
    if not name:
        draft.remark(NO_NAME, "name", draft.row.cell("name"), is_error=True)
    if max(len(name), len(unit)) > NAME_LENGTH:
        draft.remark(NAME_TOO_LONG, "name", whole, is_error=True)
    organisation = draft.text("organisation", NAME_LENGTH).replace("\n", " ")
    values = {
        # "Caritas<br>Fachdienst": the organisation, and what it offers.
        "organisation": organisation or name,
        "name": (whole if organisation else unit or name)[:NAME_LENGTH],
        "kind": _kind(draft.row.cell("category"), organisation or name),
        "website": draft.take("website", cleaning.url(draft.row.cell("website"))),
        "phones": _phones(draft),
        "emails": list(draft.take("mail", cleaning.mails(draft.row.cell("mail")))),
        "languages": _languages(draft, around),
        "address": _place(draft, around),
        **_texts(draft),
        **_days(draft),
    }
    values |= _subjects(draft, around, values["description"])
    return Entry(_key(draft, whole), whole[:300], values, tuple(draft.remarks))


def _kind(category: str, organisation: str) -> str:
    known = _KINDS.get(sort_key(category), "")
    return known or ("ASSOCIATION" if "e.V." in organisation else "")


def _key(draft: Draft, whole: str) -> str:
    """Return what stays the same when the rest of a row is corrected."""
    if own := cleaning.line(draft.row.cell("external_id")):
        return f"id {own}"
    cells = ("address", "street", "house_number", "postal_code", "town")
    where = " ".join(cleaning.line(draft.row.cell(name)) for name in cells)
    return f"{whole}\n{' '.join(where.split())}".casefold()


def _phones(draft: Draft) -> list[list[str]]:
    found = draft.take("phone", numbers.phones(draft.row.cell("phone")))
    return [[phone.number, phone.note[:120]] for phone in found]


def _named_languages(today: date) -> dict[str, str]:
    """Return the tags by all that a list may write, "Farsi" for Persian too."""
    whole: dict[str, str] = {}
    parts: dict[str, str] = {}
    for language in taxonomy.languages(today=today):
        named = (language.tag, language.own_name, *language.names.values())
        whole |= {sort_key(name): language.tag for name in named}
        for name in named:
            for part in _IN_BRACKETS.findall(name):
                parts.setdefault(sort_key(part), language.tag)
    return {**parts, **whole}


def _languages(draft: Draft, around: Surroundings) -> list[str]:
    tags: list[str] = []
    for word in cleaning.words(draft.row.cell("languages").replace("/", ",")):
        tag = around.languages.get(sort_key(word))
        if tag is None:
            draft.remark(UNKNOWN_LANGUAGE, "languages", word)
        elif tag not in tags:
            tags.append(tag)
    return tags


def _address(draft: Draft) -> Address:
    """Return the address of the one cell, or of the several that a list has."""
    cell = draft.row.cell
    read: Address = draft.take("address", addresses.address(cell("address")))
    street = " ".join(filter(None, (cell("street"), cell("house_number"))))
    parts = addresses.address(cleaning.line(street)).value
    return Address(
        street=parts.street or parts.supplement or read.street,
        number=parts.number or read.number,
        supplement=cleaning.line(cell("addition")) or read.supplement,
        postal_code=cleaning.line(cell("postal_code")) or read.postal_code,
        town=cleaning.line(cell("town")) or read.town,
    )


def _place(draft: Draft, around: Surroundings) -> dict[str, Any]:
    found = _address(draft)
    if around.usual_code and not found.postal_code.startswith(around.usual_code):
        name = "postal_code" if draft.row.cell("postal_code") else "address"
        if found.postal_code:
            draft.remark(UNLIKELY_POSTAL_CODE, name, found.postal_code)
    point = draft.take(
        "longitude",
        cleaning.position(draft.row.cell("longitude"), draft.row.cell("latitude")),
    )
    if point is None:
        draft.remark(NO_POSITION, "longitude", draft.row.cell("longitude"))
    elif around.district_at(point.longitude, point.latitude) is None:
        where = f"{point.longitude} / {point.latitude}"
        draft.remark(NO_DISTRICT, "longitude", where)
    return {
        "street": found.street[:120],
        "house_number": found.number[:20],
        "addition": found.supplement[:200],
        "postal_code": found.postal_code[:12],
        "city": found.town[:120],
        "longitude": point.longitude if point else None,
        "latitude": point.latitude if point else None,
    }


def _texts(draft: Draft) -> dict[str, str]:
    names = ("eligibility", "costs", "application", "accessibility", "interpreting")
    read = {name: draft.text(name, 4_000) for name in names}
    opening = draft.text("opening", 2_000)
    description = draft.text("description", 10_000)
    hours = f"Öffnungszeiten: {opening}" if opening else ""
    return {**read, "description": folding.paragraphs([description, hours])}


def _days(draft: Draft) -> dict[str, str | None]:
    read = {
        name: draft.take(name, cleaning.date(draft.row.cell(name)))
        for name in ("valid_from", "valid_until", "last_checked_on")
    }
    begin, end = read["valid_from"], read["valid_until"]
    if begin and end and end < begin:
        read["valid_until"] = None
        draft.remark(ENDS_BEFORE, "valid_until", draft.row.cell("valid_until"))
    return {name: day.isoformat() if day else None for name, day in read.items()}


ENDS_BEFORE = _("The offer would end before it begins; its end was left out.")


def _subjects(draft: Draft, around: Surroundings, description: str) -> dict[str, Any]:
    """Return topics and keywords; what is too long for a keyword becomes text."""
    keywords = list(cleaning.words(draft.row.cell("keywords")))
    category = cleaning.line(draft.row.cell("category"))
    if category and sort_key(category) not in _KINDS:
        keywords.append(category)
    text = " ".join([draft.row.cell("name"), description, *keywords])
    topics: list[str] = []
    for word in cleaning.words(draft.row.cell("topics")):
        code = around.topics.named(word)
        if code is None:
            keywords.append(word)
            code = around.topics.meant(word, text)
            if code is not None:
                draft.remark(TOPIC_GUESSED, "topics", word)
        topics += [code] if code else []
    if not topics and (code := around.topics.meant("", text)):
        topics = [code]
        draft.remark(TOPIC_GUESSED, "topics", draft.row.cell("topics"))
    if not topics:
        draft.remark(NO_TOPIC, "topics", draft.row.cell("topics"))
    return {
        "topics": list(dict.fromkeys(topics)),
        "keywords": [k for k in keywords if len(k) <= KEYWORD_LENGTH],
        "description": _with_long(description, keywords),
        "summary": _summary(description, keywords, draft),
    }


def _with_long(description: str, keywords: list[str]) -> str:
    long = (k for k in keywords if len(k) > KEYWORD_LENGTH)
    new = [k for k in long if k.casefold() not in description.casefold()]
    return folding.paragraphs([description, *new])


def _summary(description: str, keywords: list[str], draft: Draft) -> str:
    """Return one sentence for lists; the public sees no offer without any."""
    if description:
        return ""
    topics = cleaning.words(draft.row.cell("topics"))
    words = ", ".join([*keywords, *topics]) or cleaning.line(draft.row.cell("name"))
    return words[:SUMMARY_LENGTH]


_LISTS = ("topics", "keywords", "emails", "languages")
_PARAGRAPHS = (
    "description",
    "eligibility",
    "costs",
    "application",
    "accessibility",
    "interpreting",
)


def fold(entries: Sequence[Entry]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Make one offer of rows with one name and address; nothing of them is lost."""
    many = [entry.values for entry in entries]
    folded = {name: _first(name, many) for name in many[0]}
    for name in _LISTS:
        folded[name] = list(cleaning.united([v for one in many for v in one[name]]))
    for name in _PARAGRAPHS:
        folded[name] = folding.paragraphs(one[name] for one in many)
    if folded["description"]:
        folded["summary"] = ""
    phones = {phone[0]: phone for one in reversed(many) for phone in one["phones"]}
    folded["phones"] = list(reversed(phones.values()))
    others = {one["website"] for one in many} - {"", folded["website"]}
    remarks = [Problem(OTHER_WEBSITE, "", other) for other in sorted(others)]
    return folded, tuple(remarks)


def _first(name: str, many: Sequence[Mapping[str, Any]]) -> Any:
    return next((one[name] for one in many if one[name]), many[0][name])
