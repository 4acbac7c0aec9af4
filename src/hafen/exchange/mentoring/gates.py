"""What this room asks of a pair of the pool before somebody is asked or placed."""

from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.exchange.mentoring.models import Guide
from hafen.exchange.pool.models import Need, Offer
from hafen.exchange.training.queries import has_basic_training


def refuses(need: Need, offer: Offer) -> str:
    """Return why a guide is not sent yet; empty: nothing stands in the way."""
    del need  # whoever it is for
    guides = Guide.objects.filter(offer=offer, ended_on__isnull=True)
    if not guides.exists() or has_basic_training(offer.helper, timezone.localdate()):
        return ""
    return _("This guide has not completed the basic training yet.")
