"""A survey goes out by itself after a service, apart from what it was about."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail as post_office
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import retention, rights
from hafen.voice.surveys import keys, services
from hafen.voice.surveys.models import (
    AfterService,
    Asked,
    Invitation,
    Response,
    Served,
    Survey,
    Wave,
)
from hafen.voice.surveys.registries import Occasion, Person, occasions
from hafen.voice.surveys.tests.conftest import TODAY, over, post, sheet

SERVED = []


def _people(_town, first, last):
    return [person for day, person in SERVED if first <= day <= last]


@pytest.fixture(autouse=True)
def course(monkeypatch):
    """A service of our own, with people who were served on certain days."""
    SERVED.clear()
    entry = Occasion("course", "Kurs", _people)
    monkeypatch.setitem(occasions._entries, "course", entry)
    quiet = Occasion("quiet", "Beratung")
    monkeypatch.setitem(occasions._entries, "quiet", quiet)


def at(day):
    return timezone.make_aware(datetime.combine(day, time(7)))


def serve(email, *, days_ago=1, language="ar"):
    SERVED.append((TODAY - timedelta(days=days_ago), Person(email, language)))


@pytest.fixture
def after(households):
    """The question after a course, since ten days."""
    data = {"occasion": "course", "days_after": 1, "rest_days": 90, "is_on": True}
    return services.ask_after(
        survey=households.survey, data=data, today=TODAY - timedelta(days=10), by=None
    )


def night(town, *, days=0):
    return services.ask_served(municipality=town, now=at(TODAY + timedelta(days=days)))


def mails():
    return [(mail.to[0], mail.subject, mail.body) for mail in post_office.outbox]


def test_j09_people_are_asked_in_their_language_by_a_link_of_their_own(
    client, town, after, households, acting
):
    serve("amal@example.org")

    assert night(town) == 1

    ((to, subject, text),) = mails()
    assert to == "amal@example.org"
    assert subject == households.survey.titles["ar"]
    own = re.search(r"https?://[^/\s]+(/\S*/survey/\S+)", text)[1]
    assert post(client, own, sheet(households, recommend="ja")).status_code == 302
    acting(town)
    assert Response.objects.count() == 1
    assert Wave.objects.get().invited == {"": 1}


def test_j09_nothing_kept_tells_who_was_asked_or_after_what(town, after):
    serve("amal@example.org")
    night(town)

    row, memory = Invitation.objects.get(), Asked.objects.get()

    assert (row.name, row.email, row.address, row.contact_person) == ("", "", "", None)
    assert "amal" not in memory.who
    assert len(memory.who) == 64
    names = {field.name for field in Invitation._meta.get_fields()}
    assert not names & {"after", "after_service", "occasion", "asked", "case"}


def test_j09_nobody_is_asked_twice_within_the_rest(town, after):
    serve("amal@example.org", days_ago=1)
    serve("AMAL@example.org ", days_ago=1)
    assert night(town) == 1
    assert night(town) == 0
    serve("amal@example.org", days_ago=-19)  # twenty days later

    assert night(town, days=20) == 0
    assert len(mails()) == 1


def test_j09_after_the_rest_they_are_asked_again(town, after, households):
    households.closes_on = TODAY + timedelta(days=200)
    households.save()
    serve("amal@example.org")
    night(town)
    serve("amal@example.org", days_ago=-95)

    assert night(town, days=97) == 1


def test_j09_another_service_counts_for_the_same_rest(town, after, partners):
    data = {"occasion": "quiet", "days_after": 1, "rest_days": 90, "is_on": True}
    services.ask_after(survey=partners.survey, data=data, today=TODAY, by=None)
    serve("amal@example.org")
    night(town)
    services.remember_served(
        municipality=town, occasion="quiet", people=[Person("amal@example.org", "de")],
        today=TODAY,
    )  # fmt: skip

    assert night(town, days=1) == 0
    assert not Served.objects.exists()


def test_j09_what_a_room_leaves_is_sealed_and_goes_with_the_question(town, households):
    data = {"occasion": "quiet", "days_after": 2, "rest_days": 90, "is_on": True}
    services.ask_after(survey=households.survey, data=data, today=TODAY, by=None)
    people = [Person("amal@example.org", "ar"), Person("", "ar")]

    services.remember_served(
        municipality=town, occasion="quiet", people=people, today=TODAY
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT email::text FROM surveys_served")
        assert all("amal" not in str(value) for (value,) in cursor.fetchall())
    assert AfterService.objects.get().unreached == 1
    assert night(town) == 0
    assert night(town, days=2) == 1
    assert not Served.objects.exists()


def test_j09_without_a_question_nothing_is_left(town, households):
    people = [Person("amal@example.org", "ar")]

    services.remember_served(
        municipality=town, occasion="quiet", people=people, today=TODAY
    )

    assert not Served.objects.exists()


def test_j09_what_is_left_without_a_round_is_forgotten(town, households):
    data = {"occasion": "quiet", "days_after": 1, "rest_days": 90, "is_on": True}
    services.ask_after(survey=households.survey, data=data, today=TODAY, by=None)
    over(households)
    people = [Person("amal@example.org", "ar")]
    services.remember_served(
        municipality=town, occasion="quiet", people=people, today=TODAY
    )
    assert night(town, days=3) == 0

    retention.sweep(now=at(TODAY + timedelta(days=33)))

    assert not Served.objects.exists()
    assert not mails()


def test_j09_services_before_the_question_are_left_alone(town, after):
    serve("amal@example.org", days_ago=11)

    assert night(town) == 0


def test_j09_after_a_pause_of_the_worker_nothing_old_is_asked(town, after, households):
    households.closes_on = TODAY + timedelta(days=90)
    households.save()
    serve("old@example.org", days_ago=9)
    serve("new@example.org", days_ago=-40)

    assert night(town, days=45) == 1

    assert [to for to, *_words in mails()] == ["new@example.org"]


@pytest.mark.parametrize("change", ["over", "off", "archived"])
def test_j09_nobody_is_asked_when_it_is_not_the_time(town, after, households, change):
    serve("amal@example.org")
    if change == "over":
        over(households)
    elif change == "off":
        AfterService.objects.update(is_on=False)
    else:
        Survey.objects.update(is_archived=True)

    assert night(town) == 0


def test_j09_who_has_no_mailbox_is_counted_for_the_desk(
    town, after, households, sign_in, paul
):
    serve("")
    serve("", language="de")
    night(town)

    where = reverse("surveys:detail", args=["hier", households.survey_id])
    page = sign_in(paul).get(where).content.decode()

    assert "am Schalter zu fragen: 2" in " ".join(page.split())
    assert not Invitation.objects.exists()


def test_j09_people_end_such_questions_and_take_it_back(
    client, town, after, acting, households
):
    serve("amal@example.org")
    night(town)
    where = re.search(r"https?://[^/\s]+(/\S*/survey-end/\S+)", mails()[0][2])
    assert client.get(where[1]).status_code == 200
    acting(town)
    assert Asked.objects.get().forget_on is not None  # looking changes nothing

    assert post(client, where[1], {"step": "end"}).status_code == 302
    acting(town)
    retention.sweep(now=at(TODAY + timedelta(days=800)))
    households.closes_on = TODAY + timedelta(days=900)
    households.save()
    serve("amal@example.org", days_ago=-849)
    assert night(town, days=850) == 0

    post(client, where[1], {"step": "again"})
    acting(town)
    assert Asked.objects.get().forget_on is not None
    serve("amal@example.org", days_ago=-869)
    assert night(town, days=870) == 1


def test_j09_a_wrong_code_ends_nothing(client, town, after, acting):
    serve("amal@example.org")
    night(town)
    memory = Asked.objects.get()
    where = reverse(
        "surveys_public:ask_no_more", args=["hier", "de", memory.pk, "0" * 32]
    )
    assert len(keys.stop(memory)) == 32

    assert client.get(where).status_code == 404
    assert post(client, where, {"step": "end"}).status_code == 404


def test_j09_the_memory_goes_when_people_may_be_asked_again(town, after):
    serve("amal@example.org")
    night(town)

    retention.sweep(now=at(TODAY + timedelta(days=91)))

    assert not Asked.objects.exists()


def test_j09_a_copy_tells_whose_mailbox_was_asked_and_an_erasure_keeps_the_objection(
    town, after, person
):
    amal, other = person(town, Role.VOLUNTEER), person(town, Role.VOLUNTEER)
    serve(f" {amal.email.upper()}")
    night(town)
    services.ask_no_more(memory=Asked.objects.get())

    (found,) = [part for part in rights.gather([amal]) if part.model is Asked]

    assert found.keys == {Asked.objects.get().pk}
    assert found.stays
    assert found.last_day(TODAY) is None
    assert all(part.model is not Asked for part in rights.gather([other]))


def test_j05_who_was_asked_after_a_service_is_not_reminded(
    town, after, households, paul
):
    serve("amal@example.org")
    night(town)
    Invitation.objects.create(
        municipality=town, wave=households, name="Mira Muster", language="de",
        email="mira@example.org", channel="MAIL", forget_on=households.closes_on,
    )  # fmt: skip
    Invitation.objects.create(
        municipality=town, wave=households, name="Nele Muster", language="de",
        email="nele@example.org", channel="MAIL", forget_on=households.closes_on,
        is_used=True,
    )  # fmt: skip

    count = services.remind(wave=households, by=paul, now=timezone.now())

    assert count == 1
    assert [to for to, *_words in mails()][1:] == ["mira@example.org"]


def test_j09_one_survey_for_one_service(town, after, partners, sign_in, paul):
    where = reverse("surveys:add_after", args=["hier", partners.survey_id])
    said = {"occasion": "course", "days_after": 1, "rest_days": 90, "is_on": "on"}
    client = sign_in(paul)

    assert client.post(where, said).status_code == 422
    said["occasion"] = "quiet"
    assert client.post(where, said | {"rest_days": 3}).status_code == 422
    assert client.post(where, said).status_code == 302
    row = AfterService.objects.get(occasion="quiet")
    edit = reverse("surveys:edit_after", args=["hier", row.pk])
    assert client.post(edit, said | {"version": row.version + 7}).status_code != 302
    done = client.post(edit, said | {"days_after": 5, "version": row.version})
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.days_after == 5


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.PROJECT_LEAD, 200), (Role.EVALUATOR, 404), (Role.INTERPRETER, 404)],
)
def test_j09_who_may_let_a_survey_go_out(
    town, after, households, sign_in, person, role, status
):
    client = sign_in(person(town, role))
    for name, pk in (("add_after", households.survey_id), ("edit_after", after.pk)):
        where = reverse(f"surveys:{name}", args=["hier", pk])
        assert client.get(where).status_code == status


def test_j09_each_night_is_counted_from_the_day_it_reached(town, after):
    night(town)

    assert AfterService.objects.get().asked_until == TODAY - timedelta(days=1)
    assert isinstance(after.asked_until, date)
