"""What rooms above ask of pairs: who lacks what, for lists, plans and refusals."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils.functional import Promise

from hafen.exchange.pool.models import Need, Offer
from hafen.exchange.pool.registries import GateRule, gates

# A rule of a gate, and the thing it is about.
Asked = tuple[str, str]
Rows = TypeVar("Rows", bound=QuerySet[Any])


def gate_rules() -> dict[str, GateRule]:
    return {key: rule for gate in gates for key, rule in gate.rules.items()}


def gate_names() -> dict[str, Promise]:
    return {key: rule.name for key, rule in gate_rules().items()}


def with_held(offers: Rows) -> Rows:
    """Bring along what the helpers of offers have of what gates ask."""
    held = {f"held_{key}": rule.held() for key, rule in gate_rules().items()}
    return offers.annotate(**held)


def with_asked(rows: Rows, need: UUID | None = None) -> Rows:
    """Bring along what gates ask of each need, or what they ask of one."""
    of = need or OuterRef("pk")
    asked = {f"asked_{key}": rule.asked(of) for key, rule in gate_rules().items()}
    return rows.annotate(**asked)


def asked_of(row: Any) -> set[Asked]:
    """Return what is asked, of a row that `with_asked` gave."""
    found = {key: getattr(row, f"asked_{key}") for key in gate_rules()}
    return {(key, str(thing)) for key, things in found.items() for thing in things}


def lacking(offer: Any, asked: set[Asked]) -> set[Asked]:
    """Return what the helper of an offer lacks, of a row that `with_held` gave."""
    return {pair for pair in asked if _lacks(offer, *pair)}


def _lacks(offer: Any, rule: str, thing: str) -> bool:
    held = getattr(offer, f"held_{rule}")
    return held is not None and thing not in {str(each) for each in held}


def held_back(need: Need, offer: Offer) -> str:
    """Return the sentence with which a gate refuses a pair; empty: none does."""
    row = with_asked(with_held(Offer.objects.filter(pk=offer.pk)), need.pk).get()
    missing = {rule for rule, _thing in lacking(row, asked_of(row))}
    for gate in gates:
        if refused := [rule for key, rule in gate.rules.items() if key in missing]:
            return str(refused[0].sentence)
        if sentence := gate.waits(need, offer):
            return sentence
    return ""
