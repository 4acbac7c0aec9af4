from datetime import UTC, datetime

import pytest

from hafen.core.db.roles import Role
from hafen.information.news import services


class Clock:
    """A clock to turn; it begins on Monday, 2 March 2026, ten o'clock in Berlin."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr("django.utils.timezone.now", found)
    return found


@pytest.fixture
def desk(town, person, acting, clock):
    found = person(town, Role.EDITOR, name="Dora")
    acting(town, found)
    return found


@pytest.fixture
def make(town, desk, clock):
    """A maker of news: `make(title="…")` gives a public item."""

    def build(*, is_public=True, is_template=False, said=None, **changes):
        data = {"title": "Neues Büro", "text": "Wir sind umgezogen."} | changes
        item = services.create_item(
            municipality=town, data=data, by=desk, is_template=is_template
        )
        for language, (title, text) in (said or {}).items():
            services.translate_item(
                item=item,
                language=language,
                texts={"title": title, "text": text},
                state="CHECKED",
                by=desk,
                now=clock(),
            )
        if is_public and not is_template:
            item = services.publish_item(item=item, by=desk, now=clock())
        return item

    return build
