import io
import zipfile

import pytest
from PIL import Image

from hafen.core.files import content
from hafen.core.files.packages import Dangerous


def package(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7 ...", "x.exe", "application/pdf"),
        (package(word__document_xml="<w/>"), "a.zip", "wordprocessingml.document"),
        (package(xl__workbook_xml="<x/>"), "liste.xlsx", "spreadsheetml.sheet"),
        (
            package(mimetype="application/vnd.oasis.opendocument.text"),
            "brief",
            "opendocument.text",
        ),
        ("Name;Straße".encode("latin-1"), "liste.csv", "text/csv"),
        ("مرحبا".encode(), "text.txt", "text/plain"),
        (b'{"a": 1}', "a.json", "application/json"),
    ],
)
def test_the_bytes_say_what_a_file_is(data, name, expected):
    assert content.content_type(data, name=name).endswith(expected)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00\x03", "termin.pdf"),
        (b"\x7fELF\x02", "bild.png"),
        (b"", "leer.txt"),
        (b"<svg onload='x()'></svg>", "bild.txt"),
        ("Straße".encode("latin-1"), "text.txt"),
        (package(anything="x"), "archiv.zip"),
        (b"PK\x03\x04 broken", "a.docx"),
    ],
)
def test_what_no_office_needs_is_refused(data, name):
    with pytest.raises(content.UnknownType):
        content.content_type(data, name=name)


def test_an_office_file_with_macros_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")

    with pytest.raises(Dangerous):
        content.content_type(target.getvalue(), name="brief.docx")


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Amira\\Bescheid.exe", "Bescheid.pdf"),
        ('a"b\r\nX-Header: 1.pdf', "a_b__X-Header_ 1.pdf"),
        ("شهادة.pdf", "شهادة.pdf"),
        ("...", "file.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_file_name_becomes_harmless(given, clean):
    assert content.clean_name(given, content_type="application/pdf") == clean


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_place_and_camera_and_stands_upright(photograph, form):
    data, found = content.clean_image(photograph(form=form))

    picture = Image.open(io.BytesIO(data))
    assert picture.size == (40, 60)
    assert not picture.getexif()
    assert b"Secret Camera" not in data
    assert found == ("image/jpeg" if form == "JPEG" else "image/png")


def test_a_large_photograph_gets_smaller(photograph):
    data, _found = content.clean_image(photograph(size=(4000, 1000)))

    assert max(Image.open(io.BytesIO(data)).size) == content.MAX_SIDE


def test_a_picture_that_unfolds_to_a_giant_is_refused(photograph, monkeypatch):
    monkeypatch.setattr(content, "MAX_PIXELS", 1000)

    with pytest.raises(content.BrokenImage):
        content.clean_image(photograph())


def test_a_broken_picture_is_refused(photograph):
    with pytest.raises(content.BrokenImage):
        content.clean_image(photograph()[:200])
