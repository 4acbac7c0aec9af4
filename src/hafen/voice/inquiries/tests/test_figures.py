"""Who asked what, counted so that nobody is found in the figures."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from hafen.core.db.cells import suppressed
from hafen.voice.inquiries.models import Inquiry

pytestmark = pytest.mark.django_db


def address(name, town, *parts):
    return reverse(f"inquiries:{name}", args=[town.slug, *parts])


def test_w10_the_year_2018_sums_to_the_registers_total(town, clara, received, sign_in):
    for who, times in (("ENGAGED", 5), ("OFFICE", 4), ("NEWCOMER", 3)):
        for _time in range(times):
            received(who=who, now=datetime(2018, 5, 2, 9, tzinfo=UTC))
    received(who="ENGAGED")  # another year
    period = {"first": "2018-01-01", "last": "2018-12-31"}

    page = sign_in(clara).get(address("figures", town), {**period, "by": "who"})

    numbers = [number for _name, number in page.context["lines"]]
    register = Inquiry.objects.filter(received_at__year=2018).count()
    assert numbers == [5, 4, 3]
    assert sum(numbers) == page.context["total"] == register == 12


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 9, "b": 2, "c": 1}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 4, "c": 1}, {"a": 9, "b": None, "c": None}),  # never one alone
        ({"a": 9, "b": 3}, {"a": 9, "b": 3}),
        # Two that are hidden would be one each.
        ({"a": 9, "b": 4, "c": 1, "d": 1}, {"a": 9, "b": None, "c": None, "d": None}),
        ({"a": 9, "b": 1, "c": 0}, {"a": None, "b": None, "c": 0}),
        ({"a": 1}, {"a": None}),
    ],
)
def test_small_cells_cannot_be_reckoned_back(counts, shown):
    cells = suppressed(counts, smallest=3)

    assert {cell.key: cell.number for cell in cells} == shown


def test_figures_go_out_with_small_cells_hidden(town, clara, received, sign_in):
    for _time in range(4):
        received(who="ENGAGED")
    received(who="OFFICE")

    file = sign_in(clara).get(address("figures", town), {"by": "who", "as": "csv"})

    text = file.content.decode("utf-8-sig")
    assert ";1" not in text
    assert text.count("verborgen") == 2
