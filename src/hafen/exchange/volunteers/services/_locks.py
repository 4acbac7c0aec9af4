"""The order of locks of the pool (`pool.services.lock`), with what lies above it.

Place, offer, need, pair, referral, volunteer, helper: in this order, whichever
of them a step touches, since a pair that ends takes its referral and its
volunteer along.
"""

from hafen.core.db.versions import locked
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Match, Offer
from hafen.exchange.volunteers.models import Place, Referral, Volunteer


def lock_referral(referral: Referral) -> Referral:
    """Lock a referral after its pair, and return it as it is now."""
    if referral.match is not None:
        pool.lock_sides(offers=[referral.match.offer])
        pool.lock_pair(referral.match)
    return locked(referral, expected=None)


def lock_to_forward(
    volunteer: Volunteer, place: Place | None, offer: Offer | None
) -> tuple[Volunteer, Place | None]:
    """Lock a volunteer after the place and both sides of the pair to be made."""
    if place is not None:
        place = locked(place, expected=None)
        pool.lock_sides(offers=[offer] if offer else [], needs=[place.need])
    return locked(volunteer, expected=None), place


def lock_with_offers(*volunteers: Volunteer) -> list[Volunteer]:
    """Lock volunteers after their offers and all that is asked for these."""
    helpers = [row.helper_id for row in volunteers]
    offers = Offer.objects.filter(helper__in=helpers)
    pool.lock_sides(offers=offers)
    pool.lock_pairs(Match.objects.active().filter(offer__in=offers))
    living = Referral.objects.living().filter(volunteer__in=volunteers)
    list(living.select_for_update(of=("self",)).order_by("pk"))
    found = Volunteer.objects.filter(pk__in=[row.pk for row in volunteers])
    rows = {row.pk: row for row in found.select_for_update().order_by("pk")}
    return [rows[row.pk] for row in volunteers]
