"""A person asks what the house knows of them, or that it forgets (Art. 15, 17 GDPR)."""

import contextlib
import io
import zipfile

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from hafen.casework.cases import queries, services
from hafen.casework.cases.models import Case, Client, Household, Note, SecretNote
from hafen.casework.cases.tests.conftest import TODAY, only, stands
from hafen.core.audit import services as audit
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy.models import RightsRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(town, case, add, clara):
    """Amal and Karim with a case, and a note of each kind."""
    row = case(address="Quittenweg 7", person={"phone": "+49231112233"})
    amal = only(row.household)
    karim = add(row.household, "Karim Muster", kind="PARTNER")
    stands(amal, "LEGAL_AREA", "sgb2-amal", clara)
    stands(karim, "LEGAL_AREA", "asylblg-karim", clara)
    services.write_note(case=row, text="Notiz zum Kurs", on=TODAY, by=clara)
    services.write_special(
        case=row, text="Termin im Krankenhaus", on=TODAY, by=clara, today=TODAY
    )
    services.write_secret(case=row, text="Anvertrautes", on=TODAY, by=clara)
    audit.seen(subject=row, what="cases.case")
    return amal, karim


@pytest.fixture
def officer(town, person):
    return person(town, Role.DATA_PROTECTION_OFFICER, name="Ofelia")


def at(town, name, *parts):
    return reverse(f"privacy:{name}", args=[town.slug, *parts])


def hits(desk, town, words):
    answer = desk.post(at(town, "search_person"), {"name": words})
    return [(hit.key, hit.shown) for hit in answer.context["hits"]]


def receive(desk, town, client, kind):
    sent = {"kind": kind, "roots": [f"cases.Client:{client.pk}"]}
    desk.post(at(town, "receive_request"), sent | {"received_on": TODAY.isoformat()})
    return RightsRequest.objects.latest("created_at")


def copy_of(desk, town, asked):
    answer = desk.get(at(town, "request_copy", asked.pk))
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    return [file.read(name).decode() for name in ("auskunft.html", "daten.json")]


def test_a_person_is_found_under_another_spelling(household, town, officer, sign_in):
    mohamed = only(household("Mohamed Chalil"))
    desk = sign_in(officer)

    for words in ("Muhammad Khalil", "محمد خليل", "chalil mohamed"):
        found = [key for key, _shown in hits(desk, town, words)]
        assert found == [f"cases.Client:{mohamed.pk}"], words


def test_the_copy_tells_a_person_all_of_the_file_but_what_others_are(
    family, town, officer, sign_in
):
    amal, _karim = family
    desk = sign_in(officer)

    assert [key for key, _shown in hits(desk, town, "Amal")] == [
        f"cases.Client:{amal.pk}"
    ]
    asked = receive(desk, town, amal, "ACCESS")
    assert "Amal Muster" in desk.get(at(town, "request", asked.pk)).content.decode()

    for text in copy_of(desk, town, asked):
        for own in (
            *("Amal Muster", "+49231112233", "Quittenweg 7", "sgb2-amal"),
            *("Notiz zum Kurs", "Termin im Krankenhaus"),
        ):
            assert own in text, own
        for foreign in ("Karim", "asylblg-karim", "Anvertrautes"):
            assert foreign not in text, foreign
    page, data = copy_of(desk, town, asked)
    assert "cases.case.read" in page
    assert '"cases.secretnote"' in data  # that it is there is said


def test_who_manages_accounts_finds_no_file_and_copies_none(
    family, town, officer, person, sign_in
):
    amal, _karim = family
    asked = receive(sign_in(officer), town, amal, "ACCESS")

    desk = sign_in(person(town, Role.ADMINISTRATOR))

    assert hits(desk, town, "Amal") == []
    page = desk.get(at(town, "request", asked.pk))
    assert "Amal" not in page.content.decode()
    assert page.context["left_out"]
    assert all("Amal" not in text for text in copy_of(desk, town, asked))


def test_outside_of_a_request_the_officer_reads_no_file(
    family, town, officer, sign_in, acting
):
    hits(sign_in(officer), town, "Amal")
    acting(town, officer)

    assert not Client.objects.exists()
    assert not queries.households_visible_to(officer, today=TODAY).exists()


def test_who_is_erased_leaves_the_family_its_file_and_the_last_one_takes_it_along(
    family, town, officer, person, clara, sign_in, acting
):
    amal, karim = family
    household = amal.household_id
    admin = person(town, Role.ADMINISTRATOR)

    def erase(client):
        asked = receive(sign_in(officer), town, client, "ERASURE")
        sign_in(admin).post(at(town, "close_request", asked.pk), {"step": "carry-out"})
        acting(town, clara)

    erase(amal)

    assert [client.name for client in Client.objects.all()] == ["Karim Muster"]
    assert Household.objects.get().pk == household
    assert Case.objects.count() == Note.objects.count() == 1

    erase(karim)

    for model in (Client, Household, Case, Note, SecretNote):
        assert not model.objects.exists(), model


def test_the_copy_is_a_paper_in_the_language_of_the_person(
    family, town, officer, sign_in
):
    amal, _karim = family
    desk = sign_in(officer)
    asked = receive(desk, town, amal, "ACCESS")

    answer = desk.get(at(town, "request_copy", asked.pk))

    content = zipfile.ZipFile(io.BytesIO(answer.content)).read("auskunft.pdf")
    with contextlib.closing(PdfDocument(content)) as paper:
        pages = [page.get_textpage().get_text_range() for page in paper]
    text = " ".join(pages)
    assert "Quittenweg 7" in text
    assert "Notiz zum Kurs" in text
    assert "Haushalte" in text  # the German name beside the Arabic one
    assert "§ 67b" in text or "DSGVO" in text
    assert "Anvertrautes" not in text
    assert "asylblg-karim" not in text
    assert b"/MarkInfo" in content or b"StructTreeRoot" in content
