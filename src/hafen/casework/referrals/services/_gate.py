"""The gate: whether a recipient may have what shall be told."""

from datetime import date

from hafen.casework.cases.models import Consent
from hafen.casework.cases.words import NOT_ASSESSED
from hafen.casework.referrals import reference
from hafen.casework.referrals.errors import NoGate, NotNeeded
from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.queries import consents_for
from hafen.casework.referrals.rules import OVERRIDE_GATE
from hafen.core.accounts.models import User
from hafen.core.taxonomy.models import Term, Vocabulary

_Gate = Referral.Gate


def is_legal(topic: str) -> bool:
    """Return whether a topic or its domain asks for advice that others may give."""
    codes = {topic, topic.partition(".")[0]}
    rows = Term.objects.filter(vocabulary__code=Vocabulary.NEEDS, code__in=codes)
    return rows.filter(flags__contains=[Term.Flag.LEGAL]).exists()


def check(row: Referral, by: User, today: date) -> list[Consent]:
    """
    Look whether the recipient may have what shall be told.

    :return: the consents by which it may
    :raises NotNeeded: when more shall be told than the topic needs
    :raises NoGate: when nothing lets the recipient have it
    """
    # A wish to return stands apart, where nobody who leads reads along (P14).
    is_wish = row.topic.partition(".")[0] in NOT_ASSESSED
    fields = set(reference.fields_for(row.topic, today))
    if (row.client and is_wish) or not set(row.categories) <= fields:
        raise NotNeeded
    if row.gate == _Gate.NAMELESS:
        return []
    if row.client is None or not row.categories:
        raise NoGate
    if row.gate == _Gate.CONSENT:
        found = consents_for(row.client, row, row.categories, day=today)
        if found is None:
            raise NoGate
        return found
    if row.gate == _Gate.NORM and row.norm not in dict(reference.grounds(today, "de")):
        raise NoGate
    if row.gate == _Gate.OVERRIDE and not OVERRIDE_GATE.held_by(by):
        raise NoGate
    return []
