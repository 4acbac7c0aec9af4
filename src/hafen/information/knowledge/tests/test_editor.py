"""An editor's day in the browser; the policy holds, and nothing is complained of."""

import os

import pytest

from hafen.information.knowledge.models import ArticlePage


def look(page, name):
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("HAFEN_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_editor_writes_sees_how_hard_it_is_to_read_and_saves(
    write, editor, sign_in, visit
):
    article = write("Wohnung suchen", text="Die Miete zahlt das Amt. " * 6)
    sign_in(editor)

    page = visit(f"/cms/pages/{article.pk}/edit/")
    page.get_by_text("Wiener Sachtextformel").wait_for()
    look(page, "edit")
    page.locator("[name=title]").fill("Eine Wohnung suchen")
    page.locator("[name=title]").press("Tab")
    page.get_by_role("button", name="Entwurf speichern").first.click()
    page.wait_for_load_state()
    look(page, "saved")

    fresh = ArticlePage.objects.get(pk=article.pk)
    # Draftail asks for a style element of its own; the policy refuses it, and the
    # page does without. Nothing else may be complained of.
    assert all("inline style" in line for line in page.complaints), page.complaints
    page.complaints.clear()
    assert fresh.get_latest_revision_as_object().title == "Eine Wohnung suchen"


# Wagtail leaves its files to the collector of rubbish.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_editor_moves_a_page_below_another(write, editor, sign_in, visit):
    target, moved = write("Wohnen"), write("Miete")
    sign_in(editor)

    page = visit(f"/cms/pages/{moved.pk}/move/")
    choose(page, "Wohnen")
    look(page, "move")
    page.get_by_role("button", name="Bestätigen").click()
    page.get_by_role("button", name="verschieben").last.click()
    page.wait_for_url("**/cms/pages/*/")

    assert ArticlePage.objects.get(pk=moved.pk).get_parent().pk == target.pk
    assert page.complaints == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_editor_copies_a_page_below_another(write, editor, sign_in, visit):
    target, article = write("Wohnen"), write("Miete")
    sign_in(editor)

    page = visit(f"/cms/pages/{article.pk}/copy/")
    choose(page, "Wohnen")
    look(page, "copy")
    page.locator("[name=new_slug]").fill("miete-kopie")
    page.locator("main form input[type=submit]").last.click()
    page.wait_for_url("**/cms/pages/*/")

    copied = ArticlePage.objects.exclude(pk=article.pk).get(title="Miete")
    assert copied.get_parent().pk == target.pk
    assert copied.short_id != article.short_id
    assert page.complaints == []


def choose(page, title):
    """Choose a page in the window that the chooser opens."""
    page.set_default_timeout(10_000)
    page.locator(".chooser .w-dropdown__toggle").first.click()
    page.locator("[data-chooser-action-choose]:visible").first.click()
    page.locator(".modal-body a.navigate-pages").first.click()
    page.locator(".modal-body a.choose-page").filter(has_text=title).click()
    page.locator("[data-chooser-title]").filter(has_text=title).wait_for()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_script_in_a_title_does_not_get_its_hash(write, editor, sign_in):
    article = write("</script><script>hit(1)</script>")

    answer = sign_in(editor).get(f"/cms/pages/{article.pk}/move/")
    scripts = answer["Content-Security-Policy"].split("; ")[1]

    assert scripts.startswith("script-src 'self' 'sha256-")
    assert scripts.count("sha256-") == 1
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert b"<script>hit(1)" not in answer.content


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_page_is_copied_into_another_town(write, editor, sign_in, other_town):
    article = write("Miete")
    foreign = write("Fremd", town=other_town).get_parent()
    before = foreign.numchild

    answer = sign_in(editor).post(
        f"/cms/pages/{article.pk}/copy/",
        {"new_title": "x", "new_slug": "x", "new_parent_page": foreign.pk},
    )

    foreign.refresh_from_db()
    assert answer.status_code == 200
    assert foreign.numchild == before
    assert "Fremd" not in answer.content.decode()
