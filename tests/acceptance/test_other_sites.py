"""The portal within the city's own web site."""

import pytest

from hafen.core.db.roles import Role
from hafen.information.knowledge import services
from hafen.information.knowledge.models import FaqPage
from tests.visits import HOST

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
# A static page of the city; nobody edits it while the test runs.
PAGE = f"""<!doctype html><html lang="de"><title>Stadt</title><h1>Stadt</h1>
<script src="{HOST}/hier/embed.js" data-show="questions" defer></script></html>"""
STRICT = f"default-src 'none'; script-src {HOST}; connect-src {HOST}"


def test_w30_a_static_page_shows_newly_released_answers_without_being_edited(
    town, person, acting, visit
):
    editor = person(town, Role.EDITOR)

    def ask(question, *, publish):
        acting(town, editor)
        page = FaqPage(
            title=question,
            body=[("paragraph", "<p>Ja, mit der <b>Erlaubnis</b>.</p>")],
        )
        return services.write_page(
            municipality=town, page=page, parent=None, by=editor, publish=publish
        )

    ask("Darf ich arbeiten?", publish=True)
    draft = ask("Wann darf ich umziehen?", publish=False)
    page = visit("/hier/de/about/imprint/")
    page.route(
        "http://stadt.example/**",
        lambda route: route.fulfill(
            body=PAGE,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": STRICT},
        ),
    )
    page.goto("http://stadt.example/")
    questions = page.locator("hafen-questions details")
    questions.first.wait_for()
    before = questions.locator("summary").all_inner_texts()
    questions.first.locator("summary").click()
    answer = questions.first.inner_text()

    acting(town, editor)
    draft.specific.get_latest_revision().publish(skip_permission_checks=True)
    page.reload()
    page.locator("hafen-questions summary", has_text="umziehen").wait_for()

    assert before == ["Darf ich arbeiten?"]
    assert "Ja, mit der Erlaubnis." in answer
    assert questions.count() == 2
