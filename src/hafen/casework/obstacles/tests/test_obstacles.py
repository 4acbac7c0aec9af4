"""Obstacles: written down in a case, gathered, counted without names, solved."""

import pytest
from django.db import connection
from django.urls import reverse

from hafen.casework.cases import errors
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY
from hafen.casework.obstacles import queries, services
from hafen.casework.obstacles.models import Obstacle, StructuralObstacle
from hafen.core.db.roles import Role
from hafen.core.places.models import District
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
DAY = TODAY.isoformat()


@pytest.fixture
def at(town):
    def address(name, *parts):
        return reverse(f"obstacles:{name}", args=[town.slug, *parts])

    return address


@pytest.fixture
def note(clara):
    def make(row, text="Kein Kita-Platz", *, domain="N03", by=clara, **more):
        facts = {"domain": domain, "text": text, "agency": "Jugendamt"}
        return services.note_obstacle(
            case=row,
            facts=facts | {"since": LONG_AGO} | more,
            is_special=domain == "N13",
            today=TODAY,
            by=by,
        )

    return make


def structural(town, by, name="Zu wenig Kita-Plätze", **more):
    facts = {"name": name, "domain": "N03", "agency": "Jugendamt", "since": LONG_AGO}
    return services.save_structural(
        municipality=town, row=None, facts=facts | more, expected=None, by=by
    )


@pytest.fixture
def five(town, case, household, clara, note, acting):
    """Obstacles of five families in a district that stand for the same."""
    acting(town)
    place = District.objects.create(municipality=town, name="Nordend", layer="1")
    acting(town, clara)
    families = [household(f"Person Beispiel{n}", district=place) for n in range(5)]
    return [str(note(case(of=family)).pk) for family in families]


def test_d19_five_entries_become_one_structural_obstacle_that_names_nobody(
    five, clara, person, town, at, sign_in
):
    sent = {"obstacles": five[:4], "name": "Zu wenig Kita-Plätze"}
    assert sign_in(clara).post(at("gather"), sent).status_code == 302
    steering = person(town, Role.STEERING)
    [(few, *_rest)] = sign_in(steering).get(at("structural")).context["rows"]
    assert (few.cases, few.districts) == (None, [])

    into = {"obstacles": five[4:], "into": str(few.row.pk)}
    assert sign_in(clara).post(at("gather"), into).status_code == 302

    desk = sign_in(steering)
    page = desk.get(at("structural"))
    [(found, area, _law)] = page.context["rows"]
    assert (found.cases, found.districts) == (5, [("Nordend", 5)])
    assert (area, found.row.agency) == ("Kita und Frühe Hilfen", "Jugendamt")
    told = page.content.decode()
    told += desk.get(at("structural"), {"as": "csv"}).content.decode()
    assert told.count("Zu wenig Kita-Plätze") == 2
    assert "Beispiel" not in told
    assert "Kein Kita-Platz" not in told
    # Whoever steers reads no case, and no obstacle of one.
    assert desk.get(at("obstacles")).status_code == 404
    assert desk.post(at("gather"), into).status_code == 404


def test_what_was_put_together_wrongly_stands_alone_again(
    town, case, clara, at, note, sign_in, acting
):
    acting(town, clara)
    into = structural(town, clara)
    row = note(case())
    desk = sign_in(clara)
    both = {"obstacles": [str(row.pk)], "into": str(into.pk), "name": "Neu"}
    assert desk.post(at("gather"), both).status_code == 422
    taken = {"obstacles": [str(row.pk)], "name": into.name}
    assert list(desk.post(at("gather"), taken).context["gathering"].errors) == ["name"]
    services.gather(obstacles=[row], into=into, by=clara)

    assert desk.post(at("gather"), {"obstacles": [str(row.pk)]}).status_code == 302

    row.refresh_from_db()
    assert row.structural is None
    assert desk.get(at("obstacles"), {"as": "csv"}).status_code == 200


def test_an_obstacle_is_written_down_and_solved_in_its_case(
    town, case, clara, bela, at, sign_in, acting
):
    acting(town, clara)
    row = case()
    desk = sign_in(clara)
    where = at("add_obstacle", row.pk)
    sent = {"domain": "N06", "since": DAY}
    assert list(desk.post(where, sent).context["form"].errors) == ["text"]
    sent |= {"text": "Absagen wegen des Namens", "agency": "Vermieter"}
    assert desk.post(where, sent).status_code == 302
    [(found, _area)] = desk.get(at("of_case", row.pk)).context["rows"]

    solved = {"solution": "Gespräch mit dem Verband", "on": DAY}
    for _twice in range(2):
        page = desk.post(at("solve", found.pk), solved, follow=True)

    assert "beendet" in page.content.decode()
    found.refresh_from_db()
    assert (found.solved_on, found.solution) == (TODAY, "Gespräch mit dem Verband")
    assert sign_in(bela).get(at("of_case", row.pk)).status_code == 404


def test_an_obstacle_of_a_special_category_has_no_words_and_few_readers(
    town, case, clara, agatha, at, note, sign_in, acting
):
    acting(town, clara)
    row = case()
    into = structural(town, clara, "Zu wenig Therapieplätze", domain="N13")
    desk = sign_in(clara)
    where = at("add_obstacle", row.pk)
    words = {"domain": "N13", "text": "Erfunden", "since": DAY}
    assert desk.post(where, words).status_code == 422
    hidden = words | {"domain": "N03", "structural": str(into.pk)}
    assert desk.post(where, hidden).status_code == 422

    assert desk.post(where, words | {"structural": str(into.pk)}).status_code == 302

    found = Obstacle.objects.get()
    assert (found.text, found.is_special) == ("", True)
    acting(town, agatha)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM obstacles_obstacle")
        assert cursor.fetchall() == []
    assert not queries.obstacles_visible_to(agatha, today=TODAY).exists()
    form = sign_in(agatha).get(at("add_obstacle", row.pk)).context["form"]
    assert into not in form.fields["structural"].queryset
    with pytest.raises(errors.NotNamed):
        note(row, "", domain="N13", structural=into, by=agatha)


def test_e17_a_structural_obstacle_is_asked_after_until_it_is_solved(
    town, person, at, sign_in
):
    lead = person(town, Role.PROJECT_LEAD)
    desk = sign_in(lead)
    sent = {
        "name": "Vordrucke nur auf Deutsch", "domain": "N08", "since": DAY,
        "legal_area": "sgb2",
        "state": "RAISED", "proposal": "Ausfüllhilfen", "again_on": DAY,
    }  # fmt: skip
    assert desk.post(at("add_structural"), sent).status_code == 302
    row = StructuralObstacle.objects.get()
    waiting, where = leads["obstacles.again"].find(lead, TODAY)
    assert list(waiting) == [row]
    assert [each.row for each, *_rest in desk.get(where).context["rows"]] == [row]
    page = at("edit_structural", row.pk)
    sent |= {"state": "SOLVED", "version": str(row.version)}
    assert set(desk.post(page, sent).context["form"].errors) == {
        "solved_on", "solution",
    }  # fmt: skip

    sent |= {"solved_on": DAY, "solution": "In acht Sprachen"}
    assert desk.post(page, sent).status_code == 302

    assert not leads["obstacles.again"].find(lead, TODAY)[0].exists()
    content = desk.get(at("structural"), {"part": "solved"}).content.decode()
    assert "In acht Sprachen" in content
    assert "SGB II" in content
    assert (
        "SGB II"
        in desk.get(at("structural"), {"part": "solved", "as": "csv"}).content.decode()
    )


@pytest.mark.parametrize("size", [1, 8])
def test_pages_of_obstacles_ask_as_much_of_many_as_of_one(
    town, case, clara, at, note, sign_in, acting, questions, size
):
    acting(town, clara)
    row = case()
    for number in range(size):
        note(row, structural=structural(town, clara, f"Hindernis {number}"))
        note(row)
    desk = sign_in(clara)
    desk.get(reverse("cases:cases", args=[town.slug]))
    asked = {
        name: len(questions(desk, at(name, *parts)))
        for name, *parts in (
            ("of_case", row.pk), ("add_obstacle", row.pk), ("obstacles",),
            ("structural",),
        )
    }  # fmt: skip

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
