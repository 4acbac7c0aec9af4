"""Goals, steps, and the agreement: prepared, signed, reviewed, withdrawn."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from hafen.casework.cases.errors import (
    AlreadyClosed,
    NothingToAgree,
    NotNamed,
    ReviewTooLate,
)
from hafen.casework.cases.models import (
    Case,
    Client,
    Goal,
    GoalStep,
    IntegrationAgreement,
)
from hafen.casework.cases.planning import paper_data
from hafen.casework.cases.queries import is_named
from hafen.casework.cases.services._cases import months_later
from hafen.casework.cases.services._stages import reach
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next


@transaction.atomic
def set_goal(
    *, case: Case, facts: Mapping[str, Any], is_special: bool, today: date, by: User
) -> Goal:
    """
    Write down what somebody wants to reach.

    :raises AlreadyClosed: when the case is closed
    :raises NotNamed: for a special category, by who neither owns it nor stands in
    """
    fresh = _open_case(case)
    if is_special and not is_named(by, fresh, today=today):
        raise NotNamed
    row = Goal.objects.create(
        municipality_id=fresh.municipality_id,
        case=fresh,
        is_special=is_special,
        since=today,
        **facts,
    )
    audit.record(action="cases.goal.set", subject=fresh, by=by)
    return row


def _open_case(case: Case) -> Case:
    fresh = locked(case, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    return fresh


def _open_goal(goal: Goal) -> Goal:
    fresh = locked(goal, expected=None)
    if not fresh.is_open:
        raise AlreadyClosed
    return fresh


@transaction.atomic
def add_step(*, goal: Goal, facts: Mapping[str, Any], by: User) -> GoalStep:
    """
    Write down who does what by when.

    :raises AlreadyClosed: when the goal has ended
    """
    fresh = _open_goal(goal)
    row = GoalStep.objects.create(
        municipality_id=fresh.municipality_id, goal=fresh, **facts
    )
    audit.record(action="cases.step.added", subject=fresh.case, by=by)
    return row


@transaction.atomic
def finish_step(*, step: GoalStep, on: date, by: User) -> GoalStep:
    """
    Say that a step was taken; from the first one on, help is running.

    :raises AlreadyClosed: when that was said already
    """
    case = locked(step.goal.case, expected=None)
    fresh = locked(step, expected=None)
    if fresh.done_on is not None:
        raise AlreadyClosed
    fresh.done_on = on
    save_next(fresh)
    reach(case, Case.Stage.SERVICE)
    audit.record(action="cases.step.done", subject=case, by=by)
    return fresh


@transaction.atomic
def end_goal(*, goal: Goal, state: str, on: date, by: User) -> Goal:
    """
    Say whether a goal was reached.

    :raises AlreadyClosed: when it has ended
    """
    fresh = _open_goal(goal)
    fresh.state, fresh.ended_on = state, max(on, fresh.since)
    save_next(fresh)
    audit.record(
        action="cases.goal.ended", subject=fresh.case, by=by, details={"state": state}
    )
    return fresh


@transaction.atomic
def prepare_agreement(
    *, case: Case, client: Client, review_on: date, today: date, by: User
) -> IntegrationAgreement:
    """
    Put the open goals of a case on a paper for one adult to sign: a new version.

    :raises AlreadyClosed: when the case is closed
    :raises NothingToAgree: when no goal is open
    :raises ReviewTooLate: when the programme asks for an earlier review
    """
    fresh = _open_case(case)
    _check_review(fresh, review_on, today)
    goals = Goal.objects.filter(case=fresh, ended_on__isnull=True)
    rows = list(goals.prefetch_related("steps").order_by("domain", "since", "id"))
    if not rows:
        raise NothingToAgree
    before = IntegrationAgreement.objects.filter(case=fresh, client=client)
    newest = before.aggregate(newest=Max("number"))["newest"] or 0
    content = paper_data(fresh, client, rows, review_on=review_on, today=today)
    row = IntegrationAgreement.objects.create(
        municipality_id=fresh.municipality_id,
        case=fresh,
        client=client,
        number=newest + 1,
        content=json.dumps(content, ensure_ascii=False),
        is_special=any(goal.is_special for goal in rows),
        prepared_on=today,
        review_on=review_on,
        author=by,
    )
    audit.record(action="cases.agreement.prepared", subject=fresh, by=by)
    return row


def latest_review(case: Case, today: date) -> date | None:
    """Return until when a plan of today is looked at again; None: as agreed."""
    months = case.programme.review_months if case.programme else None
    return months_later(today, months) if months else None


def _check_review(case: Case, review_on: date, today: date) -> None:
    latest = latest_review(case, today)
    if latest and review_on > latest:
        raise ReviewTooLate


@transaction.atomic
def sign_agreement(
    *,
    agreement: IntegrationAgreement,
    on: date,
    interpreted: str,
    by: User,
    signature: str | None = None,
) -> IntegrationAgreement:
    """
    Write down that both sides signed; it takes the place of the version before.

    :param signature: lines of the person's hand (`core.ui.signing`), if not on paper
    :raises AlreadyClosed: when it is signed already, or a newer one is
    """
    case = _open_case(agreement.case)
    fresh = locked(agreement, expected=None)
    same = IntegrationAgreement.objects.filter(case=case, client=fresh.client_id)
    newer = same.filter(number__gt=fresh.number, signed_on__isnull=False)
    if fresh.is_signed or newer.exists():
        raise AlreadyClosed
    in_force = same.filter(signed_on__isnull=False, replaced_on__isnull=True)
    for before in in_force.select_for_update():
        before.replaced_on = on
        save_next(before)
    fresh.signed_on, fresh.interpreted, fresh.signature = on, interpreted, signature
    save_next(fresh)
    reach(case, Case.Stage.PLAN)
    audit.record(action="cases.agreement.signed", subject=case, by=by)
    return fresh


def _in_force(agreement: IntegrationAgreement) -> IntegrationAgreement:
    fresh = locked(agreement, expected=None)
    if not fresh.is_in_force:
        raise AlreadyClosed
    return fresh


@transaction.atomic
def review_agreement(
    *, agreement: IntegrationAgreement, review_on: date, today: date, by: User
) -> IntegrationAgreement:
    """
    Say that both have looked at it, and when they do so again.

    :raises AlreadyClosed: when it is not in force
    :raises ReviewTooLate: when the programme asks for an earlier one
    """
    fresh = _in_force(agreement)
    _check_review(fresh.case, review_on, today)
    fresh.review_on = review_on
    save_next(fresh)
    audit.record(action="cases.agreement.reviewed", subject=fresh.case, by=by)
    return fresh


@transaction.atomic
def withdraw_agreement(
    *, agreement: IntegrationAgreement, on: date, by: User
) -> IntegrationAgreement:
    """
    End an agreement on the wish of either side; nothing else depends on it.

    :raises AlreadyClosed: when it is not in force
    """
    fresh = _in_force(agreement)
    fresh.withdrawn_on = on
    save_next(fresh)
    audit.record(action="cases.agreement.withdrawn", subject=fresh.case, by=by)
    return fresh
