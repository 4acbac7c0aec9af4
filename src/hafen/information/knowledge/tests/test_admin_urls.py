"""The editor's own addresses: role by role, own and foreign town (as in the desk)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseNotFound
from django.urls import NoReverseMatch, reverse
from PIL import Image as Pixels
from wagtail.images.models import Image
from wagtail.models import Collection

from hafen.config import urls
from hafen.core.db.roles import EVERYBODY
from hafen.information.knowledge import services
from hafen.information.knowledge.admin import OPEN, SHARED
from hafen.information.knowledge.models import Entry
from hafen.information.knowledge.rules import EDIT_PAGES
from tests.architecture.routes import is_thorough, routes, share

PAGES = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "object_id"}
IMAGES = "wagtailimages"


def editor_routes():
    return [route for route in routes() if route.route.startswith("cms/")]


@pytest.fixture
def plain_404(monkeypatch):
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound())


def picture(town):
    services.ensure_tree(town)
    target = io.BytesIO()
    Pixels.new("RGB", (8, 8)).save(target, "PNG")
    return Image.objects.create(
        title="Bild",
        collection=Collection.objects.get(name=str(town.pk)),
        file=SimpleUploadedFile("bild.png", target.getvalue(), "image/png"),
    )


def keys_of(route, page, image):
    """Return arguments that name a page and a picture; None where neither is."""
    found = {}
    for name, kind in route.arguments.items():
        if name in PAGES or (name == "pk" and "api/main/pages" in route.route):
            found[name] = page.pk
        elif name in {"image_id", "pk"} and "images" in route.route:
            found[name] = image.pk
        elif name == "app_label":
            found[name] = "knowledge"
        elif name == "model_name":
            found[name] = "articlepage"
        elif name == "content_type_app_name":
            found[name] = "knowledge"
        elif name == "content_type_model_name":
            found[name] = "articlepage"
        else:
            found[name] = 1 if kind == "IntConverter" else "nirgends"
    names = PAGES | {"image_id", "pk"}
    return found if names & found.keys() else None


def knock(client, route, keys):
    try:
        where = reverse(route.name, kwargs=keys)
    except NoReverseMatch:
        return None
    answer = client.get(where)
    return client.post(where) if answer.status_code == 405 else answer


@pytest.mark.usefixtures("plain_404")
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_the_editor_opens_to_the_roles_of_its_rule_only(role, town, person, sign_in):
    client = sign_in(person(town, role))
    client.raise_request_exception = False
    every = editor_routes()
    tried = 0

    for route in every if is_thorough(role) else share(every, role)[::4]:
        name = route.name.rpartition(":")[2]
        is_open = getattr(route.callback, "permission", None) is EDIT_PAGES
        assert not is_open or name in OPEN
        if name in SHARED or (is_open and role in EDIT_PAGES.roles):
            continue
        keys = {
            key: 1 if kind == "IntConverter" else "nirgends"
            for key, kind in route.arguments.items()
        }
        answer = knock(client, route, keys)
        if answer is not None:
            tried += 1
            assert answer.status_code == 404, f"{route.route} opens to {role}"
    assert tried > 4


@pytest.mark.usefixtures("plain_404")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_address_of_the_editor_takes_a_page_or_picture_of_another_town(
    write, town, other_town, editor, sign_in
):
    write("Eigenes")
    page, image = write("Fremd", town=other_town, publish=False), picture(other_town)
    before = Entry.objects.get(pk=page.pk).title
    client = sign_in(editor)
    client.raise_request_exception = False
    tried = []

    for route in editor_routes():
        if getattr(route.callback, "permission", None) is not EDIT_PAGES:
            continue
        keys = keys_of(route, page, image)
        if keys is None:
            continue
        answer = knock(client, route, keys)
        if answer is None:
            continue
        tried.append(route.name)
        assert answer.status_code == 404, f"{route.route}: {answer.status_code}"
    assert len(tried) > 30
    assert Entry.objects.get(pk=page.pk).title == before
    assert Image.objects.filter(pk=image.pk).exists()
