from datetime import date

from hafen.core.places import services
from hafen.core.places.models import Municipality
from hafen.core.places.tests.builders import site


def test_every_service_that_shows_something_new_counts_it(own_database):
    town = services.create_municipality(slug="hier", name="Hier", languages=["de"])
    office = site(town)
    services.except_day(office, day=date(2026, 11, 24))

    assert Municipality.objects.get(pk=town.pk).content_version == 3
