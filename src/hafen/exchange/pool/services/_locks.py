"""One order of locks, so that two steps never wait for each other.

Offer, need, pair, and then what hangs on a pair in the rooms above: whatever a
step touches of these it locks in this order, and several rows of a kind by their
key, pairs by their helper first.
"""

from collections.abc import Iterable
from typing import Any

from hafen.exchange.pool.models import Match, MatchQuerySet, Need, Offer, Posting


def lock_sides(
    *, offers: Iterable[Offer] = (), needs: Iterable[Need] = ()
) -> tuple[list[Offer], list[Need]]:
    """Lock several of both sides, and return them as they are now."""
    return _by_key(Offer, offers), _by_key(Need, needs)


def lock(need: Need, offer: Offer) -> tuple[Need, Offer]:
    """Lock both sides, and return them as they are now."""
    [found], [wanted] = lock_sides(offers=[offer], needs=[need])
    return wanted, found


def lock_pair(match: Match) -> Match:
    """Lock a pair after its need, and return it as it is now."""
    [found] = lock_pairs(Match.objects.filter(pk=match.pk))
    return found


def lock_pairs(pairs: MatchQuerySet) -> list[Match]:
    """Lock pairs after their needs, and return them as they are now."""
    needs = Need.objects.filter(pk__in=pairs.order_by().values("need"))
    list(needs.select_for_update().order_by("pk").values_list("pk"))
    ordered = pairs.order_by("offer__helper_id", "pk")
    return list(ordered.select_for_update(of=("self",)))


def _by_key(model: type[Offer] | type[Need], rows: Iterable[Posting]) -> list[Any]:
    found = model.objects.filter(pk__in=[row.pk for row in rows])
    return list(found.select_for_update().order_by("pk"))
