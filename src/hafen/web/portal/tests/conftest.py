"""A town with offers in the public portal."""

from datetime import time

import pytest
from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places.models import District, Municipality
from hafen.core.translation.texts import source_hash
from hafen.information.directory import services
from hafen.information.directory.models import ServiceTranslation
from hafen.information.directory.schedules import weekly
from hafen.information.directory.services import (
    LocationData,
    OfferedLanguage,
    Phone,
    Place,
    ScheduleData,
)
from hafen.mechanisms.search.services import rebuild
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.services import create_organisation

ALWAYS = ScheduleData(weekly(range(7)), time(0, 1), time(23, 59))


def new_town(slug, *languages):
    return Municipality.objects.create(
        slug=slug,
        name=slug.title(),
        languages=list(languages) or ["de", "ar", "en"],
        is_published=True,
    )


@pytest.fixture
def town(db):
    return new_town("portalstadt")


@pytest.fixture
def district(town):
    with context.acting(Context(municipality=town.pk)):
        return District.objects.create(
            municipality=town,
            name="Hafenviertel",
            sort_key="hafenviertel",
            layer="districts",
            geometry={
                "type": "Polygon",
                "coordinates": [
                    [[7.0, 51.0], [7.1, 51.0], [7.1, 51.1], [7.0, 51.1], [7.0, 51.0]]
                ],
            },
        )


@pytest.fixture
def offer(town, district):
    """Give a function that publishes an offer."""
    now = timezone.now()
    with context.acting(Context(municipality=town.pk)):
        bridge = create_organisation(
            municipality=town,
            data={"name": "Brücke e. V.", "kind": Organisation.Kind.ASSOCIATION},
            by=None,
        )

    def publish(name, *, arabic="", **data):
        with context.acting(Context(municipality=town.pk)):
            location = services.find_or_create_location(
                municipality=town,
                data=LocationData(
                    street="Kaistraße",
                    house_number="8",
                    postal_code="00123",
                    city="Portalstadt",
                    latitude=51.05,
                    longitude=7.05,
                ),
                by=None,
            )
            service = services.create_service(
                municipality=town,
                data={
                    "organisation": bridge,
                    "name": name,
                    "summary": "Kommen Sie vorbei.",
                    "description": "Mehr über das Angebot.",
                    "topics": ["N01"],
                    "languages": [OfferedLanguage("ar", "mit Termin")],
                    "phones": [Phone("+4925112345")],
                    "places": [Place(location)],
                    "target_groups": ["b"],
                    **data,
                },
                by=None,
                now=now,
            )
            if arabic:
                ServiceTranslation.objects.create(
                    municipality=town,
                    service=service,
                    language="ar",
                    name=arabic,
                    summary="تفضلوا بزيارتنا.",
                    description="المزيد عن العرض.",
                    state=ServiceTranslation.State.CHECKED,
                    source_hash=source_hash(service),
                    checked_at=now,
                )
            services.publish_service(service=service, expected=None, by=None, now=now)
        return service

    return publish


@pytest.fixture
def course(offer):
    return offer("Sprachkurs am Abend", arabic="دورة لغة مسائية", schedules=[ALWAYS])


@pytest.fixture
def advice(offer):
    """An offer without translation and without hours."""
    return offer("Mietberatung", topics=["N07"], languages=[])


@pytest.fixture
def searchable(town, course, advice):
    rebuild(municipality=town)
    return town
