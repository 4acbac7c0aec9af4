"""What cells of today's list of volunteers mean: kinds of help, levels, times."""

import re
from collections.abc import Iterable
from datetime import date

from hafen.exchange.pool.lists import Languages
from hafen.exchange.pool.models import Kind, Level, Skill
from hafen.exchange.volunteers import times
from hafen.mechanisms.imports import cleaning

# Parts of words, as German offices write them; the first one that fits counts.
_KINDS = (
    ("paten", Kind.SPONSORSHIP), ("tandem", Kind.SPONSORSHIP),
    ("begleit", Kind.COMPANY), ("behörde", Kind.COMPANY), ("arzt", Kind.COMPANY),
    ("dolmetsch", Kind.INTERPRETING), ("übersetz", Kind.INTERPRETING),
    ("sprachmittl", Kind.INTERPRETING), ("nachhilfe", Kind.TEACHING),
    ("hausaufgaben", Kind.TEACHING), ("deutsch", Kind.TEACHING),
    ("lern", Kind.TEACHING), ("unterricht", Kind.TEACHING),
    ("fahr", Kind.TRANSPORT), ("transport", Kind.TRANSPORT),
    ("umzug", Kind.TRANSPORT), ("umzüge", Kind.TRANSPORT),
    ("freizeit", Kind.LEISURE), ("sport", Kind.LEISURE),
    ("café", Kind.LEISURE), ("kochen", Kind.LEISURE), ("ausfl", Kind.LEISURE),
    ("musik", Kind.LEISURE), ("bewerbung", Kind.WORK), ("beruf", Kind.WORK),
    ("arbeit", Kind.WORK), ("sonstig", Kind.OTHER), ("andere", Kind.OTHER),
)  # fmt: skip
_SKILLS = (
    ("brief", Skill.LETTERS), ("formular", Skill.FORMS), ("anträge", Skill.FORMS),
    ("mathe", Skill.SCHOOL), ("schul", Skill.SCHOOL), ("deutsch", Skill.GERMAN),
    ("kinder", Skill.CHILDREN), ("gesundheit", Skill.HEALTH),
    ("bewerbung", Skill.WORK), ("beruf", Skill.WORK), ("computer", Skill.COMPUTER),
    ("edv", Skill.COMPUTER), ("handwerk", Skill.CRAFTS), ("reparat", Skill.CRAFTS),
    ("umzug", Skill.MOVING), ("führerschein", Skill.DRIVING), ("auto", Skill.CAR),
    ("pkw", Skill.CAR), ("sport", Skill.SPORT), ("fußball", Skill.SPORT),
    ("musik", Skill.MUSIC), ("kunst", Skill.MUSIC), ("koch", Skill.COOKING),
    ("garten", Skill.GARDEN),
)  # fmt: skip
_LEVELS = (
    ("a1", Level.BASIC), ("a2", Level.BASIC), ("wenig", Level.BASIC),
    ("grund", Level.BASIC), ("c1", Level.FLUENT), ("c2", Level.FLUENT),
    ("fließend", Level.FLUENT), ("mutter", Level.FLUENT),
)  # fmt: skip
_CEFR = re.compile(r"\s([ABCabc][12])\b")
_DAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
# "So oft es geht" is no Sunday.
_DAY = re.compile(
    r"\b(mo|di|mi|do|fr|sa|so(?=nntag|\s*(?:[.,;–-]|vorm|nachm|abend|$)))"
    r"(?:ntag|enstag|ttwoch|nnerstag|eitag|mstag|nntag)?s?\b"
)
_UNTIL = re.compile(r"\.?\s*(?:-|–|bis)\s*")
_PARTS = (("vorm", 0), ("früh", 0), ("morgen", 0), ("nachm", 1), ("abend", 2))
_YEAR = re.compile(r"(?:19|20)\d\d")


def kinds(cell: str) -> tuple[list[str], list[str]]:
    """Return the kinds of help, and the words that name none."""
    return _found(cleaning.words(cell), _KINDS)


def skills(cell: str) -> list[str]:
    return _found(cleaning.words(cell), _SKILLS)[0]


def _found(
    words: Iterable[str], table: Iterable[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    codes: dict[str, None] = {}
    unknown = []
    for word in words:
        hits = [str(code) for part, code in table if part in word.casefold()]
        if hits:
            codes[hits[0]] = None
        else:
            unknown.append(word)
    return list(codes), unknown


def languages(cell: str, known: Languages) -> tuple[dict[str, int], bool]:
    """Return levels by language, and whether there was one that nobody knows."""
    found: dict[str, int] = {}
    is_unknown = False
    for _name, beside, tag in known.read(_CEFR.sub(r" (\1)", cell)):
        if tag is None:
            is_unknown = True
            continue
        found[tag] = max(found.get(tag, 0), _level(beside))
    return found, is_unknown


def _level(said: str) -> int:
    plain = said.casefold()
    return next((level for part, level in _LEVELS if part in plain), Level.GOOD).value


def slots(cell: str) -> int | None:
    """Return the bits of the week of "Mo nachmittags, Mi abends"; None if unread.

    A day alone is the whole day, a part of the day alone that of every day.
    """
    said = cleaning.line(cell).casefold()
    days = list(_DAY.finditer(said))
    if not days:
        chosen = [part for word, part in _PARTS if word in said]
        return _week({(day, p) for day in range(7) for p in chosen}) if chosen else None
    ends = [*(match.start() for match in days[1:]), len(said)]
    ticked: set[tuple[int, int]] = set()
    # "Mo, Di vormittags": a day without a part takes the one that comes next.
    parts: list[int] = []
    last = -1
    for match, end in reversed(list(zip(days, ends, strict=True))):
        between = said[match.end() : end]
        here = [part for word, part in _PARTS if word in between]
        parts = here or parts or [0, 1, 2]
        day = _DAYS.index(match[1])
        until = last if _UNTIL.fullmatch(between) else day
        ticked |= {(each, part) for each in range(day, until + 1) for part in parts}
        last = day
    return _week(ticked)


def _week(ticked: set[tuple[int, int]]) -> int:
    return times.word_of(3 * day + part for day, part in ticked)


def birth_year(cell: str, today: date) -> int | None:
    found = _YEAR.findall(cell)
    return int(found[-1]) if found and int(found[-1]) <= today.year else None


def is_yes(cell: str) -> bool:
    return cleaning.line(cell).casefold() in {"ja", "j", "x", "yes", "1", "✓"}


def person_name(first: str, last: str) -> str:
    """Return the name as people are called, also of "Muster, Mira"."""
    whole = cleaning.line(f"{first} {last}")
    if not first and last.count(",") == 1:
        family, given = last.split(",")
        whole = cleaning.line(f"{given} {family}")
    return whole[:120]
