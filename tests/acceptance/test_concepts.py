"""Concepts in drafts and versions, through the staff pages: M35.

M32, the list of courses, is shown in `information/directory/tests/test_readers.py`.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.information.knowledge.models import ConceptComment, ConceptDraft, Document

# The test client leaves the last file of an answer to the collector of rubbish.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TITLE = "Konzept Sprachmittlung"


def at(town, name, *parts):
    return reverse(f"knowledge:{name}", args=[town.slug, *parts])


def paper(text="eins"):
    return SimpleUploadedFile("konzept.pdf", b"%PDF-1.7\n" + text.encode())


@pytest.fixture
def begun(town, person, sign_in):
    """A first draft that the coordinator of interpreters has given."""
    dora = person(town, Role.INTERPRETER_COORDINATOR, name="Dora")
    given = {"title": TITLE, "label": "Entwurf 1", "file": paper()}
    given["contributors"] = "Integrationsbüro, Caritas"
    assert sign_in(dora).post(at(town, "new_concept"), given).status_code == 302
    return ConceptDraft.objects.get()


def test_m35_a_partner_comments_and_the_approved_version_names_day_and_approver(
    town, begun, person, sign_in
):
    where = at(town, "concept", begun.document_id)
    partner = person(town, Role.PARTNER_CASE_WORKER, name="Petra Partner")
    desk = sign_in(partner)
    assert "Entwurf 1" in desk.get(where).content.decode()
    said = {"text": "Bitte die Rufbereitschaft am Wochenende ergänzen."}
    answer = desk.post(at(town, "comment_draft", begun.pk), said)
    assert answer.status_code == 302
    page = desk.get(where).content.decode()
    assert said["text"] in page
    assert "Petra Partner" in page
    approve = at(town, "approve_draft", begun.pk)
    today = timezone.localdate()
    assert desk.post(approve, {"begins": today.isoformat()}).status_code == 404

    berta = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Berta Leitung")
    desk = sign_in(berta)
    assert desk.post(approve, {"begins": today.isoformat()}).status_code == 302
    begun.refresh_from_db()
    assert (begun.approved_by, begun.version_made.label) == (berta, "Entwurf 1")
    assert timezone.localdate(begun.approved_at) == today
    for page in (where, at(town, "document", Document.objects.get().address)):
        shown = desk.get(page).content.decode()
        assert "von Berta Leitung" in shown
    register = desk.get(at(town, "concepts")).content.decode()
    assert TITLE in register
    # What is approved is not talked over any more.
    desk.post(at(town, "comment_draft", begun.pk), said)
    assert ConceptComment.objects.count() == 1


def test_m35_nobody_approves_an_own_draft_and_outsiders_see_none(
    town, other_town, person, sign_in
):
    berta = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Berta")
    desk = sign_in(berta)
    given = {"title": TITLE, "label": "1", "file": paper()}
    assert desk.post(at(town, "new_concept"), given).status_code == 302
    draft = ConceptDraft.objects.get()
    begins = {"begins": timezone.localdate().isoformat()}
    refused = desk.post(at(town, "approve_draft", draft.pk), begins, follow=True)
    assert "Ihren eigenen Entwurf" in refused.content.decode()
    draft.refresh_from_db()
    assert draft.approved_at is None

    for who, status in (
        (person(town, Role.CARETAKER, name="Kai"), 404),
        (person(other_town, Role.ADMINISTRATIVE_COORDINATOR, name="Emil"), 404),
        (person(town, Role.ORGANISATION_EDITOR, name="Olga"), 200),
    ):
        home = at(who.municipality, "concept", draft.document_id)
        assert sign_in(who).get(home).status_code == status


def test_m35_a_new_draft_of_an_approved_concept_becomes_the_next_version(
    town, begun, person, sign_in
):
    berta = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Berta")
    desk = sign_in(berta)
    today = timezone.localdate()
    desk.post(at(town, "approve_draft", begun.pk), {"begins": today.isoformat()})
    where = at(town, "concept", begun.document_id)
    assert desk.post(where, {"label": "Entwurf 1", "file": paper()}).status_code == 422
    assert desk.post(where, {"label": "2", "file": paper("zwei")}).status_code == 302
    # A version begins on this day already.
    dora = person(town, Role.INTEGRATION_MANAGER, name="Ina")
    second = ConceptDraft.objects.get(label="2")
    desk = sign_in(dora)
    desk.post(at(town, "approve_draft", second.pk), {"begins": today.isoformat()})
    second.refresh_from_db()
    assert second.approved_at is None
    later = (today + timedelta(days=9)).isoformat()
    desk.post(at(town, "approve_draft", second.pk), {"begins": later})
    versions = begun.document.versions.order_by("valid_from")
    assert [row.label for row in versions] == ["Entwurf 1", "2"]
    assert versions[0].valid_until == today + timedelta(days=8)


def test_the_register_asks_the_database_no_more_for_many(
    town, begun, person, questions, sign_in
):
    berta = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Berta")
    desk = sign_in(berta)
    desk.post(at(town, "comment_draft", begun.pk), {"text": "Gut."})
    few = [
        len(questions(desk, page))
        for page in (at(town, "concepts"), at(town, "concept", begun.document_id))
    ]
    for number in range(6):
        given = {"label": f"E{number}", "file": paper(str(number))}
        desk.post(at(town, "concept", begun.document_id), given)
        given = {"title": f"Konzept {number}", "label": "1", "file": paper()}
        desk.post(at(town, "new_concept"), given)
    for draft in ConceptDraft.objects.filter(document=begun.document_id):
        desk.post(at(town, "comment_draft", draft.pk), {"text": "Gut."})
    many = [
        len(questions(desk, page))
        for page in (at(town, "concepts"), at(town, "concept", begun.document_id))
    ]
    assert many == few
    assert max(many) <= 12
