"""Rows of the exchange as columns of the engine, and its rules in our words.

The one place that knows both. Kinds are matched apart from each other, so a
table holds the needs and offers of one kind.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from hafen.exchange.pool.gates import Asked, lacking
from hafen.exchange.pool.models import Clearance, Gender, Need, Offer, Skill
from hafen.matching.explaining import Explanation, explain
from hafen.matching.indexing import Index, build_index
from hafen.matching.policy import Policy
from hafen.matching.schema import BitGroup, Schema
from hafen.matching.tables import ANYWHERE, Geo, NeedTable, OfferTable

# Waiting counts 20 points a day: nobody is forgotten, and hardly any fit is lost.
POLICY = Policy(name="pool", version=1, place_costs=(0, 60, 120))
_LEVELS = ("TALK", "CERTIFICATE", "EXTENDED")
_WEEKLY = "weekly"
# What a word of traits has left beside skills, clearance, gender and age: for what
# rooms above ask, and then for days.
MOST_MARKS = 36
MOST_ASKED = 12
MOST_LANGUAGES = 64
_M = 10  # the engine counts distances in 100 m

# The engine's name of a rule → ours, in the order of `triggers.RULES`.
RULES = {
    "time": "TIME",
    "day": "TIME",
    "language": "LANGUAGE",
    "skill": "SKILL",
    "clearance": "CLEARANCE",
    "gender": "GENDER",
    "adult": "ADULT",
    "distance": "DISTANCE",
    "exclusion": "EXCLUDED",
    "places": "PLACES",
}


@dataclass(frozen=True)
class Tables:
    """Needs and offers of one kind, ready for the engine.

    :param languages: bit → (language tag, level)
    :param forbidden: pairs of ids that are kept apart
    """

    needs: NeedTable
    index: Index
    need_keys: tuple[UUID, ...]
    offer_keys: tuple[UUID, ...]
    languages: tuple[tuple[str, int], ...]
    schema: Schema
    forbidden: tuple[tuple[int, int], ...]

    def need_id(self, key: UUID) -> int:
        return self.need_keys.index(key)

    def offer_id(self, key: UUID) -> int:
        return self.offer_keys.index(key)


def tables(
    needs: Sequence[Need],
    offers: Sequence[Any],
    *,
    apart: Iterable[tuple[UUID, UUID]],
    load: Mapping[UUID, int],
    asked: Mapping[UUID, set[Asked]],
    today: date,
) -> Tables:
    """
    Return the columns; ids are places in the order of the keys.

    :param offers: with `helper` loaded and `free` places counted
    :param apart: (helper, seeker) who must not meet
    :param load: helper → people helped now
    :param asked: need → what gates ask; offers bring along what is held of it
    """
    needs = sorted(needs, key=lambda need: need.pk)
    offers = sorted(offers, key=lambda offer: offer.pk)
    languages = _languages(needs)
    wanted: set[Asked] = set().union(*asked.values())
    lacks = [lacking(offer, wanted) for offer in offers]
    # What nobody lacks need not be compared.
    felt = sorted(set().union(*lacks))[:MOST_ASKED]
    days = _days(needs)[: MOST_MARKS - len(felt)]
    schema = _schema(days, felt)
    geo, place_of = _geo([*needs, *offers])
    demands = [
        _demands(schema, each, days, asked.get(each.pk, set()) & {*felt})
        for each in needs
    ]
    offer_table = OfferTable.of(
        {
            "id": np.arange(len(offers)),
            "slots": [offer.slots for offer in offers],
            "traits": [
                _traits(
                    schema,
                    each,
                    days,
                    {*felt} - without,
                    today,
                )
                for each, without in zip(offers, lacks, strict=True)
            ],
            "languages": [_spoken(offer, languages) for offer in offers],
            "district": [place_of[_point(offer)] for offer in offers],
            "radius": [_radius(offer) for offer in offers],
            "capacity": [offer.free for offer in offers],
            "load": [load.get(offer.helper_id, 0) for offer in offers],
        }
    )
    return Tables(
        needs=_need_table(needs, schema, demands, languages, place_of, today),
        index=build_index(offer_table, geo, POLICY, schema),
        need_keys=tuple(need.pk for need in needs),
        offer_keys=tuple(offer.pk for offer in offers),
        languages=languages,
        schema=schema,
        forbidden=_forbidden(needs, offers, set(apart)),
    )


def broken(explained: Explanation) -> list[str]:
    """Return the names of broken rules, each once."""
    return list(dict.fromkeys(our_name(rule.key) for rule in explained.broken()))


def our_name(rule: str) -> str:
    """Return our name of a rule; rooms above name theirs themselves."""
    return RULES.get(rule, rule)


def permitted(found: Tables) -> Callable[[int, int], bool]:
    """Return what tells whether a pair of ids keeps all rules."""

    def fits(need: int, offer: int) -> bool:
        return explain(
            found.needs, need, found.index, offer, forbidden=found.forbidden
        ).is_permitted

    return fits


def bits(word: int) -> list[int]:
    return [place for place in range(word.bit_length()) if word >> place & 1]


def _languages(needs: Sequence[Need]) -> tuple[tuple[str, int], ...]:
    """Return which language at which level is asked for: one bit each.

    Levels are thermometers: who speaks fluently has the bits of the lower ones.
    The commonest come first, should a whole town ever ask for more than a word holds.
    """
    asked: dict[tuple[str, int], int] = {}
    for need in needs:
        for tag, level in need.languages.items():
            asked[tag, level] = asked.get((tag, level), 0) + 1
    ordered = sorted(asked, key=lambda pair: (-asked[pair], pair))
    return tuple(ordered[:MOST_LANGUAGES])


def _wanted(need: Need, languages: tuple[tuple[str, int], ...]) -> int:
    wanted = {*need.languages.items()}
    return sum(1 << bit for bit, pair in enumerate(languages) if pair in wanted)


def _spoken(offer: Offer, languages: tuple[tuple[str, int], ...]) -> int:
    return sum(
        1 << bit
        for bit, (tag, level) in enumerate(languages)
        if offer.languages.get(tag, 0) >= level
    )


Interval = tuple[Any, Any]


def _days(needs: Sequence[Need]) -> list[Interval]:
    found = {(n.starts_at, n.ends_at) for n in needs if n.is_dated}
    return sorted(found)


def _schema(days: list[Interval], felt: Sequence[Asked]) -> Schema:
    """Return the layout; a group for each rule of a room above that matters here."""
    named = tuple(str(place) for place in range(len(days)))
    return Schema(
        "pool",
        (
            BitGroup("skill", "flags", tuple(Skill.values)),
            BitGroup("clearance", "ladder", _LEVELS),
            BitGroup("gender", "choice", (*Gender.values, "UNKNOWN")),
            BitGroup("adult", "flags", ("adult", "minors")),
            BitGroup("day", "flags", (_WEEKLY, *named)),
            *(
                BitGroup(rule, "flags", (*names,))
                for rule, names in _by_rule(felt).items()
            ),
        ),
    )


def _by_rule(asked: Iterable[Asked]) -> dict[str, list[str]]:
    things: dict[str, list[str]] = {}
    for rule, thing in asked:
        things.setdefault(rule, []).append(thing)
    return things


def _traits(
    schema: Schema,
    offer: Offer,
    days: list[Interval],
    held: Iterable[Asked],
    today: date,
) -> int:
    helper = offer.helper
    holds = helper.clearance_until is None or helper.clearance_until >= today
    level = helper.clearance if holds else Clearance.NONE
    ages = ("adult",) if helper.is_adult else ()
    known = {*Skill.values}
    return schema.traits(
        {
            "skill": sorted({*helper.skills, *offer.skills} & known),
            "clearance": _LEVELS[level - 1] if level else None,
            "gender": helper.gender or None,
            "adult": ages if offer.adults_only else (*ages, "minors"),
            "day": _given_on(offer, days),
            **_by_rule(held),
        }
    )


def _given_on(offer: Offer, days: list[Interval]) -> list[str]:
    """Return the days of the needs on which an offer holds."""
    starts, ends = offer.starts_at, offer.ends_at
    if starts is None or ends is None:
        return [_WEEKLY, *(str(place) for place in range(len(days)))]
    return [
        str(place)
        for place, (first, last) in enumerate(days)
        if starts <= first and ends >= last
    ]


def _demands(
    schema: Schema, need: Need, days: list[Interval], wanted: Iterable[Asked]
) -> tuple[int, int]:
    asked: dict[str, Any] = {"skill": need.skills, **_by_rule(wanted)}
    if need.clearance:
        asked["clearance"] = _LEVELS[need.clearance - 1]
    if need.gender_wish:
        asked["gender"] = need.gender_wish
    asked["adult"] = (
        *(("adult",) if need.adults_only else ()),
        *(("minors",) if need.is_for_minor else ()),
    )
    day = (need.starts_at, need.ends_at)
    asked["day"] = [str(days.index(day)) if day in days else _WEEKLY]
    return schema.demands(asked)


def _need_table(
    needs: Sequence[Need],
    schema: Schema,
    demands: Sequence[tuple[int, int]],
    languages: tuple[tuple[str, int], ...],
    place_of: Mapping[Any, int],
    today: date,
) -> NeedTable:
    return NeedTable.of(
        {
            "id": np.arange(len(needs)),
            "slots": [need.slots for need in needs],
            "must": [must for must, _refuse in demands],
            "refuse": [refuse for _must, refuse in demands],
            "wish": [schema.bits("skill", need.wished_skills) for need in needs],
            "languages": [_wanted(need, languages) for need in needs],
            "district": [place_of[_point(need)] for need in needs],
            "radius": [_radius(need) for need in needs],
            "min_overlap": [need.min_slots if need.slots else 0 for need in needs],
            "waiting_days": [max(0, (today - n.waiting_since).days) for n in needs],
            "priority": [int(need.is_urgent) for need in needs],
        }
    )


def _point(posting: Need | Offer) -> tuple[float, float] | None:
    if posting.latitude is None or posting.longitude is None:
        return None
    return posting.latitude, posting.longitude


def _geo(postings: Iterable[Any]) -> tuple[Geo, dict[Any, int]]:
    """Return distances; the first row is "nowhere", from which nothing is far."""
    points = sorted({point for p in postings if (point := _point(p)) is not None})
    size = len(points) + 1
    distance = np.zeros((size, size), np.int32)
    if points:
        latitudes, longitudes = zip(*points, strict=True)
        distance[1:, 1:] = Geo.of_points(latitudes, longitudes).distance
    return Geo.of(distance), {None: 0, **{p: row + 1 for row, p in enumerate(points)}}


def _radius(posting: Need | Offer) -> int:
    return ANYWHERE if posting.radius_km is None else posting.radius_km * _M


def _forbidden(
    needs: Sequence[Need], offers: Sequence[Offer], apart: set[tuple[UUID, UUID]]
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of rows of people kept apart; as many steps as there are."""
    rows: dict[UUID, list[int]] = defaultdict(list)
    columns: dict[UUID, list[int]] = defaultdict(list)
    for row, need in enumerate(needs):
        rows[need.seeker_id].append(row)
    for column, offer in enumerate(offers):
        columns[offer.helper_id].append(column)
    return tuple(
        sorted(
            (row, column)
            for helper, seeker in apart
            for row in rows.get(seeker, ())
            for column in columns.get(helper, ())
        )
    )
