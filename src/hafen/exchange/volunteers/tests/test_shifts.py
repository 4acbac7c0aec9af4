"""Shifts, hours and worries: C-05 to C-07, C-12 to C-15, D21."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.volunteers import keys, queries, services
from hafen.exchange.volunteers.errors import Collides, ProofsMissing
from hafen.exchange.volunteers.models import Concern, Hours, Shift, Signup, Task
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import Registration
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation

HERE = {"HTTP_ORIGIN": "http://testserver"}


def at(town, name, *parts):
    return reverse(f"volunteers:{name}", args=[town.slug, *parts])


def own(volunteer):
    return reverse(
        "volunteers_public:own",
        args=["hier", "de", volunteer.pk, keys.own_code(volunteer)],
    )


@pytest.fixture
def shift(town, clara, acting):
    """A maker of shifts: `shift(places=1, days=5, hours=2)`."""

    def make(places=1, days=5, hours=2, weeks=1, **task):
        acting(town, clara)
        now = timezone.now()
        row = services.save_task(
            municipality=town,
            data={"title": "Möbel tragen", "owner": clara} | task,
            by=clara,
            now=now,
        )
        # Not at an hour that a night of spring leaves out.
        starts = timezone.localtime(now + timedelta(days=days)).replace(
            hour=14, minute=0, second=0, microsecond=0
        )
        made = services.add_shifts(
            task=row,
            starts_at=starts,
            ends_at=starts + timedelta(hours=hours),
            places=places,
            weeks=weeks,
            by=clara,
            now=now,
        )
        return made[0]

    return make


def state_of(volunteer, shift):
    signup = Signup.objects.get(volunteer=volunteer, shift=shift)
    return Registration.objects.get(pk=signup.registration_id).state


def test_a_shift_repeats_every_week_at_the_same_hour(shift):
    shift(weeks=30)
    hours = {timezone.localtime(row.starts_at).hour for row in Shift.objects.all()}

    assert Shift.objects.count() == 30
    assert len(hours) == 1


def test_volunteers_sign_up_by_the_link_wait_and_move_up(
    town, volunteer, shift, client
):
    one, other = volunteer(ready=True), volunteer(ready=True, name="Omar Probe")
    row = shift(places=1)
    for each in (one, other):
        client.post(own(each), {"step": "sign-up", "shift": str(row.pk)}, **HERE)
    assert (state_of(one, row), state_of(other, row)) == ("CONFIRMED", "WAITING")
    assert "Warteliste" in client.get(own(other)).content.decode()

    client.post(own(one), {"step": "sign-off", "shift": str(row.pk)}, **HERE)

    assert (state_of(one, row), state_of(other, row)) == ("WITHDRAWN", "CONFIRMED")
    assert Todo.objects.filter(kind="volunteers.late").count() == 0


def test_who_cancels_late_raises_an_alarm_at_the_desk(clara, volunteer, shift, client):
    one = volunteer(ready=True)
    row = shift(days=1)
    client.post(own(one), {"step": "sign-up", "shift": str(row.pk)}, **HERE)
    client.post(own(one), {"step": "sign-off", "shift": str(row.pk)}, **HERE)

    todo = Todo.objects.get(kind="volunteers.late")
    assert todo.owner == clara
    assert todo.due_on == timezone.localdate()


def test_nobody_is_at_two_places_at_once(clara, volunteer, shift, client):
    one = volunteer(ready=True)
    first, second = shift(hours=3), shift(hours=1, title="Café")
    services.sign_up(shift=first, volunteer=one, by=None, now=timezone.now())
    with pytest.raises(Collides):
        services.sign_up(shift=second, volunteer=one, by=clara, now=timezone.now())
    page = client.post(own(one), {"step": "sign-up", "shift": str(second.pk)}, **HERE)
    assert page.status_code == 422
    assert "Möbel tragen" in page.content.decode()
    again = services.sign_up(shift=first, volunteer=one, by=None, now=timezone.now())
    assert Signup.objects.get() == again


def test_the_hours_of_a_week_are_limited_for_self_sign_up(
    clara, volunteer, shift, client
):
    one = volunteer(ready=True)
    row = shift(hours=9)
    page = client.post(own(one), {"step": "sign-up", "shift": str(row.pk)}, **HERE)

    assert page.status_code == 422
    assert Signup.objects.count() == 0
    services.sign_up(shift=row, volunteer=one, by=clara, now=timezone.now())
    assert Signup.objects.count() == 1


def test_who_has_not_signed_the_undertaking_takes_no_shift(volunteer, shift):
    with pytest.raises(ProofsMissing):
        services.sign_up(
            shift=shift(), volunteer=volunteer(talked=True), by=None, now=timezone.now()
        )


def test_d21_three_moving_helpers_are_found_in_the_town_and_booked(
    town, clara, volunteer, shift, sign_in, mailoutbox
):
    """A request for "3 moving helpers Saturday" lists who is free, and books them."""
    club = Organisation.objects.create(
        municipality=town, name="Sportverein", sort_key="s"
    )
    movers = [
        volunteer(ready=True, name=f"{name} Probe", skills=["MOVING"], association=club)
        for name in ("Anna", "Bela", "Cora")
    ]
    volunteer(ready=True, name="Dora Probe")  # carries nothing
    row = shift(places=3, skills=["MOVING"])
    desk = sign_in(clara)
    page = desk.get(at(town, "shift", row.pk))
    assert [each.name for each in page.context["available"]] == [
        each.name for each in movers
    ]
    assert "Sportverein" in page.content.decode()
    mailoutbox.clear()
    desk.post(
        at(town, "shift", row.pk), {"volunteer": [str(each.pk) for each in movers]}
    )
    assert Signup.objects.filter(shift=row, holds=True).count() == 3
    assert len(mailoutbox) == 3
    # Released again: the place is free, and who it was can be booked for another.
    signup = Signup.objects.first()
    desk.post(at(town, "shift_step", row.pk, "leave"), {"signup": str(signup.pk)})
    assert Signup.objects.filter(shift=row, holds=True).count() == 2


def test_all_or_none_are_booked(clara, volunteer, shift):
    free, busy = volunteer(ready=True), volunteer(ready=True, name="Omar Probe")
    first, second = shift(places=2), shift(places=2)
    services.sign_up(shift=first, volunteer=busy, by=clara, now=timezone.now())
    with pytest.raises(Collides):
        services.book_several(
            shift=second, volunteers=[free, busy], by=clara, now=timezone.now()
        )
    assert Signup.objects.filter(shift=second).count() == 0


def test_hours_are_logged_on_the_phone_and_confirmed_at_the_desk(
    town, clara, volunteer, shift, client, sign_in
):
    one = volunteer(ready=True)
    row = shift(hours=2)
    services.sign_up(shift=row, volunteer=one, by=clara, now=timezone.now())
    past = timezone.now() - timedelta(days=1)
    Shift.objects.update(starts_at=past - timedelta(hours=2), ends_at=past)
    for _time in range(2):  # twice is once
        client.post(own(one), {"step": "log-shift", "shift": str(row.pk)}, **HERE)
    beside = {"step": "log", "on": timezone.localdate().isoformat(), "hours": "1"}
    client.post(own(one), beside | {"minutes": "30", "what": "Telefonate"}, **HERE)
    future = (timezone.localdate() + timedelta(days=2)).isoformat()
    late = client.post(own(one), beside | {"on": future, "what": "x"}, **HERE)
    assert late.status_code == 422
    assert sorted(Hours.objects.values_list("minutes", flat=True)) == [90, 120]
    assert queries.minutes_of(one) == 0
    assert Todo.objects.get(kind="volunteers.hours").owner == clara

    desk = sign_in(clara)
    keys_of = [str(pk) for pk in Hours.objects.values_list("pk", flat=True)]
    sent = {"step": "approve", "hours": keys_of}
    for _time in range(2):
        desk.post(at(town, "hours"), sent)
    assert queries.minutes_of(one) == 210
    assert Todo.objects.get(kind="volunteers.hours").state == "DONE"
    assert "3:30" in desk.get(at(town, "volunteer", one.pk)).content.decode()


def test_a_worry_about_a_child_reaches_the_coordinator_alone(
    town, clara, volunteer, person, client, sign_in
):
    one = volunteer(ready=True)
    text = "Ein Kind wirkt sehr verängstigt."
    client.post(own(one), {"step": "concern", "text": text}, **HERE)
    todo = Todo.objects.get(kind="volunteers.concern")
    assert (todo.owner, todo.due_on) == (clara, timezone.localdate())
    assert text not in client.get(own(one)).content.decode()

    other = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Dora")
    assert sign_in(other).get(at(town, "concerns")).status_code in {403, 404}
    desk = sign_in(clara)
    assert text in desk.get(at(town, "concerns")).content.decode()
    desk.post(
        at(town, "settle", Concern.objects.get().pk), {"note": "Mit Jugendamt beraten"}
    )
    assert Concern.objects.get().done_at is not None
    assert Todo.objects.get(kind="volunteers.concern").state == "DONE"


def test_lists_ask_the_database_as_often_for_many_as_for_few(
    town, clara, volunteer, shift, sign_in, questions
):
    for name in ("Anna", "Bela", "Cora", "Dora"):
        row = volunteer(ready=True, name=f"{name} Probe")
        services.sign_up(
            shift=shift(places=4), volunteer=row, by=clara, now=timezone.now()
        )
    desk = sign_in(clara)
    pages = [
        at(town, name)
        for name in ("volunteers", "places", "tasks", "hours", "partners", "profiles")
    ]
    pages += [
        at(town, "task", Task.objects.first().pk),
        at(town, "shift", Shift.objects.first().pk),
    ]
    for page in pages:
        desk.get(page)
        asked = questions(desk, page)
        assert len(asked) <= 12, (page, len(asked), [sql[:120] for sql in asked])
    # The page of one person joins what eight tables say of them: more questions,
    # but never more for somebody who has much.
    page = at(town, "volunteer", row.pk)
    desk.get(page)
    before = len(questions(desk, page))
    for day in range(1, 6):
        services.sign_up(
            shift=shift(days=5 + day), volunteer=row, by=clara, now=timezone.now()
        )
        services.log_hours(
            volunteer=row,
            on=timezone.localdate(),
            minutes=60,
            what="Café",
            by=clara,
            now=timezone.now(),
        )
    assert len(questions(desk, page)) == before <= 17


def test_who_leaves_gives_up_shifts_places_and_groups(
    town, clara, volunteer, shift, client
):
    one = volunteer(ready=True)
    row = shift()
    services.sign_up(shift=row, volunteer=one, by=None, now=timezone.now())
    group = services.save_group(municipality=town, data={"name": "Kreis"}, by=clara)
    member = services.join_group(
        group=group, volunteer=one, is_contact=True, by=clara, now=timezone.now()
    )
    client.post(own(one), {"step": "leave"}, **HERE)
    member.refresh_from_db()

    assert state_of(one, row) == "WITHDRAWN"
    assert member.until == timezone.localdate()


def test_every_form_of_the_desk_saves_and_tells_of_a_lost_update(
    town, clara, volunteer, shift, sign_in
):
    row, task = volunteer(ready=True), shift().task
    group = services.save_group(municipality=town, data={"name": "Kreis"}, by=clara)
    profile = services.save_profile(
        municipality=town, data={"title": "Lernhilfe"}, by=clara
    )
    club = Organisation.objects.create(municipality=town, name="Verein", sort_key="v")
    partner = services.save_partner(
        municipality=town, data={"organisation": club}, by=clara
    )
    desk = sign_in(clara)
    forms = {
        at(town, "edit", row.pk): {"name": "Neuer Name"},
        at(town, "edit_task", task.pk): {"title": "Neuer Titel"},
        at(town, "edit_group", group.pk): {"name": "Neuer Kreis"},
        at(town, "edit_profile", profile.pk): {"title": "Neues Profil"},
        at(town, "edit_partner", partner.pk): {"email": "neu@example.org"},
        at(town, "settings"): {"award_hours": "40"},
    }
    for where, change in forms.items():
        form = desk.get(where).context["form"]
        sent = {
            name: form[name].value()
            for name in form.fields
            if form[name].value() not in (None, "", [])
        }
        sent = {k: getattr(v, "pk", v) for k, v in sent.items()} | change
        saved = desk.post(where, sent)
        assert saved.status_code == 302, (where, saved.context["form"].errors)
        if where != at(town, "settings"):
            assert desk.post(where, sent).status_code in {302, 409}, where
    row.helper.refresh_from_db()
    assert row.helper.name == "Neuer Name"
    assert services.settings_of(town).award_hours == 40


def test_who_has_time_on_sunday_evening_is_found(town, clara, volunteer, sign_in):
    volunteer(ready=True, name="Sonja Probe", slots=1 << 40)
    desk = sign_in(clara)
    found = desk.get(at(town, "volunteers"), {"free": "40"}).content.decode()
    other = desk.get(at(town, "volunteers"), {"free": "38"}).content.decode()

    assert "Sonja Probe" in found
    assert "Sonja Probe" not in other


def test_c10_c11_c13_who_comes_is_reminded_written_to_called_off_and_noted(
    town, clara, volunteer, shift, sign_in, mailoutbox
):
    """Mira and Omar have a place, Paula waits."""
    mira, omar, paula = (
        volunteer(ready=True, name=f"{name} Probe")
        for name in ("Mira", "Omar", "Paula")
    )
    row = shift(places=2, days=5)
    now = timezone.now()
    for each in (mira, omar, paula):
        services.sign_up(shift=row, volunteer=each, by=clara, now=now)
    mailoutbox.clear()
    soon = row.starts_at - timedelta(hours=47)
    assert bookings.remind_due(municipality=town, now=now) == 0
    assert bookings.remind_due(municipality=town, now=soon) == 2
    assert {mail.to[0] for mail in mailoutbox} == {
        "mira@example.org", "omar@example.org",
    }  # fmt: skip

    desk = sign_in(clara)
    mailoutbox.clear()
    keys_of = {
        one.volunteer.name: str(one.registration_id)
        for one in Signup.objects.select_related("volunteer__helper")
    }
    where = reverse("bookings:write", args=[town.slug, row.bookable_id])
    sent = {"chosen": list(keys_of.values()), "text": "Am Tor"}
    assert desk.post(where, sent).status_code == 302
    assert len(mailoutbox) == 3

    there = reverse("bookings:attendance", args=[town.slug, row.bookable_id])
    desk.post(there, {"chosen": [keys_of["Mira Probe"]]})
    attended = {
        str(pk): was for pk, was in Registration.objects.values_list("pk", "attended")
    }
    assert attended[keys_of["Mira Probe"]]
    assert not attended[keys_of["Omar Probe"]]

    mailoutbox.clear()
    services.cancel_shift(shift=row, by=clara, now=now)
    assert len(mailoutbox) == 3
