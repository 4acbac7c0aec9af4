"""The rules of four pools as golden files, and what holds for every scale."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hafen.exchange.allowances.scales import (
    BadScale,
    Job,
    Line,
    Mode,
    Rate,
    Reason,
    Scale,
    price,
    total,
)

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.yaml"))


def cases():
    for path in GOLDEN:
        told = yaml.safe_load(path.read_text("utf-8"))
        for entry in told["jobs"]:
            for side in ("pay", "fee"):
                if side in told:
                    yield pytest.param(
                        told[side], entry, side, id=f"{path.stem}-{side}-{entry['is']}"
                    )


@pytest.mark.parametrize(("scale", "entry", "side"), list(cases()))
def test_a_job_costs_what_the_rules_of_a_pool_say(scale, entry, side):
    job = Job(**{**entry["job"], "mode": Mode(entry["job"]["mode"])})

    lines = price(job, Scale.read(scale))

    assert lines == tuple(Line(Reason(r), n, cents) for r, n, cents in entry[side])


def test_all_four_pools_are_there():
    assert [path.stem for path in GOLDEN] == [
        "bielefeld",
        "borken",
        "luebeck",
        "regensburg",
    ]


minutes = st.integers(0, 600)
rates = st.builds(
    Rate,
    step=st.integers(1, 90),
    cents=st.integers(0, 5000),
    first=st.integers(0, 120),
    first_cents=st.integers(0, 9000),
)


@given(rates, minutes, minutes)
def test_more_work_never_costs_less(rate, some, more):
    assert rate.of(some) <= rate.of(some + more)


@given(rates, minutes)
def test_a_started_step_is_paid_as_a_whole(rate, some):
    whole = rate.first + rate.steps(some) * rate.step

    assert some == 0 or rate.of(some) == rate.of(max(whole, 1))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({}, "on_site"),
        ({"on_site": {"step": 0, "cents": 1}}, "step"),
        ({"on_site": {"step": 30, "cents": -1}}, "cents"),
        ({"on_site": {"step": 30, "cents": 7.5}}, "cents"),
        ({"on_site": {"step": True, "cents": 1}}, "step"),
        ({"on_site": 3}, "on_site"),
        ({"on_site": {"step": 30, "cents": 1}, "weg": {}}, "weg"),
        (
            {"on_site": {"step": 30, "cents": 1}, "lines": {"strokes": 0, "cents": 1}},
            "strokes",
        ),
    ],
)
def test_a_scale_that_cannot_be_says_which_entry(data, word):
    with pytest.raises(BadScale, match=word):
        Scale.read(data)


def test_written_work_needs_a_price():
    with pytest.raises(BadScale):
        price(Job(Mode.WRITTEN, strokes=100), Scale(Rate(30, 750)))


def test_the_sum_is_what_the_lines_say():
    job = Job(Mode.ON_SITE, minutes=60, metres=4000)
    scale = Scale.read(
        {"on_site": {"step": 30, "cents": 750}, "way": {"cents_per_km": 30}}
    )

    assert total(price(job, scale)) == 1500 + 240
