"""Public pages in a real browser: no barrier, nothing cut off, keys are enough."""

import os
from pathlib import Path

import pytest

from tests.visits import overflow

PICTURES = os.environ.get("HAFEN_SCREENSHOTS", "")
PATHS = (
    "",
    "offers/",
    "search/?q=Sprachkurs",
    "about/imprint/",
    "about/privacy/",
    "about/accessibility/",
    "about/easy/",
    "about/sign-language/",
    "feedback/",
    "offers/?topic=N22&district=x&open=on",
    "search/?q=nichts-davon",
    "sites/",
    "sites/?q=Lindenhain",
    "offices/?q=Wohnungssuche",
    "take-part/",
    "training/",
    "board/",
)
WIDTHS = (360, 1280)


def first_offer(page, language):
    page.goto(f"/musterhafen/{language}/offers/")
    return page.locator("main .card__title a").first.get_attribute("href")


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
@pytest.mark.parametrize("path", PATHS)
def test_a_public_page_has_no_barrier(page, axe, language, path):
    page.goto(f"/musterhafen/{language}/{path}")

    assert axe() == []


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_the_page_of_an_offer_has_no_barrier(page, axe, language):
    page.goto(first_offer(page, language))

    assert axe() == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("name", ["start", "list", "detail"])
def test_nothing_is_cut_off(page, language, width, name):
    page.set_viewport_size({"width": width, "height": 800})
    path = {
        "start": f"/musterhafen/{language}/",
        "list": f"/musterhafen/{language}/offers/",
    }
    page.goto(path.get(name) or first_offer(page, language))
    keep_picture(page, f"{name}-{language}-{width}")

    assert overflow(page) <= 0
    assert page.locator("html").get_attribute("dir") == (
        "rtl" if language == "ar" else "ltr"
    )


def keep_picture(page, name):
    """Save a picture for `docs/screenshots` when asked to."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_keys_alone_reach_an_offer(page):
    page.goto("/musterhafen/de/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"

    page.goto("/musterhafen/de/offers/")
    for _ in range(200):
        page.keyboard.press("Tab")
        address = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if "/offers/" in address and address.rstrip("/").count("/") >= 4:
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/offers/*-*/")


def test_a_page_asks_nothing_of_third_parties_and_sets_no_cookie(page, site):
    foreign = []
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((site, "data:"))
            else foreign.append(request.url)
        ),
    )
    page.goto("/musterhafen/ar/")
    page.goto(first_offer(page, "ar"))

    assert foreign == []
    assert page.context.cookies() == []


def test_the_first_page_is_light(page):
    sizes = []
    page.on(
        "requestfinished",
        lambda request: sizes.append(request.sizes()["responseBodySize"]),
    )
    page.goto("/musterhafen/ar/", wait_until="networkidle")

    assert sum(sizes) < 100 * 1024


def test_a_page_works_without_javascript(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/musterhafen/de/")
    page.get_by_role("searchbox").first.fill("Sprachkurse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Sprachkurse**")

    assert page.locator("main a[href*='/offers/']").count() > 0
    context.close()
