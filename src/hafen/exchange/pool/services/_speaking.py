"""Somebody else speaks from now on for whoever looks for help."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hafen.core.db.versions import locked, save_next
from hafen.exchange.pool.models import PAIRINGS, Match, Need
from hafen.exchange.pool.services import _owners as owners
from hafen.exchange.pool.services._postings import correct_person
from hafen.exchange.pool.services._tell import tell_seeker


@transaction.atomic
def change_speaker(*, need: Need, facts: Mapping[str, Any], now: datetime) -> Need:
    """
    Let others be told of a request; what waits for an answer is asked them anew.

    :param facts: what changes of the seeker: language, way, address
    """
    fresh = locked(need, expected=None)
    correct_person(person=fresh.seeker, facts=facts)
    if fresh.is_living:
        # Whether it still holds is asked again, with the sweep of the day.
        fresh.reminded_at = None
        save_next(fresh)
    owners.relieve(fresh, owners.UNREACHED, by=None, now=now)
    if fresh.kind in PAIRINGS:
        waiting = Match.objects.filter(
            need=fresh, state=Match.State.ACCEPTED, seeker_agreed_at__isnull=True
        )
        for match in waiting.select_related("offer", "need__seeker"):
            tell_seeker(match, "ACCEPTED", by=None, now=now)
    return fresh
