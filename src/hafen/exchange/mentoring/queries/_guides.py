"""Reads about integration guides."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.core.db.names import spellings
from hafen.exchange.mentoring.models import Entry, Guide, Sponsorship
from hafen.exchange.mentoring.queries._lists import sponsorships_visible_to
from hafen.exchange.mentoring.rules import VIEW_MENTORING
from hafen.exchange.pool.models import TAKEN, Kind, Offer
from hafen.exchange.training.models import Module
from hafen.exchange.training.queries import holding

_AT_WORK = Q(offer__matches__state__in=TAKEN)
_DONE = Q(offer__matches__state="ENDED")


def guides_visible_to(user: User, *, today: date) -> QuerySet[Guide]:
    """Return guides with training, assignments that go on and that have ended."""
    if not VIEW_MENTORING.held_by(user):
        return Guide.objects.none()
    basic = holding(today).filter(
        helper=OuterRef("offer__helper"), module__kind=Module.Kind.BASIC
    )
    rows = Guide.objects.filter(municipality=user.municipality_id)
    return rows.select_related(
        "municipality", "programme", "offer__helper", "offer__district", "offer__owner"
    ).annotate(
        is_trained=Exists(basic),
        at_work=Count("offer__matches", filter=_AT_WORK, distinct=True),
        done=Count("offer__matches", filter=_DONE, distinct=True),
    )


def guides_of_part(rows: Any, part: str, words: str) -> QuerySet[Guide]:
    """Return one part of the guides; all who work where the name is unknown."""
    here = rows.filter(ended_on__isnull=True)
    parts = {
        "recruited": here.filter(is_trained=False),
        "qualified": here.filter(is_trained=True, at_work=0),
        "assigned": here.filter(at_work__gt=0),
        "ended": rows.filter(ended_on__isnull=False),
    }
    found = parts.get(part, here)
    if words:
        said = Q()
        for spelling in spellings(words):
            said |= Q(offer__helper__sort_key__contains=spelling)
        found = found.filter(said)
    ordered: QuerySet[Guide] = found.order_by("offer__helper__sort_key", "id")
    return ordered


def assignments_of(guide: Guide, user: User) -> QuerySet[Sponsorship]:
    """Return the assignments of a guide, those that go on first."""
    rows = sponsorships_visible_to(user).filter(match__offer=guide.offer_id)
    return rows.order_by(F("match__closed_at").desc(nulls_first=True), "-id")


def reports_of(guide: Guide) -> QuerySet[Entry]:
    """Return what was written down of meetings and supervision, the newest first."""
    rows = Entry.objects.filter(sponsorship__match__offer=guide.offer_id)
    return rows.select_related(
        "written_by", "sponsorship__match__need__seeker"
    ).order_by("-on", "-id")


def offers_to_recruit(user: User) -> QuerySet[Offer]:
    """Return the open offers to be a sponsor whose helper is no guide by them."""
    if not VIEW_MENTORING.held_by(user):
        return Offer.objects.none()
    rows = Offer.objects.open().filter(
        municipality=user.municipality_id, kind=Kind.SPONSORSHIP, guide__isnull=True
    )
    return rows.select_related("helper").order_by("helper__sort_key", "id")
