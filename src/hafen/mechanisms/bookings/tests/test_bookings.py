from threading import Thread
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection

from hafen.core.db.context import Context, acting
from hafen.core.db.identifiers import uuid7
from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.core.places.models import Municipality
from hafen.mechanisms.bookings import queries, services
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.bookings.tests.helpers import DAY, HOUR, NOW, join, offer, state

State = Registration.State


def subjects():
    return [message.subject for message in mail.outbox]


@pytest.mark.django_db
class TestPlaces:
    @pytest.fixture(autouse=True)
    def here(self, town, acting):
        acting(town)

    def test_a_place_goes_to_the_first_and_the_second_waits(self, town):
        bookable = offer(town)

        first, second = join(bookable, "Amal"), join(bookable, "Boris")

        assert (first.state, second.state) == (State.CONFIRMED, State.WAITING)
        assert queries.position(second) == 1
        assert "Sie sind angemeldet: Elternabend" in subjects()

    @pytest.mark.parametrize(
        ("language", "subject"),
        [
            ("ti", "You are registered: Elternabend"),
            ("ckb", "Sie sind angemeldet: Elternabend"),
            ("prs", "شما ثبت‌نام شدید: Elternabend"),
        ],
    )
    def test_a_mail_is_in_the_next_best_language(self, town, language, subject):
        join(offer(town), "Amal", language=language)

        [sent] = mail.outbox
        assert sent.subject == subject
        assert f"/{language}/" in sent.body  # who reads on stays in the language

    def test_whoever_waits_gets_an_offer_with_a_time_limit(self, town):
        """A3-06: automatic move-up, and the next one when nobody answers."""
        bookable = offer(town, offer_hours=24)
        first = join(bookable, "Amal")
        second = join(bookable, "Boris", now=NOW + HOUR)
        third = join(bookable, "Cem", now=NOW + 2 * HOUR)

        services.withdraw(registration=first, by=None, now=NOW + DAY)
        offered = Registration.objects.get(pk=second.pk)
        assert offered.state == State.OFFERED
        assert offered.offered_until == NOW + 2 * DAY

        services.expire_offers(municipality=town, now=NOW + 2 * DAY)
        assert (state(second), state(third)) == (State.EXPIRED, State.OFFERED)
        services.accept_offer(registration=third, by=None, now=NOW + 2 * DAY)
        assert state(third) == State.CONFIRMED

    def test_an_offer_that_has_ended_cannot_be_accepted(self, town):
        bookable = offer(town, offer_hours=1)
        first, second = join(bookable, "Amal"), join(bookable, "Boris")
        services.withdraw(registration=first, by=None, now=NOW)

        with pytest.raises(services.OfferEnded):
            services.accept_offer(registration=second, by=None, now=NOW + HOUR)

    def test_one_leaves_by_oneself_before_and_after_being_selected(self, town):
        """A3-07, A3-08."""
        bookable = offer(town)
        first, second = join(bookable, "Amal"), join(bookable, "Boris")
        third = join(bookable, "Cem", now=NOW + HOUR)

        services.withdraw(registration=second, by=None, now=NOW + HOUR)
        services.withdraw(registration=first, by=None, now=NOW + HOUR)
        services.withdraw(registration=third, by=None, now=NOW + HOUR)

        assert {state(row) for row in (first, second, third)} == {State.WITHDRAWN}
        with pytest.raises(services.AlreadyDecided):
            services.withdraw(registration=first, by=None, now=NOW)

    def test_without_hours_to_accept_one_moves_up_at_once(self, town):
        bookable = offer(town, offer_hours=0)
        first, second = join(bookable, "Amal"), join(bookable, "Boris")

        services.withdraw(registration=first, by=None, now=NOW)

        assert state(second) == State.CONFIRMED

    def test_a_family_that_does_not_fit_keeps_no_place_empty(self, town):
        bookable = offer(town, places=2, most_seats=4)
        first = join(bookable, "Amal", seats=2)
        family = join(bookable, "Boris", seats=2, now=NOW + HOUR)
        single = join(bookable, "Cem", now=NOW + 2 * HOUR)

        services.keep_bookable(
            municipality=town,
            owner="test.thing",
            subject_id=town.pk,
            data=services.BookableData(
                title="Elternabend",
                starts_at=bookable.starts_at,
                ends_at=bookable.ends_at,
                places=3,
                most_seats=4,
            ),
            by=None,
            now=NOW + DAY,
        )

        assert [state(row) for row in (first, family, single)] == [
            State.CONFIRMED,
            State.WAITING,
            State.OFFERED,
        ]

    def test_a_full_waiting_list_refuses(self, town):
        bookable = offer(town, waiting_places=1)
        join(bookable, "Amal")
        join(bookable, "Boris")

        with pytest.raises(services.Full):
            join(bookable, "Cem")

    @pytest.mark.parametrize(
        ("changes", "at"),
        [
            ({"opens_at": NOW + HOUR}, NOW),
            ({"closes_at": NOW}, NOW),
            ({}, NOW + 11 * DAY),
        ],
    )
    def test_outside_its_time_nobody_registers(self, town, changes, at):
        with pytest.raises(services.NotOpen):
            join(offer(town, **changes), now=at)

    def test_with_approval_each_registration_is_decided_on(self, town, person):
        """A3-05: approval and quota."""
        desk = person(town, Role.EDITOR)
        bookable = offer(town, needs_approval=True)
        first, second = join(bookable, "Amal"), join(bookable, "Boris")
        third = join(bookable, "Cem")

        services.approve(registration=first, by=desk, now=NOW)
        services.approve(registration=second, by=desk, now=NOW)
        services.decline(registration=third, by=desk, now=NOW)

        assert [state(row) for row in (first, second, third)] == [
            State.CONFIRMED,
            State.WAITING,
            State.DECLINED,
        ]

    def test_registering_twice_tells_only_the_owner_of_the_address(self, town):
        bookable = offer(town)
        first, again = join(bookable, "Amal"), join(bookable, "Amal")

        assert first.pk == again.pk
        assert Registration.objects.count() == 1
        assert len(subjects()) == 2

    def test_without_mail_a_colleague_calls(self, town):
        registration = join(offer(town), "Amal", email="", phone="0123 456")

        notice = Notice.objects.get(person=registration.pk)
        assert notice.channel == Notice.Channel.TELEPHONE
        assert "http" not in notice.text

    def test_calling_off_tells_everybody(self, town):
        bookable = offer(town)
        join(bookable, "Amal")
        join(bookable, "Boris")

        assert services.cancel_bookable(bookable=bookable, by=None, now=NOW) == 2
        assert subjects()[-1] == "Fällt aus: Elternabend"

    def test_reminders_go_to_those_with_a_place_once(self, town):
        bookable = offer(town)
        join(bookable, "Amal")
        join(bookable, "Boris")
        soon = bookable.starts_at - 20 * HOUR

        assert services.remind_due(municipality=town, now=NOW) == 0
        assert services.remind_due(municipality=town, now=soon) == 1
        assert services.remind_due(municipality=town, now=soon + HOUR) == 0

    def test_the_manager_writes_to_the_chosen_people_only(self, town, person):
        """A3-09."""
        desk = person(town, Role.EDITOR)
        bookable = offer(town, places=3)
        chosen = join(bookable, "Amal")
        join(bookable, "Boris")
        before = len(subjects())

        count = services.write_to(
            bookable=bookable,
            registrations={chosen.pk, uuid4()},
            text="Bitte bringen Sie Ihren Pass mit.",
            by=desk,
            now=NOW,
        )

        assert count == 1
        assert [message.to for message in mail.outbox[before:]] == [
            ["amal@example.org"]
        ]

    def test_the_certificate_is_for_those_who_were_there(self, town, person):
        """A3-11."""
        desk = person(town, Role.EDITOR)
        bookable = offer(town, places=2)
        there = join(bookable, "Amal", language="ar")
        absent = join(bookable, "Boris")

        counted = services.mark_attendance(
            bookable=bookable, present={there.pk}, by=desk
        )

        there, absent = (Registration.objects.get(pk=r.pk) for r in (there, absent))
        assert counted == (1, 1)
        paper = services.certificate_of(there, today=NOW.date())
        assert paper.startswith(b"%PDF")
        with pytest.raises(services.NotAttended):
            services.certificate_of(absent, today=NOW.date())


def test_two_people_at_once_get_one_last_place(own_database, django_db_blocker):
    """Real transactions of two connections; the row of the places is the lock."""
    with django_db_blocker.unblock():
        town = Municipality.objects.create(
            id=uuid7(), slug="hier", name="Hier", languages=["de"]
        )
        with acting(Context(municipality=town.pk)):
            bookable = offer(town)

        def arrive(name):
            try:
                with acting(Context(municipality=town.pk)):
                    join(Bookable.objects.get(pk=bookable.pk), name)
            finally:
                connection.close()

        threads = [Thread(target=arrive, args=[f"Gast{i}"]) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with acting(Context(municipality=town.pk)):
            found = sorted(Registration.objects.values_list("state", flat=True))
        connection.close()

    assert found == ["CONFIRMED", "WAITING", "WAITING", "WAITING"]
