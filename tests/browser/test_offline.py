"""Reading on without a network: the real worker on a real site."""

import pytest


@pytest.fixture
def phone(browser, site):
    """A telephone of a reader; its worker may live."""
    context = browser.new_context(
        base_url=site, locale="ar", viewport={"width": 360, "height": 780}
    )
    yield context.new_page()
    context.close()


def ready(page):
    page.evaluate(
        "async () => { await navigator.serviceWorker.ready;"
        " while (!navigator.serviceWorker.controller)"
        " await new Promise((go) => setTimeout(go, 20)); }"
    )


def test_seen_pages_are_read_on_and_look_as_before(phone):
    phone.goto("/musterhafen/ar/")
    ready(phone)
    phone.goto("/musterhafen/ar/offers/")
    offer = phone.locator("main .card__title a").first.get_attribute("href")
    phone.goto(offer)
    seen = phone.locator("h1").inner_text()
    phone.goto("/musterhafen/ar/inquiry/new/question/")
    phone.goto("/musterhafen/ar/offers/?page=2")
    phone.goto(offer)
    phone.context.set_offline(True)

    phone.goto(offer)
    assert phone.locator("h1").inner_text() == seen
    # Its letters and colours were kept too.
    assert phone.evaluate("[...document.styleSheets].every((one) => one.cssRules)")
    assert (
        phone.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    )
    phone.goto("/musterhafen/ar/offers/")
    assert phone.locator("main .card__title a").count() > 0

    phone.goto("/musterhafen/ar/about/easy/")  # never seen
    shown = phone.locator("main").inner_text()
    assert phone.locator("html").get_attribute("lang") == "ar"
    assert "لا يوجد اتصال" in shown or "غير متصل" in shown or "إنترنت" in shown


def test_what_was_written_to_the_office_is_not_kept(phone):
    phone.goto("/musterhafen/de/")
    ready(phone)
    for path in ("inquiry/new/question/", "inquiry/mine/", "feedback/", "offers/?q=x"):
        phone.goto(f"/musterhafen/de/{path}")
    phone.goto("/account/login/")
    phone.goto("/musterhafen/de/offers/")

    kept = phone.evaluate(
        "async () => { const found = [];"
        " for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys())"
        " found.push(new URL(one.url).pathname);"
        " return found.filter((path) => !path.startsWith('/static/')); }"
    )
    assert "/musterhafen/de/offers/" in kept
    private = ("inquiry", "feedback", "account", "desk")
    assert [path for path in kept if any(word in path for word in private)] == []


def test_the_portal_stands_on_the_home_screen(phone):
    phone.goto("/musterhafen/ar/")
    address = phone.locator("link[rel=manifest]").get_attribute("href")
    said = phone.evaluate("async (path) => (await fetch(path)).json()", address)

    assert (said["lang"], said["dir"], said["display"]) == ("ar", "rtl", "standalone")
    for icon in said["icons"]:
        assert phone.request.get(icon["src"]).ok
    assert phone.request.get(said["start_url"]).ok
