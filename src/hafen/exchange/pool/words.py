"""Words for what is stored as codes."""

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy import queries as taxonomy
from hafen.exchange.pool.models import FactCorrection

Choices = list[tuple[str, Any]]
# Which fact may be corrected where a rule is broken.
CORRECTED_BY = {
    "TIME": FactCorrection.Fact.TIME,
    "LANGUAGE": FactCorrection.Fact.LANGUAGE,
    "SKILL": FactCorrection.Fact.SKILL,
    "CLEARANCE": FactCorrection.Fact.CLEARANCE,
    "DISTANCE": FactCorrection.Fact.RADIUS,
    "PLACES": FactCorrection.Fact.PLACES,
}
ACTIONS = {
    "pool.need.entered": _("Entered"),
    "pool.offer.entered": _("Entered"),
    "pool.need.edited": _("Changed"),
    "pool.offer.edited": _("Changed"),
}


def language_choices(today: date) -> Choices:
    tag = get_language() or "de"
    return [(row.tag, row.name_in(tag)) for row in taxonomy.languages(today=today)]
