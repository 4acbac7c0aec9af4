"""What volunteering asks of a pair of the pool, whoever brings it together."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.exchange.pool.models import Match, Need, Offer
from hafen.exchange.training.queries import qualifications_of
from hafen.exchange.volunteers import services
from hafen.exchange.volunteers.models import (
    DeploymentProfile,
    Place,
    PoliceCertificate,
    Referral,
    Stage,
    Volunteer,
)


def refuses(need: Need, offer: Offer) -> str:
    """Return why a volunteer is not to be asked or placed; empty: nothing."""
    found = Volunteer.objects.filter(helper=offer.helper_id).first()
    if found is None:
        return ""
    against: dict[str, Callable[[], bool]] = {
        _("This volunteer pauses or has left."): lambda: (
            found.stage in {Stage.PAUSED, Stage.LEFT}
        ),
        _("The first talk comes before anybody is asked or placed."): lambda: (
            not services.has_talked(found)
        ),
        _("First the place has to accept; forward the volunteer to it."): lambda: (
            _waits_for_place(need, offer)
        ),
        _("The training that this task needs is missing."): lambda: _lacks_training(
            need, found
        ),
        _("This volunteer is not admitted to work with minors."): lambda: (
            need.is_for_minor and _is_convicted(found)
        ),
    }
    return next((said for said, is_so in against.items() if is_so()), "")


def _waits_for_place(need: Need, offer: Offer) -> bool:
    """Return whether a helper has agreed to a place that has not accepted yet."""
    if not Place.objects.filter(need=need).exists():
        return False
    pairs = Match.objects.filter(need=need, offer=offer, state=Match.State.ACCEPTED)
    accepted = Referral.objects.at_work().filter(match__in=pairs)
    return pairs.exists() and not accepted.exists()


def _lacks_training(need: Need, volunteer: Volunteer) -> bool:
    """Return whether a place asks for a training that the volunteer has not done."""
    needed = DeploymentProfile.objects.filter(places__need=need, training__isnull=False)
    learned = qualifications_of(volunteer.helper, timezone.localdate())
    return needed.exclude(training__in=learned).exists()


def _is_convicted(volunteer: Volunteer) -> bool:
    rows = PoliceCertificate.objects.filter(volunteer=volunteer)
    return rows.filter(relevant_conviction=True).exists()
