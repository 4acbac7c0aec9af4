"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from hafen.casework.referrals.models import Referral


def is_code(pk: UUID, code: str) -> bool:
    return constant_time_compare(code, _code(pk))


def answer_address(referral: Referral) -> str:
    """Return the whole address of the page on which an office answers, for a mail."""
    town = referral.municipality
    path = reverse(
        "referrals_public:answer",
        args=[town.slug, town.default_language, referral.pk, _code(referral.pk)],
    )
    return f"{settings.PUBLIC_URL}{path}"


def _code(pk: UUID) -> str:
    salt = "hafen.referrals.answer"
    return salted_hmac(salt, str(pk), algorithm="sha256").hexdigest()[:32]
