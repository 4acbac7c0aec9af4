"""Where a public page lies on the web: for search engines, codes, feeds, letters."""

from django.conf import settings

from hafen.core.places.models import Municipality


def public_base(municipality: Municipality) -> str:
    """Return scheme and host of a town's public pages: its own domain if it has one."""
    base: str = settings.PUBLIC_URL
    if municipality.domain:
        return f"{base.partition('://')[0]}://{municipality.domain}"
    return base


def public_address(municipality: Municipality, path: str) -> str:
    """Return the whole address of a page.

    :param path: below `/<municipality>/`
    """
    return f"{public_base(municipality)}/{municipality.slug}/{path}"
