"""The request of a public page, for the types."""

from django.http import HttpRequest

from hafen.core.places.models import Municipality


class PortalRequest(HttpRequest):
    """A request below `/<municipality>/<language>/`; the edge loaded the row."""

    municipality: Municipality
