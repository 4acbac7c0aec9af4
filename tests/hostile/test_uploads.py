"""No door of the house takes a file that runs, lies or explodes (SEC-23)."""

import io
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from hafen.core.db.errors import DomainError
from hafen.core.db.personal_data import DataClass
from hafen.core.files import services
from hafen.core.files.models import StoredFile
from tests.hostile.files import REFUSED, SECRET, TAKEN
from tests.hostile.walking import body

MOST_MEMORY = 512_000_000


def given(name, data):
    return SimpleUploadedFile(name, data, content_type="image/png")


@pytest.fixture
def shelf(settings, tmp_path):
    """A folder for files, so that each test sees its own alone."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        }
    }
    return tmp_path / "files"


def store(town, name, data):
    upload = given("x", data)
    upload._name = name  # as a hostile client sends it, past Django's own cleaning
    return services.store(
        municipality=town.pk, upload=upload, kind="x.y", data_class=DataClass.P0
    )


@pytest.mark.parametrize(("name", "data"), REFUSED)
def test_what_runs_lies_or_explodes_is_refused(town, acting, shelf, name, data):
    acting(town)
    tracemalloc.start()

    with pytest.raises(DomainError):
        store(town, name, data)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_MEMORY
    assert not StoredFile.objects.exists()
    assert not shelf.exists()


@pytest.mark.parametrize(("name", "data"), TAKEN)
def test_what_an_office_needs_is_taken_and_harmless(
    town, acting, shelf, client, name, data
):
    acting(town)
    file = store(town, name, data)

    answer = client.get(reverse("files_public:file", args=["hier", "de", file.key]))
    content = body(answer)
    is_picture = file.content_type.startswith("image/")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Disposition"].startswith("attachment") is not is_picture
    assert SECRET not in content
    if is_picture:
        kept = Image.open(io.BytesIO(content))
        assert not kept.getexif()
        assert (b"<script" in content, b"PK\x03\x04" in content) == (False, False)


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/cron.d/x.pdf",
        "..\\..\\windows\\x.pdf",
        'x.pdf"\r\nSet-Cookie: a=b\r\n\r\n<script>',
        "rechnung\u202efdp.exe",
        "x\u2028y\u0085z.pdf",
        "<img src=x onerror=hit(1)>.pdf",
        "CON.pdf",
        "." * 400,
        "\ud800.pdf",
    ],
)
def test_a_name_leads_nowhere_and_says_the_true_kind(town, acting, shelf, client, name):
    acting(town)
    file = store(town, name, TAKEN[0][1])
    answer = client.get(reverse("files_public:file", args=["hier", "de", file.key]))
    body(answer)
    head = answer["Content-Disposition"]

    assert file.name.endswith(".pdf")
    assert not set(file.name) & set('/\\"<>\r\n\u2028\u0085\u202e')
    assert "\r" not in head
    assert "\n" not in head
    assert [path.name for path in shelf.rglob("*") if path.is_file()] == [file.key]
    assert all(shelf in path.parents for path in shelf.rglob("*"))
