"""Reads of the room: sponsorships, who waits, programmes, and wishes handed over."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from hafen.core.accounts.models import User
from hafen.core.db.names import spellings
from hafen.core.places.models import Municipality
from hafen.exchange.mentoring.models import (
    CheckIn,
    Entry,
    HandOver,
    Programme,
    Sponsorship,
)
from hafen.exchange.mentoring.rules import ANSWER_WISH, VIEW_MENTORING
from hafen.exchange.pool.models import ACTIVE, TAKEN, Kind, Match, Need
from hafen.network.organisations.models import Organisation, OrganisationEditor

_STATES = {
    "beginning": ("PROPOSED", "ASKED", "ACCEPTED", "CONFIRMED"),
    "running": ("RUNNING",),
    "ended": ("ENDED",),
}


def sponsorships_visible_to(user: User) -> QuerySet[Sponsorship]:
    if not VIEW_MENTORING.held_by(user):
        return Sponsorship.objects.none()
    rows = Sponsorship.objects.filter(municipality=user.municipality_id)
    return rows.select_related(
        "municipality",
        "owner",
        "programme__organisation",
        "match__need__seeker",
        "match__need__district",
        "match__offer__helper",
    )


@dataclass(frozen=True)
class SponsorshipFilter:
    """Which sponsorships are meant; what is empty does not narrow."""

    part: str = "running"
    words: str = ""
    programme: UUID | None = None
    owner: UUID | None = None

    @property
    def count(self) -> int:
        return sum(bool(each) for each in (self.words, self.programme, self.owner))


def filtered(
    rows: QuerySet[Sponsorship], chosen: SponsorshipFilter
) -> QuerySet[Sponsorship]:
    """Keep what the filter names, with the day of the next question."""
    exact = {"programme": chosen.programme, "owner": chosen.owner}
    found = rows.filter(**{name: value for name, value in exact.items() if value})
    if chosen.part in _STATES:
        found = found.filter(match__state__in=_STATES[chosen.part])
    if chosen.words:
        said = Q(match__need__title__icontains=chosen.words)
        for spelling in spellings(chosen.words):
            said |= Q(match__need__seeker__sort_key__contains=spelling)
            said |= Q(match__offer__helper__sort_key__contains=spelling)
        found = found.filter(said)
    due = Min("check_ins__due_on", filter=Q(check_ins__closed_at__isnull=True))
    return found.annotate(next_on=due).order_by(
        F("next_on").asc(nulls_last=True), "-created_at", "-id"
    )


def check_ins_of(row: Sponsorship) -> QuerySet[CheckIn]:
    return row.check_ins.prefetch_related("answers__noted_by").order_by("weeks")


def entries_of(row: Sponsorship) -> QuerySet[Entry]:
    return row.entries.select_related("written_by").order_by("-on", "-id")


def waiting_visible_to(user: User) -> QuerySet[Need]:
    """Return who waits for a sponsor, the longest waiting first.

    With whom a wish lies stands in `with_organisation`.
    """
    if not VIEW_MENTORING.held_by(user):
        return Need.objects.none()
    settled = Match.objects.filter(need=OuterRef("pk"), state__in=TAKEN)
    handed = HandOver.objects.filter(need=OuterRef("pk"), state=HandOver.State.HANDED)
    asked = Match.objects.filter(need=OuterRef("pk"), state__in=ACTIVE)
    rows = Need.objects.filter(
        municipality=user.municipality_id,
        kind=Kind.SPONSORSHIP,
        state__in=[Need.State.OPEN, Need.State.PAUSED],
    ).exclude(Exists(settled))
    found: QuerySet[Need] = (
        rows.select_related("seeker", "district", "owner", "team")
        .annotate(
            hand_over=Subquery(handed.values("pk")[:1]),
            with_organisation=Subquery(handed.values("organisation__name")[:1]),
            is_asked=Exists(asked),
        )
        .order_by("waiting_since", "id")
    )
    return found


def programmes_visible_to(user: User) -> QuerySet[Programme]:
    if not VIEW_MENTORING.held_by(user):
        return Programme.objects.none()
    rows = Programme.objects.filter(municipality=user.municipality_id)
    return rows.select_related("organisation", "owner").order_by("sort_key", "id")


def programmes_open(town: Municipality) -> QuerySet[Programme]:
    """Return the programmes for which people can apply, for everybody."""
    rows = Programme.objects.filter(municipality=town, is_open=True)
    return rows.select_related("organisation").order_by("sort_key", "id")


def programme_of(town: Municipality, pk: UUID) -> Programme | None:
    return programmes_open(town).filter(pk=pk).first()


def hand_overs_visible_to(user: User) -> Any:
    """Return wishes: all of them for the desk, an association's own for its editor."""
    if not ANSWER_WISH.held_by(user):
        return HandOver.objects.none()
    rows = HandOver.objects.filter(municipality=user.municipality_id)
    if not VIEW_MENTORING.held_by(user):
        own = OrganisationEditor.objects.filter(
            user=user, organisation=OuterRef("organisation")
        )
        rows = rows.filter(Exists(own))
    return rows.select_related(
        "municipality", "organisation", "owner", "need__seeker", "need__district"
    )


def wishes_of_part(rows: Any, part: str, *, today: date) -> Any:
    """Return one part of the wishes; all of them where the name is unknown."""
    parts = {
        "handed": rows.filter(state=HandOver.State.HANDED),
        "late": rows.filter(state=HandOver.State.HANDED, answer_by__lt=today),
        "found": rows.filter(state=HandOver.State.FOUND),
        "not_found": rows.filter(state=HandOver.State.NOT_FOUND),
    }
    return parts.get(part, rows).order_by("answer_by", "id")


def organisations_to_ask(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Keep associations that can be written to."""
    return rows.exclude(email="").order_by("sort_key", "id")


def check_in_of_link(town: Municipality, pk: UUID) -> CheckIn | None:
    """Return a question for whoever holds its link; the caller checks the code."""
    rows = CheckIn.objects.filter(pk=pk, municipality=town)
    return (
        rows.select_related(
            "sponsorship__match__need__seeker", "sponsorship__match__offer__helper"
        )
        .prefetch_related("answers")
        .first()
    )


def hand_over_of_link(town: Municipality, pk: UUID) -> HandOver | None:
    """Return a wish for whoever holds its link; the caller checks the code."""
    rows = HandOver.objects.filter(pk=pk, municipality=town)
    return rows.select_related(
        "municipality", "organisation", "need__seeker", "need__district"
    ).first()
