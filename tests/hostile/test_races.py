"""Two people at once: exactly one wins, and the other hears it in plain words.

Real transactions of several connections, for each service that writes from a
form where only one can be right.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from hafen.core.db.context import Context, acting
from hafen.core.db.errors import LostUpdate
from hafen.core.db.names import sort_key
from hafen.core.db.roles import Role
from hafen.information.directory import services as directory
from hafen.information.directory.models import Service
from hafen.mechanisms.bookings import registries
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import Registration
from hafen.mechanisms.bookings.tests.helpers import NOW as WEDNESDAY
from hafen.mechanisms.bookings.tests.helpers import OWNER, join, offer
from hafen.network.organisations import services as organisations
from hafen.network.organisations.models import ContactPerson, Merge, Organisation
from hafen.voice.inquiries import services as inquiries
from hafen.voice.inquiries.models import ContactPoint, Inquiry, Message
from tests.racing import named

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
AT_ONCE = 4


@contextmanager
def in_town(race):
    with acting(Context(municipality=race.town.pk)):
        yield race.town


@pytest.fixture
def places(race):
    if OWNER.name not in registries.owners:
        registries.owners.register(OWNER)
    with in_town(race) as town:
        return offer(town)


def test_one_last_place_goes_to_one_person(race, places):
    found = named(race(*(lambda n=n: join(places, f"Gast{n}") for n in range(AT_ONCE))))

    with in_town(race):
        states = sorted(Registration.objects.values_list("state", flat=True))
    assert found == ["won"] * AT_ONCE
    assert states == ["CONFIRMED", *["WAITING"] * (AT_ONCE - 1)]


def test_a_place_that_gets_free_goes_to_one_who_waits(race, places):
    """The holder leaves by two windows at once while the first in line leaves too."""
    with in_town(race):
        holder, first, second, third = (join(places, name) for name in "ABCD")

    def leave(registration):
        return lambda: bookings.withdraw(
            registration=registration, by=None, now=WEDNESDAY
        )

    found = named(race(leave(holder), leave(holder), leave(first)))

    with in_town(race):
        states = {
            row.pk: row.state for row in Registration.objects.filter(bookable=places)
        }
    taken = [pk for pk, state in states.items() if state in ("CONFIRMED", "OFFERED")]
    assert found == ["AlreadyDecided", "won", "won"]
    assert taken == [second.pk]
    assert states[third.pk] == "WAITING"


@pytest.fixture
def asked(race, person):
    """A maker of inquiries, and two colleagues."""
    with in_town(race) as town:
        ContactPoint.objects.create(
            municipality=town, name="Anlaufstelle", sort_key=sort_key("Anlaufstelle")
        )
    colleagues = [person(race.town, Role.VOLUNTEER_COORDINATOR) for _ in range(2)]

    def make():
        with in_town(race) as town:
            return inquiries.receive_inquiry(
                municipality=town,
                new=inquiries.NewInquiry(
                    kind="QUESTION",
                    channel="TELEPHONE",
                    language="de",
                    text="Wo finde ich einen Deutschkurs?",
                    person=inquiries.Person(name="Amira", phone="+49251"),
                ),
                now=NOW,
                by=None,
            )

    return make, colleagues


def test_an_inquiry_is_answered_by_one_of_two_colleagues(race, asked):
    make, colleagues = asked
    inquiry = make()
    version = inquiry.version

    def answer(by):
        return lambda: inquiries.reply(
            inquiry=inquiry,
            text="Am Montag um neun.",
            is_question=False,
            whole=False,
            by=by,
            now=NOW + timedelta(hours=1),
            expected=version,
        )

    found = named(race(*(answer(by) for by in colleagues)))

    with in_town(race):
        assert Message.objects.filter(inquiry=inquiry, kind="REPLY").count() == 1
    assert found == ["LostUpdate", "won"]


def test_two_inquiries_merged_into_each_other_become_one(race, asked):
    make, colleagues = asked
    one, other = make(), make()

    def merge(source, target, by):
        return lambda: inquiries.merge(inquiry=source, into=target, by=by, now=NOW)

    found = named(
        race(merge(one, other, colleagues[0]), merge(other, one, colleagues[1]))
    )

    with in_town(race):
        merged = Inquiry.objects.filter(state=Inquiry.State.MERGED)
        assert merged.count() == 1
        assert merged.get().merged_into.state != Inquiry.State.MERGED
    assert found == ["SameInquiry", "won"]


def test_a_service_is_published_once_and_a_later_edit_is_told(race):
    with in_town(race) as town:
        organisation = organisations.create_organisation(
            municipality=town, data={"name": "Verein", "kind": "ASSOCIATION"}, by=None
        )
        service = Service.objects.create(
            municipality=town, organisation=organisation, name="Kurs", summary="Kurz"
        )
    version = service.version

    def archive():
        directory.archive_service(service=service, expected=version, by=None)

    found = named(race(archive, archive))

    with in_town(race):
        assert Service.objects.get().version == version + 1
    assert found == [LostUpdate.__name__, "won"]


@pytest.fixture
def twins(race):
    """Two entries of one association, each with a person, and their versions."""
    with in_town(race) as town:
        made = [
            organisations.create_organisation(
                municipality=town, data={"name": name, "kind": "ASSOCIATION"}, by=None
            )
            for name in ("Verein", "Verein e. V.", "Der Verein")
        ]
        for row in made:
            data = {"name": f"Person of {row.name}", "confirmed_on": NOW.date()}
            organisations.add_contact_person(organisation=row, data=data, by=None)
    return made


def becoming_one(winner, loser, *, is_compared=True):
    versions = (winner.version, loser.version) if is_compared else (None, None)
    return lambda: organisations.merge_organisations(
        winner=winner, loser=loser, chosen={}, expected=versions, by=None
    )


def published(row):
    return lambda: organisations.publish_organisation(
        organisation=row, expected=row.version, by=None
    )


def archived(row):
    return lambda: organisations.archive_organisation(
        organisation=row, expected=row.version, by=None
    )


def edited(row):
    return lambda: organisations.edit_organisation(
        organisation=row, data={"city": "Hier"}, expected=row.version, by=None
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [(published, published), (published, archived), (published, edited),
     (edited, edited), (archived, edited)],
)  # fmt: skip
def test_an_organisation_is_changed_by_one_of_two_colleagues(
    race, twins, first, second
):
    row = twins[0]

    found = named(race(first(row), second(row)))

    with in_town(race):
        assert Organisation.objects.get(pk=row.pk).version == row.version + 1
    assert found == ["LostUpdate", "won"]


@pytest.mark.parametrize("is_compared", [True, False])
def test_two_entries_become_one_once_whichever_way_round(race, twins, is_compared):
    one, other, _third = twins

    found = race(
        becoming_one(one, other, is_compared=is_compared),
        becoming_one(other, one, is_compared=is_compared),
        becoming_one(one, other, is_compared=is_compared),
    )

    refusal = "LostUpdate" if is_compared else "JoinedAlready"
    with in_town(race):
        merge = Merge.objects.get()
        people = ContactPerson.objects.filter(organisation=merge.organisation)
        assert people.count() == 2
    assert named(found) == [refusal, refusal, "won"]


def test_three_entries_never_become_a_chain(race, twins):
    """Joining B to A while C is joined to B: nobody points to who is gone."""
    one, other, third = twins

    found = named(race(becoming_one(one, other), becoming_one(other, third)))

    with in_town(race):
        gone = Organisation.objects.exclude(merged_into=None)
        assert not gone.filter(merged_into__merged_into__isnull=False).exists()
        assert gone.count() == 1
    assert found == ["LostUpdate", "won"]


@pytest.mark.parametrize("change", [published, archived, edited])
@pytest.mark.parametrize("number", [0, 1])
def test_an_entry_is_joined_or_changed_and_never_half(race, twins, change, number):
    one, other, _third = twins

    found = named(race(becoming_one(one, other), change(twins[number])))

    assert found == ["LostUpdate", "won"]


def test_what_is_written_while_two_become_one_follows(race, twins):
    """Nobody is listed at an entry that is gone."""
    one, other, _third = twins

    def listed(name):
        data = {"name": name, "confirmed_on": NOW.date()}
        return lambda: organisations.add_contact_person(
            organisation=other, data=data, by=None
        )

    found = named(race(becoming_one(one, other), listed("Ina"), listed("Ole")))

    with in_town(race):
        organisations.gather(merge=Merge.objects.get())
        names = {row.name for row in one.contact_persons.all()}
        left = other.contact_persons.count()
    assert found == ["won", "won", "won"]
    assert {"Ina", "Ole"} <= names
    assert left == 0


def test_two_are_parted_once_and_nothing_is_lost(race, twins):
    one, other, _third = twins
    with in_town(race):
        merge = becoming_one(one, other)()

    def parted():
        organisations.part(merge=merge, by=None, now=NOW)

    found = named(race(parted, parted))

    with in_town(race):
        assert other.contact_persons.count() == one.contact_persons.count() == 1
        assert not Organisation.objects.exclude(merged_into=None).exists()
    assert found == ["CannotPart", "won"]
