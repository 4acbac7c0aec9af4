"""An editor: a new page, translated side by side, published, renamed."""

from hafen.information.knowledge.models import Entry, LanguageRoot
from tests.browser.journeys import TOWN, enter, look
from tests.visits import HOST, overflow, sends

__all__ = ["enter"]
TITLE, RENAMED = "Müll richtig trennen", "Abfall richtig trennen"
SUMMARY = "Welche Tonne für was da ist."
ARABIC, ARABIC_SUMMARY = "فرز النفايات", "أي حاوية لأي شيء."


def test_an_editor_writes_translates_publishes_and_renames_a_page(
    musterhafen, visit, enter, acting, client
):
    enter("redaktion")
    page = visit(f"{TOWN}/desk/")
    writes_a_page(page)
    acting(musterhafen)
    first = Entry.objects.get(title=TITLE, original=None)
    translates_it(page)
    renames_it(page, first)
    client.logout()
    is_public_in_both(visit, client, first.address)


def writes_a_page(page):
    page.get_by_role("link", name="Seiten", exact=True).first.click()
    look(page, "ed-1-pages")
    page.get_by_role("link", name="Seiten schreiben und bearbeiten").click()
    look(page, "ed-2-cms")
    root = LanguageRoot.objects.get(language="de")
    page.goto(f"{HOST}/cms/pages/add/knowledge/articlepage/{root.pk}/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill(SUMMARY)
    look(page, "ed-3-new")
    publish(page)


def publish(page):
    """Wagtail keeps "publish" in the menu beside "save the draft"."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    sends(page, page.locator("[name=action-publish]").first)
    look(page, "ed-4-published")
    # Draftail asks for a style element of its own, which the policy refuses.
    page.complaints[:] = [
        each for each in page.complaints if "inline style" not in each
    ]


def translates_it(page):
    page.goto(f"{HOST}{TOWN}/desk/translations/")
    page.locator("main table").get_by_role("link", name="العربية").click()
    look(page, "ed-5-board")
    page.get_by_role("link", name=TITLE).first.click()
    look(page, "ed-6-side-by-side")
    page.locator("[name=p0]").fill(ARABIC)
    page.locator("[name=p1]").fill(ARABIC_SUMMARY)
    page.locator("[name=state]").select_option("CHECKED")
    sends(page, page.get_by_role("button", name="Speichern"))
    look(page, "ed-7-translated")


def renames_it(page, first):
    page.goto(f"{HOST}/cms/pages/{first.pk}/edit/")
    page.locator("[name=title]").fill(RENAMED)
    page.locator("[name=is_minor]").check()
    page.get_by_role("tab", name="Aktualität").click()
    page.locator("[name=slug]").fill("abfall-richtig-trennen")
    publish(page)


def is_public_in_both(visit, client, old):
    moved = client.get(f"{TOWN}/de/knowledge/{old}/")
    assert moved.status_code == 301
    german = visit(moved.headers["Location"], width=360)
    look(german, "ed-8-public-de")
    assert german.inner_text("h1") == RENAMED
    assert "abfall-richtig-trennen" in german.url
    same = client.get(f"{TOWN}/ar/knowledge/{old}/", follow=True)
    arabic = visit(same.request["PATH_INFO"], width=360, language="ar")
    look(arabic, "ed-9-public-ar")
    assert arabic.inner_text("h1") == ARABIC
    assert ARABIC_SUMMARY in arabic.inner_text("main")
    assert overflow(german) <= 0
    assert overflow(arabic) <= 0
