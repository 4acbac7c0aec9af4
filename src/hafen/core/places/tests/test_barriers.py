"""The pages of places in a browser: no barrier, nothing cut off."""

import pytest

from hafen.core.db.roles import Role
from hafen.core.places import services
from hafen.core.places.models import UnitContact
from hafen.core.places.tests.test_pages import (
    LISTS,
    brackel,
    filled,
    office,
    public,
    staff,
)
from tests.visits import overflow, violations

__all__ = ["brackel", "filled", "office"]

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_public_pages_have_no_barrier(visit, filled, office, language):
    for page in (
        public("sites", language=language) + "?q=Brackel",
        public("site", office.path, language=language),
        public("offices", language=language) + "?q=Wohnungssuche",
    ):
        opened = visit(page, width=360, language=language)
        assert violations(opened) == [], page
        assert overflow(opened) <= 0, page


def test_the_desk_pages_have_no_barrier(
    visit, town, filled, office, person, sign_in, acting
):
    acting(town)
    services.save_contact(
        UnitContact(municipality=town, unit=filled), values={"name": "Demo Person"}
    )
    services.save_room(
        office.rooms.model(municipality=town, site=office), values={"name": "Saal"}
    )
    sign_in(person(town, Role.ADMINISTRATOR))
    pages = [staff(name) for name in LISTS]
    pages += [staff(name, office.pk) for name in ("site", "edit_site", "edit_hours")]
    pages += [staff("unit", filled.pk), staff("settings")]
    for page in pages:
        opened = visit(page)
        assert violations(opened) == [], page
        assert overflow(opened) <= 0, page
