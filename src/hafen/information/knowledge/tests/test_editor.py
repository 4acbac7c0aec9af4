"""An editor's day in the browser; the policy holds, and nothing is complained of."""

import os

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
