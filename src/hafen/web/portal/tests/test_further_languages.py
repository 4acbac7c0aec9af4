"""A language that Hafen does not speak: contents in it, the frame in the next best."""

import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.translation.writing import save_translation
from tests.visits import overflow

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SAID = {
    "ti": ("ካፈ ቋንቋ", "ምስ ቡንን ሻሂን ጀርመንኛ ተለማመዱ።", "en"),
    "ckb": ("کافێی زمان", "بە چا و قاوە ئەڵمانی فێر ببە.", "de"),
    "ps": ("د ژبې کافې", "د چای او قهوې سره آلماني زده کړئ.", "en"),
}
FONT = {"ti": "Noto Sans Ethiopic", "ckb": "Vazirmatn", "ps": "Vazirmatn"}
WHERE = {"ti": "ltr", "ckb": "rtl", "ps": "rtl"}
LOADED = """name => document.fonts.ready.then(() =>
  [...document.fonts].some(f => f.family.includes(name) && f.status === 'loaded'))"""


@pytest.fixture
def spoken(town):
    town.languages = [*town.languages, *SAID]
    town.save()
    return town


@pytest.mark.browser
@pytest.mark.parametrize("language", SAID)
def test_contents_are_in_the_language_and_the_frame_in_the_next_best(
    visit, spoken, course, language
):
    name, summary, screen = SAID[language]
    with acting(Context(municipality=spoken.pk)):
        save_translation(
            row=course,
            language=language,
            texts={"name": name, "summary": summary},
            state="CHECKED",
            by=None,
            now=NOW,
        )

    page = visit(f"/portalstadt/{language}/offers/{course.address}/", width=360)

    root, title = page.locator("html"), page.locator("h1")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (screen, "ltr")
    assert title.inner_text() == name
    assert title.get_attribute("lang") == language
    assert title.get_attribute("dir") == WHERE[language]
    assert page.locator("p.lead").inner_text() == summary
    assert page.locator("p.lead").get_attribute("lang") == language
    assert page.evaluate(LOADED, FONT[language])
    assert overflow(page) <= 0
    # Who reads on stays in the language.
    leads = page.eval_on_selector_all("main a", "all => all.map(a => a.pathname)")
    inside = [path for path in leads if path.startswith("/portalstadt/")]
    assert inside
    assert {path.split("/")[2] for path in inside} == {language}
