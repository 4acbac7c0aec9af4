"""A placement of the kind sponsorship takes a step; this room goes with it."""

from datetime import datetime, timedelta

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.exchange.mentoring.models import Guide, Programme, Sponsorship
from hafen.exchange.mentoring.services import _owners as owners
from hafen.exchange.mentoring.services._check_ins import plan_check_ins, stop_check_ins
from hafen.exchange.pool.models import Kind, Match

State = Match.State
_DAYS_TO_AGREE = 14


def follow_match(match: Match, by: User | None, now: datetime) -> None:
    """Begin with the proposal, ask for the agreement, and end with the placement."""
    if match.need.kind != Kind.SPONSORSHIP:
        return
    row = Sponsorship.objects.select_for_update().filter(match=match).first()
    if row is None:
        owner = match.need.owner or by
        if owner is None:
            return  # a team looks for it: the row comes with the next step of a person
        row = Sponsorship.objects.create(
            municipality=match.municipality,
            match=match,
            owner=owner,
            programme=_programme_of(match),
        )
    today = timezone.localdate(now)
    if match.state == State.CONFIRMED:
        owners.remind(
            owners.AGREE,
            municipality=match.municipality,
            owner=row.owner,
            subject=row.pk,
            due_on=today + timedelta(days=_DAYS_TO_AGREE),
            today=today,
            by=by,
        )
    elif match.state == State.RUNNING:
        plan_check_ins(row, today=today)
    elif not match.is_active:
        stop_check_ins(row, by=by, now=now)


def _programme_of(match: Match) -> Programme | None:
    """Return the programme for which a guide works; of others the desk says it."""
    guide = Guide.objects.filter(offer=match.offer).select_related("programme").first()
    return guide.programme if guide else None
