"""One person with several addresses: made one, and parted again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.voice.inquiries import services
from hafen.voice.inquiries.models import (
    Inquiry,
    PersonMerge,
    Requester,
    RequesterEmail,
)
from hafen.voice.inquiries.tests.conftest import NOW
from hafen.voice.inquiries.tests.test_mail_in import eml, take

pytestmark = pytest.mark.django_db


def address(name, town, *parts):
    return reverse(f"inquiries:{name}", args=[town.slug, *parts])


def fresh(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


def answer(inquiry, by, *, text="Am Montag um neun.", hours=3):
    return services.reply(
        inquiry=inquiry,
        text=text,
        is_question=False,
        whole=False,
        by=by,
        now=NOW + timedelta(hours=hours),
    )


@pytest.fixture
def both(received):
    """Two people with the same question: Amira by mail, Bernd by telephone."""
    return (
        received(
            text="Frage von Amira",
            name="Amira",
            email="amira@example.org",
            reply_by="MAIL",
        ),
        received(
            text="Frage von Bernd",
            name="Bernd",
            phone="+4925149200",
            reply_by="TELEPHONE",
        ),
    )


def test_h6_a_further_address_makes_two_people_one(town, clara, both, sign_in):
    first, _second = both
    other = services.receive_inquiry(
        municipality=town,
        new=services.NewInquiry(
            kind="OFFER",
            channel="EMAIL",
            language="de",
            text="Von der anderen Adresse",
            person=services.Person(email="amira.k@example.org", phone="+4925155555"),
        ),
        now=NOW,
    )
    client = sign_in(clara)
    where = address("known_as", town, first.pk)

    client.post(where, {"known_as": "amira.k@example.org"})
    page = client.get(address("person", town, first.pk)).content.decode()

    asks = fresh(first).requester
    assert fresh(other).requester == asks
    assert asks.phone == "+4925155555"
    assert {row.address for row in asks.emails.all()} == {
        "amira@example.org",
        "amira.k@example.org",
    }
    assert other.number in page
    later = take(town, eml(Message_ID="<9@x>", From="amira.k@example.org"))
    assert later.inquiry.requester == asks


def test_h6_the_number_of_another_inquiry_does_the_same(town, clara, both, sign_in):
    first, second = both
    client = sign_in(clara)
    where = address("known_as", town, first.pk)

    wrong = client.post(where, {"known_as": "2026-9999"})
    bad = client.post(where, {"known_as": "keine Adresse"})
    client.post(where, {"known_as": second.number})
    again = client.post(where, {"known_as": second.number})

    assert [each.status_code for each in (wrong, bad, again)] == [422, 422, 422]
    assert fresh(second).requester == fresh(first).requester
    assert Requester.objects.count() == 1
    assert fresh(first).requester.phone == "+4925149200"


def join(first, second, by):
    return services.join_people(
        requester=fresh(first).requester,
        other=fresh(second).requester,
        by=by,
        today=NOW.date(),
    )


def part(merge, by):
    return services.part_people(merge=merge, by=by, today=NOW.date())


def seen_of(inquiry):
    """Who asks, as the desk reads it."""
    row = fresh(inquiry).requester
    emails = sorted(row.emails.values_list("address", flat=True))
    said = (row.name, row.phone, row.address, row.reply_by, row.language)
    return (*said, tuple(emails))


def test_h6_two_people_made_one_by_mistake_are_parted_as_they_were(
    town, clara, both, sign_in
):
    first, second = both
    before = (seen_of(first), seen_of(second))
    client = sign_in(clara)
    client.post(address("known_as", town, first.pk), {"known_as": second.number})
    merge = PersonMerge.objects.get()
    page = client.get(address("person", town, first.pk)).content.decode()
    where = address("part_people", town, first.pk, merge.pk)
    assert where in page
    assert Requester.objects.count() == 1

    answer = client.post(where)

    assert answer.status_code == 302
    assert (seen_of(first), seen_of(second)) == before
    assert not PersonMerge.objects.exists()
    assert client.post(where).status_code == 404


def test_h6_what_was_written_since_stays_and_a_later_join_is_parted_too(
    town, clara, both, received
):
    first, second = both
    third = received(name="Adem", email="adem@example.org", phone="+4925177777")
    before = [seen_of(each) for each in (second, third)]
    join(first, second, clara)
    one = PersonMerge.objects.get()
    join(third, first, clara)
    services.save_person(
        inquiry=fresh(first), data={"phone": "+4925100000"}, expected=None, by=clara
    )

    part(PersonMerge.objects.get(pk=one.pk), clara)
    part(PersonMerge.objects.get(), clara)

    assert seen_of(second) == before[0]
    assert seen_of(third)[0] == "Adem"
    assert seen_of(third)[1] == "+4925100000"
    assert len({fresh(each).requester_id for each in (first, second, third)}) == 3


def test_h6_of_two_colleagues_who_part_at_once_the_second_is_told(clara, both):
    first, second = both
    join(first, second, clara)
    merge = PersonMerge.objects.get()
    part(merge, clara)

    with pytest.raises(services.NotJoined):
        part(merge, clara)
    assert Requester.objects.count() == 2


def test_h6_who_may_not_read_all_of_both_parts_nobody(
    town, clara, received, person, sign_in
):
    first = received(name="Amira", email="amira@example.org")
    second = received(name="Amira", email="a.k@example.org")
    join(first, second, clara)
    received(kind="COMPLAINT", email="a.k@example.org")
    worker = person(town, Role.SOCIAL_WORKER)

    with pytest.raises(services.SomebodyElse):
        part(PersonMerge.objects.get(), worker)
    assert Requester.objects.count() == 1


def test_h6_who_asked_where_one_may_not_read_stays_apart(town, received, person):
    worker = person(town, Role.SOCIAL_WORKER)
    first = received(name="Amira", email="amira@example.org")
    received(kind="COMPLAINT", email="geheim@example.org")

    with pytest.raises(services.SomebodyElse):
        services.add_address(
            requester=first.requester,
            address="geheim@example.org",
            by=worker,
            today=NOW.date(),
        )
    assert RequesterEmail.objects.count() == 2


def test_a_person_is_written_down_later_with_the_way_of_answering(
    town, clara, received, sign_in
):
    inquiry = received()
    client = sign_in(clara)
    where = address("person", town, inquiry.pk)
    sent = {
        "name": "Demo Nachgetragen",
        "language": "ar",
        "phone": "0251 4920",
        "reply_by": "TELEPHONE",
    }

    shown = client.get(where)
    client.post(where, sent)
    answer(fresh(inquiry), clara)

    assert shown.status_code == 200
    assert fresh(inquiry).requester.phone == "+492514920"
    assert Notice.objects.get().name == "Demo Nachgetragen"


# Checklists.
