import pytest
from django.core.cache import cache
from django.test import Client

from hafen.core.places.models import Municipality


@pytest.fixture
def house(settings, own_database):
    """Real commits, so that nothing is seen which the web role would not see."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def place(house):
    """Hier, in a database of its own."""
    return Municipality.objects.create(
        slug="hier", name="Hier", languages=["de", "en", "ar"], is_published=True
    )


@pytest.fixture
def other_device():
    """A second browser."""
    return Client()
