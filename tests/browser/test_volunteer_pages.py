"""Volunteering at the desk and by link: no barrier, nothing wider than a phone."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from hafen.core.accounts.models import User
from hafen.exchange.volunteers import keys
from hafen.exchange.volunteers.models import (
    Group,
    Partner,
    Place,
    Shift,
    Task,
    Volunteer,
)
from tests.visits import overflow, violations

# A folder for pictures to look at; nothing is kept without it.
PICTURES = os.environ.get("HAFEN_PICTURES", "")
_LISTS = (
    "volunteers", "places", "partners", "profiles", "tasks", "hours", "groups",
    "news", "write_news", "transitions", "ideas", "thanks", "figures", "concerns",
    "add", "settings",
)  # fmt: skip


@pytest.fixture
def coordinator(musterhafen, sign_in):
    def enter(language):
        user = User.objects.get(email="ehrenamt@example.org")
        User.objects.filter(pk=user.pk).update(language=language)
        user.refresh_from_db()
        sign_in(user)
        return user

    return enter


def addresses(town):
    """Return the pages of the room by name, each with something on it."""
    row = Volunteer.objects.get(helper__name="Jonas Muster")
    partner = Partner.objects.first()

    def desk(name, *parts):
        return reverse(f"volunteers:{name}", args=[town.slug, *parts])

    def public(name, *parts):
        return reverse(f"volunteers_public:{name}", args=[town.slug, "de", *parts])

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
        "partner": public("partner", partner.pk, keys.partner_code(partner)),
        "directory": public("directory"),
        "idea-list": public("ideas"),
        "hand-in": public("hand_in"),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_volunteering_has_no_barrier(musterhafen, coordinator, visit, language):
    coordinator(language)
    for name, where in addresses(musterhafen).items():
        where = where.replace("/de/", f"/{language}/")
        page = visit(where, width=360, language=language)
        assert overflow(page) <= 0, name
        picture(page, f"{name}-{language}-360")
        page.set_viewport_size({"width": 1280, "height": 900})
        picture(page, f"{name}-{language}-1280")
        # What axe looks at is alike in all languages; a long run asks it again.
        if language == "de" or os.environ.get("HAFEN_LONG"):
            assert violations(page) == [], name
        page.close()


def picture(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
