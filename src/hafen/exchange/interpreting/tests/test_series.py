"""D-10: one date of a series, it and the later ones, or all; everybody told once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.errors import LostUpdate
from hafen.core.mail.models import Notice
from hafen.exchange.interpreting import errors, keys, services
from hafen.exchange.interpreting.forms import initial_of
from hafen.exchange.interpreting.models import Appointment, Call
from hafen.exchange.interpreting.services import Answer, Repeat, Scope
from hafen.exchange.interpreting.tests.conftest import at_ten, enter, reserve
from hafen.mechanisms.todos.models import Todo

WEEK = timedelta(weeks=1)


@pytest.fixture
def series(school, farah, dora):
    """Four weekly dates, all settled with Farah."""
    begins = at_ten()
    rows = services.book(
        institution=school,
        data={
            "language": "ar",
            "subject": "SCHOOL",
            "place": "Schulstraße 3",
            "spans": [(begins, begins + timedelta(hours=1))],
        },
        by=None,
        now=timezone.now(),
        repeat=Repeat(4),
    )
    now = timezone.now()
    calls = services.ask(
        appointment=rows[0],
        interpreters=[(farah, 0)],
        by=dora,
        now=now,
        whole_series=True,
    )
    services.answer(call=calls[0], said=Answer(accepts=True, all_dates=True), now=now)
    for call in calls:
        services.settle(call=call, by=dora, now=now)
    Notice.objects.all().delete()
    mail.outbox.clear()
    return fresh(rows)


def fresh(rows):
    found = Appointment.objects.filter(pk__in=[row.pk for row in rows])
    return list(found.order_by("pk"))


def told(email):
    return [row.text for row in Notice.objects.filter(email=email).order_by("pk")]


def change(row, by, scope, **facts):
    """Change one date as the form sends it, with all that stays."""
    names = ("language", "subject", "place", "hint", "contact", "code", "mode")
    data = {name: getattr(row, name) for name in names} | {"spans": row.spans}
    return services.edit_appointment(
        appointment=row,
        data=data | facts,
        expected=row.version,
        by=by,
        now=timezone.now(),
        scope=scope,
    )


def test_d10_from_the_second_date_on_all_move_and_each_side_is_told_once(
    series, dora, farah
):
    second = series[1]
    begins = second.starts_at + timedelta(days=1, hours=4)
    moved = [(begins, begins + timedelta(minutes=90))]
    change(second, dora, Scope.FOLLOWING, spans=moved)

    first, *others = fresh(series)
    assert first.is_confirmed
    assert first.starts_at == series[0].starts_at
    local = [timezone.localtime(row.starts_at) for row in others]
    assert [each.hour for each in local] == [14, 14, 14]
    assert [row.minutes for row in others] == [90, 90, 90]
    assert local[1].date() - local[0].date() == WEEK
    # What was agreed was another day: she is asked, and nobody else is sent.
    assert {row.state for row in others} == {"OPEN"}
    [asked] = told("farah@example.org")
    assert "hat sich geändert" in asked
    assert asked.count("14:00") == 3
    assert asked.count("interpreting/call/") == 1
    [changed] = told("schule@example.org")
    assert changed.count("14:00") == 3
    call = Call.objects.get(appointment=others[0])
    services.answer(
        call=call, said=Answer(accepts=True, all_dates=True), now=timezone.now()
    )
    said_yes = Call.objects.filter(state="ACCEPTED", interpreter=farah)
    assert said_yes.count() == 3


def test_another_room_for_all_keeps_what_is_agreed_and_what_differs(series, dora):
    change(series[2], dora, Scope.ONE, place="Turnhalle")
    Notice.objects.all().delete()
    mail.outbox.clear()
    first = fresh(series)[0]
    change(first, dora, Scope.ALL, hint="Raum 214")

    rows = fresh(series)
    assert all(row.is_confirmed for row in rows)
    assert {row.hint for row in rows} == {"Raum 214"}
    assert [row.place for row in rows].count("Turnhalle") == 1
    [detail] = told("farah@example.org")
    assert detail.count("Raum 214") == 4
    [calendar] = calendars("farah@example.org")
    assert calendar.count("BEGIN:VEVENT") == 4
    assert "METHOD:REQUEST" in calendar
    assert len(told("schule@example.org")) == 1


def calendars(email):
    return [
        part.get_payload(decode=True).decode()
        for message in mail.outbox
        if email in message.to
        for part in message.message().walk()
        if part.get_content_type() == "text/calendar"
    ]


def test_whoever_does_not_fit_any_more_is_told_and_the_desk_looks_on(
    town, series, dora
):
    change(series[0], dora, Scope.FOLLOWING, language="ti")

    assert not Call.objects.filter(state__in=["ASKED", "CHOSEN"]).exists()
    [off] = told("farah@example.org")
    assert "fallen für Sie weg" in off
    [calendar] = calendars("farah@example.org")
    assert calendar.count("METHOD:CANCEL") == 1
    assert calendar.count("BEGIN:VEVENT") == 4
    waiting = Todo.objects.open().filter(kind=services.FIND)
    assert waiting.count() == 4


def test_a_date_in_the_past_or_read_before_a_change_is_refused(series, dora):
    early = [(at_ten(0) - WEEK, at_ten(0) - WEEK + timedelta(hours=1))]
    with pytest.raises(errors.PastDate):
        change(series[0], dora, Scope.ALL, spans=early)
    change(series[0], dora, Scope.ONE, hint="Raum 1")
    with pytest.raises(LostUpdate):
        change(series[0], dora, Scope.ALL, hint="Raum 2")


def test_later_dates_are_called_off_in_one_message(series, dora):
    services.call_off(
        appointment=series[1], by=dora, now=timezone.now(), scope=Scope.FOLLOWING
    )

    states = [row.state for row in fresh(series)]
    assert states == ["CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED"]
    [off] = told("farah@example.org")
    assert off.count("10:00") == 3
    [calendar] = calendars("farah@example.org")
    assert calendar.count("STATUS:CANCELLED") == 3
    assert len(told("schule@example.org")) == 1


def test_another_interpreter_is_looked_for_from_a_date_on(series, dora):
    services.give_back(
        appointment=series[2], by=dora, now=timezone.now(), scope=Scope.FOLLOWING
    )

    states = [row.state for row in fresh(series)]
    assert states == ["CONFIRMED", "CONFIRMED", "OPEN", "OPEN"]
    assert len(told("farah@example.org")) == 1
    assert len(told("schule@example.org")) == 1


def test_whoever_was_asked_for_one_date_is_asked_anew_when_it_moves(
    town, dora, school, farah
):
    """An earlier yes was for another hour."""
    row = reserve(school)
    hadi = enter(town, dora, name="Hadi Probe")
    now = timezone.now()
    calls = services.ask(
        appointment=row, interpreters=[(farah, 0), (hadi, 0)], by=dora, now=now
    )
    services.answer(call=calls[0], said=Answer(accepts=True), now=now)
    begins = row.starts_at + timedelta(hours=2)
    row.refresh_from_db()
    change(row, dora, Scope.ONE, spans=[(begins, begins + timedelta(hours=1))])

    assert set(Call.objects.values_list("state", flat=True)) == {"ASKED"}


def test_d10_the_desk_changes_a_series_on_the_page(town, series, dora, sign_in):
    desk = sign_in(dora)
    second = series[1]
    where = reverse("interpreting:edit_appointment", args=[town.slug, second.pk])
    page = desk.get(where).content.decode()
    assert "diesen und alle späteren Termine" in page
    sent = {
        name: str(value)
        for name, value in initial_of(second).items()
        if value not in (None, "", False)
    }
    sent |= {"version": str(second.version), "hint": "Raum 9", "scope": "FOLLOWING"}
    assert desk.post(where, sent).status_code == 302
    assert [row.hint for row in fresh(series)] == ["", "Raum 9", "Raum 9", "Raum 9"]
    page = reverse("interpreting:call_off", args=[town.slug, second.pk])
    assert desk.post(page, {"scope": "ALL"}).status_code == 302
    assert {row.state for row in fresh(series)} == {"CANCELLED"}


def test_d10_an_institution_changes_its_series_by_link(series, school, client):
    """Room and hour from the second date on; who comes is asked anew, once."""
    code = keys.booking_code(school)
    row = series[1]
    args = ["hier", "de", school.pk, code, row.pk]
    where = reverse("interpreting_public:change_booking", args=args)
    page = client.get(reverse("interpreting_public:booking", args=args))
    assert "Diese Buchung ändern" in page.content.decode()
    assert 'name="scope"' in client.get(where).content.decode()
    said = {k: v for k, v in initial_of(row).items() if v not in (None, "", False)}
    hour = (timezone.localtime(row.starts_at) + timedelta(hours=1)).time()
    said |= {"time_1": hour.isoformat(), "place": "Raum 9", "scope": "FOLLOWING"}
    said |= {"version": row.version}
    here = {"HTTP_ORIGIN": "http://testserver"}
    assert client.post(where, said, **here).status_code == 302
    assert client.post(where, said, **here).status_code in {404, 409}

    first, *later = fresh(series)
    assert first.place == "Schulstraße 3"
    assert first.is_confirmed
    assert {each.place for each in later} == {"Raum 9"}
    assert all(timezone.localtime(each.starts_at).time() == hour for each in later)
    assert len(told("farah@example.org")) == 1
    foreign = [*args[:3], "0" * 32, row.pk]
    assert (
        client.get(
            reverse("interpreting_public:change_booking", args=foreign)
        ).status_code
        == 404
    )


def test_d10_within_a_day_an_institution_calls_instead(booked, school, client):
    soon = booked(starts=timezone.now() + timedelta(hours=20))
    args = ["hier", "de", school.pk, keys.booking_code(school), soon.pk]
    where = reverse("interpreting_public:change_booking", args=args)
    assert client.get(where).status_code == 404
    page = client.get(reverse("interpreting_public:booking", args=args))
    assert "Diese Buchung ändern" not in page.content.decode()
