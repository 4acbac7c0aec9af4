"""Several who asked the same: each is told, and nobody reads the others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hafen.core.mail.models import Notice, OutgoingMail
from hafen.mechanisms.todos.models import Todo
from hafen.voice.inquiries import keys, queries, services
from hafen.voice.inquiries.models import (
    Check,
    Checklist,
    Inquiry,
    Message,
    Requester,
)
from hafen.voice.inquiries.tests.conftest import NOW
from hafen.voice.inquiries.tests.test_mail_in import eml, take

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}


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


def merge(inquiry, into, by, *, hours=1):
    services.merge(inquiry=inquiry, into=into, by=by, now=NOW + timedelta(hours=hours))


def close(inquiry, by, because=""):
    return services.close_inquiry(
        inquiry=inquiry,
        reaction="",
        success="",
        because=because,
        expected=None,
        by=by,
        now=NOW + timedelta(hours=9),
    )


def own_texts(inquiry):
    return [message.text for message in queries.for_requester(fresh(inquiry))]


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


def test_h5_an_answer_reaches_each_who_asked_by_the_own_way(clara, both):
    first, second = both
    merge(second, first, clara)

    answer(fresh(first), clara)

    [mail] = OutgoingMail.objects.all()
    [call] = Notice.objects.all()
    assert mail.recipient == "amira@example.org"
    assert first.number in mail.subject
    assert (call.channel, call.text) == ("TELEPHONE", "Am Montag um neun.")
    assert fresh(second).is_answered
    assert fresh(second).answer_minutes == fresh(first).answer_minutes == 180


def test_h5_nobody_reads_the_words_of_another_who_asked(clara, both):
    first, second = both
    answer(first, clara, text="Nur für Amira", hours=1)
    merge(second, first, clara, hours=2)
    answer(fresh(first), clara, text="Für beide", hours=3)

    assert own_texts(first) == ["Frage von Amira", "Nur für Amira", "Für beide"]
    assert own_texts(second) == ["Frage von Bernd", "Für beide"]


def test_what_the_merged_one_adds_stays_with_this_person(town, clara, both, client):
    first, second = both
    merge(second, first, clara)
    page = reverse(
        "inquiries_public:own_page",
        args=[town.slug, "de", second.short_id, keys.link_code(second)],
    )

    shown = client.get(page).content.decode()
    client.post(page, {"message": "Bernd noch einmal"}, headers=HERE)

    assert "Frage von Bernd" in shown
    assert "Frage von Amira" not in shown
    assert own_texts(second)[-1] == "Bernd noch einmal"
    assert "Bernd noch einmal" not in own_texts(first)
    services.unmerge(inquiry=fresh(second), by=clara, now=NOW)
    left = [message.text for message in fresh(first).messages.all()]
    assert left == ["Frage von Amira"]


def test_h5_nothing_closes_before_each_has_an_answer(clara, both):
    first, second = both
    answer(first, clara, hours=1)
    now = timezone.now()  # when Clara has her role
    services.merge(inquiry=second, into=first, by=clara, now=now)

    assert Todo.objects.open().get(subject_id=first.pk).kind == services.ANSWER
    with pytest.raises(services.NoAnswerYet):
        close(fresh(first), clara)
    answer(fresh(first), clara, hours=3)
    assert close(fresh(first), clara).is_closed
    assert not Todo.objects.open().filter(subject_id=first.pk).exists()


def test_merging_twice_keeps_each_at_its_own_words(clara, both, received):
    first, second = both
    third = received(text="Frage von Clara", name="Clara")
    merge(second, first, clara, hours=1)
    answer(fresh(first), clara, text="Für zwei", hours=2)
    merge(first, third, clara, hours=3)
    answer(fresh(third), clara, text="Für drei", hours=4)

    assert own_texts(second) == ["Frage von Bernd", "Für zwei", "Für drei"]
    assert own_texts(first) == ["Frage von Amira", "Für zwei", "Für drei"]
    assert own_texts(third) == ["Frage von Clara", "Für drei"]
    services.unmerge(inquiry=fresh(first), by=clara, now=NOW + timedelta(hours=5))
    assert [row.text for row in fresh(third).messages.order_by("said_at")] == [
        "Frage von Clara",
        "Für drei",
    ]
    assert own_texts(second)[:2] == ["Frage von Bernd", "Für zwei"]


def test_h4_a_mail_of_the_merged_one_lies_in_the_target_as_this_persons(
    town, point, clara
):
    take(town, eml())
    take(
        town,
        eml(Message_ID="<2@example.org>", From="Bernd <bernd@example.org>"),
    )
    first, second = Inquiry.objects.order_by("serial")
    merge(second, first, clara)
    subject = f"Re: Frage [#{second.number}]"

    take(
        town,
        eml("Von Bernd", Message_ID="<3@x>", Subject=subject, From="bernd@example.org"),
    )

    said = Message.objects.latest("created_at")
    assert (said.kind, said.inquiry, said.came_from) == ("REQUEST", first, second)
    assert "Von Bernd" not in own_texts(first)


def test_texts_of_all_who_were_merged_go_with_the_closed_one(town, clara, both):
    first, second = both
    merge(second, first, clara)
    answer(fresh(first), clara)
    close(fresh(first), clara)
    Requester.objects.update(created_at=NOW)

    services.forget_inquiries(municipality_id=town.pk, now=NOW + timedelta(days=200))

    assert not Message.objects.exists()
    assert not Requester.objects.exists()


def test_the_page_shows_who_else_asked_and_whom_they_were_forwarded_to(
    town, clara, both, sign_in
):
    first, second = both
    services.ask_party(
        inquiry=second,
        asked=services.Asked(
            role="ASK",
            name="Jobcenter",
            email="jobcenter@example.org",
            question="?",
            ground="NAMELESS",
        ),
        by=clara,
        now=NOW,
    )
    merge(fresh(second), first, clara)

    page = sign_in(clara).get(address("detail", town, first.pk)).content.decode()

    services.hear_party(
        party=second.parties.get(), text="Wir zahlen.", is_declined=False, now=NOW
    )
    after = sign_in(clara).get(address("detail", town, first.pk)).content.decode()

    assert second.number in page
    assert "Jobcenter" in page
    assert "Wir zahlen." in after
    assert own_texts(first) == ["Frage von Amira"]
    assert fresh(first).is_living


def test_a_third_party_of_a_merged_one_holds_the_closing_up(clara, both):
    first, second = both
    asked = services.Asked(
        role="ASK", name="Amt", email="amt@example.org", question="?", ground="NAMELESS"
    )
    services.ask_party(inquiry=second, asked=asked, by=clara, now=NOW)
    merge(fresh(second), first, clara)

    with pytest.raises(services.StillWaiting):
        close(fresh(first), clara, because="WITHDRAWN")


def test_a_page_with_ten_merged_takes_twelve_queries(town, clara, received, sign_in):
    target = received(name="Demo Ziel")
    for number in range(10):
        merge(received(name=f"Demo {number}"), fresh(target), clara)
    Check.objects.create(municipality=town, inquiry=target, text="Anrufen", place=0)
    client = sign_in(clara)
    where = address("detail", town, target.pk)
    client.get(where)

    with CaptureQueriesContext(connection) as told:
        page = client.get(where).content.decode()

    skipped = ("SAVEPOINT", "RELEASE", "SELECT set_config", "INSERT", "SELECT NULLIF")
    asked = [q["sql"] for q in told if not q["sql"].startswith(skipped)]
    assert "Demo 9" in page
    assert "Anrufen" in page
    assert len(asked) <= 12, "\n".join(asked)


def test_h16_a_checklist_is_laid_and_ticked(town, clara, received, sign_in):
    inquiry = received()
    client = sign_in(clara)
    lines = "Zurückrufen\nTermin nennen\n\nZurückrufen\n"
    client.post(address("add_checklist", town), {"name": "Umzug", "lines": lines})
    found = Checklist.objects.get()
    lay = address("lay_checklist", town, inquiry.pk)

    assert "Termin nennen" in client.get(lay).content.decode()
    client.post(lay, {"checklist": found.pk})
    client.post(lay, {"checklist": found.pk})  # twice lays it once
    assert client.post(lay, {"checklist": "x"}).status_code == 404
    first = Check.objects.get(text="Zurückrufen")
    client.post(address("tick", town, inquiry.pk, first.pk), {"done": "yes"})
    page = client.get(address("detail", town, inquiry.pk)).content.decode()

    assert found.lines == ["Zurückrufen", "Termin nennen"]
    assert Check.objects.count() == 2
    assert Check.objects.get(pk=first.pk).done_by == clara
    assert "<s><bdi>Zurückrufen</bdi></s>" in page
    client.post(address("tick", town, inquiry.pk, first.pk), {})
    assert not Check.objects.get(pk=first.pk).is_done


def test_h16_a_check_of_another_inquiry_is_not_there(town, clara, received, sign_in):
    one, other = received(), received()
    check = Check.objects.create(
        municipality=town, inquiry=other, text="Anrufen", place=0
    )

    done = sign_in(clara).post(address("tick", town, one.pk, check.pk), {"done": "yes"})

    assert done.status_code == 404
    assert not Check.objects.get().is_done
