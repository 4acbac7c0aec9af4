import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.directory import queries, services
from hafen.information.directory.models import Service
from hafen.information.directory.services import Place
from hafen.information.directory.tests.conftest import new_service
from hafen.network.organisations.models import OrganisationEditor

SCREENS = ("detail", "history", "edit_places", "edit_hours", "edit_persons")
SECTIONS = ("what", "whom", "contact")


@pytest.fixture
def client_of_edda(at_work, person, sign_in):
    return sign_in(person(at_work, Role.EDITOR, name="Edda"))


def address(name, town, *parts):
    return reverse(f"directory:{name}", args=[town.slug, *parts])


def fresh():
    return Service.objects.get()


def test_every_screen_of_an_offer_opens(town, client_of_edda, cafe):
    client = client_of_edda
    for name in SCREENS:
        assert client.get(address(name, town, cafe.pk)).status_code == 200, name
    for section in SECTIONS:
        page = client.get(address("edit", town, cafe.pk, section)).content.decode()
        assert "</select>" in page or "</textarea>" in page, section
    assert client.get(address("edit", town, cafe.pk, "no")).status_code == 404
    assert client.get(address("translate", town, cafe.pk, "ar")).status_code == 200
    assert client.get(address("translate", town, cafe.pk, "de")).status_code == 404
    place = cafe.places.get().location_id
    assert client.get(address("edit_location", town, place)).status_code == 200


def test_an_editor_creates_an_offer_section_by_section(
    town, client_of_edda, association
):
    client = client_of_edda
    client.post(
        address("create", town),
        {"organisation": association.pk, "name": "Fahrradkurs", "topic_0": "N01"},
    )
    pk = fresh().pk
    client.post(
        address("edit_places", town, pk),
        {"step": "add", "street": "Am Kai", "house_number": "1", "city": "Hafenstadt"},
    )
    client.post(
        address("edit_hours", town, pk),
        {
            "step": "add",
            "days": ["0", "2"],
            "rhythm": "nth1",
            "opens_at": "16:00",
            "closes_at": "18:00",
        },
    )
    client.post(
        address("edit", town, pk, "contact"),
        {"phone_0": "0251 49 20", "phone_label_0": "Anmeldung", "version": "3"},
    )
    client.post(
        address("edit", town, pk, "whom"),
        {"language_0": "ar", "is_free": "yes", "version": fresh().version},
    )

    data = queries.data_of(fresh())
    assert data["places"][0].location.one_line == "Am Kai 1, Hafenstadt"
    assert data["schedules"][0].rrule == "FREQ=MONTHLY;BYDAY=1MO,1WE"
    assert [phone.number for phone in data["phones"]] == ["+492514920"]
    assert [spoken.tag for spoken in data["languages"]] == ["ar"]
    assert data["is_free"] is True


def what(service, **changes):
    return {
        "organisation": service.organisation_id,
        "name": service.name,
        "summary": service.summary,
        "topic_0": "N01",
        "check_every_days": 180,
        "version": service.version,
        **changes,
    }


def test_w_two_people_at_once_nothing_is_lost_silently(town, client_of_edda, cafe):
    mine = what(cafe, name="Meines")
    services.edit_service(
        service=cafe,
        data={"name": "Ihres"},
        expected=None,
        by=None,
        now=timezone.now(),
    )
    where = address("edit", town, cafe.pk, "what")

    conflict = client_of_edda.post(where, mine)
    kept = fresh().name
    decided = client_of_edda.post(where, {**mine, "version": fresh().version})

    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Ihres" in page
    assert "Meines" in page
    assert kept == "Ihres"
    assert decided.status_code == 302
    assert fresh().name == "Meines"


def test_hours_are_added_removed_and_a_day_is_closed(town, client_of_edda, cafe):
    where = address("edit_hours", town, cafe.pk)
    place = cafe.places.get().location_id

    client_of_edda.post(where, {"step": "day", "day": "2026-12-24"})
    (hours,) = queries.data_of(cafe)["places"][0].schedules
    client_of_edda.post(where, {"step": "remove", "line": f"{place}:0"})

    assert str(hours.exceptions[0].day) == "2026-12-24"
    assert queries.data_of(cafe)["places"][0].schedules == ()
    wrong = client_of_edda.post(where, {"step": "add", "opens_at": "9:00"})
    assert wrong.status_code == 422


def test_the_steps_of_an_offer_go_through_one_button_each(town, client_of_edda, cafe):
    where = address("move", town, cafe.pk)

    def states():
        for step in ("publish", "check", "withdraw", "archive", "restore"):
            client_of_edda.post(where, {"step": step})
            yield fresh().state

    assert list(states()) == ["PUBLISHED", "PUBLISHED", "DRAFT", "ARCHIVED", "DRAFT"]
    assert fresh().last_checked_on == timezone.localdate()
    assert client_of_edda.post(where, {"step": "explode"}).status_code == 404


def test_many_are_published_after_a_preview_and_taken_back(
    town, client_of_edda, association, cafe
):
    unready = new_service(association, "Ohne Thema", topics=[])
    sent = {"action": "publish", "services": [cafe.pk, unready.pk]}

    preview = client_of_edda.post(address("bulk", town), sent).content.decode()
    before = Service.objects.get(pk=cafe.pk).state
    done = client_of_edda.post(address("bulk_apply", town), sent)
    after = Service.objects.get(pk=cafe.pk).state
    client_of_edda.post(address("bulk_undo", town), {"token": done.context["token"]})

    assert "Ohne Thema" in preview
    assert (before, after) == ("DRAFT", "PUBLISHED")
    assert Service.objects.get(pk=cafe.pk).is_draft
    forged = client_of_edda.post(address("bulk_undo", town), {"token": "x"})
    assert forged.status_code == 302


def test_the_list_filters_sorts_and_remembers_its_order(
    town, client_of_edda, association, cafe, old_town
):
    new_service(association, "Zeltlager", topics=["N02"])
    Service.objects.update(next_check_on=timezone.localdate())
    where = address("listing", town)

    def found(query):
        page = client_of_edda.get(where + query).context["page"]
        return [service.name for service in page]

    assert found("") == ["Sprachcafé", "Zeltlager"]
    assert found("?topic=N02") == ["Zeltlager"]
    assert found(f"?district={old_town.pk}") == ["Sprachcafé"]
    assert found("?q=sprach") == ["Sprachcafé"]
    assert found("?untranslated=ar&language=ar") == ["Sprachcafé"]
    assert found("?overdue=on") == []
    assert found("?sort=changed") == ["Zeltlager", "Sprachcafé"]
    assert found("") == ["Zeltlager", "Sprachcafé"]
    assert found("?state=ARCHIVED") == []
    assert found("?topic=nonsense&organisation=x") == ["Zeltlager", "Sprachcafé"]


def test_an_overdue_check_is_found(town, client_of_edda, cafe):
    Service.objects.update(next_check_on=timezone.localdate() - timedelta(days=1))

    page = client_of_edda.get(address("listing", town) + "?overdue=on").context["page"]

    assert list(page) == [cafe]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_the_list_is_exported_and_no_cell_is_a_formula(
    town, client_of_edda, association, kind
):
    new_service(association, '=HYPERLINK("https://example.org")')

    response = client_of_edda.get(address("export", town, kind))

    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    if kind == "csv":
        text = response.content.decode("utf-8-sig")
        _heading, row = csv.reader(io.StringIO(text), delimiter=";")
        assert row[1].startswith("'=HYPERLINK")


def test_an_export_of_another_kind_does_not_exist(town, client_of_edda):
    assert client_of_edda.get(address("export", town, "exe")).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "edits", "moves"),
    [
        (Role.EDITOR, 200, 200, 302),
        (Role.ADMINISTRATOR, 200, 200, 302),
        (Role.VOLUNTEER_COORDINATOR, 200, 200, 302),
        (Role.SOCIAL_WORKER, 200, 404, 404),
        (Role.VOLUNTEER, 404, 404, 404),
    ],
)
def test_who_reads_edits_and_publishes(
    town, person, cafe, sign_in, role, reads, edits, moves
):
    client = sign_in(person(town, role))

    assert client.get(address("detail", town, cafe.pk)).status_code == reads
    assert client.get(address("edit", town, cafe.pk, "what")).status_code == edits
    step = client.post(address("move", town, cafe.pk), {"step": "check"})
    assert step.status_code == moves


def test_an_associations_editor_hands_in_and_does_not_publish(
    town, person, association, office, cafe, sign_in, at_work
):
    otto = person(town, Role.ORGANISATION_EDITOR)
    with_context = sign_in(otto)
    OrganisationEditor.objects.create(
        municipality=town, organisation=association, user=otto
    )
    foreign = new_service(office, "Fremd")
    where = address("move", town, cafe.pk)

    assert with_context.get(address("detail", town, foreign.pk)).status_code == 404
    assert with_context.post(where, {"step": "publish"}).status_code == 404
    assert with_context.post(where, {"step": "hand_in"}).status_code == 302
    assert Service.objects.get(pk=cafe.pk).is_in_review
    page = with_context.get(address("create", town)).content.decode()
    assert "Ausländerbehörde" not in page


def test_a_stranger_of_another_town_finds_nothing(
    town, other_town, person, cafe, sign_in
):
    client = sign_in(person(other_town, Role.EDITOR))

    for name in SCREENS:
        assert client.get(address(name, town, cafe.pk)).status_code == 404
        assert client.get(address(name, other_town, cafe.pk)).status_code == 404


@pytest.mark.parametrize("name", ["listing", "detail", "edit_places"])
def test_a_page_needs_at_most_twelve_queries_at_any_size(
    town, client_of_edda, association, cafe, questions, name
):
    parts = [] if name == "listing" else [cafe.pk]
    place = Place(cafe.places.get().location)

    def count():
        return questions(client_of_edda, address(name, town, *parts))

    new_service(association, "Zweites", places=[place])
    count()  # what is kept per process is warm from now on
    small = count()
    for number in range(60):
        new_service(association, f"Angebot {number}", places=[place])
    large = count()

    assert len(large) == len(small)
    assert len(large) <= 12, "\n".join(large)
