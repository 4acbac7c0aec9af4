"""Single changes of a plan, each mended before the next; for workers only.

The searches are compiled (`kernels.augment`); what calls them is not, since a
compiled caller would compile all of them once more.
"""

from hafen.matching.kernels.auction import cost_of, unseat
from hafen.matching.kernels.augment import close_offer, enter, fill_one, highest_bid
from hafen.matching.kernels.data import Market, Plan, Search, Seats

__all__ = ["close_offer", "enter", "fill", "open_offer", "withdraw"]


def fill(m: Market, plan: Plan, seats: Seats, s: Search, j: int) -> None:
    """Fill the free places of an offer, or lower its price to their cost."""
    while seats.used[j] < seats.size[j] and plan.price[j] > cost_of(
        seats, j, seats.used[j]
    ):
        fill_one(m, plan, seats, s, j)


def withdraw(m: Market, plan: Plan, seats: Seats, s: Search, i: int) -> None:
    """Take a need out, and give its place to whom it helps most."""
    j = int(plan.match[i])
    m.present[i], plan.match[i], plan.profit[i], plan.worth[i] = 0, -1, 0, 0
    if j >= 0:
        unseat(seats, j, i)
        fill(m, plan, seats, s, j)


def open_offer(
    m: Market, plan: Plan, seats: Seats, s: Search, j: int, load: int, size: int
) -> None:
    """Put an offer in with free places: first too dear for all, then filled."""
    plan.price[j], m.charges.offer[j], seats.size[j] = 0, load, size
    if size == 0:
        return
    plan.price[j] = highest_bid(m, plan, s, j)
    m.charges.offer[j] = load + plan.price[j]
    # Searches see the offer through its blocks as well.
    first = int(m.offers.district[j]) * m.blocks.width
    block = m.charges.block[first : first + m.blocks.width]
    block[:] = block.clip(max=m.charges.offer[j])
    fill(m, plan, seats, s, j)
