"""Courses that people register for by themselves: places, waiting list, leaving."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.directory import services
from hafen.information.directory.models import Service
from hafen.information.directory.shapes import CourseData
from hafen.information.directory.tests.conftest import NOW, new_service
from hafen.mechanisms.bookings import services as bookings
from hafen.mechanisms.bookings.models import Bookable, Registration
from hafen.mechanisms.feedback import forms as visitors
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.privacy import retention
from hafen.mechanisms.questions.models import AnswerSheet
from hafen.mechanisms.questions.services import QuestionData, add_question

HERE = {"Origin": "http://testserver"}
TODAY = timezone.localdate()
COURSE = CourseData(
    type="INTEGRATION",
    level_from="A1",
    level_to="A2",
    starts_on=TODAY + timedelta(days=20),
    ends_on=TODAY + timedelta(days=90),
    takes_registrations=True,
)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)


def set_course(service, *, places=1, **changes):
    data = CourseData(**{**COURSE.__dict__, **changes})
    return services.set_course(
        service=service, data=data, places=places, by=None, now=timezone.now()
    )


@pytest.fixture
def course(association, at_work):
    service = new_service(association, "Deutsch am Morgen")
    set_course(service)
    return services.publish_service(service=service, expected=None, by=None, now=NOW)


def form_of(service, language="de"):
    return reverse(
        "directory_public:join_course", args=["hafenstadt", language, service.address]
    )


def join(client, service, name, language="de", **changes):
    sent = {"name": name, "email": f"{name.lower()}@example.org", "phone": ""}
    sent |= {"token": new_token(), **changes}
    return client.post(form_of(service, language), sent, headers=HERE)


def states():
    rows = Registration.objects.order_by("queued_at", "pk")
    return list(rows.values_list("state", flat=True))


def link_in(message):
    return next(line for line in message.body.splitlines() if "/registration/" in line)


def opened(link):
    return "/" + link.split("/", 3)[3]


def test_a3_06_a_place_that_became_free_goes_to_who_waits_and_has_a_time_limit(
    town, client, course
):
    """And A3-07, A3-08, A3-14: one leaves by the mailed link, without an account."""
    assert join(client, course, "Amal").status_code == 302
    assert join(client, course, "Boris").status_code == 302
    assert join(client, course, "Ciara").status_code == 302
    assert states() == ["CONFIRMED", "WAITING", "WAITING"]
    amal, boris, ciara = mail.outbox

    client.get(opened(link_in(amal)))
    assert states() == ["CONFIRMED", "WAITING", "WAITING"]
    client.post(opened(link_in(amal)), {"step": "leave"}, headers=HERE)

    assert states() == ["WITHDRAWN", "OFFERED", "WAITING"]
    offered = Registration.objects.get(state="OFFERED")
    assert offered.offered_until - timezone.now() > timedelta(hours=47)
    client.post(opened(link_in(ciara)), {"step": "leave"}, headers=HERE)
    later = timezone.now() + timedelta(hours=49)
    bookings.expire_offers(municipality=town, now=later)
    assert states() == ["WITHDRAWN", "EXPIRED", "WITHDRAWN"]
    assert opened(link_in(boris)) in mail.outbox[-1].body
    assert Service.objects.get(pk=course.pk).places_free == 1


def test_a2_07_free_places_are_shown_with_the_moment_they_were_told(
    town, client, course
):
    courses = reverse("directory_public:courses", args=[town.slug, "de"])
    offer = f"/{town.slug}/de/offers/{course.address}/"
    before = client.get(courses).content.decode()
    assert "Freie Plätze: <bdi>1/1</bdi>" in before
    assert form_of(course) in before
    assert form_of(course) in client.get(offer).content.decode()

    join(client, course, "Amal")

    told = timezone.localtime(Service.objects.get(pk=course.pk).places_at)
    assert timezone.now() - told < timedelta(minutes=1)
    after = client.get(courses).content.decode()
    assert f'datetime="{told:%Y-%m-%dT%H:%M:%S}' in after
    assert "Warteliste" in after
    assert "Warteliste" in client.get(offer).content.decode()


def test_a_course_full_for_good_takes_nobody(client, course):
    set_course(course, waiting_places=0)
    join(client, course, "Amal")

    page = join(client, course, "Boris")

    assert page.status_code == 422
    assert states() == ["CONFIRMED"]
    assert "Alle Plätze sind vergeben" in page.content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"takes_registrations": False}, {"closes_on": TODAY - timedelta(days=1)}],
)
def test_nobody_registers_where_or_when_the_course_does_not_let_them(
    client, course, changes
):
    set_course(course, **changes)

    assert join(client, course, "Amal").status_code in {404, 422}
    assert states() == []


def test_strangers_robots_and_drafts_register_nobody(client, course, association):
    sent = {"name": "Eve", "email": "eve@example.org", "token": new_token()}
    foreign = client.post(
        form_of(course), sent, headers={"Origin": "https://evil.example"}
    )
    robot = join(client, course, "Robot", website="https://spam.example")
    draft = new_service(association, "Entwurf")
    set_course(draft)

    assert foreign.status_code == 403
    assert robot.status_code == 302
    assert join(client, draft, "Amal").status_code == 404
    assert states() == []
    assert not client.get(form_of(course)).cookies


def test_who_waits_moves_up_after_the_first_day_too(town, client, course):
    set_course(course, starts_on=TODAY - timedelta(days=2), closes_on=COURSE.ends_on)
    join(client, course, "Amal")
    join(client, course, "Boris")

    bookings.withdraw(
        registration=Registration.objects.get(state="CONFIRMED"),
        by=None,
        now=timezone.now(),
    )

    assert states() == ["WITHDRAWN", "OFFERED"]


def test_an_archived_course_is_called_off_and_comes_back_anew(client, course, at_work):
    join(client, course, "Amal", language="ar")
    services.archive_service(service=course, expected=None, by=None)

    assert states() == ["DECLINED"]
    assert mail.outbox[-1].to == ["amal@example.org"]
    assert Bookable.objects.get().is_cancelled
    services.restore_service(service=course, expected=None, by=None)
    set_course(course)
    assert not Bookable.objects.get().is_cancelled


def test_a_course_with_people_keeps_its_first_day_and_places(
    town, client, course, person, sign_in
):
    join(client, course, "Amal")
    desk = sign_in(person(town, Role.EDITOR))
    where = reverse("directory:edit_course", args=[town.slug, course.pk])

    page = desk.post(where, {"type": "OTHER", "places": "", "starts_on": ""})

    assert page.status_code == 422
    assert Bookable.objects.get().places == 1


def test_the_desk_decides_on_registrations_where_it_wants_to(
    town, client, course, person, sign_in
):
    """A3-05: approval before a place is given."""
    set_course(course, needs_approval=True)
    join(client, course, "Amal")
    assert states() == ["REQUESTED"]
    desk = sign_in(person(town, Role.EDITOR))
    bookable = Bookable.objects.get()
    row = Registration.objects.get()

    page = desk.get(reverse("bookings:registrations", args=[town.slug, bookable.pk]))
    desk.post(
        reverse("bookings:decide", args=[town.slug, bookable.pk, row.pk]),
        {"step": "approve"},
    )

    assert "Amal" in page.content.decode()
    assert states() == ["CONFIRMED"]
    assert mail.outbox[-1].subject.startswith("Sie sind angemeldet")


def test_a_training_needs_no_level_and_has_places(association, at_work, client, town):
    service = new_service(association, "Schulung Ehrenamt", kind="TRAINING")
    data = CourseData(type="OTHER", starts_on=date(2031, 5, 2))
    services.set_course(
        service=service, data=data, places=12, by=None, now=timezone.now()
    )

    fresh = Service.objects.get(pk=service.pk)
    assert (fresh.kind, fresh.places_total, fresh.places_free) == ("TRAINING", 12, 12)


@pytest.fixture
def dora(town, at_work, person):
    return person(town, Role.EDITOR, name="Dora Beispiel")


def ask(course, by, **changes):
    form = services.questions_of_course(service=course, by=by)
    data = {"kind": "TEXT", "texts": {"de": "Was sprechen Sie?", "ar": "ماذا تتكلمون؟"}}
    return add_question(
        questionnaire=form, data=QuestionData(**{**data, **changes}), by=by
    )


def field_of(question):
    return f"question_{question.pk.hex}"


def test_the_desk_asks_questions_of_its_own_at_a_course(town, course, dora, sign_in):
    client = sign_in(dora)
    page = reverse("directory:edit_course", args=[town.slug, course.pk])
    asking = reverse("directory:ask_of_course", args=[town.slug, course.pk])
    assert asking in client.get(page).content.decode()

    form = client.post(asking)
    assert client.post(asking)["Location"] == form["Location"]
    client.post(
        form["Location"] + "new/",
        {"kind": "TEXT", "text_de": "Was haben Sie gelernt?", "options_de": ""},
    )

    shown = client.get(form["Location"]).content.decode()
    assert "Was haben Sie gelernt?" in shown
    assert page in shown
    client.logout()
    assert "Was haben Sie gelernt?" in client.get(form_of(course)).content.decode()


def test_answers_are_read_by_who_manages_the_course_and_stand_in_the_list(
    town, client, course, dora, sign_in
):
    question = ask(course, dora, is_required=True)
    assert "ماذا تتكلمون؟" in client.get(form_of(course, "ar")).content.decode()

    assert join(client, course, "Amal").status_code == 422
    assert states() == []
    assert join(client, course, "Amal", **{field_of(question): "Tigrinya"})

    desk = sign_in(dora)
    bookable = Bookable.objects.get()
    listed = reverse("bookings:registrations", args=[town.slug, bookable.pk])
    sheet = reverse("directory:course_sheet", args=[town.slug, course.pk])
    seen = desk.get(listed).content.decode()
    assert "Was sprechen Sie?" in seen
    assert "Tigrinya" in seen
    file = desk.get(sheet, {"as": "csv"}).content.decode()
    assert "Was sprechen Sie?: Tigrinya" in file


def test_answers_go_with_the_registration_and_after_the_course(
    town, client, course, dora
):
    question = ask(course, dora)
    set_course(course, places=2)
    for name in ("Amal", "Boris"):
        join(client, course, name, **{field_of(question): f"sagt {name}"})
    assert AnswerSheet.objects.count() == 2

    client.post(opened(link_in(mail.outbox[0])), {"step": "leave"}, headers=HERE)
    assert AnswerSheet.objects.count() == 1

    last = AnswerSheet.objects.get()
    assert last.forget_on == Registration.objects.get(pk=last.about).registrant.shred_on
    retention.sweep(now=timezone.now() + timedelta(days=400))
    assert not AnswerSheet.objects.exists()


def test_no_other_organisation_edits_the_questions(town, course, dora, sign_in, person):
    form = services.questions_of_course(service=course, by=dora)
    where = reverse("questions:questionnaire", args=[town.slug, form.pk])
    stranger = person(town, Role.ORGANISATION_EDITOR, name="Emil Beispiel")

    assert sign_in(stranger).get(where).status_code == 404
    assert sign_in(dora).get(where).status_code == 200


def test_two_who_ask_at_once_share_one_form(course, dora):
    first = services.questions_of_course(service=course, by=dora)
    stale = Service.objects.get(pk=course.pk)

    assert services.questions_of_course(service=stale, by=dora) == first
