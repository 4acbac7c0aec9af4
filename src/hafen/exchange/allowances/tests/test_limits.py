"""The yearly limits of § 3 Nr. 26 and 26a EStG."""

import pytest

from hafen.exchange.allowances.limits import (
    Kind,
    UnknownYear,
    Verdict,
    limit,
    source,
    weigh,
)


@pytest.mark.parametrize(
    ("kind", "year", "cents"),
    [
        (Kind.GENERAL, 2025, 84_000),
        (Kind.GENERAL, 2026, 96_000),
        (Kind.GENERAL, 2031, 96_000),
        (Kind.TEACHING, 2025, 300_000),
        (Kind.TEACHING, 2026, 330_000),
    ],
)
def test_a_limit_holds_from_its_year_on(kind, year, cents):
    assert limit(kind, year) == cents


def test_nobody_guesses_a_limit():
    with pytest.raises(UnknownYear):
        limit(Kind.GENERAL, 2020)


@pytest.mark.parametrize(
    ("claim", "paid", "elsewhere", "verdict", "left"),
    [
        (1_000, 0, 0, Verdict.WITHIN, 95_000),
        (1_000, 75_799, 0, Verdict.WITHIN, 19_201),
        (1_000, 75_800, 0, Verdict.NEAR, 19_200),
        (1_000, 25_800, 50_000, Verdict.NEAR, 19_200),
        (1_000, 95_000, 0, Verdict.NEAR, 0),
        (1_000, 95_001, 0, Verdict.BEYOND, -1),
    ],
)
def test_a_claim_is_weighed_with_all_that_was_paid(
    claim, paid, elsewhere, verdict, left
):
    found = weigh(claim, kind=Kind.GENERAL, year=2026, paid=paid, elsewhere=elsewhere)

    assert (found.verdict, found.left) == (verdict, left)


def test_each_limit_names_its_source():
    assert [source(kind) for kind in Kind] == ["§ 3 Nr. 26 EStG", "§ 3 Nr. 26a EStG"]
