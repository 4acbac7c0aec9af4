"""From the question to the answer: received, sorted, answered, closed."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import Deputy
from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice, OutgoingMail
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.queries import today_of
from hafen.network.contacts.models import Contact
from hafen.voice.inquiries import queries, services
from hafen.voice.inquiries.forms.public import new_token
from hafen.voice.inquiries.models import ContactPoint, Inquiry, Message
from hafen.voice.inquiries.queries import InquiryFilter
from hafen.voice.inquiries.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def address(name, town, *parts):
    return reverse(f"inquiries:{name}", args=[town.slug, *parts])


def noted(**changes):
    return {
        "channel": "TELEPHONE",
        "kind": "QUESTION",
        "who": "UNKNOWN",
        "text": "Fragt nach Sprachkursen",
        "language": "de",
        **changes,
    }


def fresh(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


def answer(inquiry, by, **changes):
    facts = {
        "text": "Am Montag um neun.",
        "is_question": False,
        "whole": False,
        "now": NOW + timedelta(hours=3),
        **changes,
    }
    return services.reply(inquiry=inquiry, by=by, **facts)


def close(inquiry, by, **changes):
    facts = {
        "reaction": "",
        "success": "",
        "because": "",
        "expected": None,
        "now": NOW + timedelta(hours=4),
        **changes,
    }
    return services.close_inquiry(inquiry=inquiry, by=by, **facts)


def test_w3_a_message_left_in_absence_is_on_the_call_back_list_until_called_back(
    town, point, clara, sign_in
):
    client = sign_in(clara)
    client.post(
        address("note", town), noted(channel="MACHINE", phone="0251 4920", name="Kern")
    )
    calls = address("listing", town) + "?part=call_back"

    before = client.get(calls).context["rows"]
    todo = Todo.objects.get().kind
    inquiry = Inquiry.objects.get()
    client.post(address("step", town, inquiry.pk), {"step": "called"})

    assert [row["inquiry"].is_living for row in before] == [True]
    assert todo == services.CALL_BACK
    assert client.get(calls).context["rows"] == []
    assert fresh(inquiry).is_living  # the answer itself is still owed
    assert Todo.objects.open().get().kind == services.ANSWER


def test_w4_an_inquiry_under_two_legal_areas_is_found_by_either(
    town, clara, received, sign_in
):
    inquiry = received()
    received()
    client = sign_in(clara)
    sent = {
        "kind": "QUESTION",
        "who": "ENGAGED",
        "legal_areas": ["asylblg", "sgb2"],
        "topic_0": "N08",
        "version": inquiry.version,
    }

    client.post(address("sort", town, inquiry.pk), sent)

    for area in ("asylblg", "sgb2"):
        page = client.get(address("listing", town), {"legal_area": area})
        assert [row["inquiry"] for row in page.context["rows"]] == [inquiry]
    found = queries.filtered(
        Inquiry.objects.all(), InquiryFilter(legal_area="sgb12"), today=today()
    )
    assert not found.exists()


def test_w7_closing_without_feedback_is_refused(town, clara, received, sign_in):
    inquiry = received()

    with pytest.raises(services.NoAnswerYet):
        close(inquiry, clara, success="NO")
    page = sign_in(clara).post(
        address("close", town, inquiry.pk),
        {"reaction": "POSITIVE", "version": inquiry.version},
    )

    assert page.status_code == 422
    assert fresh(inquiry).is_living
    with pytest.raises(IntegrityError), transaction.atomic():  # not even by SQL
        Inquiry.objects.filter(pk=inquiry.pk).update(state="CLOSED", closed_at=NOW)


def test_w7_an_unsuccessful_inquiry_can_have_a_positive_reaction(clara, received):
    inquiry = received()
    answer(inquiry, clara)

    close(inquiry, clara, success="NO", reaction="POSITIVE")

    done = fresh(inquiry)
    assert (done.success, done.reaction) == ("NO", "POSITIVE")
    assert not Todo.objects.open().exists()


def test_without_an_answer_a_recorded_reason_closes(clara, received):
    inquiry = received()

    close(inquiry, clara, because="SPAM")

    assert fresh(inquiry).is_closed
    assert not Contact.objects.exists()  # advertising is no contact


def test_overdue_answers_rise_in_today(clara, received):
    inquiry = received(now=timezone.now())

    found = today_of(clara, today=today() + timedelta(days=30))

    assert [line.todo.subject_id for line in found.late] == [inquiry.pk]
    assert inquiry.number in found.late[0].title
    assert found.late[0].address == address("detail", inquiry.municipality, inquiry.pk)


def test_w1_numbers_count_up_within_a_year(received):
    first, second = received(), received()
    later = received(now=datetime(2027, 1, 4, tzinfo=UTC))

    assert (first.number, second.number) == ("2026-0001", "2026-0002")
    assert later.number == "2027-0001"


def test_due_dates_keep_the_working_calendar(received, point):
    assert received().due_on == date(2026, 3, 25)  # five working days
    easter = datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert received(now=easter, is_urgent=True).due_on == date(2026, 4, 7)
    point.answer_days = 2
    point.save()
    assert received(point=point).due_on == date(2026, 3, 20)


def test_d71_a_landlord_gets_a_due_date_and_the_time_to_answer_is_counted(
    clara, received
):
    friday = datetime(2026, 3, 20, 14, 30, tzinfo=UTC)  # 15:30 in Berlin
    inquiry = received(kind="LANDLORD", now=friday, email="miete@example.org")

    answer(inquiry, clara, now=datetime(2026, 3, 23, 8, 0, tzinfo=UTC))

    done = fresh(inquiry)
    assert done.due_on == date(2026, 3, 27)
    assert done.who == Inquiry.Who.LANDLORD
    assert done.answer_minutes == 30 + 60  # the weekend is nobody's delay


def test_d16_a_neighbours_question_counts_in_target_group_c_without_a_name(received):
    inquiry = received(kind="NEIGHBOUR", channel="PERSONAL")

    contact = Contact.objects.get()
    assert inquiry.requester is None
    assert (contact.group, contact.subtype) == ("c", "c.neighbours")
    assert contact.channel == "PERSONAL"


def test_d63_a_resident_is_helped_without_any_case_file(clara, received):
    inquiry = received(who="RESIDENT", topics=("N16",))
    answer(inquiry, clara, text="Die Schuldnerberatung hilft Ihnen weiter.")

    contact = Contact.objects.get()
    assert contact.subtype == "c.residents-in-need"
    assert inquiry.requester is None


def test_l32_what_is_addressed_to_the_commissioner_she_and_her_deputy_read_only(
    town, person, point, received, clara
):
    agatha = person(town, Role.COMMISSIONER, name="Agatha")
    berta = person(town, Role.INTEGRATION_MANAGER, name="Berta")
    own = ContactPoint.objects.create(
        municipality=town, name="Beauftragte", addressee=agatha
    )
    Deputy.objects.create(
        municipality=town, user=agatha, deputy=berta, valid_from=date(2026, 1, 1)
    )
    inquiry = received(point=own)

    readers = {
        user.name: queries.inquiries_visible_to(user, today=today()).exists()
        for user in (agatha, berta, clara, person(town, Role.SOCIAL_WORKER, name="S"))
    }
    assert readers == {"Agatha": True, "Berta": True, "Clara": False, "S": False}
    assert Todo.objects.get(subject_id=inquiry.pk).owner == agatha


def test_who_asks_chooses_a_contact_point_by_its_name(town, point, client):
    ContactPoint.objects.create(
        municipality=town, name="Beauftragte", names={"ar": "المفوضة"}
    )
    page = client.get(f"/{town.slug}/ar/inquiry/new/question/").text

    assert "المفوضة</option>" in page
    assert "Anlaufstelle</option>" in page
    assert "ContactPoint" not in page


def test_m10_a_request_for_an_encounter_has_six_fields_and_gets_a_decision(
    town, point, client, clara, acting
):
    where = f"/{town.slug}/de/inquiry/new/encounter/"
    form = client.get(where).context["form"]
    fields = [field.name for field in form.visible_fields() if field.name != "website"]
    sent = {
        "token": new_token(is_corrected=True),
        "message": "Kochabend",
        "place": "Treffpunkt",
        "needs": ["room"],
        "email": "koch@example.org",
    }
    client.post(where, sent, headers={"Origin": "http://testserver"})
    acting(town)
    inquiry = Inquiry.objects.get()
    answer(inquiry, clara, text="Sie haben die Küche am Freitag.", whole=True)

    assert fields == ["message", "place", "day", "needs", "name", "email"]
    assert inquiry.kind == Inquiry.Kind.ENCOUNTER
    assert "ein Raum" in Message.objects.get(kind="REQUEST").text
    decision = OutgoingMail.objects.get()
    assert decision.recipient == "koch@example.org"
    assert b"Freitag" in bytes(decision.source)


def test_an_answer_takes_the_way_that_the_person_chose(clara, received):
    for facts in (
        {"phone": "+492514920", "reply_by": "TELEPHONE"},
        {"address": "Weg 1\n48143 Hier", "reply_by": "LETTER", "name": "Demo Brief"},
        {"name": "Demo Besuch", "reply_by": "VISIT"},
    ):
        answer(received(**facts), clara)

    assert sorted(Notice.objects.values_list("channel", flat=True)) == [
        "LETTER",
        "TELEPHONE",
        "VISIT",
    ]
    with pytest.raises(services.NoWayToAnswer):
        answer(received(name="Demo Ohne", reply_by="LETTER"), clara)
    assert django_mail.outbox == []


def test_a_mail_carries_the_link_alone_unless_the_desk_says_otherwise(clara, received):
    inquiry = received(email="a@example.org", language="ar")

    answer(inquiry, clara, text="Geheimnis")

    source = bytes(OutgoingMail.objects.get().source)
    assert b"Geheimnis" not in source
    assert inquiry.short_id.encode() in source
    assert f"[#{inquiry.number}]".encode() in source


def test_a_mail_is_framed_in_the_next_best_language(town, clara, received):
    town.languages = [*town.languages, "ps"]
    town.save()
    inquiry = received(email="a@example.org", language="ps")

    services.reply(
        inquiry=inquiry,
        text="ښه راغلاست",
        is_question=False,
        whole=True,
        by=clara,
        now=NOW,
    )

    source = bytes(OutgoingMail.objects.get().source)
    sent = message_from_bytes(source, policy=policy.default)
    html = sent.get_body(("html",)).get_content()
    assert "Your inquiry" in sent["Subject"]
    assert '<html lang="en" dir="ltr">' in html
    assert '<p dir="auto">ښه راغلاست' in html


def test_texts_lie_sealed_in_the_database(received):
    inquiry = received(text="Ich bin krank und brauche Hilfe.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text FROM inquiries_message WHERE inquiry_id = %s", [inquiry.pk]
        )
        (lying,) = cursor.fetchone()

    assert b"krank" not in bytes(lying)
    assert Message.objects.get().text == "Ich bin krank und brauche Hilfe."


def test_who_notes_a_call_reads_no_more_than_that(town, point, person, sign_in):
    ines = person(town, Role.INTERN)
    client = sign_in(ines)

    done = client.post(address("note", town), noted())

    assert done["Location"] == address("note", town)
    assert Inquiry.objects.count() == 1
    assert client.get(address("listing", town)).status_code == 404


def test_search_finds_by_number_name_address_and_telephone(received):
    inquiry = received(name="Demo Müller", email="m@example.org", phone="+492514920")
    received(name="Andere")
    rows = Inquiry.objects.all()

    for words in (inquiry.number, "mueller", "M@EXAMPLE", "0251 4920"):
        found = queries.filtered(rows, InquiryFilter(words=words), today=today())
        assert list(found) == [inquiry], words


def test_the_register_takes_twelve_queries_at_any_size(town, clara, received, sign_in):
    client = sign_in(clara)
    inquiry = received(name="Demo Eins", email="eins@example.org")
    for number in range(30):
        received(name=f"Demo {number}", topics=("N01",))
    answer(inquiry, clara)
    skipped = ("SAVEPOINT", "RELEASE", "SELECT set_config", "INSERT", "SELECT NULLIF")

    for where in (address("listing", town), address("detail", town, inquiry.pk)):
        client.get(where)
        with CaptureQueriesContext(connection) as told:
            assert client.get(where).status_code == 200
        asked = [q["sql"] for q in told if not q["sql"].startswith(skipped)]
        assert len(asked) <= 12, "\n".join(asked)


def test_another_town_sees_nothing(other_town, person, received, sign_in):
    inquiry = received()
    client = sign_in(person(other_town, Role.VOLUNTEER_COORDINATOR))

    assert client.get(address("detail", other_town, inquiry.pk)).status_code == 404
