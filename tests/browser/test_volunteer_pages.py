"""Volunteering at the desk and by link: no barrier, nothing wider than a phone."""

import pytest
from django.urls import reverse

from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.models import (
    Group,
    Partner,
    Place,
    Shift,
    Task,
    Volunteer,
)
from tests.visits import look

_LISTS = (
    "volunteers", "places", "partners", "profiles", "tasks", "hours", "groups",
    "news", "write_news", "transitions", "ideas", "thanks", "figures", "concerns",
    "add", "settings",
)  # fmt: skip


def addresses(town, language):
    """Return the pages of the room by name, each with something on it."""
    row = Volunteer.objects.get(helper__name="Jonas Muster")
    partner = Partner.objects.first()

    def desk(name, *parts):
        return reverse(f"volunteers:{name}", args=[town.slug, *parts])

    def public(name, *parts):
        return reverse(f"volunteers_public:{name}", args=[town.slug, language, *parts])

    return {
        **{name: desk(name) for name in _LISTS},
        "volunteer": desk("volunteer", row.pk),
        "forward": desk("forward", row.pk),
        "place": desk("place", Place.objects.first().pk),
        "task": desk("task", Task.objects.first().pk),
        "shift": desk("shift", Shift.objects.first().pk),
        "group": desk("group", Group.objects.first().pk),
        "offer": public("offer"),
        "own": public("own", row.pk, keys.own_code(row)),
        "expenses": public("expenses", row.pk, keys.own_code(row)),
        "partner": public("partner", partner.pk, keys.partner_code(partner)),
        "directory": public("directory"),
        "idea-list": public("ideas"),
        "hand-in": public("hand_in"),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_volunteering_has_no_barrier(musterhafen, speaking, visit, language):
    speaking("ehrenamt@example.org", language)
    look(addresses(musterhafen, language), visit, language)
