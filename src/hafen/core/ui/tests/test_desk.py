"""The comfort of the staff side, in a browser."""

import pytest

from hafen.core.db.roles import Role
from tests.visits import overflow, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(visit, town, person, sign_in, settings):
    """Open the example page as somebody who is signed in."""
    settings.ROOT_URLCONF = "hafen.core.ui.tests.desk_example"
    sign_in(person(town, Role.EDITOR))

    def open_page(**options):
        return visit("/hier/desk/example/", **options)

    return open_page


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(desk, scheme):
    assert violations(desk(scheme=scheme)) == []


def test_the_desk_fits_a_small_phone(desk):
    assert overflow(desk(width=320)) <= 0


def test_a_form_that_is_refused_comes_back_in_its_place(desk):
    page = desk()
    page.get_by_label("Note").fill("too late")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Refused: too late").wait_for()

    assert page.locator("h1").inner_text() == "Example"
    assert "422" in page.complaints.pop()


def test_an_error_page_is_never_put_into_a_page(desk):
    page = desk()
    with page.expect_response("**/?fail"):
        page.get_by_role("button", name="Fail").click()
    page.wait_for_timeout(200)

    assert page.get_by_label("Note").is_visible()
    assert "500" in page.complaints.pop()


def test_keys_lead_to_the_search_the_rows_and_the_list_of_keys(desk):
    page = desk()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "Two"
    page.keyboard.press("k")
    assert focused(page) == "One"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "desk-search"
    page.keyboard.type("j?")
    assert page.locator("#desk-search").input_value() == "j?"
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#keyboard").is_visible()


@pytest.mark.parametrize(("types", "asks"), [(True, True), (False, False)])
def test_leaving_asks_only_when_something_is_not_saved(desk, types, asks):
    page = desk()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    if types:
        page.get_by_label("Note").press_sequentially("half a sentence")
    page.reload()

    assert asked == (["beforeunload"] if asks else [])


def test_a_message_is_announced_and_leaves_by_itself(desk):
    page = desk()
    toast = page.get_by_text("Welcome back.")

    assert page.locator("#messages").get_attribute("aria-live") == "polite"
    assert toast.is_visible()
    toast.wait_for(state="detached", timeout=12000)


def test_the_menu_of_a_phone_opens_on_demand(desk):
    page = desk(width=360)
    links = page.locator(".desk__nav a").first

    assert not links.is_visible()
    page.locator("summary", has_text="Menü").click()
    assert links.is_visible()
