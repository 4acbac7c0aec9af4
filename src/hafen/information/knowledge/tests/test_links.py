"""Links that lead nowhere (A1-15): found, told, replaced; nothing private asked."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.translation.models import Translation
from hafen.information.events.fetching import Unreachable
from hafen.information.knowledge import links, services
from hafen.information.knowledge.models import Entry, Mention
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation

OLD = "https://example.org/alt?a=1&b=2"
NEW = "https://example.org/neu"
LINK = f'Siehe <a href="{OLD.replace("&", "&amp;")}">hier</a>.'


class StandIn(BaseHTTPRequestHandler):
    """A site with a page, a missing one, a moved one and a broken one."""

    asked: list = []

    def do_GET(self):
        type(self).asked.append(self.path)
        status = {"/fine": 200, "/moved": 302, "/broken": 500, "/shy": 403}
        self.send_response(status.get(self.path, 404))
        if self.path == "/moved":
            self.send_header("Location", "/fine")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def site(monkeypatch):
    """A site on this machine that looks as if it stood in the net."""
    server = HTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setitem(links._PORTS, "http", server.server_port)
    monkeypatch.setattr(links, "is_public", lambda address: address == "127.0.0.1")
    StandIn.asked = []
    yield StandIn
    server.shutdown()
    server.server_close()


def here(_host):
    return ["127.0.0.1"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/fine", ""),
        ("/moved", ""),
        ("/shy", ""),
        ("/gone", "gone"),
        ("/broken", "http_500"),
    ],
)
def test_a_site_answers_and_is_understood(site, path, problem):
    assert links.look(f"http://stadt.example{path}", resolver=here) == problem


def test_a_site_that_is_silent_is_no_answer(monkeypatch):
    monkeypatch.setattr(links, "is_public", lambda _address: True)
    monkeypatch.setitem(links._PORTS, "http", 9)

    assert links.look("http://stadt.example/", resolver=here) == "no_answer"


@pytest.mark.parametrize(
    "network",
    [
        "127.0.0.1",
        "10.0.0.5",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104  an address to be refused
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
    ],
)
def test_a_name_that_leads_into_a_private_network_is_never_asked(network):
    asked = []

    def resolver(_host):
        return ["93.184.216.34", network]

    found = links.look(
        "https://harmlos.example/",
        resolver=resolver,
        asker=lambda *place: asked.append(place) or (200, ""),
    )

    assert (found, asked) == ("not_public", [])


def test_a_redirect_into_a_private_network_is_not_followed():
    def resolver(host):
        return ["10.0.0.1"] if host == "innen.example" else ["93.184.216.34"]

    found = links.look(
        "https://aussen.example/",
        resolver=resolver,
        asker=lambda *_place: (302, "http://innen.example/geheim"),
    )

    assert found == "not_public"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "https://example.org:8080/",
        "https://user@example.org/",
        "https:///",
        "https://example.org:x/",
    ],
)
def test_other_addresses_are_none(address):
    assert links.look(address, resolver=here) == "address"


def test_a_name_that_does_not_exist_is_said():
    def nowhere(_host):
        raise Unreachable("no_such_host")

    assert links.look("https://nirgends.example/", resolver=nowhere) == "no_such_host"


def night(town, looker=lambda _address: "gone", *, with_web=True):
    return services.check_links(
        municipality=town, now=timezone.now(), with_web=with_web, looker=looker
    )


def test_a115_a_broken_link_is_listed_and_is_work_for_who_keeps_the_page(
    write, at_work, editor, sign_in
):
    write("Wohnung", text=LINK)

    assert night(at_work) == 1

    said = sign_in(editor).get("/hier/desk/pages/links/").content.decode()
    assert "Wohnung" in said
    assert "example.org/alt" in said
    todo = Todo.objects.get(kind="knowledge.links")
    assert todo.owner == editor
    assert night(at_work, lambda _address: "") == 0
    assert not Todo.objects.filter(kind="knowledge.links").open().exists()


def test_one_bad_night_of_a_site_is_no_broken_link_three_are(write, at_work):
    write("Wohnung", text=LINK)

    found = [night(at_work, lambda _address: "no_answer") for _night in range(3)]

    assert found == [0, 0, 1]


def test_nothing_outside_is_asked_unless_switched_on(write, at_work):
    write("Wohnung", text=LINK)
    asked = []

    night(at_work, asked.append, with_web=False)

    assert asked == []


def test_a_page_is_asked_once_a_week_however_many_link_to_it(write, at_work):
    write("Wohnung", text=LINK)
    write("Arbeit", text=LINK)
    asked = []

    for _night in range(3):
        night(at_work, lambda address: asked.append(address) or "")

    assert asked == [OLD]


def test_a_link_to_a_page_that_was_taken_down_and_a_hidden_contact_are_found(
    write, edit, at_work
):
    target = write("Wohngeld")
    club = Organisation.objects.create(
        municipality=at_work, name="Lotsenhaus", state="PUBLISHED"
    )
    page = write("Wohnung", text=f'<a linktype="page" id="{target.pk}">hier</a>')
    edit(write("Hilfe"), body=[("contact", f"organisation:{club.pk}")])
    assert night(at_work, with_web=False) == 0

    target.specific.unpublish()
    Organisation.objects.filter(pk=club.pk).update(state="DRAFT")

    assert night(at_work, with_web=False) == 2
    assert page.mentions.get().problem == "hidden"


def test_a115_a_link_is_replaced_on_every_page_and_in_every_language(
    write, edit, at_work, editor, sign_in, client
):
    page = write("Wohnung", text=LINK, sources=OLD)
    services.write_translation(
        original=page,
        language="ar",
        texts={"title": "سكن", "body": [("paragraph", f"<p>{LINK}</p>")]},
        by=editor,
    )
    draft = edit(write("Arbeit", text=LINK), publish=False, summary="In Arbeit.")
    night(at_work)
    where = "/hier/desk/pages/links/replace/"
    desk = sign_in(editor)

    preview = desk.get(where, {"old": OLD}).content.decode()
    query = {"old": OLD}
    refused = desk.post(where, {"new": "javascript:alert(1)"}, query_params=query)
    answer = desk.post(where, {"new": NEW}, query_params=query)

    assert "Wohnung" in preview
    assert "سكن" in preview
    assert refused.status_code == 422
    assert answer.status_code == 302
    for language in ("de", "ar"):
        said = client.get(f"/hier/{language}/knowledge/{page.address}/", follow=True)
        assert f'href="{NEW}"' in said.content.decode()
        assert "alt?a=1" not in said.content.decode()
    arabic = Entry.objects.get(original=page.pk)
    assert arabic.state == Translation.State.CHECKED
    draft = Entry.objects.get(pk=draft.pk)
    assert NEW in str(draft.specific.get_latest_revision_as_object().body)
    assert NEW not in str(draft.specific.body)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.ORGANISATION_EDITOR])
def test_who_replaces_no_links(write, person, sign_in, role):
    page = write("Wohnung", text=LINK)
    client = sign_in(person(page.municipality, role))
    where = "/hier/desk/pages/links/replace/"

    answer = client.post(where, {"new": NEW}, query_params={"old": OLD})

    assert answer.status_code == 404


def test_links_of_another_town_are_neither_listed_nor_replaced(
    write, other_town, at_work, editor, sign_in
):
    foreign = write("Fremd", town=other_town, text=LINK)
    Mention.objects.filter(page=foreign).update(problem="gone")
    client = sign_in(editor)
    where = "/hier/desk/pages/links/replace/"

    assert "Fremd" not in client.get("/hier/desk/pages/links/").content.decode()
    assert client.get(where, {"old": OLD}).status_code == 404
