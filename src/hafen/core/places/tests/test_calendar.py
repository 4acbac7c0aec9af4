from datetime import date

import pytest

from hafen.core.places.calendar import (
    LAENDER,
    NoWorkingDay,
    Period,
    WorkingCalendar,
    public_holidays,
    school_holidays,
)

NRW = WorkingCalendar(land="NW")


@pytest.mark.parametrize("land", sorted(LAENDER))
def test_every_land_has_its_holidays(land):
    days = public_holidays(land, 2026)
    assert days[date(2026, 10, 3)] == "Tag der Deutschen Einheit"
    assert 10 <= len(days) <= 15


def test_corpus_christi_is_a_holiday_in_muenster_and_a_working_day_in_magdeburg():
    thursday = date(2026, 6, 4)
    assert NRW.holiday(thursday) == "Fronleichnam"
    assert WorkingCalendar(land="ST").is_working_day(thursday)


def test_an_unknown_land_is_refused():
    with pytest.raises(KeyError):
        public_holidays("XX", 2026)


def test_a_municipality_adds_days_and_takes_others_away():
    eve = date(2026, 12, 24)
    calendar = WorkingCalendar(
        land="NW",
        own_holidays={eve: "Heiligabend"},
        no_holidays=frozenset({date(2026, 6, 4)}),
    )
    assert calendar.holiday(eve) == "Heiligabend"
    assert calendar.is_working_day(date(2026, 6, 4))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 0, date(2026, 11, 23)),  # Saturday: the next one
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 4, 1), 3, date(2026, 4, 8)),  # over Easter
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # over Christmas
        (date(2026, 4, 8), -3, date(2026, 4, 1)),
    ],
)
def test_deadlines_count_working_days_only(start, count, end):
    assert NRW.add_working_days(start, count) == end


def test_counting_there_and_back_agree():
    start, end = date(2026, 3, 2), date(2026, 6, 30)
    count = NRW.working_days_between(start, end)
    assert NRW.add_working_days(start, count) == end


def test_closures_team_days_and_absences_move_a_deadline():
    monday = date(2026, 11, 23)
    calendar = WorkingCalendar(
        land="NW",
        closures=(Period(monday, monday, "Umzug"),),
        team_days=(Period(date(2026, 11, 24), date(2026, 11, 24), "Teamtag"),),
    )
    assert calendar.add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 25)
    assert calendar.reason_off(monday) == "Umzug"

    away = calendar.without([Period(date(2026, 11, 25), date(2026, 11, 27))])
    assert away.add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 30)


def test_an_office_that_never_works_has_no_next_day():
    closed = WorkingCalendar(
        land="NW", closures=(Period(date(2026, 1, 1), date(2030, 1, 1)),)
    )
    with pytest.raises(NoWorkingDay):
        closed.next_working_day(date(2026, 5, 1))
    with pytest.raises(NoWorkingDay):
        closed.add_working_days(date(2026, 5, 1), 2)


def test_school_holidays_are_periods_of_the_land_and_no_days_off():
    summer = next(
        period
        for period in school_holidays("NW", 2026)
        if period.name == "Sommerferien"
    )
    assert (summer.first, summer.last) == (date(2026, 7, 20), date(2026, 9, 1))
    assert NRW.is_working_day(date(2026, 7, 21))


def test_christmas_holidays_run_over_the_turn_of_the_year():
    last = school_holidays("NW", 2026)[-1]
    assert (last.first.year, last.last.year) == (2026, 2027)
