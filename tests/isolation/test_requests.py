"""The context of a request: set for its transaction, rendered inside, then gone."""

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from hafen.core.accounts.models import Team, User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.permissions import public, signed_in
from hafen.core.db.roles import Role

NAMES = engines["django"].from_string("{% for p in people %}{{ p.name }} {% endfor %}")


@signed_in
def lazy(request, municipality):
    return TemplateResponse(request, NAMES, {"people": User.objects.all()})


@signed_in
def stream(request, municipality):
    def rows():
        yield from (user.name for user in User.objects.all())

    return StreamingHttpResponse(rows())


@signed_in
def own_stream(request, municipality):
    here = Context(municipality=request.user.municipality_id, actor=request.user.pk)

    def rows():
        with context.acting(here):
            yield from (user.name for user in User.objects.all())

    return StreamingHttpResponse(rows())


@signed_in
def write_and_fail(request, municipality):
    Team.objects.create(municipality=request.municipality, name="Half")
    raise RuntimeError


@public
def people(request, municipality, language=None):
    return HttpResponse(" ".join(user.name for user in User.objects.all()))


urlpatterns = [
    path("<slug:municipality>/desk/lazy", lazy),
    path("<slug:municipality>/desk/stream", stream),
    path("<slug:municipality>/desk/own-stream", own_stream),
    path("<slug:municipality>/desk/fail", write_and_fail),
    path("<slug:municipality>/de/people", people),
    path("account/login", people, name="account_login"),
]

pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def clara(town, other_town, person):
    person(other_town, Role.SOCIAL_WORKER, name="Emil")
    return person(town, Role.SOCIAL_WORKER, name="Clara")


def test_a_lazily_rendered_page_shows_the_own_municipality_only(clara, sign_in):
    assert sign_in(clara).get("/hier/desk/lazy").content == b"Clara "


def test_another_municipality_is_no_place(clara, sign_in):
    assert sign_in(clara).get("/dort/desk/lazy").status_code == 404
    assert sign_in(clara).get("/nirgends/desk/lazy").status_code == 404


def test_a_public_page_elsewhere_is_read_as_a_stranger(clara, sign_in):
    client = sign_in(clara)

    assert client.get("/hier/de/people").content == b"Clara"
    assert client.post("/dort/de/people").content == b"Emil"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('hafen.actor', true)")
        assert cursor.fetchone() == ("",)


def test_nobody_sees_personal_rows_without_a_session(clara, client):
    context.enter(Context())

    assert client.get("/hier/de/people").content == b""


def test_a_failed_request_writes_nothing_and_the_next_one_works(clara, sign_in):
    client = sign_in(clara)
    client.raise_request_exception = False

    assert client.get("/hier/desk/fail").status_code == 500
    assert client.get("/hier/desk/lazy").content == b"Clara "
    assert not Team.objects.filter(name="Half").exists()


def test_the_context_ends_with_the_request(own_database, person, sign_in):
    """With real transactions: what comes after the response sees nothing."""
    _clara, client = _clara_in_a_real_database(person, sign_in)

    assert client.get("/hier/desk/lazy").content == b"Clara "
    assert list(User.objects.all()) == []


def test_a_stream_sees_nothing_unless_it_opens_its_own_context(
    own_database, person, sign_in
):
    _clara, client = _clara_in_a_real_database(person, sign_in)

    assert b"".join(client.get("/hier/desk/stream").streaming_content) == b""
    assert b"".join(client.get("/hier/desk/own-stream").streaming_content) == b"Clara"


def _clara_in_a_real_database(person, sign_in):
    from conftest import make_town  # noqa: PLC0415 - the same town, committed

    clara = person(make_town("hier"), Role.SOCIAL_WORKER, name="Clara")
    with context.acting(Context(municipality=clara.municipality_id)):
        return clara, sign_in(clara)
