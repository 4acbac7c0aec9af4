"""Secrets of mailed links: derived, so that none lies in the database."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from hafen.core.db.links import derived_code
from hafen.exchange.pool.models import Helper
from hafen.exchange.pool.services import spoken_to
from hafen.exchange.volunteers.models import Partner, Volunteer


def own_code(volunteer: Volunteer) -> str:
    """Return the secret of somebody's own page; a new seed makes a new one."""
    return _digest("own", f"{volunteer.pk}:{volunteer.link_seed}")


def is_own_code(volunteer: Volunteer, code: str) -> bool:
    return constant_time_compare(code, own_code(volunteer))


def expenses_address(helper: Helper) -> str:
    """Return where a volunteer claims expenses; nothing of whoever is none."""
    found = Volunteer.objects.here().filter(helper=helper).first()
    return own_address(found, "expenses") if found else ""


def own_address(volunteer: Volunteer, page: str = "own") -> str:
    """Return the whole address of the own page, or of one below it, for a mail."""
    town = volunteer.municipality
    path = reverse(
        f"volunteers_public:{page}",
        args=[
            town.slug,
            spoken_to(volunteer.helper, town),
            volunteer.pk,
            own_code(volunteer),
        ],
    )
    return f"{settings.PUBLIC_URL}{path}"


def partner_code(partner: Partner) -> str:
    return _digest("partner", f"{partner.pk}:{partner.link_seed}")


def is_partner_code(partner: Partner, code: str) -> bool:
    return constant_time_compare(code, partner_code(partner))


def partner_address(partner: Partner) -> str:
    """Return the whole address of a partner's page, for a mail."""
    town = partner.municipality
    path = reverse(
        "volunteers_public:partner",
        args=[town.slug, town.default_language, partner.pk, partner_code(partner)],
    )
    return f"{settings.PUBLIC_URL}{path}"


def _digest(purpose: str, value: str) -> str:
    return derived_code(f"hafen.volunteers.{purpose}", value)
