"""The request behind a guarded view, for the types."""

from django.http import HttpRequest

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality


class SignedInRequest(HttpRequest):
    """A request whose person is known; `@requires` and `@signed_in` see to it."""

    user: User
    municipality: Municipality
