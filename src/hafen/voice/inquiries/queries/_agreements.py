from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.names import short_id_in
from hafen.core.places.models import Municipality
from hafen.voice.inquiries.models import Agreement
from hafen.voice.inquiries.rules import VIEW_INQUIRY


def agreements_visible_to(user: User) -> QuerySet[Agreement]:
    """Return what neighbourhoods agreed on, the newest first."""
    if not VIEW_INQUIRY.held_by(user):
        return Agreement.objects.none()
    rows = Agreement.objects.filter(municipality=user.municipality_id)
    return rows.select_related("district").order_by("-held_on", "id")


def public_agreements(municipality: Municipality) -> QuerySet[Agreement]:
    rows = Agreement.objects.filter(municipality=municipality, is_public=True)
    return rows.order_by("-held_on", "id")


def public_agreement(municipality: Municipality, address: str) -> Agreement | None:
    rows = public_agreements(municipality)
    return rows.filter(short_id=short_id_in(address)).first()
