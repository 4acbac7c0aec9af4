"""Drafts, review, lock, versions (A1-13): an author writes, an editor releases."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from hafen.core.db.roles import Role
from hafen.information.knowledge.models import Entry
from hafen.mechanisms.todos.models import Todo

CMS = "/cms/pages/{}/{}/"


@pytest.fixture
def author(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Demo Autorin")


def handed_in(page, author):
    fresh = Entry.objects.get(pk=page.pk).specific
    fresh.get_workflow().start(fresh, author)
    return fresh.current_workflow_task_state


def test_a113_a_draft_is_handed_in_and_comes_to_the_editors(write, author, editor):
    page = write("Neu", publish=False)

    handed_in(page, author)

    todo = Todo.objects.get(kind="knowledge.review")
    assert todo.owner == editor
    assert not Entry.objects.get(pk=page.pk).live


@pytest.mark.parametrize(
    ("verb", "is_live", "status"),
    [("approve", True, "approved"), ("reject", False, "rejected")],
)
def test_a113_an_editor_approves_or_sends_back(
    write, author, editor, sign_in, verb, is_live, status
):
    page = write("Neu", publish=False)
    task = handed_in(page, author)

    where = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, verb, task.pk])
    answer = sign_in(editor).post(where, {"comment": "Gelesen."})

    task.refresh_from_db()
    assert answer.status_code in (200, 302)
    assert task.status == status
    assert Entry.objects.get(pk=page.pk).live is is_live
    assert not Todo.objects.filter(kind="knowledge.review").open().exists()
    returned = Todo.objects.filter(kind="knowledge.returned", owner=author)
    assert returned.exists() is not is_live


def test_a113_an_author_releases_nothing(write, author, sign_in):
    page = write("Neu", publish=False)
    task = handed_in(page, author)
    where = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]
    )

    sign_in(author).post(where, {"comment": ""})

    assert not Entry.objects.get(pk=page.pk).live


def test_a113_a_locked_page_is_changed_by_nobody_else(write, editor, person, sign_in):
    page = write("Wohnung")
    other = person(page.municipality, Role.EDITOR, name="Demo Kollegin")
    sign_in(editor).post(CMS.format(page.pk, "lock"))
    locked = Entry.objects.get(pk=page.pk)
    assert locked.locked
    assert locked.locked_by_id == editor.pk

    client = sign_in(other)
    client.post(CMS.format(page.pk, "edit"), {"title": "Anders", "body-count": "0"})

    assert Entry.objects.get(pk=page.pk).title == "Wohnung"
    assert not Revision.objects.filter(object_id=str(page.pk), user=other).exists()


def test_a113_an_earlier_version_can_be_read_and_brought_back(
    write, edit, editor, sign_in
):
    page = write("Wohnung", text="Fassung eins.")
    first = page.latest_revision
    edit(page, body=[("paragraph", "<p>Fassung zwei.</p>")])
    client = sign_in(editor)

    shown = client.get(f"/cms/pages/{page.pk}/revisions/{first.pk}/revert/")

    assert shown.status_code == 200
    assert "Fassung eins." in shown.content.decode()
    first.publish(user=editor, skip_permission_checks=True)
    fresh = Entry.objects.get(pk=page.pk)
    assert "Fassung eins." in str(fresh.body)
    assert fresh.last_checked_on == timezone.localdate()
