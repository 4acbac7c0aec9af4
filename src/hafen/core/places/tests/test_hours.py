from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from hafen.core.places.hours import Closure, Exceptional, Hours, Span, Weekly

BERLIN = ZoneInfo("Europe/Berlin")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def at(day, clock="12:00"):
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=BERLIN)


def span(text, **more):
    opens, closes = text.split("-")
    return Span(time.fromisoformat(opens), time.fromisoformat(closes), **more)


WIESBADEN = (Weekly(TUE, span("16:00-18:00")), Weekly(WED, span("10:00-12:00")))
THURSDAY = at("2026-11-19", "09:00")
TUESDAY = date(2026, 11, 24)


def test_w2_on_a_thursday_the_next_opening_is_tuesday_at_four():
    status = Hours(weekly=WIESBADEN).status(THURSDAY)
    assert not status.is_open
    assert status.opens_at == at("2026-11-24", "16:00")


def test_w2_an_absence_on_that_tuesday_moves_it_to_wednesday_at_ten():
    away = Exceptional(TUESDAY, (), "Fortbildung")
    status = Hours(weekly=WIESBADEN, exceptions=(away,)).status(THURSDAY)
    assert status.opens_at == at("2026-11-25", "10:00")


def test_d10_hours_with_a_future_validity_hold_from_their_first_day_on():
    hours = Hours(
        weekly=(
            Weekly(THU, span("14:00-17:00"), valid_until=date(2026, 12, 31)),
            Weekly(THU, span("13:00-18:00"), valid_from=date(2027, 1, 1)),
        )
    )
    assert hours.plan(date(2026, 12, 31)).spans == (span("14:00-17:00"),)
    assert hours.plan(date(2027, 1, 7)).spans == (span("13:00-18:00"),)


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [("15:59", False), ("16:00", True), ("17:59", True), ("18:00", False)],
)
def test_the_door_opens_with_the_first_minute_and_closes_with_the_last(clock, is_open):
    assert Hours(weekly=WIESBADEN).is_open(at(TUESDAY, clock)) is is_open


def test_a_closure_shows_its_reason_and_other_hours_on_a_day_win_over_it():
    closed = Closure(date(2026, 11, 23), date(2026, 11, 27), "Umzug")
    hours = Hours(weekly=WIESBADEN, closures=(closed,))
    assert hours.plan(TUESDAY).reason == "Umzug"
    assert hours.status(THURSDAY).opens_at == at("2026-12-01", "16:00")

    emergency = Exceptional(TUESDAY, (span("09:00-10:00"),), "Notdienst")
    open_once = Hours(weekly=WIESBADEN, closures=(closed,), exceptions=(emergency,))
    assert open_once.status(THURSDAY).opens_at == at(TUESDAY, "09:00")


def test_a_public_holiday_closes_and_is_named():
    hours = Hours(
        weekly=(Weekly(FRI, span("09:00-12:00")),),
        holiday=lambda day: "Erster Weihnachtstag" if day.month == 12 else "",
    )
    status = hours.status(at("2026-12-25", "10:00"))
    assert (status.is_open, status.reason) == (False, "Erster Weihnachtstag")


def test_hours_past_midnight_belong_to_the_evening_before():
    hours = Hours(weekly=(Weekly(SAT, span("22:00-02:00")),))
    status = hours.status(at("2026-11-22", "01:00"))
    assert status.closes_at == at("2026-11-22", "02:00")
    assert not hours.is_open(at("2026-11-23", "01:00"))


def test_a_place_that_never_closes_is_open_without_a_break():
    hours = Hours(weekly=tuple(Weekly(day, span("00:00-00:00")) for day in range(7)))
    assert hours.is_open(at(TUESDAY, "00:00"))
    assert hours.is_open(at(TUESDAY, "23:59"))


def test_stretches_that_touch_are_one():
    hours = Hours(
        weekly=(Weekly(TUE, span("08:00-12:00")), Weekly(TUE, span("12:00-16:00")))
    )
    assert hours.status(at(TUESDAY, "11:00")).closes_at == at(TUESDAY, "16:00")


def test_hours_by_appointment_are_listed_but_the_door_is_closed():
    hours = Hours(weekly=(Weekly(TUE, span("08:00-12:00", by_appointment=True)),))
    assert hours.plan(TUESDAY).spans
    assert not hours.is_open(at(TUESDAY, "09:00"))
    assert hours.status(THURSDAY).opens_at is None


def test_in_the_week_of_the_clock_change_the_wall_time_holds():
    hours = Hours(weekly=tuple(Weekly(day, span("09:00-12:00")) for day in range(7)))
    spring = hours.status(datetime(2026, 3, 28, 20, tzinfo=UTC))
    assert spring.opens_at == datetime(2026, 3, 29, 7, tzinfo=UTC)
    autumn = hours.status(datetime(2026, 10, 24, 20, tzinfo=UTC))
    assert autumn.opens_at == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_a_night_shift_over_the_clock_change_is_longer_or_shorter_by_an_hour():
    hours = Hours(weekly=(Weekly(SAT, span("22:00-06:00")),))

    def length(day):
        [opening] = hours.openings(date.fromisoformat(day), days=1)
        return (opening.ends_at - opening.starts_at).total_seconds() / 3600

    assert length("2026-03-28") == 7
    assert length("2026-10-24") == 9


def test_an_hour_that_happens_twice_is_open_both_times():
    hours = Hours(weekly=(Weekly(SUN, span("02:00-02:45")),))
    [opening] = hours.openings(date(2026, 10, 25), days=1)
    assert opening.starts_at == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert opening.ends_at == datetime(2026, 10, 25, 1, 45, tzinfo=UTC)


def test_the_answer_changes_at_the_next_door_or_at_midnight():
    hours = Hours(weekly=WIESBADEN)
    assert hours.next_change(at(TUESDAY, "10:00")) == at(TUESDAY, "16:00")
    assert hours.next_change(at(TUESDAY, "17:00")) == at(TUESDAY, "18:00")
    assert hours.next_change(at(TUESDAY, "19:00")) == at("2026-11-25", "00:00")


def test_a_place_without_hours_is_closed_and_the_search_ends():
    assert Hours().status(THURSDAY).opens_at is None
