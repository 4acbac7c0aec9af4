"""Pictures of pages (A1-22): small, without a place in them, never of a draft."""

import io
import secrets

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pixels
from wagtail.images.models import Image
from wagtail.models import Collection

from hafen.core.db.roles import Role
from hafen.information.knowledge import services
from hafen.information.knowledge.blocks import PictureBlock
from hafen.information.knowledge.models import Entry

# Wagtail leaves its temporary files to the collector of rubbish.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BERLIN = {1: "N", 2: (52.0, 31.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)}


def photograph(width=1600, height=900):
    """A photograph that tells where and with what it was taken."""
    exif = Pixels.Exif()
    exif[271] = "Geheime Kamera"
    exif.get_ifd(34853).update(BERLIN)
    colour = tuple(secrets.token_bytes(3))
    target = io.BytesIO()
    Pixels.new("RGB", (width, height), colour).save(target, "JPEG", exif=exif)
    return target.getvalue()


@pytest.fixture
def upload(at_work, editor, sign_in):
    """Give a picture in the editor as somebody does; returns picture and answer."""
    services.ensure_tree(at_work)

    def give(data, name="bild.jpg"):
        shelf = Collection.objects.get(name=str(at_work.pk))
        answer = sign_in(editor).post(
            reverse("wagtailimages_chooser:create"),
            {
                "image-chooser-upload-title": "Hafen",
                "image-chooser-upload-file": SimpleUploadedFile(name, data),
                "image-chooser-upload-collection": shelf.pk,
            },
        )
        return Image.objects.last(), answer

    return give


def showing(page, image, alt="Zwei Menschen am Schalter"):
    block = {"image": image, "alt_text": alt, "decorative": False}
    page.body.append(("picture", block))
    return page


def released(page, image, editor):
    showing(page, image).save_revision(user=editor).publish(
        user=editor, skip_permission_checks=True
    )
    return Entry.objects.get(pk=page.pk)


def test_a122_a_released_page_shows_its_picture_small_and_without_its_place(
    write, editor, upload, client
):
    image, _answer = upload(photograph())
    page = released(write("Amt").specific, image, editor)
    key = image.file_hash[:16]

    said = client.get(f"/hier/de/knowledge/{page.address}/").content.decode()
    small = client.get(f"/hier/de/knowledge/pictures/{key}/400/")

    assert f"/hier/de/knowledge/pictures/{key}/400/ 400w" in said
    assert 'alt="Zwei Menschen am Schalter"' in said
    assert small["Content-Type"] == "image/webp"
    assert "immutable" in small["Cache-Control"]
    assert not small.cookies
    with Pixels.open(io.BytesIO(small.getvalue())) as shown:
        assert shown.size == (400, 225)
        assert not shown.getexif()
    with image.file.open() as kept:
        stored = kept.read()
    assert b"Geheime Kamera" not in stored
    assert not Pixels.open(io.BytesIO(stored)).getexif()


def test_the_picture_of_a_draft_is_shown_to_staff_alone(
    write, upload, client, person, sign_in, other_town
):
    image, _answer = upload(photograph())
    page = write("Bald", publish=False)
    showing(page.specific, image).save_revision()
    where = f"/hier/de/knowledge/pictures/{image.file_hash[:16]}/800/"
    client.logout()

    assert client.get(where).status_code == 404
    assert sign_in(person(other_town, Role.EDITOR)).get(where).status_code == 404
    colleague = sign_in(person(page.municipality, Role.SOCIAL_WORKER))
    assert colleague.get(where)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("width", [1, 399, 5000])
def test_a_picture_has_a_few_widths_and_no_others(write, editor, upload, client, width):
    image, _answer = upload(photograph())
    released(write("Amt").specific, image, editor)

    where = f"/hier/de/knowledge/pictures/{image.file_hash[:16]}/{width}/"

    assert client.get(where).status_code == 404


def test_the_picture_of_another_town_is_not_found(
    write, editor, upload, client, other_town
):
    image, _answer = upload(photograph())
    released(write("Amt").specific, image, editor)

    key = image.file_hash[:16]

    assert client.get(f"/dort/de/knowledge/pictures/{key}/800/").status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 200),
        ("a.jpg.html", b"\xff\xd8\xff<script>"),
        ("a.gif", b"GIF89a/*\x00\x00*/=1;alert(1)"),
    ],
)
def test_what_is_no_picture_is_not_taken(upload, name, data):
    image, answer = upload(data, name)

    assert image is None
    assert answer.status_code == 200


def test_a_hidden_second_file_does_not_come_along(upload):
    image, _answer = upload(photograph() + b"PK\x03\x04 hidden archive")

    with image.file.open() as kept:
        assert b"hidden archive" not in kept.read()


def test_editors_see_their_thumbnails_and_no_foreign_ones(
    write, upload, editor, sign_in, person, other_town, client
):
    image, _answer = upload(photograph())
    where = image.get_rendition("max-165x165").url

    seen = sign_in(editor).get(where)
    assert seen.getvalue()
    assert seen["Content-Type"] == "image/jpeg"
    assert sign_in(person(other_town, Role.EDITOR)).get(where).status_code == 404
    client.logout()
    assert client.get(where).status_code == 302


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [
        ({"alt_text": "", "decorative": False}, False),
        ({"alt_text": "Zwei am Schalter", "decorative": False}, True),
        ({"alt_text": "", "decorative": True}, True),
    ],
)
def test_a_picture_without_words_for_who_does_not_see_it_is_refused(
    upload, said, is_taken
):
    image, _answer = upload(photograph())
    block = PictureBlock()
    value = block.to_python({"image": image.pk, **said})

    if is_taken:
        assert block.clean(value)
    else:
        with pytest.raises(ValidationError):
            block.clean(value)
