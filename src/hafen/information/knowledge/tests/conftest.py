"""A town with an editor and a few pages."""

import pytest

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.information.knowledge import services
from hafen.information.knowledge.models import ArticlePage, Entry


@pytest.fixture
def at_work(town):
    """Everything in the test happens in the town, as in a request."""
    with context.acting(Context(municipality=town.pk)):
        yield town


@pytest.fixture
def editor(town, person):
    return person(town, Role.EDITOR, name="Demo Redaktion")


@pytest.fixture
def write(at_work, editor):
    """A maker of pages: `write("Wohnung suchen", text="…")` releases an article."""

    def make(title, *, kind=ArticlePage, text="Ein Text.", publish=True, **fields):
        parent = fields.pop("parent", None)
        town = fields.pop("town", at_work)
        page = kind(title=title, body=[("paragraph", f"<p>{text}</p>")], **fields)
        entry = services.write_page(
            municipality=town, page=page, parent=parent, by=editor, publish=publish
        )
        return Entry.objects.get(pk=entry.pk)

    return make


@pytest.fixture
def edit(editor):
    """Change a page as the editor does: save, then release."""

    def change(entry, *, publish=True, **fields):
        page = entry.specific
        for name, value in fields.items():
            setattr(page, name, value)
        revision = page.save_revision(user=editor)
        if publish:
            revision.publish(user=editor, skip_permission_checks=True)
        return Entry.objects.get(pk=entry.pk)

    return change
