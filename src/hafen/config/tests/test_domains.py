import pytest
from django.db import DatabaseError

from hafen.config import domains
from hafen.config.domains import Hosts
from hafen.core.places import services

pytestmark = pytest.mark.django_db
DOMAIN = "willkommen.example.org"


@pytest.fixture
def own(town, settings):
    settings.ALLOWED_HOSTS = Hosts(["testserver", "hafen.example.org"])
    settings.PUBLIC_URL = "https://hafen.example.org"
    services.change_municipality(town, values={"domain": DOMAIN}, expected=None)
    domains.forget()
    yield town
    domains.forget()


def test_a_domain_that_was_entered_serves_the_public_pages(client, own):
    assert client.get("/hier/de/sites/", HTTP_HOST=DOMAIN).status_code == 200
    assert client.get("/hier/de/sites/", HTTP_HOST="fremd.example").status_code == 400


@pytest.mark.parametrize(
    "path", ["/account/login/", "/hier/desk/sites/?kind=OFFICE", "/dort/de/sites/"]
)
def test_all_else_is_led_to_the_host_of_the_installation(client, own, other_town, path):
    answer = client.get(path, HTTP_HOST=DOMAIN)
    assert (answer.status_code, answer.url) == (302, f"https://hafen.example.org{path}")


def test_the_host_of_the_installation_serves_everything(client, own, other_town):
    for path in ("/account/login/", "/dort/de/sites/"):
        assert client.get(path).status_code == 200


def test_the_last_answer_holds_while_the_database_is_down(own, monkeypatch):
    assert DOMAIN in domains.own_domains()

    def down(*_names):
        raise DatabaseError

    monkeypatch.setattr(domains.apps, "get_model", down)
    domains.forget()
    assert DOMAIN in domains.own_domains()
