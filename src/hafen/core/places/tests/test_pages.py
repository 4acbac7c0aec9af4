"""Every page of places answers; who may not see it gets 404."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.places import queries, services, words
from hafen.core.places.models import (
    Delegation,
    District,
    Municipality,
    Site,
    StreetRange,
    Territory,
)
from hafen.core.places.tests.builders import (
    feature,
    hours,
    region,
    site,
    square,
    street,
    unit,
    write,
)

pytestmark = pytest.mark.django_db


def staff(name, *arguments):
    return reverse(f"places:{name}", args=["hier", *arguments])


def public(name, *arguments, language="de"):
    return reverse(f"places_public:{name}", args=["hier", language, *arguments])


@pytest.fixture
def brackel(town):
    return District.objects.create(
        municipality=town,
        layer="bezirke",
        name="Brackel",
        sort_key="brackel",
        geometry={
            "type": "Polygon",
            "coordinates": [[[7, 51], [7.1, 51], [7.1, 51.1], [7, 51.1], [7, 51]]],
        },
    )


@pytest.fixture
def office(town, brackel):
    office = site(
        town,
        "Anlaufstelle",
        street="Brackeler Hellweg",
        house_number="144",
        phone="+49 231 5028705",
        email="brackel@example.org",
        names={"ar": "مركز الاستقبال"},
    )
    region(town, "Ost", Territory.Kind.TARGET_REGION, [brackel], site=office)
    services.replace_hours(office, rows=[hours(day, "09:00-17:00") for day in range(7)])
    return office


@pytest.fixture
def filled(town, office, brackel):
    authority = unit(town, "Sozialamt", phone="+49 231 500", internal_phone="4711")
    services.assign_responsibility(
        unit=authority, topic="housing", keywords=["Wohnungssuche"]
    )
    services.propose_delegation(authority=authority, site=office, act="Annahme")
    services.record_shortcoming(
        site=office, title="Raum zu klein", noticed_on=date(2026, 11, 1)
    )
    services.except_day(office, day=timezone.localdate(), reason="Fortbildung")
    services.close_days(town, first_day=date(2026, 12, 24), last_day=date(2026, 12, 31))
    services.set_holiday(
        town, day=date(2026, 12, 24), name="Heiligabend", is_holiday=True
    )
    street(town, "Hafenweg", site=office)
    return authority


# --- public ------------------------------------------------------------------


def test_d1_somebody_enters_brackel_and_is_shown_the_site(client, office):
    page = client.get(public("sites"), {"q": "Brackel"}).content.decode()

    for shown in ("Brackeler Hellweg 144", "+49 231 5028705", "brackel@example.org"):
        assert shown in page
    assert client.cookies == {}


def test_d1_the_page_of_the_site_shows_phone_mail_and_hours(client, office):
    page = client.get(public("site", office.path)).content.decode()

    for shown in ("Brackeler Hellweg 144", "+49 231 5028705", "09:00 – 17:00"):
        assert shown in page


def test_an_old_slug_leads_to_the_new_address(client, office):
    answer = client.get(public("site", f"alter-name-{office.public_id}"))
    assert (answer.status_code, answer.url) == (301, public("site", office.path))


def test_the_name_stands_in_the_language_of_the_page(client, office):
    page = client.get(public("sites", language="ar")).content.decode()
    assert "مركز الاستقبال" in page


@pytest.mark.parametrize("published", [True, False])
def test_accommodation_and_hidden_sites_answer_404(client, town, published):
    kind = Site.Kind.ACCOMMODATION if published else Site.Kind.OFFICE
    hidden = site(town, "Haus", kind=kind, is_published=published)
    assert client.get(public("site", hidden.path)).status_code == 404


def test_w9_the_public_sees_the_general_number_only(client, filled):
    page = client.get(public("offices"), {"q": "wohnungssuche"}).content.decode()
    assert "+49 231 500" in page
    assert "4711" not in page


def test_w9_topic_and_legal_area_are_found_by_the_words_of_the_taxonomy(client, town):
    today = timezone.localdate()
    topics = words.words_of(words.TOPICS, language="de", today=today)
    [code, *_more] = words.codes_meant(topics, "Wohnungssuche")
    for name, area in (("Jobcenter", "sgb2"), ("Sozialamt", "asylblg")):
        services.assign_responsibility(
            unit=unit(town, name), topic=code, legal_area=area
        )
    asked = {"q": "wohnungssuche", "legal_area": "sgb2"}
    answer = client.get(public("offices"), asked)

    assert [entry.row.unit.name for entry in answer.context["found"]] == ["Jobcenter"]


@pytest.mark.parametrize("text", ["", "' OR 1=1 --", "<script>", "x" * 500, "\x00"])
def test_whatever_is_typed_the_search_answers(client, filled, text):
    assert client.get(public("offices"), {"q": text}).status_code in {200, 400}
    assert client.get(public("sites"), {"q": text}).status_code in {200, 400}


# --- staff -------------------------------------------------------------------

LISTS = (
    "sites",
    "units",
    "delegations",
    "districts",
    "territories",
    "streets",
    "calendar",
)
FORMS = (
    "add_site",
    "import_districts",
    "add_territory",
    "add_street",
    "add_unit",
    "propose_delegation",
    "close_days",
    "set_holiday",
    "settings",
    "features",
    "publication",
)


@pytest.mark.parametrize("name", LISTS + FORMS)
def test_the_administrator_reaches_every_page(town, filled, person, sign_in, name):
    client = sign_in(person(town, Role.ADMINISTRATOR))
    assert client.get(staff(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_all_staff_read_and_helpers_do_not(town, filled, person, sign_in, name):
    worker = sign_in(person(town, Role.SOCIAL_WORKER))
    assert worker.get(staff(name)).status_code == 200
    helper = sign_in(person(town, Role.VOLUNTEER))
    assert helper.get(staff(name)).status_code == 404


@pytest.mark.parametrize("name", ["settings", "features", "add_street", "add_unit"])
def test_a_social_worker_changes_no_settings(town, person, sign_in, name):
    assert sign_in(person(town, Role.SOCIAL_WORKER)).get(staff(name)).status_code == 404


def test_details_of_every_kind_open(town, filled, office, person, sign_in):
    client = sign_in(person(town, Role.ADMINISTRATOR))
    pages = [
        *(
            staff(name, office.pk)
            for name in (
                "site",
                "edit_site",
                "edit_hours",
                "add_exception",
                "add_room",
                "add_shortcoming",
            )
        ),
        *(
            staff(name, filled.pk)
            for name in (
                "unit",
                "edit_unit",
                "add_contact",
                "assign",
            )
        ),
        staff("decide_shortcoming", office.shortcomings.get().pk),
        staff("edit_district", District.objects.get().pk),
        staff("edit_territory", Territory.objects.get().pk),
        staff("edit_street", StreetRange.objects.get().pk),
        staff("doubt", filled.responsibilities.get().pk),
        staff("put_delegation_in_force", Delegation.objects.get().pk),
    ]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(
        pages, 200
    )


def test_rows_of_another_town_answer_404(
    town, other_town, filled, office, person, sign_in
):
    stranger = sign_in(person(other_town, Role.ADMINISTRATOR))
    for name, row in (("site", office), ("edit_site", office), ("unit", filled)):
        own_desk = reverse(f"places:{name}", args=["dort", row.pk])
        assert stranger.get(own_desk).status_code == 404
        assert stranger.get(staff(name, row.pk)).status_code == 404


def test_a_new_site_is_entered_with_its_texts(town, brackel, person, sign_in):
    client = sign_in(person(town, Role.EDITOR))
    answer = client.post(
        staff("add_site"),
        {
            "name": "Treff am Hafen",
            "kind": "MEETING_PLACE",
            "names__ar": "ملتقى الميناء",
            "summaries__de": "Kaffee und Beratung",
            "longitude": "7.05",
            "latitude": "51.05",
            "is_accessible": "true",
        },
    )
    made = Site.objects.get(name="Treff am Hafen")
    assert answer.url == staff("site", made.pk)
    assert (made.names, made.summaries, made.district, made.is_accessible) == (
        {"ar": "ملتقى الميناء"},
        {"de": "Kaffee und Beratung"},
        brackel,
        True,
    )


def test_the_second_editor_is_shown_what_differs(town, office, person, sign_in):
    client = sign_in(person(town, Role.EDITOR))
    services.save_site(office, values={"name": "Umbenannt"})
    data = {"name": "Mein Name", "kind": "OFFICE", "version": 1}
    answer = client.post(staff("edit_site", office.pk), data)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Umbenannt" in page
    assert "Mein Name" in page

    again = {**data, "version": answer.context["form"]["version"].value()}
    assert client.post(staff("edit_site", office.pk), again).status_code == 302
    assert Site.objects.get(pk=office.pk).name == "Mein Name"


def week(*lines):
    data = {"hours-TOTAL_FORMS": len(lines), "hours-INITIAL_FORMS": 0}
    for number, (weekday, opens, closes) in enumerate(lines):
        data |= {
            f"hours-{number}-weekday": weekday,
            f"hours-{number}-opens": opens,
            f"hours-{number}-closes": closes,
        }
    return data


def test_the_week_is_saved_as_a_whole(town, office, person, sign_in):
    client = sign_in(person(town, Role.SOCIAL_WORKER))
    page = staff("edit_hours", office.pk)
    client.post(page, week((1, "16:00", "18:00"), (2, "10:00", "12:00"), ("", "", "")))
    assert office.opening_hours.count() == 2

    for broken in (
        week((1, "16:00", "")),
        week((1, "16:00", "18:00"), (1, "17:00", "19:00")),
        {"hours-TOTAL_FORMS": "x"},
    ):
        assert client.post(page, broken).status_code == 422
    assert office.opening_hours.count() == 2


def test_a_file_of_districts_is_tried_first(town, person, sign_in, tmp_path):
    client = sign_in(person(town, Role.ADMINISTRATOR))
    path = write(tmp_path / "teile.geojson", feature("Nord", square(0, 0, 1)))
    with path.open("rb") as file:
        client.post(staff("import_districts"), {"file": file, "dry_run": "on"})
    assert not queries.districts_of(town)
    with path.open("rb") as file:
        answer = client.post(staff("import_districts"), {"file": file})
    assert answer.status_code == 200
    assert queries.districts_of(town).count() == 1

    path.write_text("kein JSON")
    with path.open("rb") as file:
        assert client.post(staff("import_districts"), {"file": file}).status_code == 422


def test_a_delegation_goes_step_by_step(town, filled, person, sign_in):
    client = sign_in(person(town, Role.PROJECT_LEAD))
    row = Delegation.objects.get()
    client.post(staff("agree_delegation", row.pk))
    client.post(staff("put_delegation_in_force", row.pk), {"valid_from": "2027-01-01"})
    assert Delegation.objects.get().is_in_force
    client.post(staff("withdraw_delegation", row.pk))
    assert not Delegation.objects.get().is_open


def test_settings_are_saved_and_a_wrong_domain_is_refused(town, person, sign_in):
    client = sign_in(person(town, Role.ADMINISTRATOR))
    data = {
        "name": "Neuhier",
        "default_language": "de",
        "languages": ["ar", "de"],
        "land": "HE",
        "domain": "",
        "colour": "#2044aa",
        "version": town.version,
    }
    assert client.post(staff("settings"), {**data, "domain": "x y"}).status_code == 422
    assert client.post(staff("settings"), data).status_code == 302
    found = Municipality.objects.get(pk=town.pk)
    assert (found.languages, found.land, found.theme) == (
        ["de", "ar"],
        "HE",
        {"colour": "#2044aa"},
    )


def test_lists_ask_at_most_twelve_questions_at_any_size(
    town, office, person, sign_in, brackel, questions
):
    client = sign_in(person(town, Role.ADMINISTRATOR))
    street(town, "Hafenweg", site=office)
    few = {name: len(questions(client, staff(name))) for name in LISTS}
    for number in range(20):
        more = site(town, f"Ort {number}")
        services.replace_hours(more, rows=[hours(1, "08:00-12:00")])
        services.close_days(
            town, first_day=date(2026, 7, 1), last_day=date(2026, 7, 2), site=more
        )
        region(town, f"R{number}", Territory.Kind.TARGET_REGION, [brackel], site=more)
        street(town, f"Weg {number}", site=more)
        services.propose_delegation(
            authority=unit(town, f"Amt {number}"), site=more, act="Annahme"
        )
    many = {name: len(questions(client, staff(name))) for name in LISTS}

    assert many == few
    assert max(many.values()) <= 12
