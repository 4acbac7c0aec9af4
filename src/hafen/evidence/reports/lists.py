"""Where the rows are that a figure counts: the rooms' own lists, with the filter set.

A list shows what its reader may see, which can be fewer rows than were counted.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hafen.casework.cases.models import Membership
from hafen.casework.cases.queries import (
    CaseFilter,
    HouseholdFilter,
    cases_visible_to,
    clients_visible_to,
    filtered_cases,
    filtered_households,
    filtered_refusals,
    households_visible_to,
    refusals_visible_to,
)
from hafen.casework.cases.rules import VIEW_CASES
from hafen.casework.consultations import queries as visits
from hafen.casework.consultations.rules import RECEIVE
from hafen.casework.obstacles.queries import structural_visible_to
from hafen.casework.obstacles.rules import VIEW_STRUCTURAL
from hafen.casework.outreach import queries as outreach
from hafen.casework.outreach.rules import HAND_OVER, VIEW_OUTREACH
from hafen.casework.referrals.queries import (
    ReferralFilter,
    filtered_referrals,
    referrals_visible_to,
)
from hafen.casework.referrals.rules import VIEW_REFERRALS
from hafen.core.accounts.models import User
from hafen.core.accounts.rules import VIEW_TEAMS
from hafen.core.db.permissions import Permission
from hafen.core.places.rules import VIEW_PLACES
from hafen.evidence.reports.measuring import Door, Frame, named, of_programme
from hafen.evidence.reports.rules import VIEW_REPORTS
from hafen.exchange.allowances import queries as allowances
from hafen.exchange.allowances.rules import VIEW_CLAIMS
from hafen.exchange.interpreting.queries import appointments_visible_to
from hafen.exchange.interpreting.rules import BOOK
from hafen.exchange.pool import queries as pool
from hafen.exchange.pool.rules import VIEW_POOL
from hafen.exchange.training.queries import held_between, runs_visible_to
from hafen.exchange.training.rules import VIEW_TRAINING
from hafen.exchange.volunteers import queries as volunteers
from hafen.exchange.volunteers.rules import VIEW_VOLUNTEERS
from hafen.network.contacts import queries as network
from hafen.network.contacts.rules import VIEW_CONTACT
from hafen.voice.inquiries import queries as inquiries_of
from hafen.voice.inquiries.rules import VIEW_INQUIRY

_PROGRAMME = {"programme": "programme"}
Lead = Callable[[Frame], Door]
Rows = Callable[[User, Frame], QuerySet[Any, Any]]


def lead(
    permission: Permission,
    page: str,
    rows: Rows,
    *,
    of: str = "",
    query: Mapping[str, str] | None = None,
    measures: Mapping[str, Mapping[str, str]] | None = None,
    by: Mapping[str, str] | None = None,
    days: tuple[str, str] = ("first", "last"),
    by_programme: bool = False,
) -> Lead:
    """Return the way to a list with the days of the report in its filter.

    :param of: the measure whose count has all these rows
    :param measures: other measures of the figure, and what the filter adds for each
    :param by: a dimension of counts → the field of the filter
    :param days: the names of the first and the last day in the filter; empty: none
    :param by_programme: whether it can be narrowed to a programme
    """

    def door(frame: Frame) -> Door:
        first, last = days
        period = {first: str(frame.first), last: str(frame.last)}
        period.pop("", None)
        if frame.programme and not by_programme:
            # The list cannot be narrowed to it, so it says no number of rows.
            return Door(permission, page, {**period, **(query or {})})
        if frame.programme:
            period["programme"] = frame.programme
        return Door(
            permission,
            page,
            {**period, **(query or {})},
            seen=lambda user: rows(user, frame).count(),
            of=_whole_name(of, frame) if of else "",
            measures={**({of: {}} if of else {}), **(measures or {})},
            by=by or {},
        )

    return door


def _whole_name(measure: str, frame: Frame) -> str:
    name = named(measure)
    return of_programme(name, frame.programme) if frame.programme else name


def _period(frame: Frame) -> dict[str, Any]:
    return {"first": frame.first, "last": frame.last}


def contacts(
    of: str = "contacts", *, by: Mapping[str, str] | None = None, **query: str
) -> Lead:
    """Return the way to the contacts of the period, narrowed as the list names it."""
    names = {"whom": "group", "cooperation": "has_cooperation"}
    chosen: dict[str, Any] = {
        names.get(name, name): value == "on" or value for name, value in query.items()
    }

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = network.contacts_visible_to(user)
        kept: Any = {**chosen, **_period(frame)}
        return network.filtered(seen, network.ContactFilter(**kept))

    return lead(
        VIEW_CONTACT, "contacts:listing", rows, of=of, query=query, by=by,
        measures={"contacts": {}, "topics": {}},
    )  # fmt: skip


def inquiries(**by: str) -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = inquiries_of.inquiries_visible_to(user, today=frame.today)
        chosen = inquiries_of.InquiryFilter(part="counted", **_period(frame))
        return inquiries_of.filtered(seen, chosen, today=frame.today)

    part = {"part": "counted"}
    also: dict[str, Mapping[str, str]] = {"inquiries.topics": {}}
    return lead(
        VIEW_INQUIRY, "inquiries:listing", rows,
        of="inquiries", query=part, measures=also, by=by,
    )  # fmt: skip


def cases(
    part: str = "all",
    *,
    of: str = "",
    measures: Mapping[str, Mapping[str, str]] | None = None,
    by: Mapping[str, str] | None = None,
) -> Lead:
    """Return the way to the cases: "all" of the period, or those of one part."""

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = cases_visible_to(user, today=frame.today)
        programme = UUID(frame.programme) if frame.programme else None
        chosen = CaseFilter(part=part, programme=programme, **_period(frame))
        return filtered_cases(seen, chosen, today=frame.today)

    return lead(
        VIEW_CASES, "cases:cases", rows,
        of=of, query={"part": part}, measures=measures,
        by={**_PROGRAMME, **(by or {})}, by_programme=True,
    )  # fmt: skip


def refused() -> Lead:
    """Return the way to the list of who was not taken in; it holds no person."""

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        programme = UUID(frame.programme) if frame.programme else None
        seen = refusals_visible_to(user)
        return filtered_refusals(seen, programme=programme, **_period(frame))

    return lead(
        VIEW_CASES, "cases:refused", rows,
        of="refused", by=_PROGRAMME, by_programme=True,
    )  # fmt: skip


def households() -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = households_visible_to(user, today=frame.today)
        chosen = HouseholdFilter(on=frame.last)
        return filtered_households(seen, chosen, today=frame.today)

    return lead(
        VIEW_CASES, "cases:households", rows,
        of="households.here", by={"district": "district"}, days=("", "on"),
    )  # fmt: skip


def persons() -> Lead:
    """Return the way to the households in which the counted persons live."""

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        there = Membership.objects.valid(frame.last).exclude(
            household__ended_on__lte=frame.last
        )
        seen = clients_visible_to(user, today=frame.today)
        return seen.filter(pk__in=there.values("client"), same_as__isnull=True)

    return lead(
        VIEW_CASES, "cases:households", rows, of="persons.here", days=("", "on")
    )


def referrals(
    *, of: str = "referrals", query: Mapping[str, str] | None = None, **by: str
) -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = referrals_visible_to(user, today=frame.today)
        kept: Any = {**(query or {}), **_period(frame)}
        chosen = ReferralFilter(part="all", **kept)
        return filtered_referrals(seen, chosen, today=frame.today)

    ways = {"referrals.told": {"way": "TOLD"}, "referrals.slip": {"way": "SLIP"}}
    return lead(
        VIEW_REFERRALS, "referrals:referrals", rows,
        of=of, query={"part": "all", **(query or {})}, measures=ways, by=by,
    )  # fmt: skip


def arrivals(*, of: str = "arrivals", **by: str) -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = outreach.arrivals_visible_to(user, today=frame.today)
        chosen = outreach.ArrivalFilter(part="came", **_period(frame))
        return outreach.filtered_arrivals(seen, chosen)

    part = {"part": "came"}
    return lead(VIEW_OUTREACH, "outreach:arrivals", rows, of=of, query=part, by=by)


def home_visits() -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = outreach.visits_visible_to(user, today=frame.today)
        return outreach.visits_between(seen, frame.first, frame.last)

    return lead(
        VIEW_OUTREACH, "outreach:visits", rows,
        of="home_visits", by={"visits": "result"},
    )  # fmt: skip


def hand_overs() -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = outreach.hand_overs_visible_to(user, today=frame.today)
        days = (frame.first, frame.last)
        return seen.filter(created_at__date__range=days)

    all_of_them = {"part": "all"}
    return lead(
        HAND_OVER, "outreach:hand_overs", rows, of="handed_over", query=all_of_them
    )


def hours(**by: str) -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        return visits.visits_between(user, **_period(frame))

    return lead(RECEIVE, "consultations:visits", rows, of="hours", by=by)


def obstacles() -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        del frame
        return structural_visible_to(user)

    part = {"part": "all"}
    return lead(
        VIEW_STRUCTURAL, "obstacles:structural", rows, query=part, days=("", "")
    )


def postings(side: str) -> Lead:
    """Return the way to needs or offers that were entered in the period."""

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        see = pool.needs_visible_to if side == "needs" else pool.offers_visible_to
        chosen = pool.PostingFilter(part="all", **_period(frame))
        found: QuerySet[Any, Any] = pool.filtered(see(user), chosen, today=frame.today)
        return found

    return lead(
        VIEW_POOL, f"pool:{side}", rows,
        of=side, query={"part": "all"}, by={"kind": "kind"},
    )  # fmt: skip


def matches() -> Lead:
    """Return the way to the needs that somebody was proposed for in the period."""

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = pool.matches_visible_to(user)
        return seen.filter(created_at__date__range=(frame.first, frame.last))

    return lead(
        VIEW_POOL, "pool:needs", rows,
        of="matches", query={"part": "all", "placed": "on"}, by={"kind": "kind"},
    )  # fmt: skip


def people(part: str, *, of: str, **also: Mapping[str, str]) -> Lead:
    """Return the way to volunteers: "all" of the last day, or who "left"."""

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = volunteers.volunteers_visible_to(user)
        chosen = volunteers.VolunteerFilter(part=part, **_period(frame))
        return volunteers.filtered(seen, chosen, today=frame.today)

    return lead(
        VIEW_VOLUNTEERS, "volunteers:volunteers", rows,
        of=of, query={"part": part}, measures=also,
    )  # fmt: skip


def appointments(*, is_done: bool = False) -> Lead:
    state = {"state": "DONE"} if is_done else {}

    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        days = (frame.first, frame.last)
        seen = appointments_visible_to(user)
        return seen.filter(starts_at__date__range=days, **state)

    return lead(
        BOOK, "interpreting:appointments", rows,
        of="" if is_done else "interpreting",
        query={"part": "all", **state},
        measures={"interpreting": {}},
        by={"state": "state", "language": "language"},
    )  # fmt: skip


def trainings() -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        return held_between(runs_visible_to(user), frame.first, frame.last)

    return lead(VIEW_TRAINING, "training:programme", rows)


def claims() -> Lead:
    def rows(user: User, frame: Frame) -> QuerySet[Any, Any]:
        seen = allowances.claims_visible_to(user)
        return allowances.filtered(seen, part="paid", **_period(frame))

    return lead(VIEW_CLAIMS, "allowances:claims", rows, query={"part": "paid"})


def teams() -> Lead:
    return _whole(VIEW_TEAMS, "accounts:teams")


def sites() -> Lead:
    return _whole(VIEW_PLACES, "places:sites")


def outside() -> Lead:
    return _whole(VIEW_REPORTS, "reports:outside")


def _whole(permission: Permission, page: str) -> Lead:
    """Return the way to a list that has no days and shows everybody the same."""
    return lambda _frame: Door(permission, page, {})
