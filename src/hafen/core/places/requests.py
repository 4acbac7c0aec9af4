"""The requests of places, for the types."""

from typing import Any

from django.http import HttpRequest

from hafen.core.places.models import Municipality


class PlaceRequest(HttpRequest):
    """A request in a municipality; `user` is a person of the accounts above.

    The guards of `core.db.permissions` see to it that staff pages know both.
    """

    user: Any
    municipality: Municipality
    # Whether a secret address stands in for a sign-in.
    is_by_link: bool
