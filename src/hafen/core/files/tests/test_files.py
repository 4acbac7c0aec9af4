import os
import time
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import timezone

from hafen.core.db.context import Context, enter
from hafen.core.db.personal_data import DataClass
from hafen.core.files import services, views
from hafen.core.files.content import UnknownType
from hafen.core.files.doors import Door, doors
from hafen.core.files.models import StoredFile
from hafen.core.files.scanner import ScannerAway
from hafen.core.places.models import Municipality

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a certificate"
doors.register(Door("files.test", lambda user, _file: user.may))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return tmp_path


@pytest.fixture
def town():
    municipality = Municipality.objects.create(
        slug="dateistadt", name="Dateistadt", languages=["de"]
    )
    enter(Context(municipality=municipality.pk))
    return municipality


def store(town, data=PDF, *, name="Zeugnis.pdf", data_class=DataClass.C1):
    return services.store(
        municipality=town.pk,
        upload=ContentFile(data, name=name),
        kind="files.test",
        data_class=data_class,
    )


def body(response):
    """Read the file; closing the response would end the test's transaction."""
    with response.file_to_stream as source:
        return source.read()


def staff_request(rf, town, *, may):
    request = rf.get("/")
    request.municipality = town
    request.user = SimpleNamespace(
        is_authenticated=True,
        municipality_id=town.pk,
        may=may,
        roles_now=frozenset(),
    )
    return request


def test_a_file_lies_under_a_random_key_and_with_its_checksum(town, folder):
    file = store(town)

    assert (folder / file.path).read_bytes() == PDF
    assert "Zeugnis" not in file.path
    assert (file.size, file.content_type) == (len(PDF), "application/pdf")
    assert len(file.sha256) == 64


def test_a_program_is_refused_and_leaves_nothing(town, folder):
    with pytest.raises(UnknownType):
        store(town, b"MZ\x90\x00", name="Zeugnis.pdf")

    assert not StoredFile.objects.exists()
    assert list(folder.iterdir()) == []


def test_a_file_above_the_limit_is_refused(town, settings):
    settings.FILES_MAX_BYTES = 10

    with pytest.raises(services.TooLarge):
        store(town)


def test_a_scanner_that_is_away_lets_nothing_pass(town, settings):
    settings.FILES_SCANNER = "tcp://127.0.0.1:9"

    with pytest.raises(ScannerAway):
        store(town)


def test_whom_the_room_lets_in_gets_the_file_and_leaves_a_trace(town, rf):
    file = store(town)

    response = views.staff_file(
        staff_request(rf, town, may=True), municipality=town.slug, key=file.key
    )

    assert body(response) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Zeugnis.pdf"'
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("reason", ["not let in", "no such file", "no door"])
def test_everybody_else_learns_nothing(town, rf, reason):
    file = store(town)
    if reason == "no door":
        StoredFile.objects.update(kind="files.unknown")
    key = "0" * 32 if reason == "no such file" else file.key

    with pytest.raises(Http404):
        views.staff_file(
            staff_request(rf, town, may=reason == "no door"),
            municipality=town.slug,
            key=key,
        )


def test_the_public_reads_public_files_only(town, rf):
    logo = store(town, data_class=DataClass.P0)
    certificate = store(town)
    request = rf.get("/")
    request.municipality = town

    response = views.public_file(
        request, municipality=town.slug, language="de", key=logo.key
    )
    assert response.status_code == 200
    assert body(response) == PDF
    with pytest.raises(Http404):
        views.public_file(
            request, municipality=town.slug, language="de", key=certificate.key
        )


def test_another_municipality_sees_no_file(town):
    file = store(town)
    enter(Context())

    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_the_bytes_go_with_the_file(town, folder, django_capture_on_commit_callbacks):
    file = store(town)
    path = folder / file.path

    with django_capture_on_commit_callbacks(execute=True):
        services.discard(file=file)

    assert not path.exists()


def test_bytes_without_a_row_are_cleared_after_a_day(town, folder):
    kept = store(town)
    fresh = default_storage.save(f"{town.pk}/ab/ab01", ContentFile(b"x"))
    old = default_storage.save(f"{town.pk}/ab/ab02", ContentFile(b"x"))
    two_days_ago = time.time() - 2 * 86400
    for path in (kept.path, old):
        os.utime(folder / path, (two_days_ago, two_days_ago))

    cleared = services.clear_orphans(municipality=town.pk, now=timezone.now())

    assert cleared == 1
    assert default_storage.exists(kept.path)
    assert default_storage.exists(fresh)
    assert not default_storage.exists(old)
