"""What visitors see when something goes wrong."""

import logging

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.ui import errors, unavailable

LANGUAGES = [tag for tag, _ in PORTAL_LANGUAGES]


def test_an_unknown_address_offers_a_search_in_the_language_of_the_page(client, town):
    response = client.get("/hier/ar/no-such-page/")

    assert response.status_code == 404
    assert '<html lang="ar" dir="rtl">' in response.text
    assert 'action="/hier/ar/search/"' in response.text


def test_an_unknown_municipality_answers_404(client, town):
    response = client.get("/nirgends/", headers={"accept-language": "fr"})

    assert response.status_code == 404
    assert '<html lang="fr" dir="ltr">' in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_database_that_is_down_is_said_in_the_language_of_the_visitor(language):
    request = RequestFactory().get(f"/hier/{language}/offers/")

    response = errors.unavailable(request)

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert unavailable.TEXTS[language].title in response.text
    assert f'lang="{language}"' in response.text


def failing(kind):
    """Answer as Django's handler of faults does while a fault is handled."""
    try:
        raise kind
    except kind:
        return errors.server_error(RequestFactory().get("/hier/de/"))


def test_a_fault_while_the_database_is_down_is_no_fault_of_ours():
    assert failing(OperationalError).status_code == 503


def test_a_fault_shows_a_number_that_stands_in_the_log(caplog):
    with caplog.at_level(logging.ERROR):
        response = failing(RuntimeError)

    assert response.status_code == 500
    assert caplog.records[-1].args[0] in response.text


def test_too_many_attempts_say_when_to_come_back(client, town):
    request = RequestFactory().get("/hier/de/")

    response = errors.too_many(request, wait=300)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "300"
    assert "5 " in response.text


@pytest.mark.parametrize(
    ("path", "browser", "language"),
    [
        ("/hier/uk/", "de", "uk"),
        ("/hier/desk/", "tr-TR,tr;q=0.9", "tr"),
        ("/", "", "de"),
        ("/x/zz/", "xx", "de"),
    ],
)
def test_the_language_comes_from_the_address_before_the_browser(
    path, browser, language
):
    request = RequestFactory().get(path, headers={"accept-language": browser})

    assert errors.page_language(request) == language


def test_every_answer_carries_the_strict_headers(client, town):
    headers = client.get("/hier/de/no-such-page/").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_town_serves_its_own_colour(client, town):
    town.theme = {"colour": "#0b5c3f"}
    town.save()

    response = client.get("/hier/theme.css")

    assert response.headers["Content-Type"].startswith("text/css")
    assert "#0b5c3f" in response.text
