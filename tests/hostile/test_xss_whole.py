"""All texts through all columns, all forms and all addresses (SEC-19), in full.

Nothing is counted by hand: every text column of every model of ours holds all
2,000 texts at once, and one that is not reached fails by its name. Every form that
a page shows is sent all of them, and a field that none has fails by its name. Runs in
`make test-long`.
"""

import re
import sys
import time
from collections import defaultdict
from contextlib import suppress
from itertools import count, cycle

import psycopg
import pytest
from django import forms
from django.db import models
from django.forms.forms import BaseForm
from django.http import HttpResponse
from psycopg import sql

from conftest import ADMIN, clone_template, drop
from hafen.core.files import typesetting
from tests.demo import demo_template, opened
from tests.hostile import keyed
from tests.hostile.exceptions import FROZEN, NARROW, UNSHOWN
from tests.hostile.painting import Texts, paint, painted_fields, painted_models
from tests.hostile.payloads import COUNT, payloads
from tests.hostile.stage import HOST
from tests.hostile.test_upload_fields import routes_with_files
from tests.hostile.test_xss_desk import (
    LEADS_AWAY,
    NOT_SENT,
    answered,
    asked,
    dangers,
    filled,
    is_page,
    starts,
)
from tests.hostile.walking import Walk, route_of

pytestmark = pytest.mark.long
ALL = " ".join(payloads())
# Rows of each table that hold all texts; the rest holds as many as fit.
FULL_ROWS = 2
# What no window shows.
FILES = r"\.pdf$|\.ics$|\.ndjson$|/hsds/"
_NAME = re.compile(rb'name="([^"]*)"')


@pytest.fixture
def musterhafen(django_db_setup, django_db_blocker, settings):
    """The demo municipality; its short columns take texts of any length."""
    settings.DEMO = True
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = None
    name = clone_template(demo_template())
    widen(name)
    with opened(name, django_db_blocker) as town:
        yield town
    drop(name)


@pytest.fixture
def at_desk(at_desk):
    """A run takes longer than a factor counts as fresh, so it was given later."""
    session = at_desk.session
    for method in session["account_authentication_methods"]:
        method["at"] += 86_400
    session.save()
    return at_desk


@pytest.fixture(autouse=True)
def no_papers(monkeypatch):
    """Papers have tests of their own; of all texts at once they take gigabytes."""
    monkeypatch.setattr(typesetting.typst, "compile", lambda *_, **__: b"%PDF-1.7")


@pytest.fixture
def windows(windows):
    """A page with all texts, shown many times over, takes its time."""
    for window in windows:
        window.page.set_default_timeout(300_000)
    return windows


def widen(database):
    where = psycopg.conninfo.make_conninfo(ADMIN, dbname=database)
    command = sql.SQL("ALTER TABLE {} ALTER COLUMN {} TYPE text")
    with psycopg.connect(where, autocommit=True) as connection:
        for field in text_columns().values():
            if isinstance(field, models.CharField) and field.max_length:
                table = sql.Identifier(field.model._meta.db_table)
                with suppress(psycopg.errors.FeatureNotSupported):  # a policy reads it
                    connection.execute(
                        command.format(table, sql.Identifier(field.column))
                    )


def text_columns():
    return {
        f"{model._meta.label}.{field.name}": field
        for model in painted_models()
        for field in painted_fields(model)
    }


class Everything:
    """All texts for each column; an address takes as many as its rules let in."""

    def __init__(self):
        self._fitting = Texts(payloads(), most_at_once=12)

    def __call__(self, field, row):
        if isinstance(field, models.EmailField | models.URLField):
            return self._fitting(field, row)
        return ALL


def is_whole(field):
    return not isinstance(field, models.EmailField | models.URLField)


@pytest.fixture
def painted(musterhafen, at_desk):
    """Every column painted; gives the names of those that hold all texts."""
    some = set(paint(Texts(payloads(), most_at_once=6)))
    whole = set(paint(Everything(), most_rows=FULL_ROWS))
    return some, whole


class ShowingWalk(Walk):
    """Shows each page when it is found; with all texts no memory holds all pages."""

    def __init__(self, client, *, windows, **options):
        super().__init__(client, **options)
        self.windows = windows
        self.ran: list[str] = []
        self.bytes = 0

    def _read(self, address, answer):
        super()._read(address, answer)
        if is_page(answer):
            self.ran += dangers(self.windows, {address: answer})
        self.bytes += len(answer.body)
        self.answers[address] = HttpResponse(content_type=answer["Content-Type"])


def walked(client, town, kind=Walk, **options):
    """Open all pages, by links and by keys."""
    found = kind(client, skip=FILES, languages=("de", "ar"), **options)
    found.start([*starts(town, True, False), f"/{town.slug}/ar/"])
    for address in keyed.secret_addresses(town):
        answer = client.get(address)
        if answer.status_code == 200:
            found.take(address, answer)
    for address, answer in keyed.opened(client, town, found.routes):
        found.take(address, answer)
    return found.start([])


def shown(painted, client, town, windows):
    """Open and show all pages; return figures, and what is wrong."""
    some, whole = painted
    names = set(text_columns()) - FROZEN
    broad = {name for name in names if is_whole(text_columns()[name])}
    began = time.monotonic()

    walk = walked(client, town, ShowingWalk, windows=windows)

    figures = {
        "columns": len(names),
        "with all texts": len(whole & broad),
        "pages": sum(is_page(answer) for answer in walk.answers.values()),
        "routes": len(walk.routes),
        "bytes": walk.bytes,
        "seconds": round(time.monotonic() - began),
    }
    return figures, {
        "ran on a page": walk.ran,
        "without a text": sorted(names - some - whole),
        "without all texts": sorted(broad - whole - NARROW),
        "broken": walk.broken,
    }


class Bound:
    """Notes which text fields of which form classes were given hostile texts."""

    def __init__(self, monkeypatch):
        self.fields = defaultdict(set)
        full_clean = BaseForm.full_clean

        def note(form):
            if form.is_bound:
                self._note(form)
            full_clean(form)

        monkeypatch.setattr(BaseForm, "full_clean", note)

    def _note(self, form):
        for name in text_fields(form.fields):
            if "hit(" in str(form.data.get(form.add_prefix(name), "")):
                for kind in type(form).__mro__:
                    self.fields[kind].add(name)


def text_fields(fields):
    return [
        name
        for name, field in fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.UUIDField | forms.RegexField)
        and isinstance(field.widget, forms.TextInput | forms.Textarea)
        and not field.disabled
    ]


def our_forms(kind=BaseForm):
    for each in kind.__subclasses__():
        yield each
        yield from our_forms(each)


def wanted_fields():
    """Return every text field of every form class of ours, with its name."""
    return {
        f"{kind.__module__.removeprefix('hafen.')}.{kind.__qualname__}.{name}": (
            kind,
            name,
        )
        for kind in our_forms()
        if kind.__module__.startswith("hafen.") and ".tests" not in kind.__module__
        for name in text_fields(kind.base_fields)
        # What filters a list is asked by address.
        if name != "q" and "Filter" not in kind.__name__
    }


def all_at_once(form):
    """Return the values of a form with all texts in each of its text fields."""
    data = filled(form, cycle([ALL]))
    kinds = {"text", "textarea", "search", "tel", "email", "url"}
    return data | {
        field["name"]: ALL for field in form["fields"] if field["type"] in kinds
    }


def pages_with_forms(pages):
    """Give the pages with forms, and of those with the same fields the first."""
    seen = set()
    for address, answer in pages.items():
        if not is_page(answer) or b"<form" not in answer.body:
            continue
        mark = (route_of(address), *sorted(set(_NAME.findall(answer.body))))
        if mark not in seen:
            seen.add(mark)
            yield address, answer


def forms_of(window, pages):
    """Show pages, and give each of their forms that was not there before."""
    seen = set()
    for address, answer in pages_with_forms(pages):
        window.look(address, answer)
        for form in window.forms():
            names = sorted({each["name"] for each in form["fields"]})
            mark = (route_of(form["action"]), *names)
            if form["method"] == "post" and mark not in seen and not is_kept(form):
                seen.add(mark)
                yield form


def sent_whole(client, window, pages):
    """Send every form of all pages twice: with all texts, and with such as fit."""
    number, wrong, refused = 0, [], set()
    for form in forms_of(window, pages):
        number += 1
        fitting = filled(form, cycle(payloads()[number % 13 :: 13]))
        answers = [
            answered(client, window, form, data)
            for data in (all_at_once(form), fitting)
        ]
        wrong += [danger for _status, dangers in answers for danger in dangers]
        statuses = [status for status, _dangers in answers]
        if not {200, 302, 422} & set(statuses) and not names_a_row_by_text(form):
            refused.add(f"{form['action']} {statuses}")
    return number, wrong, refused


def all_forms(walk, client, windows, bound):
    """Send all forms; return figures, and what is wrong."""
    began = time.monotonic()

    number, wrong, refused = sent_whole(client, windows[1], walk.answers)

    wanted = wanted_fields()
    unsent = sorted(
        name
        for name, (kind, field) in wanted.items()
        if field not in bound.fields[kind]
    )
    seconds = time.monotonic() - began
    figures = {"forms": number, "text fields": len(wanted), "seconds": seconds}
    return figures, {
        "not filled": sorted(set(unsent) - UNSHOWN),
        "filled after all": sorted(UNSHOWN - set(unsent)),
        "ran from a form": wrong,
        "takes no form": sorted(refused),
    }


def all_addresses(walk, client, windows):
    """Put all texts into addresses; return figures, and what is wrong."""
    each, texts, number = COUNT // len(walk.answers) + 1, cycle(payloads()), count()
    began = time.monotonic()

    def share():
        yield LEADS_AWAY[next(number) % len(LEADS_AWAY)]
        yield " ".join(next(texts) for _text in range(each))

    wrong = asked(client, windows[1:], walk.answers, share)

    figures = {"addresses": len(walk.answers), "seconds": time.monotonic() - began}
    return figures, {"ran from an address": wrong}


def fields_for_files(walk):
    """Return pages with a field for files that the test of uploads leaves out."""
    attacked = {route.route for route in routes_with_files()}
    shown = {
        route_of(address)
        for address, answer in walk.answers.items()
        if b'type="file"' in answer.body
    }
    return {}, {"not attacked": [r for r in shown - attacked if r[:4] != "cms/"]}


def told(capsys, steps):
    """Take all steps, show the figures of each, and return what is wrong."""
    problems = {}
    for name, look in steps.items():
        figures, wrong = look()
        problems |= {what: lines for what, lines in wrong.items() if lines}
        with capsys.disabled():
            sys.stdout.write(f"\n{name}: {figures} {wrong}\n")
            sys.stdout.flush()
    return problems


def test_all_texts_in_all_columns_run_on_no_page(
    musterhafen, painted, at_desk, windows, capsys
):
    def pages():
        return shown(painted, at_desk, musterhafen, windows[1:])

    assert told(capsys, {"pages": pages}) == {}


def test_all_texts_in_all_forms_run_on_no_page(
    musterhafen, at_desk, windows, monkeypatch, capsys
):
    # Which forms a page shows depends on the state of its row.
    bound, walk = Bound(monkeypatch), walked(at_desk, musterhafen, each=8)
    steps = {
        "files": lambda: fields_for_files(walk),
        "forms": lambda: all_forms(walk, at_desk, windows, bound),
    }

    assert told(capsys, steps) == {}


def test_all_texts_in_all_addresses_run_on_no_page(
    musterhafen, at_desk, windows, capsys
):
    walk = walked(at_desk, musterhafen)

    found = told(capsys, {"addresses": lambda: all_addresses(walk, at_desk, windows)})

    assert found == {}


def names_a_row_by_text(form):
    """Whether a form names a fact by its word: a hostile word names none."""
    return route_of(form["action"]).endswith("/text-blocks/<uuid:pk>/act/")


def is_kept(form):
    """Whether a form would end the session, or is of a library."""
    return NOT_SENT.search(form["action"].removeprefix(HOST))


def test_what_is_named_as_an_exception_is_there():
    """An exception that lost its column is struck out."""
    assert set(text_columns()) >= NARROW | FROZEN
