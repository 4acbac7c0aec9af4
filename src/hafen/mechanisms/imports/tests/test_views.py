import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from hafen.core.db.roles import Role
from hafen.mechanisms.imports import problems, tasks, views
from hafen.mechanisms.imports.models import Import, SavedMapping
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.imports.tests.test_services import LIST, Shelf

pytestmark = pytest.mark.django_db
COLUMNS = {"column_0": "name", "column_1": "town", "column_2": "topic"}
GOOD = LIST.encode()
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def shelf(monkeypatch):
    shelf = Shelf()
    monkeypatch.setitem(importers._entries, "things", shelf.importer())
    return shelf


@pytest.fixture
def desk(town, person, sign_in):
    return sign_in(person(town, Role.EDITOR))


def address(name, town, *arguments):
    return reverse(f"imports:{name}", args=[town.slug, *arguments])


def sent(desk, town, content, name="liste.csv"):
    file = SimpleUploadedFile(name, content)
    return desk.post(address("upload", town, "things"), {"file": file, "publish": "on"})


def planned(desk, town, content=GOOD):
    assert sent(desk, town, content).status_code == 302
    run = Import.objects.latest("id")
    assert desk.post(address("columns", town, run.pk), COLUMNS).status_code == 302
    return run


def test_a_list_is_brought_in_step_by_step(desk, town, shelf):
    run = planned(desk, town)
    preview = desk.get(address("detail", town, run.pk)).content.decode()
    assert "Café" in preview
    assert shelf.names == []

    desk.post(address("apply", town, run.pk))
    assert shelf.names == ["Café", "Hof"]
    assert desk.get(address("detail", town, run.pk)).status_code == 200
    assert "liste.csv" in desk.get(address("start", town)).content.decode()

    assert desk.get(address("undo", town, run.pk)).status_code == 200
    assert shelf.names == ["Café", "Hof"]
    desk.post(address("undo", town, run.pk))
    assert shelf.names == []


def test_the_columns_are_guessed_shown_and_saved_by_name(desk, town, shelf):
    sent(desk, town, LIST.encode())
    run = Import.objects.latest("id")
    page = desk.get(address("columns", town, run.pk)).content.decode()
    assert "Essen" in page

    columns = COLUMNS | {"column_1": "-", "column_2": "-", "save_as": "Unsere Liste"}
    desk.post(address("columns", town, run.pk), columns)

    (saved,) = SavedMapping.objects.all()
    assert saved.columns == {"name": "Name"}
    page = desk.get(address("columns", town, run.pk), {"saved": saved.pk})
    assert page.context["form"].fields["column_1"].initial == "-"


@pytest.mark.parametrize(
    "columns",
    [COLUMNS | {"column_1": "name"}, COLUMNS | {"column_0": "-"}, {}],
)
def test_unusable_columns_are_refused(desk, town, shelf, columns):
    sent(desk, town, LIST.encode())
    run = Import.objects.latest("id")

    assert desk.post(address("columns", town, run.pk), columns).status_code == 422


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"Name;Ort\n"])
def test_an_unreadable_file_is_refused_with_words(desk, town, shelf, content):
    response = sent(desk, town, content)

    assert response.status_code == 422
    assert not Import.objects.exists()


def test_the_preview_can_be_narrowed_to_one_fate(desk, town, shelf):
    run = planned(desk, town)

    page = desk.get(address("detail", town, run.pk), {"fate": "ERROR"})

    assert [row.number for row in page.context["page"]] == [4]


def test_the_remarks_can_be_taken_along_and_hold_no_formula(desk, town, shelf):
    run = planned(desk, town, b"Name;Ort;Thema\n;=1+1;x\n#WERT!;Kai;\n")
    response = desk.get(address("remarks", town, run.pk))

    text = response.content.decode("utf-8-sig")
    assert "attachment" in response["Content-Disposition"]
    assert text.count("\n") >= 3
    assert "\n=" not in text
    assert ";=" not in text


def test_a_long_list_is_written_by_a_worker(desk, town, shelf):
    rows = "".join(f"Haus {n};Ort {n};x\n" for n in range(200))
    run = planned(desk, town, f"Name;Ort;Thema\n{rows}".encode())

    desk.post(address("apply", town, run.pk))

    assert shelf.names == []
    page = desk.get(address("detail", town, run.pk)).content.decode()
    assert "hx-trigger" in page
    part = {"part": "progress"}
    as_part = {"HTTP_HX_REQUEST": "true"}
    shown = desk.get(address("detail", town, run.pk), part, **as_part)
    assert "<h1" not in shown.content.decode()
    tasks.apply(run=run.pk)
    assert len(shelf.names) == 200
    shown = desk.get(address("detail", town, run.pk), part, **as_part)
    assert shown.headers["HX-Refresh"] == "true"
    tasks.apply(run=run.pk)
    assert len(shelf.names) == 200


def test_a_planned_list_is_thrown_away(desk, town, shelf):
    run = planned(desk, town)

    desk.post(address("discard", town, run.pk))

    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EDITOR, 200), (Role.ADMINISTRATOR, 200), (Role.SOCIAL_WORKER, 404)],
)
def test_who_may_import(town, person, sign_in, shelf, role, status):
    client = sign_in(person(town, role))

    assert client.get(address("start", town)).status_code == status


def test_an_import_of_another_municipality_does_not_exist(
    desk, town, other_town, person, sign_in, shelf
):
    run = planned(desk, town)
    stranger = sign_in(person(other_town, Role.EDITOR))

    for name in ("detail", "columns", "undo", "remarks"):
        found = stranger.get(address(name, other_town, run.pk))
        assert found.status_code == 404


def test_a_file_of_200_megabytes_is_refused_by_its_size(desk, town, shelf, monkeypatch):
    monkeypatch.setattr("hafen.mechanisms.imports.forms.MAX_BYTES", 10)

    page = sent(desk, town, LIST.encode()).content.decode()

    assert problems.TOO_LARGE.split("%")[0].strip() in page or "MB" in page


def test_a_list_whose_job_failed_for_good_can_be_started_again(
    desk, town, shelf, monkeypatch
):
    monkeypatch.setattr(views, "_AT_ONCE", 1)
    run = planned(desk, town)
    desk.post(address("apply", town, run.pk))
    again = address("apply", town, run.pk)
    assert again not in desk.get(address("detail", town, run.pk)).content.decode()

    ProcrastinateJob.objects.filter(task_name="imports.apply").update(status="failed")
    assert again in desk.get(address("detail", town, run.pk)).content.decode()

    desk.post(again)
    tasks.apply(run=run.pk)
    assert shelf.names == ["Café", "Hof"]
