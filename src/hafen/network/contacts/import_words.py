"""What the cells of an office's list of contacts mean: fields, and known words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from hafen.core.db.names import sort_key
from hafen.core.places.models import Municipality, Site
from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label
from hafen.core.taxonomy.reference import words_in
from hafen.mechanisms.imports import cleaning
from hafen.mechanisms.imports.registry import Field
from hafen.network.contacts.models import Channel, Contact, Setting
from hafen.network.organisations.models import Organisation

FIELDS = (
    Field("held_on", _("Date"), ("datum", "tag", "date", "am"), is_required=True),
    Field(
        "group",
        _("Target group"),
        ("zielgruppe", "gruppe", "personenkreis", "target group"),
        is_required=True,
    ),
    Field(
        "kind",
        _("Kind of contact"),
        ("kontaktart", "art des kontakts", "art", "weg", "kanal", "channel"),
    ),
    Field("held_at", _("Time"), ("uhrzeit", "zeit", "beginn", "time")),
    Field("site", _("Site"), ("standort", "anlaufstelle", "büro", "site")),
    Field(
        "household",
        _("Number of the household"),
        ("bg-nr.", "bg", "bg-nummer", "haushalt", "fallnummer", "bedarfsgemeinschaft"),
    ),
    Field(
        "person",
        _("Number of the person"),
        ("person", "personennummer", "personen-nr.", "klient", "ratsuchende"),
    ),
    Field(
        "actor",
        _("Actor or resident"),
        ("akteur", "akteurin", "partner", "kooperationspartner", "institution"),
    ),
    Field("topics", _("Topics"), ("thema", "themen", "anliegen", "inhalt", "topic")),
    Field(
        "interpreter",
        _("Who interpreted"),
        ("dolmetscher", "dolmetscherin", "sprachmittlung", "sprachmittler"),
    ),
    Field("language", _("Language"), ("sprache", "language")),
    Field("occasion", _("First or further contact"), ("erstkontakt", "erst/folge")),
    Field("minutes", _("Minutes"), ("minuten", "dauer", "dauer in minuten")),
    Field(
        "cooperation",
        _("An actor works with us on a case"),
        ("kooperation", "zusammenarbeit", "cooperation"),
    ),
    Field("note", _("Note"), ("bemerkung", "bemerkungen", "notiz", "anmerkung")),
)

# Group, or group and sub-type; a name of the vocabulary in any language does too.
_GROUPS = {
    "Akteure": "a", "Akteur": "a", "Akteurin": "a", "Kooperationspartner": "a",
    "Kooperationspartner*in": "a", "Kooperationspartner*innen": "a", "Partner": "a",
    "Netzwerkpartner": "a", "Institution": "a", "Institutionen": "a",
    "Flüchtlinge": "b", "Flüchtling": "b", "Geflüchtete": "b", "Geflüchteter": "b",
    "Geflüchtete Menschen": "b", "Zugewanderte": "b", "Neuzugewanderte": "b",
    "Ratsuchende": "b", "Klient": "b", "Klientin": "b", "Klient*innen": "b",
    "Bürger": "c", "Bürger*in": "c", "Bürger*innen": "c", "Einheimische": "c",
    "Bürgerinnen und Bürger": "c", "Bevölkerung": "c", "Anwohner": "c.neighbours",
    "Nachbarn": "c.neighbours", "Vermieter": "c.landlords",
    "Ehrenamtliche": "c.volunteers", "Ehrenamtlicher": "c.volunteers",
}  # fmt: skip
Kind = tuple[str, str, str]
_KINDS: Mapping[str, Kind] = {
    "Sprechstunde": (Channel.PERSONAL, Setting.HOURS, ""),
    "offene Sprechstunde": (Channel.PERSONAL, Setting.HOURS, ""),
    "Beratung": (Channel.PERSONAL, "", ""),
    "Gespräch": (Channel.PERSONAL, "", ""),
    "persönlich": (Channel.PERSONAL, "", ""),
    "persönliches Gespräch": (Channel.PERSONAL, "", ""),
    "Telefon": (Channel.TELEPHONE, "", ""),
    "Telefonat": (Channel.TELEPHONE, "", ""),
    "Anruf": (Channel.TELEPHONE, "", ""),
    "E-Mail": (Channel.EMAIL, "", ""),
    "Mail": (Channel.EMAIL, "", ""),
    "Email": (Channel.EMAIL, "", ""),
    "Brief": (Channel.LETTER, "", ""),
    "Post": (Channel.LETTER, "", ""),
    "Internet": (Channel.WEB, "", ""),
    "Formular": (Channel.WEB, "", ""),
    "Anrufbeantworter": (Channel.MACHINE, "", ""),
    "Video": (Channel.VIDEO, "", ""),
    "Chat": (Channel.VIDEO, "", ""),
    "Messenger": (Channel.VIDEO, "", ""),
    "Besuch": (Channel.VISIT, "", ""),
    "Ortstermin": (Channel.VISIT, "", ""),
    "Hausbesuch": (Channel.VISIT, Setting.HOME, ""),
    "Erstbesuch": (Channel.VISIT, Setting.HOME, Contact.Occasion.FIRST),
    "Hausbesuch (Erstbesuch)": (Channel.VISIT, Setting.HOME, Contact.Occasion.FIRST),
    "Folgebesuch": (Channel.VISIT, Setting.HOME, Contact.Occasion.REPEAT),
    "Hausbesuch (Folgebesuch)": (Channel.VISIT, Setting.HOME, Contact.Occasion.REPEAT),
    "Begleitung": (Channel.PERSONAL, Setting.ESCORT, ""),
    "Runder Tisch": (Channel.MEETING, Setting.TABLE, ""),
    "Gremium": (Channel.MEETING, Setting.TABLE, ""),
    "Sitzung": (Channel.MEETING, Setting.TABLE, ""),
    "Arbeitskreis": (Channel.MEETING, Setting.TABLE, ""),
    "Veranstaltung": (Channel.MEETING, "", ""),
}
_OCCASIONS = {
    "erstkontakt": Contact.Occasion.FIRST,
    "erst": Contact.Occasion.FIRST,
    "ja": Contact.Occasion.FIRST,
    "folgekontakt": Contact.Occasion.REPEAT,
    "folge": Contact.Occasion.REPEAT,
    "nein": Contact.Occasion.REPEAT,
}
# What offices write, where the list of languages has another name.
_LANGUAGES = {"Persisch": "fa"}
_YES = frozenset({"ja", "j", "x", "yes", "1", "true", "wahr"})
_NO = frozenset({"", "nein", "n", "no", "0", "false", "falsch", "keine", "kein"})
_TIME = re.compile(r"(\d{1,2})\s*[:.h]\s*(\d{2})(?::\d{2})?(?:\s*uhr)?", re.IGNORECASE)
_LETTER = re.compile(r"^[abc]\s*[).:]\s*", re.IGNORECASE)


def is_yes(cell: str) -> bool:
    return sort_key(cell).lstrip("0") in _YES


def is_no(cell: str) -> bool:
    return sort_key(cell) in _NO


def occasion(cell: str) -> str:
    return str(_OCCASIONS.get(sort_key(cell), ""))


def time_of(cell: str) -> time | None:
    """Return the time of "09:20" or "9.20 Uhr"; None for anything else."""
    found = _TIME.search(cleaning.line(cell))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


@dataclass
class Vocabularies:
    """What is known in a town, by the keys of the words for it."""

    municipality: Municipality
    today: date
    groups: dict[str, str] = field(init=False)
    kinds: dict[str, Kind] = field(init=False)
    topics: dict[str, str] = field(init=False)
    languages: dict[str, str] = field(init=False)
    sites: dict[str, str] = field(init=False)
    actors: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        tongues = list(dict.fromkeys(("de", *self.municipality.languages)))
        self.groups = self._terms(Vocabulary.TARGET_GROUPS, tongues)
        self.groups |= {sort_key(word): code for word, code in _GROUPS.items()}
        self.topics = self._terms(Vocabulary.NEEDS, tongues)
        self.kinds = _labels(tongues)
        self.kinds |= {sort_key(word): kind for word, kind in _KINDS.items()}
        self.languages = {
            sort_key(name): row.tag
            for row in taxonomy.languages(today=self.today)
            for name in (row.tag, row.own_name, *row.names.values())
        } | {sort_key(word): tag for word, tag in _LANGUAGES.items()}
        self.sites = self._rows(Site)
        self.actors = self._rows(Organisation)

    def group(self, cell: str) -> str | None:
        plain = _LETTER.sub("", cell) or cell
        return self.groups.get(sort_key(plain))

    def _terms(self, vocabulary: str, tongues: list[str]) -> dict[str, str]:
        """Return the codes by all words; a domain goes before what is below it."""
        found: dict[str, str] = {}
        for tongue in tongues:
            tree = taxonomy.tree(vocabulary, language=tongue, today=self.today)
            below = [child for label in tree for child in label.children]
            for label in (*tree, *below):
                for word in _words(label):
                    found.setdefault(sort_key(word), label.code)
        return found

    def _rows(self, model: type[Site] | type[Organisation]) -> dict[str, str]:
        rows = model.objects.filter(municipality=self.municipality).order_by("pk")
        return {key: str(pk) for key, pk in rows.values_list("sort_key", "pk") if key}


def _words(label: Label) -> tuple[str, ...]:
    return (label.code, label.name, label.short, *label.synonyms)


def _labels(tongues: list[str]) -> dict[str, Kind]:
    """Return channels and occasions by the words with which screens call them."""
    found: dict[str, Kind] = {}
    for tongue in tongues:
        with words_in(tongue):
            for channel in Channel:
                found[sort_key(str(channel.label))] = (channel, "", "")
            for setting in Setting:
                way = {Setting.HOME: Channel.VISIT, Setting.TABLE: Channel.MEETING}
                kind = (way.get(setting, Channel.PERSONAL), setting, "")
                found[sort_key(str(setting.label))] = kind
    return found
