from hafen.exchange.pool.models._matches import (
    ENDED,
    FactCorrection,
    Match,
    MatchQuerySet,
    MatchStep,
)
from hafen.exchange.pool.models._people import Exclusion, Helper, Reachable, Seeker
from hafen.exchange.pool.models._plans import CityPlan, PairWish, PlannedPair
from hafen.exchange.pool.models._postings import (
    ACTIVE,
    ALL_WEEK,
    TAKEN,
    Need,
    Offer,
    PoolSettings,
    Posting,
    PostingQuerySet,
)
from hafen.exchange.pool.models._words import (
    PAIRINGS,
    Clearance,
    Gender,
    Kind,
    Level,
    Skill,
    Visibility,
)

__all__ = [
    "ACTIVE",
    "ALL_WEEK",
    "ENDED",
    "PAIRINGS",
    "TAKEN",
    "CityPlan",
    "Clearance",
    "Exclusion",
    "FactCorrection",
    "Gender",
    "Helper",
    "Kind",
    "Level",
    "Match",
    "MatchQuerySet",
    "MatchStep",
    "Need",
    "Offer",
    "PairWish",
    "PlannedPair",
    "PoolSettings",
    "Posting",
    "PostingQuerySet",
    "Reachable",
    "Seeker",
    "Skill",
    "Visibility",
]
