from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hafen.core.db.context import Context, acting
from hafen.core.places.models import Municipality
from hafen.mechanisms.feedback import forms, services
from hafen.mechanisms.feedback.models import FeedbackEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "/meldestadt/de/feedback/"


@pytest.fixture
def town():
    return Municipality.objects.create(
        slug="meldestadt", name="Meldestadt", languages=["de", "ar"], is_published=True
    )


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Visitors of these tests take their time, unless they are robots."""
    monkeypatch.setattr(forms, "QUICKEST_SECONDS", -1)


def message(**changes):
    return {
        "kind": "MISTAKE",
        "message": "Die Telefonnummer ist falsch.",
        "page": "/meldestadt/de/offers/",
        "token": forms.new_token(),
    } | changes


def send(address=ADDRESS, origin="http://testserver", **changes):
    return Client().post(address, message(**changes), headers={"Origin": origin})


def kept(town):
    with acting(Context(municipality=town.pk)):
        return list(FeedbackEntry.objects.all())


def test_a_visitor_reports_a_mistake_without_any_cookie(town):
    page = Client().get(ADDRESS, {"page": "/meldestadt/de/offers/"})
    answer = send()

    assert page.status_code == 200
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert answer.status_code == 302
    assert answer["Location"].startswith("/meldestadt/de/feedback/thanks/")
    assert not answer.cookies
    (entry,) = kept(town)
    assert (entry.page, entry.language) == ("/meldestadt/de/offers/", "de")


def test_the_form_speaks_the_language_of_the_page(town):
    page = Client().get("/meldestadt/ar/feedback/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_from_another_site_is_refused(town, origin):
    assert send(origin=origin).status_code == 403
    assert kept(town) == []


def test_a_robot_that_fills_the_hidden_field_is_thanked_and_forgotten(town):
    assert send(website="http://spam.example").status_code == 302
    assert kept(town) == []


def test_a_robot_that_is_too_quick_is_thanked_and_forgotten(town, monkeypatch):
    monkeypatch.setattr(forms, "QUICKEST_SECONDS", 3)

    assert send().status_code == 302
    assert kept(town) == []


def test_who_corrects_a_message_may_be_quick(town, monkeypatch):
    monkeypatch.setattr(forms, "QUICKEST_SECONDS", 3)
    back = send(message="")
    token = back.context["form"]["token"].value()

    assert back.status_code == 422
    assert send(token=token).status_code == 302
    assert len(kept(town)) == 1


@pytest.mark.parametrize("token", ["", "forged:1:2"])
def test_a_forged_token_is_refused_and_the_words_stay(town, token):
    back = send(token=token)

    assert back.status_code == 422
    assert "Die Telefonnummer ist falsch." in back.content.decode()
    assert kept(town) == []


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "x"])
def test_a_page_that_is_none_of_ours_is_forgotten(town, page):
    answer = send(page=page)

    assert answer["Location"] == "/meldestadt/de/feedback/thanks/?page="


def test_a_flood_of_messages_ends_within_the_hour_and_not_the_next(town):
    def write(now):
        return services.send_feedback(
            municipality=town,
            kind="OTHER",
            page="",
            language="de",
            message="…",
            reply_to="",
            sender="192.0.2.7",
            now=now,
        )

    with acting(Context(municipality=town.pk)):
        for _ in range(services.MOST_PER_SENDER):
            write(NOW)
        with pytest.raises(services.TooManyMessages):
            write(NOW)
        assert write(NOW + timedelta(hours=1))


def test_the_limit_of_messages_is_told_in_plain_words(town, monkeypatch):
    monkeypatch.setattr(services, "MOST_PER_SENDER", 0)

    assert send().status_code == 429


def test_behind_a_proxy_each_visitor_is_counted_alone(town, settings, monkeypatch):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(services, "MOST_PER_SENDER", 1)

    def send_as(address):
        headers = {"Origin": "http://testserver", "X-Forwarded-For": address}
        return Client().post(ADDRESS, message(), headers=headers).status_code

    assert send_as("192.0.2.1") == 302
    assert send_as("192.0.2.2") == 302
    assert send_as("192.0.2.2") == 429
