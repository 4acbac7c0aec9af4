"""The style guide shows every component, whole and in both directions."""

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.visits import overflow, violations

SNAPSHOT = Path(__file__).parent / "styleguide.snapshot"


class Outline(HTMLParser):
    """Elements with their classes, roles and ARIA attributes, one to a line."""

    def __init__(self):
        super().__init__()
        self.lines, self.depth = [], 0

    def handle_starttag(self, tag, attrs):
        shown = [
            f"{name}={value}" if value else name
            for name, value in attrs
            if name in {"class", "role", "type", "dir"} or name.startswith("aria-d")
        ]
        if tag not in {"svg", "use", "option", "link", "meta"}:
            self.lines.append(" ".join(["  " * self.depth + tag, *shown]))
        if tag not in {"input", "link", "meta", "br", "hr", "img"}:
            self.depth += 1

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in {"input", "link", "meta", "br", "hr", "img"}:
            self.depth -= 1


def test_components_are_built_as_before(client):
    """After a wanted change write it anew: HAFEN_SNAPSHOT=write."""
    outline = Outline()
    outline.feed(client.get("/styleguide/").text)
    text = "\n".join(re.sub(r"\s+$", "", line) for line in outline.lines) + "\n"
    if os.environ.get("HAFEN_SNAPSHOT") == "write":
        SNAPSHOT.write_text(text)

    assert text == SNAPSHOT.read_text()


def test_no_value_of_a_component_shows_up_as_an_attribute(client):
    html = client.get("/styleguide/").text

    assert re.findall(r"\s(?:field|form|items|page|at|current)=['\"]", html) == []


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("", '<html lang="de" dir="ltr">'),
        ("?language=ar", '<html lang="ar" dir="rtl">'),
        ("?dir=rtl", '<html lang="de" dir="rtl">'),
        ("?language=xx&dir=up", '<html lang="de" dir="ltr">'),
    ],
)
def test_the_guide_shows_any_language_and_direction(client, query, start):
    assert start in client.get(f"/styleguide/{query}").text


def test_the_guide_sets_no_cookie(client):
    assert not client.get("/styleguide/").cookies


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_axe_finds_nothing(visit, language, scheme):
    page = visit(f"/styleguide/?language={language}", scheme=scheme)

    assert violations(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("language", ["de", "ar", "tr"])
def test_nothing_is_wider_than_a_small_phone(visit, language):
    assert overflow(visit(f"/styleguide/?language={language}", width=320)) <= 0


@pytest.mark.browser
@pytest.mark.parametrize(("direction", "side"), [("ltr", "left"), ("rtl", "right")])
def test_the_bar_of_an_error_stands_where_reading_starts(visit, direction, side):
    page = visit(f"/styleguide/?dir={direction}")

    width = page.locator(".kern-form-input--error").first.evaluate(
        f"part => getComputedStyle(part).getPropertyValue('border-{side}-width')"
    )

    assert width == "4px"


@pytest.mark.browser
def test_pointing_icons_turn_with_the_direction(visit):
    page = visit("/styleguide/?dir=rtl")

    matrix = page.locator(".icon--mirror").first.evaluate(
        "icon => getComputedStyle(icon).transform"
    )

    assert matrix == "matrix(-1, 0, 0, 1, 0, 0)"


@pytest.mark.browser
def test_the_first_tab_leads_to_the_content(visit):
    page = visit("/styleguide/", script=False)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.browser
def test_the_language_menu_works_by_keyboard_and_without_script(visit):
    page = visit("/styleguide/", script=False)
    page.locator(".languages summary").press("Enter")
    page.get_by_role("link", name="Українська").click()

    assert page.locator("html").get_attribute("lang") == "uk"


@pytest.mark.browser
def test_a_dialog_opens_and_gives_the_focus_back(visit):
    page = visit("/styleguide/")
    opener = page.get_by_role("button", name="Dialog öffnen")
    opener.press("Enter")

    assert page.locator("#g-dialog").is_visible()
    page.keyboard.press("Escape")
    assert opener.evaluate("button => button === document.activeElement")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "families"),
    [("de", {"Fira Sans"}), ("ar", {"Fira Sans", "Vazirmatn"})],
)
def test_a_page_loads_the_fonts_of_its_own_script_alone(visit, language, families):
    page = visit(f"/styleguide/?language={language}")

    loaded = page.evaluate(
        "document.fonts.ready.then(all => [...all].filter("
        "face => face.status == 'loaded').map(face => face.family))"
    )

    assert {name.strip('"') for name in loaded} == families


@pytest.mark.browser
def test_the_row_of_a_table_is_a_card_on_a_phone(visit):
    page = visit("/styleguide/", width=360)
    cell = page.locator("table[data-cards] td[data-label]").first

    assert overflow(page) <= 0
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"
    assert cell.get_attribute("data-label")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_the_menu_of_a_public_page_opens_without_a_script(visit, town, script):
    page = visit("/hier/de/", width=360, script=script)
    link = page.locator(".site-nav ul a").first

    assert not link.is_visible()
    page.locator(".site-menu summary").click()
    assert link.is_visible()
    heading = page.locator("main h1").bounding_box()
    assert heading["y"] < 800
