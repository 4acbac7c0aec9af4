"""What every request passes: the gate, the watch, health and the way down."""

import json
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from hafen.config.operations import health
from hafen.core.places.models import Municipality


@pytest.fixture
def browser():
    return Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="de")


@pytest.fixture
def database_down(django_db_setup, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock():
        connection = connections["default"]
        connection.close()
        with monkeypatch.context() as patch:
            patch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
            patch.setitem(connection.settings_dict, "PORT", "1")
            yield
        connection.close()


@pytest.mark.parametrize(
    "address", ["/musterhafen/de/?q=%00", "/muster%00hafen/de/", "/?a%00b=1"]
)
def test_a_zero_byte_in_an_address_is_a_bad_request(db, browser, address):
    assert browser.get(address).status_code == 400


@pytest.mark.parametrize(
    "form",
    [
        {"login": "amira\x00@example.org"},
        {"log\x00in": "x"},
        {"file": SimpleUploadedFile("a.txt", b"x"), "login": "\x00"},
    ],
)
def test_a_zero_byte_in_a_form_is_a_bad_request(db, browser, form):
    assert browser.post("/account/login/", form).status_code == 400


def test_a_body_above_the_limit_is_refused_with_a_sentence(browser, settings):
    settings.FILES_MAX_BYTES = 3_000_000

    response = browser.generic(
        "POST", "/account/login/", b"x" * 4_100_000, "application/octet-stream"
    )

    assert response.status_code == 413
    assert "3 MB" in response.content.decode()


def test_a_form_with_endless_fields_is_refused_with_a_sentence(browser, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = browser.post("/account/login/", {"login": "x" * 2000})

    assert response.status_code == 413


def test_every_answer_has_a_number_and_leaves_a_line_without_query(db, browser, caplog):
    caplog.set_level(logging.INFO, "hafen.access")

    response = browser.get("/styleguide/?language=de&next=/secret-token/")

    [line] = [entry for entry in caplog.records if entry.name == "hafen.access"]
    assert response["X-Request-Id"]
    assert line.route == "styleguide/"
    assert line.status == 200
    assert "secret-token" not in json.dumps(line.__dict__, default=str)


def test_a_living_process_says_so_without_the_database(browser, database_down):
    assert browser.get("/health/live").content == b"ok\n"


def test_a_migrated_installation_is_ready_though_its_worker_is_away(db, browser):
    response = browser.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {
        "state": "degraded",
        "checks": {
            "database": True,
            "migrations": True,
            "worker": False,
            "disk": True,
        },
    }


def test_a_full_disk_is_not_ready(db, browser, monkeypatch):
    monkeypatch.setattr(health, "free_bytes", lambda: 1000)

    response = browser.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["disk"] is False


def test_without_the_database_nothing_is_ready(browser, database_down):
    response = browser.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] is False


@pytest.mark.parametrize(
    ("address", "language", "words"),
    [
        ("/musterhafen/de/", "de", "gerade nicht erreichbar"),
        ("/musterhafen/ar/", "ar", "لا يمكن الوصول"),
        ("/account/login/", "uk", "недоступна"),
    ],
)
def test_while_the_database_is_down_a_plain_page_says_so(
    database_down, address, language, words
):
    browser = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE=language)

    response = browser.get(address)

    assert response.status_code == 503
    assert words in response.content.decode()
    assert response["Retry-After"]


def test_metrics_are_for_this_machine_alone(db, browser):
    browser.get("/styleguide/")

    here = browser.get("/metrics", REMOTE_ADDR="127.0.0.1")
    assert "hafen_jobs_waiting 0" in here.content.decode()
    assert 'status="2xx"' in here.content.decode()
    assert browser.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert browser.get("/metrics", HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 404


def test_the_page_of_a_refusal_may_read_after_what_failed(db, browser):
    """A sent form runs in a transaction; the view's part of it is undone alone."""
    Municipality.objects.create(
        slug="gatestadt", name="Gatestadt", languages=["de"], is_published=True
    )

    response = browser.post("/gatestadt/de/files/no-such-file/")

    assert response.status_code == 404
