"""The head of public pages: the main navigation needs one line on a usual screen."""

import pytest

from hafen.core.db.languages import PORTAL_LANGUAGES

TOPS = "rows => rows.map(row => Math.round(row.getBoundingClientRect().top))"


@pytest.mark.parametrize("language", [tag for tag, _name in PORTAL_LANGUAGES])
def test_the_main_navigation_stays_in_one_line(musterhafen, visit, language):
    page = visit(f"/{musterhafen.slug}/{language}/", width=1280, language=language)

    tops = page.locator(".site-nav li").evaluate_all(TOPS)

    assert len(tops) == 10
    assert len(set(tops)) == 1, page.locator(".site-nav li").all_inner_texts()
