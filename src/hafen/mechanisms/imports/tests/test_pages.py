"""The pages of an import in a browser: no barrier, nothing beyond the edge."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.mechanisms.imports.models import Import
from tests.visits import overflow, violations

pytestmark = pytest.mark.django_db
ROWS = (
    ("Straße", "Hausnummern", "Standort"),
    ("Am Kai mit einem recht langen Namen an der Mole", "1–35", "Büro Ost"),
    ("Hafenweg", "zwölf", ""),
)


def workbook():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("Zweites Blatt").append(["Straße"])
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("strassenverzeichnis_2026.xlsx", stream.getvalue())


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_page_of_an_import_has_no_barrier(
    visit, town, person, acting, sign_in, language
):
    ada = person(town, Role.ADMINISTRATOR)
    type(ada).objects.filter(pk=ada.pk).update(language=language)
    acting(town, ada)
    desk = sign_in(ada)
    upload = reverse("imports:upload", args=[town.slug, "streets"])
    desk.post(upload, {"file": workbook()})
    run = Import.objects.get()

    def address(name):
        return reverse(f"imports:{name}", args=[town.slug, run.pk])

    pages = [reverse("imports:start", args=[town.slug]), upload, address("columns")]
    for path in pages:
        check(visit, path, language)
    columns = {"column_0": "street", "column_1": "numbers", "column_2": "site"}
    desk.post(address("columns"), columns)
    check(visit, address("detail"), language)
    desk.post(address("apply"))
    check(visit, address("undo"), language)


def check(visit, path, language):
    page = visit(path, width=360, language=language)
    assert overflow(page) <= 0, path
    page.set_viewport_size({"width": 1280, "height": 900})
    assert violations(page) == [], path
    page.close()
