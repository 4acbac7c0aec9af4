"""Every list prints, and goes into a spreadsheet for whoever may take it away."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hafen.core.audit.models import Event
from hafen.core.db.roles import Role
from hafen.mechanisms.feedback.models import FeedbackEntry
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.services import create_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(town, acting):
    acting(town)
    for name in ("Zeltverein", "=SUM(A1:A9)", "Äpfel e. V."):
        data = {"name": name, "kind": "ASSOCIATION"}
        create_organisation(municipality=town, data=data, by=None)


def test_a_list_goes_into_a_workbook_as_it_is_filtered_and_sorted(
    town, organisations, person, sign_in
):
    client = sign_in(person(town, Role.EDITOR))
    where = reverse("organisations:listing", args=[town.slug])
    page = client.get(where + "?q=e&sort=name")
    link = "?q=e&amp;sort=name&amp;as=xlsx"

    answer = client.get(where + link.replace("&amp;", "&"))

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    shown = [row.name for row in page.context["page"]]
    assert link in page.content.decode()
    assert [cell.value for cell in sheet["A"]][1:] == shown
    event = Event.objects.get(action="lists.exported")
    assert event.values == {"list": "organisations", "rows": len(shown)}


def test_no_cell_of_a_workbook_is_a_formula(town, organisations, person, sign_in):
    client = sign_in(person(town, Role.EDITOR))

    answer = client.get(
        reverse("organisations:listing", args=[town.slug]), {"as": "xlsx"}
    )

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    kinds = {cell.data_type for row in sheet for cell in row}
    assert kinds <= {"s", "inlineStr", "n", "d"}, kinds


def test_a_list_prints_whole_whatever_page_is_shown(town, acting, person, sign_in):
    acting(town)
    FeedbackEntry.objects.bulk_create(
        FeedbackEntry(municipality=town, kind="OTHER", language="de", message=str(one))
        for one in range(60)
    )
    client = sign_in(person(town, Role.EDITOR))
    where = reverse("feedback:entries", args=[town.slug])

    answer = client.get(where, {"as": "print", "page": 2})

    assert len(answer.context["lines"]) == 60


def test_taking_a_list_away_is_a_right_of_its_own(town, organisations, person, sign_in):
    client = sign_in(person(town, Role.INTERN))
    where = reverse("organisations:listing", args=[town.slug])

    assert "as=xlsx" not in client.get(where).content.decode()
    assert client.get(where, {"as": "xlsx"}).status_code == 404
    assert client.get(where, {"as": "print"}).status_code == 200
    assert Organisation.objects.count() == 3
