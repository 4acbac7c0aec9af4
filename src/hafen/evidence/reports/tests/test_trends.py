"""Load by month or quarter, and the share of goals reached by year."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from hafen.casework.cases.models import Case, Note
from hafen.casework.cases.tests.conftest import (
    agatha,
    bela,
    case,
    clara,
    household,
    south,
    team,
)
from hafen.casework.consultations.models import Appointment, Visit
from hafen.core.places.models import Site
from hafen.evidence.reports.beside import printed
from hafen.evidence.reports.figures._trends import stretches
from hafen.evidence.reports.measuring import Frame, figures
from hafen.evidence.reports.queries import frame_of, tables_of
from hafen.evidence.reports.tests.test_kinds import TODAY

__all__ = ["agatha", "bela", "case", "clara", "household", "south", "team"]
pytestmark = pytest.mark.django_db
YEAR = TODAY.year - 1


@pytest.fixture
def counted(town, acting):
    def measure(key, first, last):
        acting(town)
        frame = frame_of(town, first=first, last=last, today=TODAY)
        tables = tables_of(figures[key], frame)
        return frame, {
            row.label: [cell.value for cell in row.cells] for row in tables[0].rows
        }

    return measure


def moment(month, day=3, hour=9):
    return timezone.make_aware(datetime.combine(date(YEAR, month, day), time(hour)))


def test_cases_are_told_by_month_with_what_was_open_at_its_end(
    town, case, counted, acting, clara
):
    rows = [case(name=f"Person Nr{number}") for number in range(4)]
    acting(town, clara)
    Case.objects.filter(pk=rows[0].pk).update(opened_on=date(YEAR, 1, 10))
    for row in rows[1:3]:
        Case.objects.filter(pk=row.pk).update(
            opened_on=date(YEAR, 2, 1), stage="CLOSED", outcome="REACHED",
            closed_on=date(YEAR, 3, 31),
        )  # fmt: skip
    Case.objects.filter(pk=rows[3].pk).update(
        opened_on=date(YEAR - 1, 5, 1), stage="CLOSED", outcome="PARTLY",
        closed_on=date(YEAR, 3, 1),
    )  # fmt: skip
    Note.objects.create(municipality=town, case=rows[0], on=date(YEAR, 2, 2), text="x")

    _frame, found = counted("load_cases", date(YEAR, 1, 1), date(YEAR, 3, 31))

    assert found == {
        f"01/{YEAR}": [1, 0, 0, 2],
        f"02/{YEAR}": [2, 0, 1, 4],
        f"03/{YEAR}": [0, 3, 0, 1],
        "Alle": [3, 3, None, None],
    }
    _frame, years = counted("reached_years", date(YEAR - 1, 1, 1), date(YEAR, 12, 31))
    assert years == {str(YEAR - 1): [0, 0, None], str(YEAR): [3, 2, 66.7]}


def test_hours_and_appointments_are_told_by_month(town, counted, acting, clara):
    acting(town)
    site = Site.objects.create(
        municipality=town,
        name="Haus",
        sort_key="haus",
        kind="CONTACT_POINT",
    )
    for number, minutes in enumerate((5, 20, 60, None)):
        came = moment(2)
        Visit.objects.create(
            municipality=town, site=site, day=came.date(), number=number + 1,
            came_at=came,
            called_at=came + timedelta(minutes=minutes) if minutes else None,
            ended_at=came + timedelta(hours=2), state="DONE" if minutes else "LEFT",
        )  # fmt: skip
    for hour, state in ((9, "ARRANGED"), (11, "OFF")):
        begin = moment(1, hour=hour)
        Appointment.objects.create(
            municipality=town, site=site, adviser=clara, state=state,
            starts_at=begin, ends_at=begin + timedelta(minutes=30),
        )  # fmt: skip

    _frame, found = counted("load_hours", date(YEAR, 1, 1), date(YEAR, 2, 28))

    assert found[f"01/{YEAR}"] == [1, 0, None, 0]
    assert found[f"02/{YEAR}"] == [0, 3, 20, 4]
    assert found["Alle"] == [1, 3, None, 4]


def test_a_long_period_is_told_by_quarters():
    frame = Frame(None, date(2024, 2, 10), date(2026, 3, 31), date(2026, 4, 1))

    found = stretches(frame)

    assert [found[0].label, found[-1].label, len(found)] == ["I/2024", "I/2026", 9]
    assert list(found[0].months) == ["2024-02", "2024-03"]


def test_a_month_of_a_trend_is_the_count_of_that_month_in_its_own_report(
    town, case, counted
):
    case(name="Person Eins")
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    frame, _found = counted("load_cases", first, last)
    tables = {"load_cases": tables_of(figures["load_cases"], frame)}

    keys = printed(tables, frame).counts

    assert f"cases.opened|@{YEAR}-02-01/{YEAR}-02-28" in keys
    assert f"cases.going|@/{YEAR}-02-28" in keys
    assert f"cases.opened|@{first}/{last}" in keys
