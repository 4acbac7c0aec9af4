"""What the tests of catalogue entries share."""

import re

from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.information.directory import services
from hafen.information.directory.services import Place
from hafen.information.directory.tests.conftest import NOW, new_service, new_user
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.services import create_organisation


def organisation(town, name):
    return create_organisation(
        municipality=town,
        data={"name": name, "kind": Organisation.Kind.ASSOCIATION},
        by=None,
    )


def published(owner, name, **data):
    service = new_service(owner, name, **data)
    services.publish_service(service=service, expected=None, by=None, now=NOW)
    return service


def place_in(town, district, street):
    """An address whose district is named, not found by its point."""
    location = services.find_or_create_location(
        municipality=town,
        data=services.LocationData(street=street, city=town.name),
        by=None,
    )
    location.district = district
    location.save()
    return Place(location)


def at(name, town, *arguments):
    return reverse(f"directory:{name}", args=[town.slug, *arguments])


def open_desk(town, sign_in, *roles):
    return sign_in(new_user(town, "Dora", *(roles or (Role.EDITOR,))))


def count(service, day, guests, newcomers=None, volunteers=None):
    services.count_visits(
        service=service,
        day=day,
        guests=guests,
        newcomers=newcomers,
        volunteers=volunteers,
        note="",
        by=None,
    )


def row_of(page, name):
    """The line of a table that names something."""
    rows = re.findall(r"<tr>.*?</tr>", page, re.S)
    return next(row for row in rows if name in row)
