from datetime import date
from io import BytesIO

import pytest
from django.utils.functional import Promise
from openpyxl import load_workbook

from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import declared
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import queries, services
from hafen.mechanisms.privacy.decisions import BY_CODE

TODAY = date(2026, 11, 21)
ENTERED = {
    "decided_by": "Demo Leitung",
    "office": "Rechtsamt",
    "decided_on": "2026-11-02",
    "note": "Az. 1/26",
}


@pytest.fixture
def admin(town, person, acting):
    user = person(town, Role.ADMINISTRATOR)
    acting(town, user)
    return user


def confirm(code, by, **changes):
    entered = ENTERED | {"decided_on": date(2026, 11, 2)} | changes
    return services.confirm_decision(code=code, by=by, today=TODAY, **entered)


def test_a_decision_is_confirmed_once(admin):
    confirm("H1", admin)

    with pytest.raises(services.AlreadyConfirmed):
        confirm("H1", admin)


def test_a_decision_of_tomorrow_is_none(admin):
    with pytest.raises(services.NotYetDecided):
        confirm("H1", admin, decided_on=date(2026, 11, 22))


def test_the_banner_stands_until_every_decision_has_a_name_and_a_date(
    admin, sign_in, town
):
    client = sign_in(admin)
    page = client.get("/hier/desk/going-live/").content.decode()
    assert 'href="/hier/desk/going-live/"' in page

    for code in BY_CODE:
        confirm(code, admin)

    states = queries.states_visible_to(admin)
    assert all(state.confirmation for state in states)
    page = client.get("/hier/desk/going-live/").content.decode()
    assert "kern-alert--warning" not in page


def test_confirming_on_the_page_and_opening_again(admin, sign_in):
    client = sign_in(admin)

    assert client.post("/hier/desk/going-live/H3/", ENTERED).status_code == 302
    assert "Demo Leitung" in client.get("/hier/desk/going-live/").content.decode()
    assert client.post("/hier/desk/going-live/H3/withdraw/").status_code == 302
    assert not queries.confirmations_visible_to(admin).exists()


def test_a_wrong_date_gets_a_clear_word(admin, sign_in):
    answer = sign_in(admin).post(
        "/hier/desk/going-live/H3/", ENTERED | {"decided_on": "31.02.2026"}
    )

    assert answer.status_code == 422
    assert "decided_on" in answer.context["form"].errors


def test_the_record_names_every_table_with_personal_data():
    personal = [model for model in our_models() if declared(model).is_personal]

    record = queries.record_of_processing(TODAY)

    assert len(record) == len(personal)
    assert all(line.declaration.purpose for line in record)
    assert all(line.declaration.legal_basis for line in record)


def test_the_record_has_no_word_that_was_never_translated():
    raw = [
        (line.room, word)
        for line in queries.record_of_processing(TODAY)
        for word in (line.name, *line.fields)
        if not isinstance(word, Promise)
    ]

    assert raw == []


def test_the_pack_is_a_workbook_without_formulas(admin, sign_in):
    confirm("H1", admin, note="=1+1")

    answer = sign_in(admin).get("/hier/desk/record-of-processing/pack.xlsx")

    book = load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) == 4
    cells = [cell.value for sheet in book for row in sheet for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if str(cell).startswith("=")]
