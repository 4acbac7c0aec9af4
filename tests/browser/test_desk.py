"""The desk in a real browser: through both factors to an edited offer."""

import pytest

from hafen.config.demo_loading import PASSWORD
from tests.browser.test_public_pages import keep_picture
from tests.browser.totp import code_of
from tests.visits import overflow

WIDTHS = (360, 1280)


@pytest.fixture
def editor(page):
    """The demo editor, signed in with password and second factor."""
    return enter(page, "redaktion@example.org")


def enter(page, email):
    page.goto("/account/login/?next=/musterhafen/desk/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("input[name=code]").fill(code_of(email))
    page.keyboard.press("Enter")
    page.wait_for_url("**/musterhafen/desk/**")
    return page


def test_the_sign_in_pages_have_no_barrier(page, axe):
    page.goto("/account/login/")
    assert axe() == []
    page.locator("input[name=login]").fill("redaktion@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("input[name=code]").wait_for()
    assert axe() == []


def test_every_entry_of_the_navigation_opens_without_a_barrier(page, axe):
    enter(page, "verwaltung@example.org")
    links = page.locator("nav.desk__nav a")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) >= 8

    for address in addresses:
        page.goto(address)
        assert axe() == [], address
        assert page.locator("h1").count() == 1, address


def test_the_page_that_edits_an_offer_fits(editor, axe):
    page = editor
    for language in ("ar", "de"):
        speak(page, language)
        page.goto("/musterhafen/desk/offers/")
        page.locator("main table a[href*='/desk/offers/']").first.click()
        page.goto(f"{page.url}edit/what/")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            keep_picture(page, f"edit-{language}-{width}")
            assert overflow(page) <= 0, (language, width)
        assert page.locator("html").get_attribute("lang") == language
        assert axe() == []


def speak(page, language):
    """Choose the language of the desk on one's own page."""
    page.goto("/account/me/")
    page.locator("select[name=language]").select_option(language)
    page.locator("form:has(select[name=language]) button[type=submit]").click()
