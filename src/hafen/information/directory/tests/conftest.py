"""A small town with an office, an association and a few offers."""

from datetime import UTC, datetime, time

import pytest

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.core.places.models import District, Municipality
from hafen.information.directory import services
from hafen.information.directory.schedules import weekly
from hafen.information.directory.services import (
    LocationData,
    OfferedLanguage,
    Phone,
    Place,
    ScheduleData,
)
from hafen.network.organisations.models import Organisation, OrganisationEditor
from hafen.network.organisations.services import create_organisation

# A Monday morning in winter time: 10:30 on the clock.
NOW = datetime(2026, 3, 23, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
MORNINGS = ScheduleData(weekly([0, 3]), time(9), time(12))


def new_town(slug):
    return Municipality.objects.create(
        slug=slug,
        name=slug.title(),
        languages=["de", "en", "ar"],
        is_published=True,
    )


def new_user(town, name, *roles):
    user = User.objects.create(
        municipality=town, name=name, email=f"{name.lower()}@{town.slug}.example"
    )
    for role in roles:
        RoleAssignment.objects.create(
            municipality=town, user=user, role=role, valid_from="2020-01-01"
        )
    return user


@pytest.fixture
def town(db):
    return new_town("hafenstadt")


@pytest.fixture
def at_work(town):
    """Everything in the test happens in the town, as in a request."""
    with context.acting(Context(municipality=town.pk)):
        yield town


@pytest.fixture
def edda(at_work):
    """The editor of the town."""
    return new_user(at_work, "Edda", Role.EDITOR)


@pytest.fixture
def clara(at_work):
    """A social worker: reads, and edits nothing."""
    return new_user(at_work, "Clara", Role.SOCIAL_WORKER)


@pytest.fixture
def association(at_work):
    return create_organisation(
        municipality=at_work,
        data={"name": "Brücke e. V.", "kind": Organisation.Kind.ASSOCIATION},
        by=None,
    )


@pytest.fixture
def office(at_work):
    return create_organisation(
        municipality=at_work,
        data={"name": "Ausländerbehörde", "kind": Organisation.Kind.AUTHORITY},
        by=None,
    )


@pytest.fixture
def otto(at_work, association):
    """The editor of the association: edits its offers only."""
    user = new_user(at_work, "Otto", Role.ORGANISATION_EDITOR)
    OrganisationEditor.objects.create(
        municipality=at_work, organisation=association, user=user
    )
    return user


@pytest.fixture
def old_town(at_work):
    return District.objects.create(
        municipality=at_work,
        name="Altstadt",
        sort_key="altstadt",
        layer="districts",
        geometry={
            "type": "Polygon",
            "coordinates": [
                [[7.0, 51.0], [7.1, 51.0], [7.1, 51.1], [7.0, 51.1], [7.0, 51.0]]
            ],
        },
    )


def new_service(organisation, name="Sprachcafé", **data):
    return services.create_service(
        municipality=organisation.municipality,
        data={
            "organisation": organisation,
            "name": name,
            "summary": "Deutsch üben bei Kaffee und Tee.",
            "topics": ["N01"],
            **data,
        },
        by=None,
        now=NOW,
    )


@pytest.fixture
def cafe(association, old_town):
    location = services.find_or_create_location(
        municipality=association.municipality,
        data=LocationData(
            name="Haus der Begegnung",
            street="Kaistraße",
            house_number="8",
            postal_code="12345",
            city="Hafenstadt",
            latitude=51.05,
            longitude=7.05,
        ),
        by=None,
    )
    return new_service(
        association,
        places=[Place(location, "2. Stock", (MORNINGS,))],
        languages=[OfferedLanguage("ar", "mit Dolmetscherin")],
        phones=[Phone("+4925112345", label="Anmeldung")],
    )


@pytest.fixture
def public_cafe(cafe):
    return services.publish_service(service=cafe, expected=None, by=None, now=NOW)
