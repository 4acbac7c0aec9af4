"""Where a public page lies on the web, for codes, feeds and search engines."""

from django.conf import settings

from hafen.core.places.models import Municipality


def absolute(municipality: Municipality, path: str) -> str:
    """Return the whole address of a page: on the town's own domain if it has one.

    :param path: below `/<municipality>/`
    """
    base = settings.PUBLIC_URL
    if municipality.domain:
        base = f"{base.partition('://')[0]}://{municipality.domain}"
    return f"{base}/{municipality.slug}/{path}"
