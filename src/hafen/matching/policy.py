"""Points: a frozen table of integer weights with a name, a version and a hash."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import NamedTuple

from hafen.matching.errors import BadPolicy

MOST_POINTS = 10**8
"""No pair is worth more, so sums over a million pairs stay far below 2**63."""


class Weights(NamedTuple):
    """The weights of a policy as the compiled loops read them."""

    proximity_max: int
    proximity_per_km: int
    slot: int
    slot_cap: int
    wish: int
    wish_cap: int
    language: int
    language_cap: int


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How much each fact counts; `docs/matching.md` says why so much.

    A pair is worth: base + proximity + slots + wishes + languages − load +
    waiting + priority. A cap is the number that still counts.

    :param base: every permitted pair
    :param proximity_max: in the same district; minus `proximity_per_km` per km
    :param slot: each common slot, up to `slot_cap`
    :param wish: each wished trait, up to `wish_cap`
    :param language: each common language beyond the first, up to `language_cap`
    :param load: taken off for each person served already, up to `load_cap`
    :param waiting_per_day: each day of waiting, up to `waiting_cap_days`
    :param priority: each level of urgency
    :param place_costs: taken off the plan for the first, second … further place of
        one offer; ascending, the last one repeats. It spreads work.
    """

    name: str
    version: int
    base: int = 500
    proximity_max: int = 300
    proximity_per_km: int = 20
    slot: int = 25
    slot_cap: int = 6
    wish: int = 40
    wish_cap: int = 3
    language: int = 30
    language_cap: int = 3
    load: int = 20
    load_cap: int = 10
    waiting_per_day: int = 20
    waiting_cap_days: int = 40_000
    priority: int = 100
    place_costs: tuple[int, ...] = (0,)

    def __post_init__(self) -> None:
        numbers = [
            getattr(self, field.name)
            for field in fields(self)
            if field.name not in {"name", "place_costs"}
        ]
        if not all(
            isinstance(n, int) and n >= 0 for n in [*numbers, *self.place_costs]
        ):
            raise BadPolicy("weights are whole numbers from 0 upwards")
        if not self.place_costs or list(self.place_costs) != sorted(self.place_costs):
            raise BadPolicy("costs of further places ascend")
        if self.base <= self.load * self.load_cap:
            raise BadPolicy("the base has to exceed the most that load takes off")
        if self.fit_spread + self.base + self.waiting_per_day * (
            self.waiting_cap_days
        ) + 100 * self.priority > (MOST_POINTS):
            raise BadPolicy(f"a pair could be worth more than {MOST_POINTS} points")

    @cached_property
    def canonical(self) -> bytes:
        """The policy as bytes: equal policies, equal bytes, on every machine."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=True).encode()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def fit_spread(self) -> int:
        """How many points the best pair can be ahead of the worst, waiting apart."""
        return (
            self.proximity_max
            + self.slot * self.slot_cap
            + self.wish * self.wish_cap
            + self.language * self.language_cap
            + self.load * self.load_cap
            + self.place_costs[-1]
        )

    @property
    def days_until_first(self) -> int | None:
        """Days of longer waiting after which nobody of equal urgency goes before.

        None where waiting does not count.
        """
        if not self.waiting_per_day:
            return None
        return self.fit_spread // self.waiting_per_day + 1

    @cached_property
    def weights(self) -> Weights:
        return Weights(
            self.proximity_max, self.proximity_per_km, self.slot, self.slot_cap,
            self.wish, self.wish_cap, self.language, self.language_cap,
        )  # fmt: skip
