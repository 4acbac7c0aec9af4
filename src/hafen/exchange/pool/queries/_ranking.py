"""The ranked list of a need or an offer, line by line, in people's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy, ngettext

from hafen.exchange.pool import engine, times
from hafen.exchange.pool.gates import (
    Asked,
    asked_of,
    gate_names,
    with_asked,
    with_held,
)
from hafen.exchange.pool.models import (
    TAKEN,
    CityPlan,
    Exclusion,
    Match,
    Need,
    Offer,
    Skill,
)
from hafen.exchange.pool.queries._rules import (
    RULE_NAMES,
    Names,
    RuleLine,
    kilometres,
    rules_of,
)
from hafen.matching.explaining import Points, explain, why_not
from hafen.matching.ranking import topk

LISTED = 20
NEAR_MISSES = 10
# Beyond so many offers of a kind nobody is looked through for a near miss.
LOOKED_THROUGH = 500

TERM_NAMES = {
    "base": gettext_lazy("Everybody who fits"),
    "proximity": gettext_lazy("Nearness"),
    "slots": gettext_lazy("Common times"),
    "wishes": gettext_lazy("Wished skills"),
    "languages": gettext_lazy("Further common languages"),
    "load": gettext_lazy("Helps others already"),
    "waiting": gettext_lazy("Waiting time"),
    "priority": gettext_lazy("Urgent"),
}


@dataclass(frozen=True)
class Line:
    """One line of the points of a pair.

    :param most: 0 where there is no maximum
    """

    key: str
    name: str
    points: int
    most: int
    detail: str


@dataclass(frozen=True)
class Candidate:
    """One pair of the list: rules, points, and how far it is behind the first."""

    need: Need
    offer: Any
    total: int
    lines: list[Line]
    rules: list[RuleLine]
    place: int = 0
    behind: int = 0
    behind_because: list[tuple[str, int]] = field(default_factory=list)

    @property
    def broken(self) -> list[RuleLine]:
        return [rule for rule in self.rules if not rule.is_kept]

    @property
    def best_lines(self) -> list[Line]:
        """What tells this pair from the others of the list."""
        same = {"base", "waiting", "priority"}
        return [line for line in self.lines if line.points and line.key not in same]


@dataclass(frozen=True)
class Ranking:
    """A ranked list, those who nearly fit, and which rule takes how many."""

    candidates: list[Candidate]
    near: list[Candidate]
    losses: list[tuple[str, int, int]]
    looked_at: int


def ranked_offers(need: Need, *, today: date, names: Names) -> Ranking:
    """Return who fits a need best; one query."""
    living = Match.objects.active().filter(need=need)
    rows = Offer.objects.open().filter(municipality=need.municipality_id)
    rows = rows.filter(kind=need.kind).exclude(matches__in=living)
    offers = list(for_engine(rows, need))
    tables = _tables_of(need, offers, today)
    by_key = {offer.pk: offer for offer in offers}
    best = topk(tables.needs, tables.index, LISTED, forbidden=tables.forbidden)
    found = [
        _candidate(need, by_key[tables.offer_keys[row]], tables, names)
        for row, _score in best.of(0)
    ]
    return Ranking(
        candidates=_compared(found),
        near=_near(need, offers, tables, names),
        losses=_losses(need, tables),
        looked_at=len(offers),
    )


def ranked_needs(offer: Any, *, today: date, names: Names) -> Ranking:
    """Return for whom an offer is best, the longest waiting counted in; one query.

    :param offer: as `listed` gives it
    """
    apart = Exclusion.objects.filter(helper=offer.helper_id, seeker=OuterRef("seeker"))
    rows = Need.objects.open().filter(municipality=offer.municipality_id)
    rows = rows.filter(kind=offer.kind).select_related("seeker", "district")
    rows = rows.exclude(matches__in=Match.objects.active().filter(offer=offer))
    found = rows.annotate(is_apart=Exists(apart)).with_free().filter(free__gt=0)
    needs: list[Any] = list(with_asked(found))
    excluded = [(offer.helper_id, n.seeker_id) for n in needs if n.is_apart]
    tables = _tables(needs, [offer], excluded, _asked(needs), today)
    best = topk(tables.needs, tables.index, 1, forbidden=tables.forbidden)
    by_key = {need.pk: need for need in needs}
    fitting = [
        _candidate(by_key[key], offer, tables, names)
        for row, key in enumerate(tables.need_keys)
        if best.of(row)
    ]
    fitting.sort(key=lambda each: (-each.total, each.need.pk))
    return Ranking(_compared(fitting[:LISTED]), [], [], len(needs))


def explained_pair(need: Need, offer: Offer, *, today: date, names: Names) -> Candidate:
    """Return rules and points of one pair, whether it fits or not; one query."""
    [own] = for_engine(Offer.objects.filter(pk=offer.pk), need)
    tables = _tables_of(need, [own], today)
    return _candidate(need, own, tables, names)


def points_of(need: Need, offer: Offer, *, today: date) -> int:
    """Return how well two fit each other today; one query."""
    [own] = for_engine(Offer.objects.filter(pk=offer.pk), need)
    tables = _tables_of(need, [own], today)
    return explain(tables.needs, 0, tables.index, 0).total


def for_engine(rows: Any, need: Need | None = None) -> Any:
    """Bring along what the engine asks of offers: free places, load, exclusions."""
    helped = Match.objects.filter(
        offer__helper=OuterRef("helper"), state__in=TAKEN
    ).order_by()
    counted = helped.values("offer__helper").annotate(n=Count("pk")).values("n")
    found = rows.select_related("helper", "district").annotate(
        load=Coalesce(Subquery(counted), 0)
    )
    if need is not None:
        apart = Exclusion.objects.filter(
            helper=OuterRef("helper"), seeker=need.seeker_id
        )
        found = with_asked(found.annotate(is_apart=Exists(apart)), need.pk)
    return with_held(found).with_free()


def plannable(plan: CityPlan, *, today: date) -> engine.Tables:
    """Return all open needs and offers of the kind of a plan, for the engine.

    A need that is being placed already waits for that answer; a need with
    several free places gets one of them by each plan.
    """
    here = {"municipality": plan.municipality_id, "kind": plan.kind}
    living = Match.objects.active()
    rows = Need.objects.open().filter(**here).exclude(matches__in=living)
    needs: list[Any] = list(with_asked(rows.order_by("pk")))
    offers = list(for_engine(Offer.objects.open().filter(**here)))
    apart = Exclusion.objects.filter(municipality=plan.municipality_id)
    pairs = list(apart.values_list("helper", "seeker"))
    return _tables(needs, offers, pairs, _asked(needs), today)


def _asked(needs: list[Any]) -> dict[UUID, set[Asked]]:
    return {need.pk: asked_of(need) for need in needs}


def _tables_of(need: Need, offers: list[Any], today: date) -> engine.Tables:
    """Return the columns of one need; its offers bring along what is asked."""
    apart = [(each.helper_id, need.seeker_id) for each in offers if each.is_apart]
    asked = {need.pk: asked_of(offers[0])} if offers else {}
    return _tables([need], offers, apart, asked, today)


def _tables(
    needs: Sequence[Need],
    offers: Sequence[Any],
    apart: list[tuple[UUID, UUID]],
    asked: dict[UUID, set[Asked]],
    today: date,
) -> engine.Tables:
    load = {offer.helper_id: offer.load for offer in offers}
    return engine.tables(
        needs, offers, apart=apart, load=load, asked=asked, today=today
    )


def _candidate(
    need: Need, offer: Any, tables: engine.Tables, names: Names
) -> Candidate:
    explained = explain(
        tables.needs,
        tables.need_id(need.pk),
        tables.index,
        tables.offer_id(offer.pk),
        forbidden=tables.forbidden,
    )
    return Candidate(
        need=need,
        offer=offer,
        total=explained.total,
        lines=[_line(term, tables, names) for term in explained.terms],
        rules=rules_of(explained, need, offer, names),
    )


def _compared(found: list[Candidate]) -> list[Candidate]:
    """Number the list, and say of each what the first has more of."""
    if not found:
        return []
    first = {line.key: line.points for line in found[0].lines}
    return [
        Candidate(
            **{
                **vars(each),
                "place": place,
                "behind": found[0].total - each.total,
                "behind_because": [
                    (line.name, line.points - first[line.key])
                    for line in each.lines
                    if line.points != first[line.key]
                ],
            }
        )
        for place, each in enumerate(found, start=1)
    ]


def _near(
    need: Need, offers: list[Any], tables: engine.Tables, names: Names
) -> list[Candidate]:
    """Return the offers that break one rule alone: a fact may be corrected."""
    if len(offers) > LOOKED_THROUGH:
        return []
    found = (_candidate(need, offer, tables, names) for offer in offers)
    near = [
        each
        for each in found
        if len(each.broken) == 1 and each.broken[0].key != "EXCLUDED"
    ]
    return sorted(near, key=lambda each: (-each.total, each.offer.pk))[:NEAR_MISSES]


def _losses(need: Need, tables: engine.Tables) -> list[tuple[str, int, int]]:
    number = tables.need_id(need.pk)
    names = RULE_NAMES | gate_names()
    lost: dict[str, tuple[int, int]] = {}
    for loss in why_not(tables.needs, number, tables.index, forbidden=tables.forbidden):
        if loss.removes:
            name = str(names[engine.our_name(loss.rule)])
            removes, opens = lost.get(name, (0, 0))
            lost[name] = (max(removes, loss.removes), opens + loss.opens)
    return [(name, removes, opens) for name, (removes, opens) in lost.items()]


def _line(term: Points, tables: engine.Tables, names: Names) -> Line:
    details = {
        "proximity": lambda: kilometres(term.detail),
        "slots": lambda: "; ".join(times.names(term.detail)),
        "wishes": lambda: ", ".join(_skills(term.detail, tables)),
        "languages": lambda: _languages(term.detail, tables, names),
        "load": lambda: _people(term.detail),
        "waiting": lambda: _days(term.detail),
    }
    detail = details.get(term.key, str)()
    name = str(TERM_NAMES[term.key])
    # Waiting has no end that a person would read.
    most = 0 if term.key == "waiting" else term.most
    return Line(term.key, name, term.points, most, detail)


def _skills(word: int, tables: engine.Tables) -> list[str]:
    mask = tables.schema.masks["skill"]
    first = (mask & -mask).bit_length() - 1
    places = engine.bits((word & mask) >> first)
    return [str(Skill(Skill.values[place]).label) for place in places]


def _languages(word: int, tables: engine.Tables, names: Names) -> str:
    tags = dict.fromkeys(tables.languages[place][0] for place in engine.bits(word))
    return ", ".join(names.get(tag, tag) for tag in tags)


def _people(number: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def _days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}
