"""Nothing that somebody wrote runs in somebody else's browser (SEC-19).

Every text column of every model gets texts that want to run; every page that a
newcomer can reach is shown in Chromium: once as it is sent, where the security
policy must have nothing to stop, and once without the policy, where escaping
stands alone. The desk and the forms follow in `test_xss_desk`, everything at
its full size in `test_xss_whole`.
"""

import re
from types import SimpleNamespace

import pytest

from tests.hostile.painting import Texts, fill, paint
from tests.hostile.payloads import COUNT, payloads
from tests.hostile.stage import Stage
from tests.hostile.walking import Walk, first_addresses


def is_page(answer):
    return answer.get("Content-Type", "").startswith("text/html")


def shown_dangers(windows, answers):
    """Show pages in all windows; return what ran, with the address."""
    return [
        f"{address}: {danger}"
        for address, answer in answers.items()
        if is_page(answer)
        for window in windows
        for danger in window.look(address, answer)
    ]


@pytest.mark.parametrize(
    ("written", "policy", "found"),
    [
        ("<script>hit(7)</script>", False, "7"),
        ("<script>hit(7)</script>", True, "CSP script-src-elem inline"),
        ("<img src=x onerror=hit(7)>", False, "handler IMG onerror"),
        ("<a href=' jAvascript:hit(7)'>x</a>", False, "address A  jAvascript:hit(7)"),
        ("<p style='x:hit(7)'>x</p>", True, "style P"),
        ("<p>made7</p>", True, "template <p>made7</p>"),
        ("<base href=//evil.example>", True, "element base"),
        ("<script type='application/ld+json'>{x}</script>", True, "broken data"),
    ],
)
def test_the_window_sees_what_runs(browser, client, written, policy, found):
    window = Stage(browser, client, policy=policy)
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "script-src 'self'; style-src 'self'",
    }
    answer = SimpleNamespace(headers=headers, body=written.encode())

    seen = window.look("/x/", answer)

    window.close()
    assert any(line.startswith(found) for line in seen), seen


def test_there_are_two_thousand_texts_each_with_its_number():
    found = payloads()

    assert len(set(found)) == COUNT
    assert all(re.search(rf"(?<!\d){number}(?!\d)", text) or "base64" in text
               for number, text in enumerate(found))  # fmt: skip


def test_what_is_written_runs_on_no_page_of_a_newcomer(musterhafen, client, windows):
    fill(musterhafen)
    painted = paint(Texts(payloads()))
    walk = Walk(client).start(first_addresses(musterhafen, "de", is_public=True))

    assert len(painted) > 250
    assert len(walk.routes) > 60
    with_policy, without_policy = windows
    some = dict(list(walk.answers.items())[::8])
    assert shown_dangers([without_policy], walk.answers) == []
    assert shown_dangers([with_policy], some) == []
