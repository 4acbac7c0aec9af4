"""The second way to an office: a number that no mail tells."""

from django.core.cache import cache

from hafen.casework.referrals import keys
from hafen.casework.referrals.errors import TooManyTries, WrongNumber
from hafen.casework.referrals.models import Referral
from hafen.core.audit import services as audit

TRIES, SECONDS = 5, 15 * 60


def open_told(*, referral: Referral, said: str) -> None:
    """
    Check the number that opens what the office was told.

    :raises TooManyTries: after five wrong ones for a mailbox in a quarter of an hour,
        then for the right one too
    :raises WrongNumber: when it is another one
    """
    counted = f"referrals.number:{keys.mailbox_of(referral)}"
    cache.add(counted, 0, SECONDS)
    if cache.get(counted, 0) >= TRIES:
        raise TooManyTries
    if not keys.is_number(referral, said):
        cache.incr(counted)
        audit.record(action="referrals.number.wrong", subject=referral)
        raise WrongNumber
    audit.record(action="referrals.number.right", subject=referral)
