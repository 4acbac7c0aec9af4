"""A synthetic conurbation: needs and offers of any number, the same every time.

Nothing in it is a finding about a real town. The parameters are chosen so that
a need has about 5.4, 60 and 593 permitted offers at 1,000, 10,000 and 100,000
rows on each side, and that these are as unevenly spread as in the published
measurements: `docs/matching.md` lists both.
"""

from dataclasses import dataclass

import numpy as np

from hafen.matching.policy import Policy
from hafen.matching.schema import BitGroup, Schema
from hafen.matching.tables import Geo, NeedTable, OfferTable

SEED = 20_261
DISTRICTS = 100
SIDE_KM = 60
POPULATION_SIGMA = 0.9
# What newcomers speak, and what helpers speak: skewed, and not alike. The
# first two stand for Ukrainian and Arabic, the last ones for rarer languages.
ASKED = np.array([20, 18, 13, 10, 8, 7, 6, 5, 4, 4, 3, 2]) / 100
SPOKEN = np.array([55, 65, 35, 70, 90, 100, 115, 125, 115, 95, 80, 55]) / 1000
NEED_LANGUAGES = (0.75, 0.25)
OFFER_LANGUAGES = (0.55, 0.30, 0.15)
# Share of people free in a slot, by part of the day, on weekdays and weekends.
NEED_FREE = ((0.35, 0.45, 0.45, 0.40, 0.35, 0.15), (0.35, 0.45, 0.45, 0.45, 0.40, 0.2))
OFFER_FREE = (
    (0.10, 0.14, 0.14, 0.20, 0.58, 0.34),
    (0.25, 0.50, 0.50, 0.50, 0.50, 0.25),
)
# Some who need help have hardly an hour, others most of the week: their shares are
# multiplied by `least + span · u ** power`, with u uniform in [0, 1).
NEED_LEISURE = (0.25, 1.2, 2.3)
OVERLAP = ((1, 0.7), (2, 0.3))
SKILLS = 16
# From a rare trade to what most can do; needs demand none, one, two or three.
OFFER_SKILLS = np.geomspace(0.05, 0.60, SKILLS)
NEED_SKILLS = (0.58, 0.30, 0.08, 0.04)
WISHES = (0.3, 0.4, 0.2, 0.1)
FEMALE_ONLY, MALE_ONLY = 0.12, 0.04
GENDERS = (0.58, 0.38, 0.04)
CLEARANCE_ASKED = (0.55, 0.30, 0.10, 0.05)
CLEARANCE_HELD = (0.48, 0.30, 0.14, 0.08)
RADII = ((30, 0.05), (50, 0.20), (100, 0.35), (150, 0.40))
CAPACITY = (0.60, 0.28, 0.12)
LOADS = (0.60, 0.25, 0.10, 0.05)
WAITING_MEAN, WAITING_CAP = 40, 365

SCHEMA = Schema(
    "sponsorship",
    (
        BitGroup("skills", "flags", tuple(f"skill-{n}" for n in range(SKILLS))),
        BitGroup("clearance", "ladder", ("1", "2", "3")),
        BitGroup("gender", "choice", ("female", "male", "unknown")),
    ),
)
POLICY = Policy(name="bench", version=1, waiting_per_day=1, priority=0)
FAIR = Policy(name="bench-fair", version=1, waiting_per_day=20, priority=0)


@dataclass(frozen=True)
class Town:
    needs: NeedTable
    offers: OfferTable
    geo: Geo


def make(needs: int, offers: int | None = None, *, seed: int = SEED) -> Town:
    """Return a town; equal arguments, equal town, on every machine."""
    rng = np.random.Generator(np.random.PCG64(seed))
    lat = 51.2 + rng.random(DISTRICTS) * SIDE_KM / 111.2
    lon = 7.0 + rng.random(DISTRICTS) * SIDE_KM / 69.7
    weights = rng.lognormal(0, POPULATION_SIGMA, DISTRICTS)
    weights /= weights.sum()
    return Town(
        _needs(rng, needs, weights),
        _offers(rng, offers or needs, weights),
        Geo.of_points(lat, lon),
    )


def _needs(rng, n, weights):
    skills = _some_skills(rng, n, NEED_SKILLS)
    levels = (1 << rng.choice(4, n, p=CLEARANCE_ASKED)) - 1
    draw = rng.random(n)
    accepted = np.select(
        [draw < FEMALE_ONLY, draw < FEMALE_ONLY + MALE_ONLY], [0b001, 0b010], 0b111
    )
    masks = SCHEMA.masks
    refuse = ~(accepted << (SKILLS + 3)) & masks["gender"]
    wishes = _some_skills(rng, n, WISHES)
    overlap = np.where(rng.random(n) < OVERLAP[0][1], OVERLAP[0][0], OVERLAP[1][0])
    waiting = np.minimum(rng.exponential(WAITING_MEAN, n), WAITING_CAP)
    return NeedTable.of(
        {
            "id": np.arange(n) + 1,
            "slots": _slots(rng, n, NEED_FREE, _leisure(rng, n)),
            "must": skills | (_top_bit(levels) << SKILLS),
            "refuse": refuse,
            "wish": wishes,
            "languages": _languages(rng, n, ASKED, NEED_LANGUAGES),
            "district": rng.choice(DISTRICTS, n, p=weights),
            "min_overlap": overlap,
            "waiting_days": waiting.astype(np.int64),
        }
    )


def _offers(rng, n, weights):
    skills = np.zeros(n, np.int64)
    for skill, share in enumerate(OFFER_SKILLS):
        skills |= (rng.random(n) < share).astype(np.int64) << skill
    levels = (1 << rng.choice(4, n, p=CLEARANCE_HELD)) - 1
    gender = 1 << rng.choice(3, n, p=GENDERS)
    return OfferTable.of(
        {
            "id": np.arange(n) + 1,
            "slots": _slots(rng, n, OFFER_FREE),
            "traits": skills | (levels << SKILLS) | (gender << (SKILLS + 3)),
            "languages": _languages(rng, n, SPOKEN, OFFER_LANGUAGES),
            "district": rng.choice(DISTRICTS, n, p=weights),
            "radius": rng.choice(
                [km for km, _ in RADII], n, p=[share for _, share in RADII]
            ),
            "capacity": 1 + rng.choice(3, n, p=CAPACITY),
            "load": rng.choice(4, n, p=LOADS),
        }
    )


def _some_skills(rng, n, shares):
    """Return 0 to 3 skills each, as flags; `shares` says how often how many."""
    skills = np.zeros(n, np.int64)
    count = rng.choice(len(shares), n, p=shares)
    for number in range(1, len(shares)):
        one = np.int64(1) << rng.integers(0, SKILLS, n)
        skills |= np.where(count >= number, one, 0)
    return skills


def _leisure(rng, n):
    least, span, power = NEED_LEISURE
    return least + span * rng.random(n) ** power


def _top_bit(levels):
    return (levels + 1) >> 1


def _slots(rng, n, shares, leisure=1):
    slots = np.zeros(n, np.uint64)
    for day in range(7):
        for part, share in enumerate(shares[day > 4]):
            free = (rng.random(n) < share * leisure).astype(np.uint64)
            slots |= free << np.uint64(day * 6 + part)
    return slots


def _languages(rng, n, shares, counts):
    words = np.zeros(n, np.uint64)
    wanted = rng.choice(len(counts), n, p=counts)
    for number in range(len(counts)):
        spoken = np.uint64(1) << rng.choice(len(shares), n, p=shares).astype(np.uint64)
        words |= np.where(wanted >= number, spoken, np.uint64(0))
    return words
