"""Every field for files of every form refuses what SEC-23 lists, and says so.

The fields are found, not listed: a form class with such a field that no address
shows fails by its name.
"""

import html
import inspect
import os
import re
from datetime import date
from itertools import cycle, islice
from urllib.parse import urljoin

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.forms.forms import BaseForm
from django.urls import get_resolver, reverse
from wagtail.images.models import Image

from hafen.core.db.guards import our_models
from hafen.mechanisms.feedback import forms as visitors
from tests.architecture.routes import routes
from tests.hostile import keyed
from tests.hostile.files import (
    DOCX,
    HTML,
    JAR,
    SVG,
    XLSX,
    bomb,
    giant,
    package,
    pdf,
)

# Of the files, each field gets as many; all of them in `make test-long`.
EACH = 10 if os.environ.get("HAFEN_LONG") else 3
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
FILES = (
    ("skript.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")),
    ("makro.docx", package({**DOCX, "word/vbaProject.bin": "x"})),
    ("makro.xlsm", package({**XLSX, "xl/vbaProject.bin": "x"})),
    ("bild.svg", SVG),
    ("jar.pdf", pdf(behind=JAR)),
    ("bombe.docx", bomb()),
    ("bombe.xlsx", package({**XLSX, "xl/sharedStrings.xml": b" " * 60_000_000})),
    ("seite.pdf", HTML),
    ("xxe.xlsx", package({**XLSX, "xl/workbook.xml": XXE})),
    ("riese.png", giant()),
)


_FORM = re.compile(r"(<form[^>]*>)(.*?)</form>", re.DOTALL)
_TAG = re.compile(r"<(?:input|button)\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def is_file(field):
    return isinstance(field, forms.FileField)


def has_file(kind):
    return any(is_file(each) for each in kind.base_fields.values())


def forms_with_files(kind=BaseForm):
    """Return the form classes of ours with a field for files."""
    get_resolver().url_patterns  # noqa: B018 - loads all views, and so all forms
    found = set()
    for each in kind.__subclasses__():
        is_ours = each.__module__.startswith("hafen.")
        is_shown = not any(part in each.__module__ for part in (".tests", "styleguide"))
        if is_ours and is_shown and has_file(each):
            found.add(each)
        found |= forms_with_files(each)
    return found


def routes_with_files():
    """Return the addresses whose views lie beside one that names such a form."""
    names = {kind.__name__ for kind in forms_with_files()}
    return [
        route
        for route in routes()
        if "municipality" in route.arguments
        and any(name in source_of(route.callback) for name in names)
    ]


def source_of(view):
    return inspect.getsource(inspect.getmodule(inspect.unwrap(view)))


def pages_with_files(client, town):
    for route in routes_with_files():
        found = keyed.open_one(client, route, town)
        if found is not None and b'type="file"' in found[1].content:
            yield found
    for address in keyed.secret_addresses(town):
        page = client.get(address)
        if b'type="file"' in page.content:
            yield address, page
            break
    pictures = reverse("wagtailimages:add")
    yield pictures, client.get(pictures)


def shown_forms(answer):
    """Return the forms of a page that have a field for files."""
    found = {}
    for layer in answer.context or []:
        for value in layer.dicts if hasattr(layer, "dicts") else [layer]:
            for each in value.values():
                if isinstance(each, BaseForm) and has_file(type(each)):
                    found[id(each)] = each
    return list(found.values())


def filled(form):
    """Return values that the form takes, for all fields but those for files."""
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if is_file(field):
            continue
        if value in (None, "", []) and field.required:
            value = fitting(field)
        if value not in (None, "", []):
            data[form.add_prefix(name)] = sent(value)
    return data


def sent(value):
    """Return an initial value as a browser sends it: keys in place of rows."""
    if isinstance(value, str | date):
        return value
    if hasattr(value, "__iter__"):
        return [sent(each) for each in value]
    return getattr(value, "pk", value)


def fitting(field):
    if isinstance(field, forms.ModelChoiceField):
        first = field.queryset.first()
        return first.pk if first else ""
    if isinstance(field, forms.ChoiceField):
        flat = [
            each
            for key, label in field.choices
            for each in ([key] if not isinstance(label, list) else dict(label))
        ]
        chosen = next(key for key in flat if key)
        return [chosen] if isinstance(field, forms.MultipleChoiceField) else chosen
    if isinstance(field, forms.DateField):
        return date(2030, 1, 1)
    typed = {"IntegerField": 1, "BooleanField": "on", "EmailField": "x@example.org"}
    return typed.get(type(field).__name__, "Wort")


def rows():
    """Return how many rows each table has that a person sees something of."""
    counts = " UNION ALL ".join(
        f"SELECT '{model._meta.label}', count(*) FROM {model._meta.db_table}"
        for model in our_models()
        if model._meta.app_label not in {"audit", "db"}
    )
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def around(page):
    """Return where the form with the field is sent, and what its tags send along."""
    for start, inside in _FORM.findall(page.content.decode()):
        if 'type="file"' in inside:
            tags = [dict(_ATTRIBUTE.findall(tag)) for tag in _TAG.findall(inside)]
            named = {
                tag["name"]: html.unescape(tag.get("value", ""))
                for tag in tags
                if "name" in tag and tag.get("type", "submit") in {"hidden", "submit"}
            }
            return html.unescape(
                dict(_ATTRIBUTE.findall(start)).get("action", "")
            ), named
    return "", {}


def handed_in(client, address, page, form, name, content):
    """Hand a file in; return the answer, and which tables have other rows by it."""
    action, named = around(page)
    address = urljoin(address, action)
    [field] = [key for key, each in form.fields.items() if is_file(each)]
    before = rows()
    upload = SimpleUploadedFile(name, content, content_type="image/png")
    data = filled(form) | named | {form.add_prefix(field): upload}
    with transaction.atomic():
        # Pages of visitors ask from where a form comes.
        answer = client.post(address, data, headers={"origin": "http://testserver"})
        if answer.status_code == 302:
            answer = client.get(answer["Location"])
        after = rows()
        transaction.set_rollback(True)
    return answer, {key for key in after if after[key] != before[key]}


def is_refused(answer, changed):
    """Whether a person reads why the file was not taken, and it is not kept.

    The words beside it may be: a paper can be handed in later.
    """
    if answer.status_code not in {200, 422} or "files.StoredFile" in changed:
        return False
    if "kern-alert--danger" in answer.content.decode():
        return True
    # The refusal stands at the file itself, or above the whole form.
    return not changed and any(
        name == NON_FIELD_ERRORS or is_file(form.fields[name])
        for form in shown_forms(answer)
        for name in form.errors
    )


def test_no_field_for_files_takes_what_runs_lies_or_explodes(
    musterhafen, at_desk, monkeypatch
):
    monkeypatch.setattr(visitors, "QUICKEST_SECONDS", -1)
    tried, taken, turn = set(), [], cycle(FILES)
    for address, page in pages_with_files(at_desk, musterhafen):
        for form in shown_forms(page):
            tried.add(type(form))
            for name, content in islice(turn, EACH):
                answer, changed = handed_in(at_desk, address, page, form, name, content)
                if not is_refused(answer, changed):
                    taken.append((address, name, answer.status_code, changed))

    assert "\n".join(map(str, taken)) == ""
    assert {kind.__name__ for kind in forms_with_files() - tried} == set()


def test_many_pictures_at_once_are_no_way_in_either(musterhafen, at_desk):
    """The editor's page that takes a heap of pictures, without a reload."""
    before, taken = Image.objects.count(), []
    for name, content in FILES:
        upload = SimpleUploadedFile(name, content, content_type="image/png")
        answer = at_desk.post(
            reverse("wagtailimages:add_multiple"),
            {"files[]": upload, "title": "x"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        if answer.status_code >= 500 or answer.json()["success"]:
            taken.append((name, answer.status_code))

    assert taken == []
    assert Image.objects.count() == before
