"""The library (P55, M2, knowledge.11): versions, validity, open or internal."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.files.models import StoredFile
from hafen.information.knowledge import services
from hafen.information.knowledge.models import (
    Document,
    DocumentVersion,
    InternalPage,
)
from hafen.mechanisms.search.models import SearchDocument
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import kinds

# The test client leaves the last file of an answer to the collector of rubbish.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TODAY = timezone.localdate()
DAY = timedelta(days=1)
LIBRARY = "/hier/desk/library/"


def paper(text="eins", name="konzept.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + text.encode())


@pytest.fixture
def add(at_work, editor):
    """A maker of documents: `add("Rahmenkonzeption", until=…)`."""

    def make(title, *, label="1", begins=TODAY, until=None, upload=None, **fields):
        values = {"title": title, "category": "CONCEPT"} | fields
        return services.add_document(
            municipality=at_work,
            values=values,
            first=services.NewVersion(upload or paper(), label, begins, until),
            by=editor,
        )

    return make


def renewed(document, *, label="2", begins=TODAY, text="zwei", until=None, by=None):
    return services.add_version(
        document=document,
        version=services.NewVersion(paper(text), label, begins, until),
        by=by,
        now=timezone.now(),
    )


def read(client, where):
    answer = client.get(where, follow=True)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_p55_the_framework_concept_opens_from_the_footnote_and_stays_right(
    write, edit, add, person, sign_in
):
    concept = add("Rahmenkonzeption", begins=TODAY - 30 * DAY)
    matrix = write("Aufgabenmatrix", kind=InternalPage)
    edit(matrix, body=[("document", f"document:{concept.pk}")])
    colleague = sign_in(person(matrix.municipality, Role.SOCIAL_WORKER))

    said = colleague.get(f"/hier/desk/pages/{matrix.address}/").content.decode()
    footnote = f"{LIBRARY}{concept.address}/"
    before = read(colleague, f"{footnote}file/")
    renewed(concept)

    assert f'href="{footnote}"' in said
    assert before == b"%PDF-1.7\neins"
    assert read(colleague, f"{footnote}file/") == b"%PDF-1.7\nzwei"
    shown = colleague.get(footnote).content.decode()
    assert "Aufgabenmatrix" in shown
    assert (
        Client()
        .get(f"/hier/de/knowledge/documents/{concept.address}/file/")
        .status_code
        == 404
    )


def test_p55_a_page_for_everybody_names_public_documents_alone(
    write, edit, add, client
):
    secret = add("Dienstanweisung")
    open_ = add("Satzung", is_public=True)
    page = edit(
        write("Aufgaben"),
        body=[
            ("document", f"document:{secret.pk}"),
            ("document", f"document:{open_.pk}"),
        ],
    )

    said = client.get(f"/hier/de/knowledge/{page.address}/").content.decode()

    assert "Dienstanweisung" not in said
    assert f"/hier/de/knowledge/documents/{open_.address}/" in said
    where = f"/hier/de/knowledge/documents/{open_.address}/file/"
    assert read(client, where) == b"%PDF-1.7\neins"


def test_m2_the_documentation_of_a_workshop_is_two_clicks_from_the_start(add, client):
    document = add(
        "Engagement-Werkstatt", category="DOCUMENTATION", is_public=True, is_pinned=True
    )
    where = f"/hier/de/knowledge/documents/{document.address}/"

    start = client.get("/hier/de/").content.decode()
    page = client.get(where).content.decode()

    assert f'href="{where}"' in start
    assert f'href="{where}file/"' in page
    assert read(client, f"{where}file/") == b"%PDF-1.7\neins"


def test_a_new_version_ends_the_one_before_it_on_its_day(add):
    document = add("Satzung", begins=TODAY - 10 * DAY)
    renewed(document, begins=TODAY + 5 * DAY)

    days = document.versions.order_by("valid_from").values_list(
        "valid_from", "valid_until"
    )

    assert list(days) == [
        (TODAY - 10 * DAY, TODAY + 4 * DAY),
        (TODAY + 5 * DAY, None),
    ]
    assert [v.label for v in document.versions.in_force(TODAY)] == ["1"]


@pytest.mark.parametrize(("label", "begins"), [("1", DAY), ("2", 0 * DAY)])
def test_a_version_of_one_name_or_day_is_refused(add, label, begins):
    document = add("Satzung")

    with pytest.raises(services.VersionExists):
        renewed(document, label=label, begins=TODAY + begins)


@pytest.mark.parametrize(
    ("begins", "until", "status"),
    [
        (-DAY, None, 200),
        (0 * DAY, 0 * DAY, 200),
        (DAY, None, 404),
        (-5 * DAY, -DAY, 404),
    ],
)
def test_the_public_opens_what_holds_today(add, client, begins, until, status):
    document = add(
        "Satzung",
        begins=TODAY + begins,
        until=None if until is None else TODAY + until,
        is_public=True,
    )

    answer = client.get(f"/hier/de/knowledge/documents/{document.address}/")

    assert answer.status_code == status
    listed = client.get("/hier/de/knowledge/documents/").content.decode()
    assert ("Satzung" in listed) == (status == 200)


def test_a_document_that_is_closed_closes_its_files_too(add, editor, client):
    document = add("Satzung", is_public=True)
    key = document.versions.get().file.key
    assert read(client, f"/hier/de/files/{key}/") == b"%PDF-1.7\neins"

    services.edit_document(
        document=document, values={"is_public": False}, expected=None, by=editor
    )
    assert client.get(f"/hier/de/files/{key}/").status_code == 404
    services.edit_document(
        document=document, values={"is_public": True}, expected=None, by=editor
    )
    services.archive_document(document=document, by=editor, now=timezone.now())
    assert client.get(f"/hier/de/files/{key}/").status_code == 404


def test_who_keeps_a_document_is_asked_before_it_ends(add, at_work, editor, sign_in):
    ending = add("Läuft aus", until=TODAY + 20 * DAY)
    add("Gilt weiter")
    add("Lange gültig", until=TODAY + 90 * DAY)

    services.watch_library(municipality=at_work, today=TODAY)
    services.watch_library(municipality=at_work, today=TODAY)

    (todo,) = Todo.objects.filter(kind="knowledge.document")
    assert (todo.owner, todo.due_on) == (editor, TODAY + 20 * DAY)
    where = kinds["knowledge.document"].addresses([ending.pk], editor)
    assert where == {ending.pk: f"{LIBRARY}{ending.address}/"}
    assert "Läuft aus" in sign_in(editor).get("/hier/desk/").content.decode()
    renewed(ending, begins=TODAY + 21 * DAY, by=editor)
    assert not Todo.objects.filter(kind="knowledge.document").open().exists()


def test_public_documents_are_found_by_search_and_internal_ones_are_not(
    add, town, client
):
    connection.run_on_commit.clear()
    add("Parkordnung", is_public=True)
    add("Geheimordnung")
    for entry in connection.run_on_commit[:]:
        entry[1]()

    found = SearchDocument.objects.filter(municipality=town, kind="document")
    assert {row.title for row in found} == {"Parkordnung"}
    listed = client.get("/hier/de/knowledge/documents/?q=ordnung").content.decode()
    assert "Parkordnung" in listed
    assert "Geheimordnung" not in listed


def office(*parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for part in parts:
            package.writestr(part, "x")
    return target.getvalue()


HOSTILE = {
    "program.pdf": b"MZ\x90\x00" + b"\x00" * 60,
    "seite.pdf": b"<html><script>alert(1)</script></html>\x00",
    "bild.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "makro.docx": office("word/document.xml", "word/vbaProject.bin"),
    "archiv.zip": office("a.txt"),
    "leer.pdf": b" ",
    "bild.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    "programm.jar": office("META-INF/MANIFEST.MF"),
}


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"leer.pdf"}))
def test_what_is_no_document_is_not_taken(at_work, editor, sign_in, name):
    data = {
        "title": "Konzept",
        "category": "CONCEPT",
        "language": "de",
        "label": "1",
        "begins": TODAY.isoformat(),
        "is_public": "on",
        "file": SimpleUploadedFile(name, HOSTILE[name]),
    }

    answer = sign_in(editor).post(f"{LIBRARY}new/", data)

    assert answer.status_code == 422
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_name_that_turns_round_is_written_harmlessly_and_nothing_runs(add, client):
    upload = paper(name="gehalt\u202efdp.exe/../../x.html")
    document = add("Satzung", is_public=True, upload=upload)
    file = document.versions.get().file

    answer = client.get(f"/hier/de/files/{file.key}/")

    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # and closes it
    assert file.name == "x.pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_an_editor_adds_edits_and_replaces_in_the_browser_and_two_at_once_are_told(
    at_work, editor, sign_in
):
    client = sign_in(editor)
    data = {"title": "Satzung", "category": "REGULATION", "language": "de"}
    version = {"label": "1", "begins": TODAY.isoformat(), "file": paper()}
    made = client.post(f"{LIBRARY}new/", data | version)
    where = made["Location"]

    again = client.post(where, version | {"file": paper("zwei")})
    edited = client.post(f"{where}edit/", data | {"title": "Neu", "version": 1})
    late = client.post(f"{where}edit/", data | {"title": "Alt", "version": 1})

    assert again.status_code == 422
    assert (edited.status_code, late.status_code) == (302, 409)
    assert Document.objects.get().title == "Neu"
    assert (
        "Satzung"
        not in client.get(f"{LIBRARY}?q=Neu").content.decode().split("<table")[-1]
    )


def test_a_version_given_by_mistake_goes_with_its_file_but_the_last_one_stays(
    add, editor, sign_in
):
    document = add("Satzung", begins=TODAY - DAY)
    wrong = renewed(document)
    client = sign_in(editor)

    client.post(f"{LIBRARY}versions/{wrong.pk}/drop/")
    client.post(f"{LIBRARY}versions/{document.versions.get().pk}/drop/")

    assert DocumentVersion.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_another_town_sees_nothing_of_the_library(
    add, other_town, person, sign_in, client
):
    document = add("Satzung", is_public=True)
    stranger = sign_in(person(other_town, Role.EDITOR))

    assert stranger.get(f"/dort/desk/library/{document.address}/").status_code == 404
    assert "Satzung" not in stranger.get("/dort/desk/library/").content.decode()
    where = f"/dort/de/knowledge/documents/{document.address}/"
    assert client.get(where).status_code == 404


def test_a_long_library_asks_the_database_no_more_often(
    add, editor, sign_in, questions
):
    client = sign_in(editor)
    add("Eins")
    few = questions(client, LIBRARY)
    for number in range(12):
        add(f"Satzung {number}", is_public=number % 2 == 0)
    many = questions(client, LIBRARY)

    assert len(many) == len(few) <= 12
