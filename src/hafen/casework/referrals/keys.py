"""Secrets of mailed links: derived, so that none lies in the database."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from hafen.casework.referrals.models import Referral
from hafen.core.db.links import derived_code
from hafen.core.places.models import Municipality

_DIGITS = 8


def is_code(pk: UUID, code: str) -> bool:
    return constant_time_compare(code, _code(pk))


def answer_address(referral: Referral) -> str:
    """Return the whole address of the page on which an office answers, for a mail."""
    path = answer_path(referral.municipality, referral.pk)
    return f"{settings.PUBLIC_URL}{path}"


def answer_path(town: Municipality, pk: UUID) -> str:
    """Return the path of that page, for an office that finds it at its desk."""
    parts = [town.slug, town.default_language, pk, _code(pk)]
    return reverse("referrals_public:answer", args=parts)


def number_of(referral: Referral) -> str:
    """Return the number that opens what an office was told: "4832 1760".

    It reaches the office by telephone or letter and never by mail, so whoever comes
    by a mail alone reads no name. A mailbox has one for a year, which it needs to be
    told once; what was sent in a year opens with the number of that year.
    """
    told_to = mailbox_of(referral)
    made = salted_hmac("hafen.referrals.number", told_to, algorithm="sha256")
    digits = f"{int(made.hexdigest(), 16) % 10**_DIGITS:0{_DIGITS}}"
    return f"{digits[:4]} {digits[4:]}"


def mailbox_of(referral: Referral) -> str:
    """Return for which mailbox and year a number holds."""
    sent = referral.offered_at or referral.created_at
    return f"{referral.municipality_id}:{referral.email.lower()}:{sent.year}"


def is_number(referral: Referral, said: str) -> bool:
    """Return whether somebody typed the number, in whichever digits and groups."""
    typed = "".join(str(int(each)) for each in said if each.isdecimal())
    return constant_time_compare(typed, number_of(referral).replace(" ", ""))


def paper_address(referral: Referral, document: UUID) -> str:
    """Return the path of a copy that went along, beside the page of the office."""
    town = referral.municipality
    place = [town.slug, town.default_language]
    parts = [*place, referral.pk, _code(referral.pk), document]
    return reverse("referrals_public:paper", args=parts)


def _code(pk: UUID) -> str:
    return derived_code("hafen.referrals.answer", pk)
