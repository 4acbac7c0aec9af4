"""What this room asks of a pair of the pool before somebody is asked or placed."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.exchange.mentoring.models import Guide
from hafen.exchange.pool.registries import Gate, GateRule, asked_always, only_if
from hafen.exchange.training.models import Module
from hafen.exchange.training.queries import holding


def _is_trained() -> Any:
    """Say who is no guide, or one who has completed the basic training."""
    trained = holding(timezone.localdate()).filter(
        module__kind=Module.Kind.BASIC, helper=OuterRef("offer__helper")
    )
    guides = Guide.objects.filter(offer=OuterRef("pk"), ended_on__isnull=True)
    return only_if(~Exists(guides.exclude(Exists(trained))))


GUIDES = Gate(
    name="mentoring.guides",
    rules={
        "GUIDE": GateRule(
            _("Basic training of guides"),
            _("This guide has not completed the basic training yet."),
            held=_is_trained,
            asked=asked_always,
        )
    },
)
