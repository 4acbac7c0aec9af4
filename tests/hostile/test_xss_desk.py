"""Nothing hostile runs at the desk, from an address or out of a form (SEC-19).

A sample each time; `test_xss_whole` has all pages, all forms, and all texts.
"""

import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from django.db import transaction

import hafen
from hafen.core.db import context
from hafen.core.db.context import Context
from tests.hostile.painting import (
    Texts,
    paint,
)
from tests.hostile.payloads import payloads
from tests.hostile.walking import Walk, body, first_addresses, route_of

# What visitors can put into an address, read from the code that reads it.
_ASKED = re.compile(r"""GET(?:\.get(?:list)?\(|\[)\s*["'](\w+)["']""")
LEADS_AWAY = (
    "javascript:hit(1)",
    "//evil.example/",
    "/\\evil.example/",
    "https://evil.example/",
)
# What ends the session, or belongs to a library with tests of its own.
NOT_SENT = re.compile(r"^/account/logout|^/cms/|/leave/$|/active/$|^$")


def starts(town, *kinds):
    return [
        address
        for is_public in kinds
        for address in first_addresses(town, "de", is_public=is_public)
    ]


def is_page(answer):
    return answer.get("Content-Type", "").startswith("text/html")


def dangers(windows, answers) -> list[str]:
    """Show pages in all windows; return what ran, with the address."""
    return [
        f"{address}: {danger}"
        for address, answer in answers.items()
        if is_page(answer)
        for window in windows
        for danger in window.look(address, answer)
    ]


def desk_pages(town, client, texts, *, most):
    """Paint every column, then open pages; return what was painted, and the pages."""
    painted = paint(texts)
    walk = Walk(client, most=most).start(starts(town, False))
    return painted, walk.answers


def test_what_is_written_runs_on_no_page_of_the_desk(musterhafen, at_desk, windows):
    _painted, pages = desk_pages(musterhafen, at_desk, Texts(payloads()), most=24)

    assert len(pages) == 24
    assert dangers(windows, pages) == []


def asked_for() -> list[str]:
    """Return the names of all values that pages read from their address."""
    source = Path(hafen.__file__).parent
    texts = (path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    found = {name for text in texts for name in _ASKED.findall(text)}
    # A page in another form has no window of its own to show it in.
    return sorted(found - {"as", "format"} | {"next", "page", "q", "back"})


def asked(client, windows, addresses, values: Callable[[], Iterator[str]]):
    """Open pages with hostile values in their address; return what is wrong."""
    names, wrong = asked_for(), []
    for address in addresses:
        path = address.partition("?")[0]
        for value in values():
            # All values at once, and the search alone: a page that refuses one
            # of the others must not hide what it does with the words.
            for given in (dict.fromkeys(names, value), {"q": value}):
                answer = client.get(path, given)
                if answer.status_code >= 500:
                    wrong.append(f"{path}?{value!r}: {answer.status_code}")
                elif "evil.example" in answer.get("Location", "").partition("?")[0]:
                    wrong.append(f"{path}?{value!r} leads to {answer['Location']}")
                elif is_page(answer):
                    wrong += reflected(windows, path, answer)
                else:
                    body(answer)  # read to its end, a file is closed
    return wrong


def reflected(windows, path, answer):
    answer.body = body(answer)
    if b"hit" not in answer.body and b"evil.example" not in answer.body:
        return []
    found = dangers(windows, {path: answer})
    return found + [f"{path} links to {link}" for link in links_away(windows[-1])]


def links_away(window):
    return window.page.evaluate(
        "() => [...document.querySelectorAll('a[href], form[action]')]"
        ".map(each => each.href || each.action)"
        ".filter(each => /^[a-z]*:?[/]+evil.example/i.test(each))"
    )


def test_what_stands_in_an_address_runs_on_no_page(musterhafen, at_desk, windows):
    addresses = [*starts(musterhafen, True)[::12], *starts(musterhafen, False)[::24]]
    texts = cycle([*LEADS_AWAY[:2], *payloads()[::97]])

    assert len(addresses) > 4
    assert asked(at_desk, windows, addresses, lambda: [next(texts)]) == []


def sent_forms(client, window, pages, texts, *, most):
    """Fill every form of some pages once; return which, and what is wrong."""
    seen, wrong = set(), []
    for address, answer in pages.items():
        if not is_page(answer) or b"<form" not in answer.body or len(seen) >= most:
            continue
        window.look(address, answer)
        for form in window.forms():
            names = (each["name"] for each in form["fields"])
            mark = (route_of(form["action"]), *names)
            is_sent = form["method"] == "post" and mark not in seen
            if is_sent and not NOT_SENT.search(form["action"]):
                seen.add(mark)
                wrong += sent(client, window, form, texts)
    return seen, wrong


def sent(client, window, form, texts):
    """Send a form of hostile texts, show the answer, then undo everything."""
    _status, wrong = answered(client, window, form, filled(form, texts))
    return wrong


def answered(client, window, form, data):
    """Send a form with values; return the status, and what of the answer ran."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        context.enter(Context())
        answer = client.post(
            form["action"], data, headers={"origin": "http://testserver"}
        )
        status = answer.status_code
        for _step in range(2):
            if answer.status_code in {301, 302}:
                answer = client.get(answer["Location"])
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.status_code >= 500:
        return status, [f"{form['action']}: {answer.status_code}"]
    if not is_page(answer):
        return status, []
    answer.body = body(answer)
    return status, dangers([window], {form["action"]: answer})


def filled(form, texts):
    data = dict(form["buttons"][:1])
    for field in form["fields"]:
        kind, name = field["type"], field["name"]
        if kind in {"text", "textarea", "search", "tel"}:
            data[name] = short(texts, field["most"])
        elif kind == "email":
            data[name] = '"<img/src=x/onerror=hit(3)>"@example.org'
        elif kind == "url":
            data[name] = 'https://example.org/?"onmouseover=hit(4)//'
        elif kind in {"checkbox", "radio"}:
            data.setdefault(name, field["value"])
        elif kind.startswith("select"):
            data[name] = next((one for one in field["options"] if one), "")
        elif kind != "file":
            data[name] = field["value"]
    return data


def short(texts, most):
    """Return the next text that fits, or the start of one where none does."""
    for _try in range(50):
        text = next(texts)
        if most < 0 or len(text) <= most:
            return text
    return "<img src=x onerror=hit(5)>"[:most]


def test_what_is_sent_in_a_form_runs_on_no_page(musterhafen, at_desk, windows):
    pages = Walk(at_desk, most=30).start(starts(musterhafen, True, False)).answers
    texts = cycle(payloads()[::13])

    seen, wrong = sent_forms(at_desk, windows[1], pages, texts, most=6)

    assert len(seen) >= 6
    assert wrong == []
