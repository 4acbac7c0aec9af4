"""What readers get without an account: what fits, a list, cafés, courses."""

import io
from datetime import date, time, timedelta

import pypdfium2
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.directory import queries, services
from hafen.information.directory.eligibility import Answer, Reader, Terms, check
from hafen.information.directory.models import EditionEntry, Service
from hafen.information.directory.services import Place, ScheduleData
from hafen.information.directory.shapes import ConditionData, CourseData
from hafen.information.directory.tests.conftest import NOW, new_service
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.bookings.services import RegistrationData, register

YOUNG = Terms(age_from=16, age_to=27, level="B1", residence=frozenset({"protected"}))


@pytest.mark.parametrize(
    ("reader", "answer"),
    [
        (Reader(age=20, level="B2", residence="protected"), Answer(fits=True)),
        (Reader(age=28, level="B2", residence="protected"), Answer(fits=False)),
        (Reader(age=20, level="A2", residence="protected"), Answer(fits=False)),
        (Reader(age=20, level="B1", residence="eu"), Answer(fits=False)),
        (Reader(age=16), Answer(True, ("residence", "level"))),
        (Reader(), Answer(True, ("age", "residence", "level"))),
    ],
)
def test_conditions_are_checked_as_far_as_somebody_says(reader, answer):
    assert check(YOUNG, reader) == answer


def test_who_lives_in_a_quarter_lives_in_its_district_too():
    terms = Terms(districts=frozenset({"north"}))

    assert check(terms, Reader(districts=frozenset({"north", "harbour"}))).fits
    assert not check(terms, Reader(districts=frozenset({"south"}))).fits


def published(association, name, **data):
    service = new_service(association, name, **data)
    services.publish_service(service=service, expected=None, by=None, now=NOW)
    return service


def test_m34_entering_a2_hides_what_needs_b1_and_nothing_is_kept(
    town, client, association, at_work
):
    needs = [ConditionData("LEVEL", ["B1"])]
    published(association, "Berufssprachkurs", conditions=needs)
    published(association, "Beratung für alle")
    where = reverse("directory_public:fitting", args=[town.slug, "de"])

    before = client.get(where).content.decode()
    page = client.post(where, {"level": "A2"})
    fluent = client.post(where, {"level": "B1"}).content.decode()

    said = page.content.decode()
    assert "Beratung für alle" not in before
    assert "Beratung für alle" in said
    assert "Berufssprachkurs" not in said
    assert "Berufssprachkurs" in fluent
    assert "no-store" in page.headers["Cache-Control"]
    assert not page.cookies


def text_of(content):
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_m13_a_list_in_the_address_becomes_a_leaflet(
    town, client, association, language
):
    one, two = published(association, "Erste Hilfe"), published(association, "Nähstube")
    where = reverse("directory_public:collected", args=[town.slug, language])
    paper = reverse("directory_public:leaflet", args=[town.slug, language])

    found = client.get(where, {"q": "erste"}).content.decode()
    page = client.get(where, {"offer": [one.short_id, two.short_id, "made-up"]})
    leaflet = client.get(paper, {"offer": [two.short_id, one.short_id]})

    assert one.short_id in found
    assert "Nähstube" in page.content.decode()
    assert not page.cookies
    text = text_of(leaflet.content)
    assert text.index("Nähstube") < text.index("Erste")
    dropped = client.get(where, {"offer": [one.short_id], "drop": one.short_id})
    assert dropped.headers["Location"] == where


def test_m33_what_is_free_of_charge_is_collected_by_one_filter(
    town, client, association
):
    published(association, "Tafel", is_free=True)
    published(association, "Teures")
    where = reverse("directory_public:collected", args=[town.slug, "de"])

    page = client.get(where, {"free": "on"}).content.decode()

    assert "Tafel" in page
    assert "Teures" not in page


def cafe_at(association, location, name, hour):
    rule = "FREQ=DAILY;INTERVAL=1"
    hours = ScheduleData(rule, time(hour), time(hour + 1), closed_on_holidays=False)
    places = [Place(location, schedules=(hours,))]
    return published(association, name, kind="MEETING_CAFE", places=places)


def test_l33_a_visitor_finds_the_next_cafe_in_a_district(
    town, client, association, public_cafe, old_town
):
    location = public_cafe.places.get().location
    late = cafe_at(association, location, "Spätes Café", 20)
    early = cafe_at(association, location, "Frühes Café", 8)
    services.lay_openings(services=[late, early], now=timezone.now())

    found = queries.next_cafes(
        town, frozenset({old_town.pk}), language="de", now=timezone.now()
    )
    page = client.get(reverse("directory_public:cafes", args=[town.slug, "de"]))

    assert {str(each.card.name) for each in found} == {"Spätes Café", "Frühes Café"}
    assert found == sorted(found, key=lambda each: each.starts_at)
    assert "Frühes Café" in page.content.decode()


A_COURSE = CourseData(
    type="CONVERSATION",
    level_from="A1",
    level_to="A2",
    starts_on=date(2030, 1, 7),
    ends_on=date(2030, 6, 30),
)


@pytest.fixture
def two_courses(at_work, association, public_cafe):
    far = published(association, "Kurs A fern")
    near = published(
        association, "Kurs B nah", places=[Place(public_cafe.places.get().location)]
    )
    for service in (far, near):
        services.set_course(
            service=service, data=A_COURSE, places=2, by=None, now=timezone.now()
        )
    return far, near


def test_m32_a_full_course_leaves_the_free_places_and_stays_in_the_list(
    town, client, two_courses
):
    far, near = two_courses
    services.tell_places(service=far, total=2, free=0, by=None, now=NOW)
    where = reverse("directory_public:courses", args=[town.slug, "de"])

    whole = client.get(where, {"level": "A1"}).content.decode()
    free = client.get(where, {"free": "1"}).content.decode()
    other = client.get(where, {"level": "B1"}).content.decode()

    assert far.name in whole
    assert near.name in whole
    assert far.name not in free
    assert near.name in free
    assert near.name not in other


def test_d26_near_courses_come_first_and_placing_takes_one_place(
    town, person, two_courses, old_town, sign_in
):
    far, near = two_courses
    desk = sign_in(person(town, Role.EDITOR))
    where = reverse("directory:placing", args=[town.slug])

    page = desk.get(where, {"district": str(old_town.pk)}).content.decode()
    bookable = Bookable.objects.get(subject_id=near.pk)
    for name in ("Erste", "Zweite", "Dritte"):
        data = RegistrationData(name=name, language="de", phone="+4925100")
        register(bookable=bookable, data=data, now=timezone.now())

    assert page.index(near.name) < page.index(far.name)
    told = Service.objects.get(pk=near.pk)
    assert (told.places_total, told.places_free) == (2, 0)
    assert Service.objects.get(pk=far.pk).places_free == 2


def test_a_course_is_set_up_at_the_desk(town, person, association, at_work, sign_in):
    desk = sign_in(person(at_work, Role.EDITOR))
    draft = new_service(association, "Deutsch am Abend")
    where = reverse("directory:edit_course", args=[town.slug, draft.pk])
    said = {"type": "WORK", "level_from": "B1", "level_to": "B2", "places": "12"}

    wrong = desk.post(where, {**said, "level_to": "A1"})
    desk.post(where, {**said, "starts_on": "2030-02-01"})

    course = Service.objects.select_related("course").get(pk=draft.pk)
    assert wrong.status_code == 422
    assert (course.kind, course.course.level_to) == ("COURSE", "B2")
    assert course.places_free == 12
    assert desk.get(where).context["bookable"].places == 12


def test_m11_an_edition_is_frozen_and_later_changes_appear_in_the_next(
    town, person, association, at_work, sign_in
):
    first = published(association, "Frauentreff")
    services.compile_edition(municipality=town, title="April 2015", by=None, now=NOW)
    services.edit_service(
        service=first,
        data={"name": "Treff für Frauen"},
        expected=None,
        by=None,
        now=NOW,
    )
    published(association, "Ganz neu")
    later = services.compile_edition(
        municipality=town, title="Mai 2015", by=None, now=NOW + timedelta(days=30)
    )
    desk = sign_in(person(at_work, Role.EDITOR))
    old = later.__class__.objects.get(title="April 2015")

    found = queries.compared(old, later)
    page = desk.get(reverse("directory:edition", args=[town.slug, old.pk]))
    paper = desk.get(
        reverse("directory:export_edition", args=[town.slug, old.pk, "pdf"])
    )

    assert "Frauentreff" in page.content.decode()
    assert "Frauentreff" in text_of(paper.content)
    assert found.new == ("Ganz neu",)
    assert [(each.name, each.fields) for each in found.changed] == [
        ("Treff für Frauen", ("name",))
    ]
    for kind in ("csv", "json"):
        where = reverse("directory:export_edition", args=[town.slug, old.pk, kind])
        assert "Frauentreff" in desk.get(where).content.decode("utf-8-sig")
    with pytest.raises(services.TitleTaken):
        services.compile_edition(municipality=town, title="Mai 2015", by=None, now=NOW)


def test_nobody_can_change_what_an_edition_holds(town, association, at_work):
    published(association, "Frauentreff")
    services.compile_edition(municipality=town, title="Erste", by=None, now=NOW)

    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        EditionEntry.objects.update(topic="N99")
