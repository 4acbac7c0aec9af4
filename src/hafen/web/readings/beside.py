"""How often a thing was read, in one line on its desk page."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.places.features import is_on
from hafen.core.ui.remarks import Shown
from hafen.web.readings.rules import VIEW_READINGS


def readings_of(request: HttpRequest, kind: str, key: UUID) -> Shown | None:
    """Return where the line is fetched from; None where one may not know."""
    town, user = getattr(request, "municipality", None), request.user
    if town is None or not isinstance(user, User) or not VIEW_READINGS.held_by(user):
        return None
    if not is_on(town, "readings"):
        return None
    return Shown(
        text=_("Pages read"),
        address=reverse("readings:pages", args=[town.slug]),
        icon="eye",
        fetched=reverse("readings:of_thing", args=[town.slug, kind, key]),
    )
