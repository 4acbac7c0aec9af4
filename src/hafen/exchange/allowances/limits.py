"""What somebody may get in a year for voluntary work before tax is due.

§ 3 Nr. 26 and 26a EStG: the sums count per person and calendar year over all
activities, also those for others; so people declare what they get elsewhere. The
amounts are dated reference data in `data/limits.yaml`.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

# From this share on we warn.
_NEAR = 80


class Kind(StrEnum):
    """Which allowance of the income tax act an activity falls under."""

    TEACHING = "teaching"
    GENERAL = "general"


class Verdict(StrEnum):
    WITHIN = "within"
    NEAR = "near"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Weighed:
    """A claim beside the limit of its year, in cents.

    :ivar limit: what the act allows
    :ivar before: what was paid by us or declared as paid by others
    :ivar left: what remains after the claim; negative when it is too much
    """

    limit: int
    before: int
    left: int
    verdict: Verdict


class _Entry(TypedDict):
    source: str
    years: dict[int, int]


class UnknownYear(LookupError):
    """No limit is known so far back."""


def limit(kind: Kind, year: int) -> int:
    """Return the limit of a calendar year in cents.

    :raises UnknownYear: before the first year on record
    """
    known = {start: cents for start, cents in _years(kind).items() if start <= year}
    if not known:
        raise UnknownYear(year)
    return known[max(known)]


def source(kind: Kind) -> str:
    """Return the paragraph that sets the limit."""
    return _data()[kind]["source"]


def weigh(claim: int, *, kind: Kind, year: int, paid: int, elsewhere: int) -> Weighed:
    """Set a claim beside what the year still allows.

    :param paid: cents that we have paid or approved in that year for this kind
    :param elsewhere: cents that the person declared to get from others
    :raises UnknownYear: as `limit`
    """
    most = limit(kind, year)
    before = paid + elsewhere
    left = most - before - claim
    share = (before + claim) * 100
    if left < 0:
        verdict = Verdict.BEYOND
    elif share >= _NEAR * most:
        verdict = Verdict.NEAR
    else:
        verdict = Verdict.WITHIN
    return Weighed(most, before, left, verdict)


def _years(kind: Kind) -> dict[int, int]:
    return _data()[kind]["years"]


@cache
def _data() -> dict[str, _Entry]:
    path = Path(__file__).parent / "data" / "limits.yaml"
    found: dict[str, _Entry] = yaml.safe_load(path.read_text("utf-8"))
    return found
