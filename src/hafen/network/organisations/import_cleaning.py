"""From a row of a list to what is said of an organisation and its persons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from hafen.core.db.names import sort_key
from hafen.core.places.queries import districts_of
from hafen.core.taxonomy import queries as taxonomy
from hafen.mechanisms.imports import addresses, cleaning, numbers
from hafen.mechanisms.imports.cleaning import Cleaned
from hafen.mechanisms.imports.problems import Problem
from hafen.mechanisms.imports.registry import Entry, Scope, SourceRow


def _(sentence: str) -> str:
    """Mark a sentence; the mechanism translates it where it is shown."""
    return sentence


NO_NAME = _("The row has no name. Please name the organisation.")
TOO_LONG = _("The text was longer than there is room for and was cut.")
UNKNOWN = _("This word is not known here and was left out. Please correct it.")
NO_PERSON = _("The row has telephone or e-mail of a person, but no name for it.")
NOT_HOW = _(
    "The list does not say how the person agreed (in writing, by e-mail, by word of"
    " mouth), so no consent was recorded and the name stays internal."
)
NO_DAY = _("The list names no day of the consent; the day of the import was noted.")

_CITY_WIDE = frozenset(
    map(sort_key, ("gesamtstadt", "stadtweit", "ganze Stadt", "alle", "gesamte Stadt"))
)
_KINDS = {
    "verein": "ASSOCIATION",
    "e v": "ASSOCIATION",
    "wohlfahrtsverband": "WELFARE",
    "trager": "WELFARE",
    "freier trager": "WELFARE",
    "behorde": "AUTHORITY",
    "amt": "AUTHORITY",
    "fachamt": "AUTHORITY",
    "migrantenorganisation": "MIGRANT",
    "migrantenselbstorganisation": "MIGRANT",
    "mso": "MIGRANT",
    "initiative": "INITIATIVE",
    "helferkreis": "INITIATIVE",
    "runder tisch": "INITIATIVE",
    "kirchengemeinde": "RELIGIOUS",
    "religionsgemeinschaft": "RELIGIOUS",
    "moscheegemeinde": "RELIGIOUS",
    "unternehmen": "COMPANY",
    "schule": "SCHOOL",
    "bildungstrager": "SCHOOL",
    "krankenhaus": "HEALTH",
    "stiftung": "FOUNDATION",
}
_LEGAL_FORMS = {
    "e v": "REGISTERED",
    "eingetragener verein": "REGISTERED",
    "verein": "UNREGISTERED",
    "korperschaft": "PUBLIC",
    "anstalt": "PUBLIC",
    "gmbh": "COMPANY",
    "ggmbh": "COMPANY",
    "ug": "COMPANY",
    "genossenschaft": "COOPERATIVE",
    "eg": "COOPERATIVE",
    "stiftung": "FOUNDATION",
    "keine": "NONE",
}
_WORKFORCES = {
    "hauptamtlich": "PROFESSIONAL",
    "hauptamt": "PROFESSIONAL",
    "ehrenamtlich": "VOLUNTEER",
    "ehrenamt": "VOLUNTEER",
    "beides": "BOTH",
    "haupt und ehrenamtlich": "BOTH",
    "haupt und ehrenamt": "BOTH",
}
_AGREED = {
    "schriftlich": "SIGNED",
    "unterschrieben": "SIGNED",
    "unterschrift": "SIGNED",
    "formular": "SIGNED",
    "per e mail": "MAIL",
    "e mail": "MAIL",
    "email": "MAIL",
    "per mail": "MAIL",
    "mail": "MAIL",
    "mundlich": "ORAL",
    "telefonisch": "ORAL",
    "personlich": "ORAL",
}


@dataclass(frozen=True)
class Surroundings:
    """What is looked up once for a whole list: codes and keys by their names."""

    topics: Mapping[str, str]
    languages: Mapping[str, str]
    districts: Mapping[str, str]


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

    def remark(self, sentence: str, name: str, *, is_error: bool = False) -> None:
        value = self.row.cell(name)[:200]
        heading = self.row.heading(name)
        self.remarks.append(Problem(sentence, heading, value, is_error))

    def line(self, name: str, longest: int) -> str:
        return self._cut(name, cleaning.line(self.row.cell(name)), longest)

    def text(self, name: str, longest: int) -> str:
        return self._cut(name, cleaning.text(self.row.cell(name)), longest)

    def _cut(self, name: str, read: str, longest: int) -> str:
        if len(read) > longest:
            self.remark(TOO_LONG, name)
        return read[:longest].rstrip()

    def code(self, name: str, known: Mapping[str, str]) -> str:
        """Return the code of the word in a cell; one that is not known is named."""
        said = sort_key(self.row.cell(name))
        if said and said not in known:
            self.remark(UNKNOWN, name)
        return known.get(said, "")

    def codes(self, name: str, known: Mapping[str, str]) -> list[str]:
        found: dict[str, None] = {}
        for word in cleaning.words(self.row.cell(name)):
            code = known.get(sort_key(word))
            if code:
                found[code] = None
            else:
                self.remark(UNKNOWN, name)
        return list(found)

    def phone(self, name: str) -> str:
        found = self.take(name, numbers.phones(self.row.cell(name)))
        return found[0].number if found else ""

    def mail(self, name: str) -> str:
        found = self.take(name, cleaning.mails(self.row.cell(name)))
        return found[0] if found else ""


def clean(rows: Sequence[SourceRow], scope: Scope) -> list[Entry]:
    """Return one entry per row, in their order."""
    around = _surroundings(scope)
    return [_entry(Draft(row), around) for row in rows]


def _surroundings(scope: Scope) -> Surroundings:
    today = timezone.localdate(scope.now)
    labels = taxonomy.topics_tree(language="de", today=today)
    topics = {
        sort_key(name): each.code
        for label in labels
        for each in (*label.children, label)
        for name in (each.code, *each.synonyms, each.name)
    }
    languages = {
        sort_key(name): row.tag
        for row in taxonomy.languages(today=today)
        for name in (row.tag, row.own_name, *row.names.values())
    }
    districts = {
        sort_key(name): str(row.pk)
        for row in districts_of(scope.municipality)
        for name in (row.name, row.name_in("de"))
    }
    return Surroundings(topics, languages, districts)


def _entry(draft: Draft, around: Surroundings) -> Entry:
    name = draft.line("name", 200)
    if not name:
        draft.remark(NO_NAME, "name", is_error=True)
    districts = draft.row.cell("districts")
    is_city_wide = sort_key(districts) in _CITY_WIDE
    kind = draft.code("kind", _KINDS)
    values = {
        "name": name,
        "kind": kind
        or ("ASSOCIATION" if "e. V." in name or "e.V." in name else "OTHER"),
        "legal_form": draft.code("legal_form", _LEGAL_FORMS),
        "workforce": draft.code("workforce", _WORKFORCES),
        "description": draft.text("description", 10_000),
        "topics": draft.codes("topics", around.topics),
        "languages": draft.codes("languages", around.languages),
        "districts": [] if is_city_wide else draft.codes("districts", around.districts),
        "is_city_wide": is_city_wide,
        "website": draft.take("website", cleaning.url(draft.row.cell("website"))),
        "phone": draft.phone("phone"),
        "email": draft.mail("email"),
        **_address(draft),
        "persons": _persons(draft),
    }
    return Entry(_key(draft, values), name[:300], values, tuple(draft.remarks))


def _key(draft: Draft, values: Mapping[str, Any]) -> str:
    if own := cleaning.line(draft.row.cell("external_id")):
        return f"id {own}"
    return f"{sort_key(values['name'])}\n{sort_key(values['city'])}"


def _address(draft: Draft) -> dict[str, str]:
    """Return the address of the one cell, or of the several that a list has."""
    read = draft.take("address", addresses.address(draft.row.cell("address")))
    street = " ".join(part for part in (read.street, read.number) if part)
    said: dict[str, Callable[[], str]] = {
        "street": lambda: draft.line("street", 160) or street[:160],
        "postal_code": lambda: draft.line("postal_code", 12) or read.postal_code[:12],
        "city": lambda: draft.line("city", 120) or read.town[:120],
    }
    return {name: read_it() for name, read_it in said.items()}


def _persons(draft: Draft) -> list[dict[str, str]]:
    person = {
        "name": draft.line("person", 120),
        "position": draft.line("position", 120),
        "phone": draft.phone("person_phone"),
        "email": draft.mail("person_email"),
    }
    if not person["name"]:
        if person["phone"] or person["email"]:
            draft.remark(NO_PERSON, "person")
        return []
    return [{**person, **_consent(draft)}]


def _consent(draft: Draft) -> dict[str, str]:
    """Return how and when the person agreed; a bare yes is no proof of it."""
    said = sort_key(draft.row.cell("consent"))
    if said in ("", "nein", "no", "keine"):
        return {"agreed_how": "", "agreed_on": ""}
    how = _AGREED.get(said, "")
    if not how:
        draft.remark(NOT_HOW, "consent")
        return {"agreed_how": "", "agreed_on": ""}
    day = draft.take("consent_on", cleaning.date(draft.row.cell("consent_on")))
    if day is None:
        draft.remark(NO_DAY, "consent_on")
    return {"agreed_how": how, "agreed_on": day.isoformat() if day else ""}
