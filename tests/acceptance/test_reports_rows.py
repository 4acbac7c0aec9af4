"""Every number of a report leads to its rows, for whoever may see them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.evidence.reports.measuring import Cell, figures, templates
from hafen.evidence.reports.queries import frame_of
from tests.demo import demo_database, musterhafen

__all__ = ["demo_database", "musterhafen"]

LEADERS = (
    *(Role.PROJECT_LEAD, Role.ADMINISTRATIVE_COORDINATOR, Role.COMMISSIONER),
    *(Role.VOLUNTEER_COORDINATOR, Role.SOCIAL_WORKER, Role.INTEGRATION_MANAGER),
    *(Role.INTERPRETER_COORDINATOR, Role.STEERING, Role.EVALUATOR),
)
# What they count stands within the rows of the list: its people, its pairs.
OTHERS = {"cases:households", "pool:needs"}


@pytest.fixture
def year():
    today = timezone.localdate()
    return {"first": f"{today:%Y}-01-01", "last": str(today)}


def test_every_figure_has_rows_or_says_why_not():
    without = {figure.key: str(figure.no_rows) for figure in figures if not figure.rows}
    both = [figure.key for figure in figures if figure.rows and figure.no_rows]
    used = {key for template in templates for key in template.figures}

    assert all(without.values()), without
    assert both == []
    assert used <= {figure.key for figure in figures}


def test_a_list_has_as_many_rows_as_its_definition_says(
    musterhafen, person, sign_in, year
):
    client = sign_in(person(musterhafen, *LEADERS))
    where = {key: each.key for each in templates for key in each.figures}
    for key, template in where.items():
        address = reverse("reports:definition", args=[musterhafen.slug, template, key])
        told = client.get(address, year)
        if told.status_code == 404:
            assert figures[key].is_staff, key
        elif told.context.get("door"):
            _follow(client, musterhafen, key, told.context)
        else:
            # A round of which the demo town has none.
            assert figures[key].no_rows or key.startswith("survey_"), key


def _follow(client, town, key, told):
    """Open the list of a figure, and that of each number that opens one."""
    door, seen = told["door"], told["seen"]
    there = client.get(told["rows"])
    assert there.status_code == 200, key
    is_counted = "page" in there.context and door.page not in OTHERS
    if seen is not None and is_counted:
        assert there.context["page"].paginator.count == seen, key
    for cell in [c for t in told["told"].tables for c in t.cells]:
        more = door.narrowed(cell)
        if more is None:
            continue
        part = client.get(door.address(town, **more))
        assert part.status_code == 200
        if is_counted and door.of:
            number = part.context["page"].paginator.count
            is_all = seen == told["whole"]
            assert number == cell.count if is_all else number <= cell.count, cell


def test_hidden_numbers_open_nothing(musterhafen):
    for figure in figures:
        door = figure.rows(_frame(musterhafen)) if figure.rows else None
        if door and door.measures:
            measure = next(iter(door.measures))
            assert door.narrowed(Cell(3, f"{measure}|")) is not None
            assert door.narrowed(Cell(3, f"{measure}|").hidden()) is None
            assert door.narrowed(Cell(0, f"{measure}|")) is None


def _frame(town):
    today = timezone.localdate()
    return frame_of(town, first=today.replace(day=1), last=today, today=today)
