import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.board import services

# Roles hold from today on, so the moderators are there by now.
NOW = timezone.now()
PRAM = {
    "side": "OFFER",
    "category": "goods.baby",
    "title": "Kinderwagen zu verschenken",
    "text": "Gut erhalten.",
    "language": "de",
    "district": None,
}


@pytest.fixture
def mona(town, person):
    return person(town, Role.BOARD_MODERATOR, name="Mona")


@pytest.fixture
def written(town, acting):
    """A maker of notices: `written(by=mona, title=…, email=…)`."""

    def make(now=NOW, by=None, name="Anna Probe", email="anna@example.org", **facts):
        acting(town, by)
        how = {key: facts.pop(key) for key in _HOW if key in facts}
        person = {"name": name, "email": email, "language": "de"}
        person |= facts.pop("person", {})
        new = services.NewPost(facts=PRAM | facts, person=person, by=by, **how)
        return services.post(municipality=town, new=new, now=now)

    return make


_HOW = ("photos", "organisation", "is_on_behalf")


@pytest.fixture
def hanging(written, mona):
    """A maker of notices that are public."""

    def make(now=NOW, **facts):
        row = written(now=now, **facts)
        return services.publish_post(row=row, by=mona, now=now)

    return make


@pytest.fixture
def asked():
    """A maker of talks: somebody answers a notice."""

    def make(row, now=NOW, text="Ist er noch da?", email="basim@example.org", **person):
        who = {"name": "Basim Beispiel", "email": email, "language": "ar"}
        who |= {"channel": "MAIL" if email else ""} | person
        return services.answer_post(
            row=row, person=who, text=text, language="ar", now=now
        )

    return make
