from django.db.models import QuerySet

from hafen.core.places.models import Municipality


def municipality_by_slug(slug: str) -> Municipality | None:
    return Municipality.objects.filter(slug=slug).first()


def municipality_at(host: str) -> Municipality | None:
    """Return the municipality whose own domain this host is."""
    name = host.partition(":")[0].lower()
    return Municipality.objects.filter(domain=name, is_published=True).first()


def published_municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.filter(is_published=True).order_by("name", "pk")
